/** As `printf %q` does: backslashes, or `$'...'` when there are control characters. Upstream: lib/sh/shquote.c. */
export function quoteBackslash(text: string): string {
  if (text === '') return "''";
  if (/[\x00-\x1f\x7f]/.test(text)) return quoteAnsi(text);
  return text.replace(/[ '"\\|&;()<>!{}*[\]?^$`,]/g, '\\$&').replace(/^[#~]/, '\\$&');
}

/** In single quotes. */
export const quoteSingle = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** As `$'...'`. */
export function quoteAnsi(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '\x07': '\\a',
    '\b': '\\b',
    '\x1b': '\\E',
    '\f': '\\f',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\v': '\\v',
    '\\': '\\\\',
    "'": "\\'",
  };
  const body = [...text].map((c) => escapes[c] ?? (c < ' ' || c === '\x7f' ? '\\' + octal(c) : c)).join('');
  return `$'${body}'`;
}

const octal = (c: string): string => c.charCodeAt(0).toString(8).padStart(3, '0');

/** As `set -x` and `${x@Q}` show a word; plain when nothing needs quotes. */
export function quoteTrace(text: string): string {
  if (text === '') return "''";
  if (/[\x00-\x1f\x7f]/.test(text)) return quoteAnsi(text);
  if (/[\s'"\\|&;()<>$`*?[\]{}!^]/.test(text) || /^[#~]/.test(text)) return quoteSingle(text);
  return text;
}

/** `${x@Q}`: always in quotes. */
export const quoteAlways = (text: string): string =>
  /[\x00-\x1f\x7f]/.test(text) ? quoteAnsi(text) : quoteSingle(text);

/** As `declare -p` shows a value. */
export const quoteDouble = (text: string): string =>
  /[\x00-\x08\x0b-\x1f\x7f\n]/.test(text) ? quoteAnsi(text) : `"${text.replace(/[\\"$`]/g, '\\$&')}"`;

/** As `set` shows a value: quotes only when needed. */
export function quoteAssignment(text: string): string {
  if (text === '') return '';
  if (/[\x00-\x1f\x7f]/.test(text)) return quoteAnsi(text);
  return /[\s'"\\|&;()<>$`*?[\]{}!^#~]/.test(text) && !/^[\w./:=~-]+$/.test(text) ? quoteSingle(text) : text;
}

/** What `echo -e`, `printf %b` and `$'...'` make of backslashes; `stopped` tells of `\c`. */
export function unescapeAnsi(text: string, style: 'echo' | 'format' | 'ansi'): { text: string; stopped: boolean } {
  if (!text.includes('\\')) return { text, stopped: false };
  let out = '';
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length === 0) return;
    out += new TextDecoder().decode(Uint8Array.from(bytes));
    bytes = [];
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    const next = text[i + 1];
    if (c !== '\\' || next === undefined) {
      flush();
      out += c;
      continue;
    }
    const simple = SIMPLE[next];
    const octalDigits = style === 'echo' ? /^0([0-7]{0,3})/ : /^([0-7]{1,3})/;
    const octalMatch = octalDigits.exec(text.slice(i + 1, i + 5));
    const hex = next === 'x' ? /^[0-9a-fA-F]{1,2}/.exec(text.slice(i + 2, i + 4)) : null;
    const unicode =
      next === 'u' || next === 'U'
        ? new RegExp(`^[0-9a-fA-F]{1,${next === 'u' ? '4' : '8'}}`).exec(text.slice(i + 2, i + 10))
        : null;
    if (next === 'c' && style !== 'ansi') {
      flush();
      return { text: out, stopped: true };
    }
    if (simple !== undefined) {
      flush();
      out += simple;
      i++;
    } else if (octalMatch) {
      bytes.push(parseInt(octalMatch[1] || '0', 8) & 0xff);
      i += octalMatch[0].length;
    } else if (hex) {
      bytes.push(parseInt(hex[0], 16));
      i += 1 + hex[0].length;
    } else if (unicode) {
      flush();
      const code = parseInt(unicode[0], 16);
      out += code <= 0x10ffff ? String.fromCodePoint(code) : '';
      i += 1 + unicode[0].length;
    } else if (style !== 'echo' && (next === '"' || next === "'" || next === '?')) {
      flush();
      out += next;
      i++;
    } else {
      flush();
      out += c;
    }
  }
  flush();
  return { text: out, stopped: false };
}

const SIMPLE: Readonly<Record<string, string | undefined>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};
