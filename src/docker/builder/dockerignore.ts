/** One line of a .dockerignore. */
interface Rule {
  readonly negative: boolean;
  readonly expression: RegExp;
}

/** Reads a .dockerignore: which paths of a context (without leading slash) stay out. Upstream: moby/patternmatcher. */
export function parseDockerignore(text: string): (path: string) => boolean {
  const rules: Rule[] = [];
  for (const line of text.replace(/^\ufeff/, '').split('\n')) {
    if (line.startsWith('#')) continue;
    let pattern = line.trim();
    if (pattern === '') continue;
    const negative = pattern.startsWith('!');
    if (negative) pattern = pattern.slice(1).trim();
    pattern = clean(pattern);
    if (pattern === '') continue;
    rules.push({ negative, expression: compile(pattern) });
  }
  return (path) => {
    let ignored = false;
    for (const { negative, expression } of rules) {
      if (ignored !== negative) continue;
      if (matches(expression, path)) ignored = !negative;
    }
    return ignored;
  };
}

/** A pattern matches a path when it matches it or a directory above. */
function matches(expression: RegExp, path: string): boolean {
  const parts = path.split('/');
  for (let n = parts.length; n > 0; n--) if (expression.test(parts.slice(0, n).join('/'))) return true;
  return false;
}

function clean(pattern: string): string {
  const parts: string[] = [];
  for (const part of pattern.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

function compile(pattern: string): RegExp {
  let text = '^';
  for (let at = 0; at < pattern.length; at++) {
    const c = pattern[at]!;
    if (c === '*' && pattern[at + 1] === '*') {
      at++;
      if (pattern[at + 1] === '/') at++;
      text += at + 1 >= pattern.length ? '.*' : '(.*/)?';
    } else if (c === '*') text += '[^/]*';
    else if (c === '?') text += '[^/]';
    else if (c === '[') {
      const close = pattern.indexOf(']', at + 2);
      if (close < 0) text += '\\[';
      else {
        text += pattern.slice(at, close + 1).replaceAll('\\', '\\\\');
        at = close;
      }
    } else if (c === '\\') text += escape(pattern[++at] ?? '\\');
    else text += escape(c);
  }
  try {
    return new RegExp(`${text}$`, 's');
  } catch {
    return /^$(?!)/;
  }
}

const escape = (char: string): string => char.replace(/[.\\+*?^$()[\]{}|/]/, '\\$&');
