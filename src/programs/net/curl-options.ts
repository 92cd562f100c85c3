/** A wrong command line, in curl's words, with its exit code. */
export class CurlUsage extends Error {
  override readonly name = 'CurlUsage';
  constructor(
    message: string,
    readonly code = 2,
  ) {
    super(message);
  }
}

/** What one option does: a flag (`b`) or a value (`v`); short letters lead to the long name. */
const VALUED = [
  'request',
  'header',
  'output',
  'data',
  'data-raw',
  'data-ascii',
  'data-binary',
  'data-urlencode',
  'json',
  'user',
  'user-agent',
  'referer',
  'write-out',
  'resolve',
  'connect-timeout',
  'max-time',
  'retry',
  'retry-delay',
  'retry-max-time',
  'unix-socket',
  'form',
  'form-string',
  'cookie',
  'cookie-jar',
  'upload-file',
  'cacert',
  'cert',
  'key',
  'capath',
  'url',
  'range',
  'max-redirs',
  'dump-header',
  'output-dir',
  'proxy',
  'noproxy',
  'connect-to',
  'interface',
  'limit-rate',
  'proto',
  'ciphers',
  'tls-max',
  'oauth2-bearer',
  'url-query',
  'stderr',
  'cert-type',
  'key-type',
  'pass',
  'speed-limit',
  'speed-time',
  'keepalive-time',
  'aws-sigv4',
  'variable',
  'local-port',
] as const;
const FLAGS = [
  'silent',
  'show-error',
  'location',
  'remote-name',
  'remote-header-name',
  'fail',
  'fail-with-body',
  'verbose',
  'insecure',
  'include',
  'head',
  'get',
  'compressed',
  'progress-bar',
  'http1.1',
  'http1.0',
  'http2',
  'http2-prior-knowledge',
  'http3',
  'ipv4',
  'ipv6',
  'no-buffer',
  'create-dirs',
  'retry-all-errors',
  'retry-connrefused',
  'location-trusted',
  'no-progress-meter',
  'globoff',
  'anyauth',
  'basic',
  'digest',
  'tlsv1',
  'tlsv1.2',
  'tlsv1.3',
  'sslv3',
  'ssl-reqd',
  'path-as-is',
  'parallel',
  'fail-early',
  'no-keepalive',
  'disable',
  'remove-on-error',
  'remote-name-all',
  'junk-session-cookies',
  'tcp-nodelay',
  'raw',
  'styled-output',
  'no-clobber',
  'append',
  'ntlm',
  'next',
  'false-start',
  'help',
  'version',
  'post301',
  'post302',
  'post303',
  'remote-time',
  'ssl-no-revoke',
  'proxy-insecure',
  'no-sessionid',
] as const;
const SHORT: Readonly<Record<string, string | undefined>> = {
  X: 'request',
  H: 'header',
  o: 'output',
  d: 'data',
  u: 'user',
  A: 'user-agent',
  e: 'referer',
  w: 'write-out',
  m: 'max-time',
  F: 'form',
  b: 'cookie',
  c: 'cookie-jar',
  T: 'upload-file',
  E: 'cert',
  r: 'range',
  D: 'dump-header',
  x: 'proxy',
  s: 'silent',
  S: 'show-error',
  L: 'location',
  O: 'remote-name',
  J: 'remote-header-name',
  f: 'fail',
  v: 'verbose',
  k: 'insecure',
  i: 'include',
  I: 'head',
  G: 'get',
  '#': 'progress-bar',
  '0': 'http1.0',
  '4': 'ipv4',
  '6': 'ipv6',
  N: 'no-buffer',
  g: 'globoff',
  q: 'disable',
  Z: 'parallel',
  j: 'junk-session-cookies',
  R: 'remote-time',
  a: 'append',
  '1': 'tlsv1',
  '2': 'sslv3',
  h: 'help',
  V: 'version',
  ':': 'next',
};

export interface CurlOptions {
  readonly flags: ReadonlySet<string>;
  /** The values of each option in the order given. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Addresses with the output that is theirs, in order. */
  readonly urls: readonly string[];
  /** Of `-o` and `-O`, in order: the file, or undefined for the remote name. */
  readonly outputs: readonly (string | undefined)[];
  /** Of `-d` and its kin, in order, with the kind. */
  readonly data: readonly { readonly kind: string; readonly value: string }[];
  readonly forms: readonly { readonly value: string; readonly literal: boolean }[];
}

export function parseCurl(args: readonly string[]): CurlOptions {
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const urls: string[] = [];
  const outputs: (string | undefined)[] = [];
  const data: { kind: string; value: string }[] = [];
  const forms: { value: string; literal: boolean }[] = [];
  const rest = [...args];
  const flag = (name: string): void => {
    flags.add(name);
    if (name === 'remote-name') outputs.push(undefined);
  };
  const valued = (name: string, shown: string, attached?: string): void => {
    const value = attached ?? rest.shift();
    if (value === undefined) throw new CurlUsage(`option ${shown}: requires parameter`);
    values.set(name, [...(values.get(name) ?? []), value]);
    if (name === 'url') urls.push(value);
    else if (name === 'output') outputs.push(value);
    else if (name === 'json' || name.startsWith('data')) data.push({ kind: name, value });
    else if (name === 'form' || name === 'form-string') forms.push({ value, literal: name !== 'form' });
  };
  while (rest.length > 0) {
    const arg = rest.shift()!;
    if (arg === '--') {
      urls.push(...rest.splice(0));
    } else if (arg.startsWith('--')) {
      const name = arg.slice(2);
      if (isOne(VALUED, name)) valued(name, arg);
      else if (isOne(FLAGS, name)) flag(name);
      else if (name.startsWith('no-') && isOne(FLAGS, name.slice(3))) flags.delete(name.slice(3));
      else throw new CurlUsage(`option ${arg}: is unknown`);
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let i = 1; i < arg.length; i++) {
        const name = SHORT[arg[i]!];
        if (name === undefined) throw new CurlUsage(`option ${arg}: is unknown`);
        if (isOne(VALUED, name)) {
          valued(name, arg, arg.slice(i + 1) === '' ? undefined : arg.slice(i + 1));
          break;
        }
        flag(name);
      }
    } else urls.push(arg);
  }
  return { flags, values, urls, outputs, data, forms };
}

/** Options that would change what happens in a way that is not simulated: telling so is better than ignoring them. */
export const notSimulated = (options: CurlOptions): string | undefined => {
  for (const name of ['proxy', 'aws-sigv4', 'variable', 'interface', 'limit-rate', 'local-port']) {
    if (options.values.has(name)) return `--${name}`;
  }
  return ['next', 'digest', 'ntlm', 'append'].map((n) => (options.flags.has(n) ? `--${n}` : '')).find((n) => n !== '');
};

const isOne = (list: readonly string[], name: string): boolean => list.includes(name);
