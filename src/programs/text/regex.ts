/** A pattern that cannot be compiled, in the words of the POSIX library. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
};

/**
 * A POSIX basic or extended regular expression as a JavaScript one. Simplified: leftmost-first instead of
 * leftmost-longest alternation. Throws PatternError.
 */
export function posixRegex(pattern: string, kind: 'basic' | 'extended' | 'perl', flags: string): RegExp {
  try {
    return new RegExp(kind === 'perl' ? pattern : translate(pattern, kind === 'extended'), `${flags}u`);
  } catch {
    try {
      return new RegExp(kind === 'perl' ? pattern : translate(pattern, kind === 'extended'), flags);
    } catch {
      throw new PatternError(
        /\[[^\]]*$/.test(pattern)
          ? 'Unmatched [, [^, [:, [., or [='
          : /\((?!.*\))/.test(pattern)
            ? 'Unmatched ( or \\('
            : 'Invalid regular expression',
      );
    }
  }
}

function translate(pattern: string, extended: boolean): string {
  let out = '';
  for (let i = 0; i < pattern.length; i++) {
    const ch = pattern[i]!;
    if (ch === '[') {
      const end = bracketEnd(pattern, i);
      if (end < 0) throw new PatternError('Unmatched [, [^, [:, [., or [=');
      out += bracket(pattern.slice(i + 1, end));
      i = end;
    } else if (ch === '\\') {
      const next = pattern[++i];
      if (next === undefined) throw new PatternError('Trailing backslash');
      out += escape(next, extended);
    } else if (extended)
      out +=
        ch === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(i))
          ? '\\{'
          : ch === '}' && !/\{\d*,?\d*$/.test(pattern.slice(0, i))
            ? '\\}'
            : ch === '/'
              ? '\\/'
              : ch;
    else if ('(){}|+?'.includes(ch)) out += `\\${ch}`;
    else if (ch === '*' && (out === '' || out.endsWith('(') || out === '^')) out += '\\*';
    else if (ch === '^' && i > 0 && !/\\[(|]$/.test(pattern.slice(0, i))) out += '\\^';
    else if (ch === '$' && i < pattern.length - 1 && !/^\\[)|]/.test(pattern.slice(i + 1))) out += '\\$';
    else out += ch === '/' ? '\\/' : ch;
  }
  return out;
}

function escape(next: string, extended: boolean): string {
  if (next === '<') return '\\b(?=\\w)';
  if (next === '>') return '\\b(?<=\\w)';
  if (next === '`') return '^';
  if (next === "'") return '$';
  if ('wWsSbB'.includes(next) || /[1-9]/.test(next)) return `\\${next}`;
  if (!extended && '(){}|+?'.includes(next)) return next;
  if (next === 'n') return '\\n';
  if (next === 't') return '\\t';
  return /[A-Za-z0-9 "'`<>#%&,:;=@_~!-]/.test(next) ? (next === '-' ? '-' : next) : `\\${next}`;
}

function bracketEnd(pattern: string, start: number): number {
  let i = start + 1;
  if (pattern[i] === '^') i++;
  if (pattern[i] === ']') i++;
  for (; i < pattern.length; i++) {
    if (pattern[i] === '[' && /[:.=]/.test(pattern[i + 1] ?? '')) {
      const close = pattern.indexOf(`${pattern[i + 1]!}]`, i + 2);
      if (close > 0) i = close + 1;
    } else if (pattern[i] === ']') return i;
  }
  return -1;
}

function bracket(body: string): string {
  const negated = body.startsWith('^');
  const inner = (negated ? body.slice(1) : body)
    .replace(/\[:(\w+):\]|[\\\][]/g, (whole, name: string | undefined) =>
      name === undefined ? `\\${whole}` : (CLASSES[name] ?? ''),
    )
    .replaceAll('&&', '&\\&');
  return `[${negated ? '^' : ''}${inner}]`;
}
