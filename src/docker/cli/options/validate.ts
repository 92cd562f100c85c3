import { OptionError } from './option-error';

/** `-a`: which streams. */
export function validateAttach(text: string): void {
  if (!['stdin', 'stdout', 'stderr'].includes(text.toLowerCase()))
    throw new OptionError('valid streams are STDIN, STDOUT and STDERR');
}

export function validateEnv(text: string): void {
  if (text.split('=')[0] === '') throw new OptionError(`invalid environment variable: ${text}`);
}

/** `--label`: a name that is not blank. */
export function validateLabel(text: string): void {
  const name = text.split('=')[0]!.trimStart();
  if (name.trim() === '') throw new OptionError(`invalid label '${text}': empty name`);
  if (/\s/.test(name)) throw new OptionError(`label '${name}' contains whitespaces`);
}

const IPV4 = /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;

/** Whether the text is an address of either kind, as Go's netip reads it. */
export function isIpAddress(text: string): boolean {
  if (!text.includes(':')) return IPV4.test(text);
  const last = text.slice(text.lastIndexOf(':') + 1);
  const mapped = IPV4.test(last);
  const halves = (mapped ? text.slice(0, -last.length) + '0:0' : text).split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (halves.length > 2 || groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

/** An IPv6 address in its shortest form, others as they are. */
export function validateIp(text: string): string {
  const ip = text.trim();
  if (!isIpAddress(ip)) throw new OptionError(`IP address is not correctly formatted: ${text}`);
  return ip.includes(':') ? shortIpv6(ip) : ip;
}

function shortIpv6(ip: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(ip);
  if (mapped) return mapped[1]!;
  const [head = '', tail] = ip.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  const plain = groups.map((g) => g.replace(/^0+(?=.)/, '')).join(':');
  const zeros = plain.match(/(^|:)0(:0)+(?=:|$)/g)?.sort((a, b) => b.length - a.length)[0];
  if (!zeros) return plain;
  return plain
    .replace(zeros, zeros.startsWith(':') ? ':' : '')
    .replace(/^(?!:)(.*?[^:]):(?=$)/, '$1::')
    .replace(/^:(?!:)/, '::')
    .replace(/^$/, '::');
}

/** `--add-host`: `name:ip` or `name=ip`, as the API wants it. */
export function extraHost(text: string): string {
  const at = text.search(/[:=]/);
  const name = text.slice(0, Math.max(0, at));
  let ip = text.slice(at + 1);
  if (at < 1) throw new OptionError(`bad format for add-host: "${text}"`);
  ip = ip.replace(/^\[(.*)\]$/, '$1');
  if (ip !== 'host-gateway' && !isIpAddress(ip))
    throw new OptionError(`invalid IP address in add-host: "${text.slice(at + 1)}"`);
  return `${name}:${ip}`;
}

/** `--link`: `name` or `name:alias`. */
export function validateLink(text: string): void {
  const parts = text.split(':');
  if (text === '') throw new OptionError('empty string specified for links');
  if (parts.length > 2) throw new OptionError(`bad format for links: ${text}`);
}

const SYSCTLS = new Set([
  'kernel.msgmax',
  'kernel.msgmnb',
  'kernel.msgmni',
  'kernel.sem',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.shmmni',
  'kernel.shm_rmid_forced',
]);

/** `--sysctl`: what belongs to a container's namespaces. */
export function validateSysctl(text: string): void {
  const [name = '', value] = text.split('=');
  if (value !== undefined && (SYSCTLS.has(name) || name.startsWith('net.') || name.startsWith('fs.mqueue.'))) return;
  throw new OptionError(`sysctl '${text}' is not allowed`);
}

const ULIMITS = 'core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'.split(
  ' ',
);

/** `--ulimit`: `nofile=1024:2048`. */
export function parseUlimit(text: string): { Name: string; Soft: number; Hard: number } {
  const [name = '', limits] = text.split('=', 2);
  if (limits === undefined) throw new OptionError(`invalid ulimit argument: ${text}`);
  if (!ULIMITS.includes(name)) throw new OptionError(`invalid ulimit type: ${name}`);
  const parts = limits.split(':');
  if (parts.length > 2)
    throw new OptionError(`too many limit value arguments - ${limits}, can only have up to two, \`soft[:hard]\``);
  const [soft = 0, hard = soft] = parts.map((part) => {
    if (!/^-?\d+$/.test(part))
      throw new OptionError(`strconv.ParseInt: parsing ${JSON.stringify(part)}: invalid syntax`);
    return Number(part);
  });
  if (hard !== -1 && (soft > hard || soft === -1))
    throw new OptionError(`ulimit soft limit must be less than or equal to hard limit: ${soft} > ${hard}`);
  return { Name: name, Soft: soft, Hard: hard };
}

/** `--restart`: `no`, `always`, `unless-stopped`, `on-failure[:max]`. */
export function parseRestart(text: string): { Name: string; MaximumRetryCount: number } {
  if (text === '') return { Name: '', MaximumRetryCount: 0 };
  const at = text.indexOf(':');
  const name = at < 0 ? text : text.slice(0, at);
  if (at === 0) throw new OptionError('invalid restart policy format: no policy provided before colon');
  const count = at < 0 ? '' : text.slice(at + 1);
  if (count !== '' && !/^[-+]?\d+$/.test(count))
    throw new OptionError('invalid restart policy format: maximum retry count must be an integer');
  return { Name: name, MaximumRetryCount: count === '' ? 0 : Number(count) };
}

/** `--device`: `/dev/x[:/dev/y][:rwm]`. */
export function parseDevice(text: string): { PathOnHost: string; PathInContainer: string; CgroupPermissions: string } {
  const parts = text.split(':');
  if (text === '' || parts.length > 3) throw new OptionError(`invalid device specification: ${text}`);
  const permissions = (mode: string): boolean => /^[rwm]+$/.test(mode) && new Set(mode).size === mode.length;
  const [host = ''] = parts;
  let [, inside = host, mode = 'rwm'] = parts;
  if (parts.length === 2 && permissions(inside)) [inside, mode] = [host, inside];
  if (!permissions(mode)) throw new OptionError(`bad mode specified: ${mode}`);
  if (!inside.startsWith('/')) throw new OptionError(`${inside} is not an absolute path`);
  return { PathOnHost: host, PathInContainer: inside || host, CgroupPermissions: mode };
}

/** `--cpus`: a decimal as billionths. */
export function parseCpus(text: string): number {
  if (text === '') return 0;
  if (!/^\d*\.?\d*$/.test(text)) throw new OptionError(`failed to parse ${text} as a rational number`);
  if ((text.split('.')[1] ?? '').length > 9) throw new OptionError('value is too precise');
  return Math.round(Number(text) * 1e9);
}
