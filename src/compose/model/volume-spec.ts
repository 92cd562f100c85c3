import { ComposeError } from '../errors';

/** A volume of a service in its long form. */
export interface VolumeMount {
  type: string;
  source?: string;
  target?: string;
  read_only?: boolean;
  bind?: { propagation?: string; selinux?: string; create_host_path?: boolean };
  volume?: { nocopy?: boolean };
}

const PROPAGATION = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

/** `source:target:options` in its long form. Throws ComposeError. Upstream: compose-go format/volume.go. */
export function parseVolume(spec: string): VolumeMount {
  if (spec.length === 0) throw new ComposeError('invalid empty volume spec');
  const volume: VolumeMount = { type: 'volume' };
  if (spec.length <= 2) {
    volume.target = spec;
    return volume;
  }
  let buffer = '';
  let inVariable = 0;
  const take = (end: boolean): void => {
    if (buffer === '') throw new ComposeError(`invalid spec: ${spec}: empty section between colons`);
    if (volume.source === undefined && end) volume.target = buffer;
    else if (volume.source === undefined) volume.source = buffer;
    else if (volume.target === undefined) volume.target = buffer;
    else if (!end) throw new ComposeError(`invalid spec: ${spec}: too many colons`);
    else for (const option of buffer.split(',')) setOption(volume, option);
    buffer = '';
  };
  for (let i = 0; i < spec.length; i++) {
    const c = spec[i]!;
    if (c === '$' && spec[i + 1] === '{') inVariable++;
    else if (c === '}' && inVariable > 0) inVariable--;
    else if (c === ':' && inVariable === 0 && !/^\p{L}$/u.test(buffer)) {
      take(false);
      continue;
    }
    buffer += c;
  }
  take(true);
  if (isFilePath(volume.source)) {
    volume.type = 'bind';
    volume.bind = { ...volume.bind, create_host_path: true };
  } else volume.volume ??= {};
  return volume;
}

function setOption(volume: VolumeMount, option: string): void {
  if (option === 'ro') volume.read_only = true;
  else if (option === 'rw') delete volume.read_only;
  else if (option === 'nocopy') volume.volume = { nocopy: true };
  else if (PROPAGATION.includes(option)) volume.bind = { ...volume.bind, propagation: option };
  else if (option === 'z' || option === 'Z') volume.bind = { ...volume.bind, selinux: option };
}

const isFilePath = (source: string | undefined): boolean =>
  source !== undefined && (/^[./~]/.test(source) || source.startsWith('\\\\') || /^\p{L}:/u.test(source));

/** Whether a path is absolute on Windows: a drive letter or a share. */
export const isWindowsAbsolute = (path: string): boolean =>
  /^[a-zA-Z]:[\\/]/.test(path) || /^[\\/]{2}[^\\/]+[\\/][^\\/]+/.test(path);
