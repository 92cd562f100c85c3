import { DockerfileError, parseInstruction, type Node } from './parser';

/** One argument: a text, or the instruction that ONBUILD holds. */
export interface Argument {
  readonly value: string;
  readonly node?: Pick<Node, 'value' | 'flags' | 'args' | 'json'>;
}

interface Parsed {
  args: Argument[];
  json: boolean;
}

const plain = (values: readonly string[], json = false): Parsed => ({ args: values.map((value) => ({ value })), json });

/** The arguments by the instruction's own rules. Throws DockerfileError. Upstream: parser/line_parsers.go. */
export function parseArguments(instruction: string, rest: string, escape: string): Parsed {
  switch (instruction) {
    case 'add':
    case 'copy':
    case 'volume':
      return jsonForm(rest) ?? plain(blanks(rest));
    case 'cmd':
    case 'entrypoint':
    case 'run':
    case 'shell':
      return jsonForm(rest) ?? plain(rest === '' ? [] : [rest]);
    case 'arg':
      return plain(words(rest, escape));
    case 'env':
      return plain(pairs(rest, 'ENV', escape));
    case 'label':
      return plain(pairs(rest, 'LABEL', escape));
    case 'expose':
    case 'from':
      return plain(blanks(rest));
    case 'healthcheck':
      return healthcheck(rest);
    case 'onbuild': {
      if (rest === '') return plain([]);
      const node = parseInstruction(rest, escape, 0, 0);
      return { args: [{ value: rest, node }], json: false };
    }
    case 'maintainer':
    case 'stopsignal':
    case 'user':
    case 'workdir':
      return plain(rest === '' ? [] : [rest]);
    default:
      return plain([]);
  }
}

const blanks = (rest: string): string[] => (rest === '' ? [] : rest.split(/[\t\v\f\r ]+/));

function healthcheck(rest: string): Parsed {
  const at = rest.search(/\s/);
  if (rest === '') return plain([]);
  if (at < 0) return plain([rest]);
  const command = rest.slice(at).trim();
  const { args, json } = jsonForm(command) ?? plain([command]);
  return { args: [{ value: rest.slice(0, at) }, ...args], json };
}

/** `["a", "b"]`, or undefined when it is not of this form. What follows the bracket is not looked at, as in Go. */
function jsonForm(rest: string): Parsed | undefined {
  if (!rest.startsWith('[')) return undefined;
  const end = closing(rest);
  let list: unknown;
  try {
    list = JSON.parse(rest.slice(0, end));
  } catch {
    return undefined;
  }
  if (!Array.isArray(list)) return undefined;
  if (!list.every((item) => typeof item === 'string')) {
    throw new DockerfileError('when using JSON array syntax, arrays must be comprised of strings only');
  }
  return plain(list, true);
}

function closing(text: string): number {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const c = text[at]!;
    if (quoted) {
      if (c === '\\') at++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === '[' || c === '{') depth++;
    else if ((c === ']' || c === '}') && --depth === 0) return at + 1;
  }
  return text.length;
}

/** `name value` (the old form) or `name=value ...`: name, value and `=` or nothing in turn. */
function pairs(rest: string, key: string, escape: string): string[] {
  const found = words(rest, escape);
  if (found.length === 0) return [];
  if (!found[0]!.includes('=')) {
    const [, name = '', value] = /^(\S+)\s+([\s\S]+)$/.exec(rest) ?? [];
    if (value === undefined) throw new DockerfileError(`${key} must have two arguments`);
    return [name, value, ''];
  }
  return found.flatMap((word) => {
    const at = word.indexOf('=');
    if (at < 0) {
      throw new DockerfileError(
        `Syntax error - can't find = in ${JSON.stringify(word)}. Must be of the form: name=value`,
      );
    }
    return [word.slice(0, at), word.slice(at + 1), '='];
  });
}

/** Words at blanks, quotes and escapes kept as they are. */
function words(rest: string, escape: string): string[] {
  const found: string[] = [];
  let word = '';
  let quote = '';
  let kept = false;
  const end = (): void => {
    if (kept || word !== '') found.push(word);
    word = '';
    kept = false;
  };
  for (let at = 0; at < rest.length; at++) {
    let c = rest[at]!;
    if (quote === '') {
      if (/\s/.test(c)) {
        end();
        continue;
      }
      if (c === "'" || c === '"') [quote, kept] = [c, true];
      else if (c === escape) {
        if (at + 1 === rest.length) continue;
        word += c;
        c = rest[++at]!;
      }
    } else if (c === quote) {
      quote = '';
    } else if (c === escape && quote !== "'") {
      if (at + 1 === rest.length) {
        quote = '';
        word += c;
        continue;
      }
      word += c;
      c = rest[++at]!;
    }
    word += c;
  }
  end();
  return found;
}
