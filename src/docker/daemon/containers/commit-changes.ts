import type { ContainerConfig } from '#image/image';
import { errors } from '../errors';

/** Applies `--change` instructions (CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, ONBUILD, USER, VOLUME, WORKDIR, STOPSIGNAL). */
export function applyChanges(base: ContainerConfig, changes: readonly string[]): ContainerConfig {
  const config: ContainerConfig = { ...base };
  for (const change of changes.flatMap((text) => text.split('\n'))) {
    if (change.trim() === '') continue;
    const [, word = '', rest = ''] = /^\s*(\w+)\s*(.*)$/.exec(change) ?? [];
    applyChange(config, word.toUpperCase(), rest.trim());
  }
  return config;
}

function applyChange(config: ContainerConfig, word: string, rest: string): void {
  switch (word) {
    case 'CMD':
      config.Cmd = words(rest);
      return;
    case 'ENTRYPOINT':
      config.Entrypoint = words(rest);
      return;
    case 'ENV':
      for (const [name, value] of pairs(rest))
        config.Env = [...(config.Env ?? []).filter((e) => !e.startsWith(`${name}=`)), `${name}=${value}`];
      return;
    case 'LABEL':
      config.Labels = { ...config.Labels, ...Object.fromEntries(pairs(rest)) };
      return;
    case 'EXPOSE':
      for (const port of rest.split(/\s+/))
        config.ExposedPorts = { ...config.ExposedPorts, [port.includes('/') ? port : `${port}/tcp`]: {} };
      return;
    case 'VOLUME':
      for (const path of rest.startsWith('[') ? words(rest) : rest.split(/\s+/))
        config.Volumes = { ...config.Volumes, [path]: {} };
      return;
    case 'USER':
      config.User = rest;
      return;
    case 'WORKDIR':
      config.WorkingDir = rest.startsWith('/') ? rest : `${config.WorkingDir ?? ''}/${rest}`;
      return;
    case 'STOPSIGNAL':
      config.StopSignal = rest;
      return;
    case 'ONBUILD':
      config.OnBuild = [...(config.OnBuild ?? []), rest];
      return;
    default:
      throw errors.invalid(`${word} is not a valid change command`);
  }
}

/** The exec form, or a shell's command line. */
function words(text: string): string[] {
  if (text.startsWith('[')) {
    try {
      const parsed: unknown = JSON.parse(text);
      if (Array.isArray(parsed) && parsed.every((item) => typeof item === 'string')) return parsed;
    } catch {
      // Not JSON: a command line that begins with a bracket.
    }
  }
  return ['/bin/sh', '-c', text];
}

/** `a=b "c=d e"` or the old form `a b`. */
function pairs(text: string): [string, string][] {
  if (!/^[^\s=]+=/.test(text)) {
    const at = text.search(/\s/);
    return at < 0 ? [[text, '']] : [[text.slice(0, at), text.slice(at).trim()]];
  }
  const out: [string, string][] = [];
  for (const [, name, double, single, plain] of text.matchAll(/([^\s=]+)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S*))/g)) {
    out.push([name!.replace(/^["']/, ''), double?.replace(/\\(.)/g, '$1') ?? single ?? plain ?? '']);
  }
  return out;
}
