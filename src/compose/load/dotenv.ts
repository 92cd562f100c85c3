import { ComposeError } from '../errors';
import { substitute, type Lookup } from './template';

const SPACE = /[\t\v\f\r \u0085\u00a0]/;

/** What one .env text sets, in order. Throws ComposeError (`line 3: ...`). Upstream: compose-go dotenv/parser.go. */
export function parseDotenv(
  source: string,
  lookup: Lookup = () => undefined,
  out = new Map<string, string>(),
  warn?: (name: string) => void,
): Map<string, string> {
  let rest = source.startsWith('\ufeff') ? source.slice(1) : source;
  let line = 1;
  const expand = (value: string): string => substitute(value, (name) => lookup(name) ?? out.get(name), warn);

  const toStatement = (): boolean => {
    for (;;) {
      const at = rest.search(/\S/);
      line += (at < 0 ? rest : rest.slice(0, at)).split('\n').length - 1;
      if (at < 0) return false;
      rest = rest.slice(at);
      if (!rest.startsWith('#')) return true;
      const end = rest.indexOf('\n');
      if (end < 0) return false;
      rest = rest.slice(end);
    }
  };

  const keyName = (): { key: string; inherited: boolean } => {
    if (/^export\s+/.test(rest)) rest = rest.slice('export'.length).replace(/^[\t\v\f\r \u0085\u00a0]+/, '');
    let key = '';
    let offset = 0;
    let inherited = false;
    for (let i = 0; i < rest.length; i++) {
      const c = rest[i]!;
      if (SPACE.test(c)) continue;
      if (c === '=' || c === ':' || c === '\n') {
        key = rest.slice(0, i);
        offset = i + 1;
        inherited = c === '\n';
        break;
      }
      if (!/[_.\-[\]\p{L}\p{N}]/u.test(c)) {
        const found = JSON.stringify(String.fromCodePoint(rest.codePointAt(i)!));
        const name = JSON.stringify(rest.split('\n')[0]);
        throw new ComposeError(`line ${line}: unexpected character ${found} in variable name ${name}`);
      }
    }
    if (rest === '') throw new ComposeError('zero length string');
    if (offset === 0 && key === '') {
      // The text ends within a name: nothing is left and nothing is set.
      rest = '';
      return { key: '', inherited: true };
    }
    if (inherited && !key.includes(' ')) line++;
    rest = rest.slice(offset).replace(/^[\t\v\f\r \u0085\u00a0]+/, '');
    return { key: key.trimEnd(), inherited };
  };

  const value = (): string => {
    const quote = rest[0];
    if (quote !== '"' && quote !== "'") {
      const end = rest.indexOf('\n');
      const text = end < 0 ? rest : rest.slice(0, end);
      rest = end < 0 ? '' : rest.slice(end + 1);
      line++;
      return expand(text.split(' #')[0]!.trimEnd());
    }
    let chars = '';
    let escaped = false;
    for (let i = 1; i < rest.length; i++) {
      const c = rest[i]!;
      if (c === '\n') line++;
      if (c === quote && !escaped) {
        rest = rest.slice(i + 1);
        return quote === '"' ? expand(unescape(chars)) : chars;
      }
      if (c !== quote) {
        if (!escaped && c === '\\') {
          escaped = true;
          continue;
        }
        if (escaped) chars += '\\';
      }
      escaped = false;
      chars += c;
    }
    throw new ComposeError(`line ${line}: unterminated quoted value ${rest.split('\n')[0]!}`);
  };

  while (toStatement()) {
    const { key, inherited } = keyName();
    if (key.includes(' ')) throw new ComposeError(`line ${line}: key cannot contain a space`);
    if (inherited) {
      const found = key === '' ? undefined : lookup(key);
      if (found !== undefined) out.set(key, found);
      continue;
    }
    out.set(key, value());
  }
  return out;
}

const ESCAPES: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
};

const unescape = (text: string): string =>
  text.replace(/\\(?:[abcfnrtv$"\\]|0\d{0,3})/g, (match) => {
    const c = match[1]!;
    if (c === '$') return '$$';
    if (c === '0') {
      const octal = /^[0-3]?[0-7]{3}$/.test(match.slice(2)) ? parseInt(match.slice(2), 8) : undefined;
      return octal !== undefined && octal < 256 ? String.fromCharCode(octal) : match;
    }
    return ESCAPES[c] ?? match;
  });

/** An `env_file` of format `raw`: KEY=VALUE lines, nothing expanded. Upstream: compose-go dotenv (docker/cli's format). */
export function parseRawEnv(source: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const line of source.split('\n')) {
    if (line.trim() === '' || line.trimStart().startsWith('#') || !line.includes('=')) continue;
    const at = line.indexOf('=');
    out.set(line.slice(0, at).trim(), line.slice(at + 1));
  }
  return out;
}
