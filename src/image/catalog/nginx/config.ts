/** One directive of nginx' configuration, with what stands in its braces. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block?: readonly Directive[];
  readonly file: string;
  readonly line: number;
}

/** A configuration that nginx refuses; the message is what follows `nginx: [emerg] `. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the files that `include` names: a path or a glob, sorted; throws ConfigError for a plain path that is missing. */
export type Include = (pattern: string, from: Directive) => { path: string; text: string }[];

interface Token {
  text: string;
  line: number;
  /** In quotes: never `;`, `{` or `}`. */
  quoted: boolean;
}

const DEEPEST = 32;

/** Parses a file with all that it includes. Throws ConfigError. Upstream: src/core/ngx_conf_file.c. */
export function parseConfig(file: string, text: string, include: Include, depth = 0): Directive[] {
  if (depth > DEEPEST) throw new ConfigError(`too many nested includes in ${file}:1`);
  const tokens = tokenize(file, text);
  let at = 0;
  const block = (inner: boolean): Directive[] => {
    const found: Directive[] = [];
    for (;;) {
      const words: Token[] = [];
      let token = tokens[at++];
      for (; token && (token.quoted || !/^[;{}]$/.test(token.text)); token = tokens[at++]) words.push(token);
      const end = token?.text;
      if (!token) {
        const line = String(tokens.at(-1)?.line ?? 1);
        if (words.length > 0 || inner) {
          const expected = words.length > 0 ? '";" or "}"' : '"}"';
          throw new ConfigError(`unexpected end of file, expecting ${expected} in ${file}:${line}`);
        }
        return found;
      }
      if (end === '}') {
        if (words.length > 0 || !inner) throw new ConfigError(`unexpected "}" in ${file}:${String(token.line)}`);
        return found;
      }
      const first = words[0];
      if (!first) throw new ConfigError(`unexpected "${end!}" in ${file}:${String(token.line)}`);
      const own = { name: first.text, args: words.slice(1).map((word) => word.text), file, line: token.line };
      if (end === ';') {
        if (own.name !== 'include') found.push(own);
        else
          for (const f of include(own.args[0] ?? '', own))
            found.push(...parseConfig(f.path, f.text, include, depth + 1));
      } else {
        found.push({ ...own, block: block(true) });
      }
    }
  };
  return block(false);
}

function tokenize(file: string, text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (let at = 0; at < text.length;) {
    const c = text[at]!;
    if (c === '\n') {
      line++;
      at++;
    } else if (/\s/.test(c)) {
      at++;
    } else if (c === '#') {
      while (at < text.length && text[at] !== '\n') at++;
    } else if (c === '"' || c === "'") {
      let end = at + 1;
      let value = '';
      for (; end < text.length && text[end] !== c; end++) {
        if (text[end] === '\\' && /["'\\]/.test(text[end + 1] ?? '')) end++;
        value += text[end]!;
      }
      if (end >= text.length)
        throw new ConfigError(`unexpected end of file, expecting ";" or "}" in ${file}:${String(line)}`);
      tokens.push({ text: value, line, quoted: true });
      line += value.split('\n').length - 1;
      at = end + 1;
    } else if (c === ';' || c === '{' || c === '}') {
      tokens.push({ text: c, line, quoted: false });
      at++;
    } else {
      let value = '';
      for (; at < text.length && !/[\s;{]/.test(text[at]!); at++) {
        if (text[at] === '$' && text[at + 1] === '{') {
          const close = text.indexOf('}', at);
          if (close < 0) break;
          value += text.slice(at, close + 1);
          at = close;
          continue;
        }
        if (text[at] === '\\' && /[\s;{}"']/.test(text[at + 1] ?? '')) value += text[at++]!;
        value += text[at]!;
      }
      tokens.push({ text: value, line, quoted: value.length > 1 });
    }
  }
  return tokens;
}

/** The arguments of the last directive of that name, or undefined. */
export const last = (block: readonly Directive[], name: string): readonly string[] | undefined =>
  block.findLast((directive) => directive.name === name)?.args;

export const all = (block: readonly Directive[], name: string): Directive[] =>
  block.filter((directive) => directive.name === name);
