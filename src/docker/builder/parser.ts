import { parseArguments, type Argument } from './arguments';
import { expandWord } from './word';

/** A here-document of an instruction. */
export interface Heredoc {
  readonly name: string;
  /** Whether variables in it are expanded (its name was not quoted). */
  readonly expand: boolean;
  /** `<<-`: leading tabs are dropped. */
  readonly chomp: boolean;
  readonly fd: number;
  readonly content: string;
}

/** One instruction of a Dockerfile. */
export interface Node {
  /** As written: `FROM`, `from`. */
  readonly value: string;
  readonly args: readonly Argument[];
  readonly flags: readonly string[];
  /** Whether the arguments are of the JSON form. */
  readonly json: boolean;
  /** The instruction in one line, continuations joined. */
  readonly original: string;
  readonly heredocs: readonly Heredoc[];
  /** Lines of the file, the first is 1. */
  readonly startLine: number;
  readonly endLine: number;
  /** Comment lines right above. */
  readonly comments: readonly string[];
}

export interface Dockerfile {
  readonly nodes: readonly Node[];
  readonly escape: string;
  /** `# check=...`, `# syntax=...` at the top. */
  readonly directives: Readonly<Record<string, string>>;
  /** Lines where a continuation is empty. */
  readonly emptyContinuations: readonly number[];
}

/** What is wrong with a Dockerfile, and where; lines from 1. */
export class DockerfileError extends Error {
  override readonly name = 'DockerfileError';

  constructor(
    message: string,
    readonly startLine?: number,
    readonly endLine: number | undefined = startLine,
  ) {
    super(message);
  }
}

const MOST_LINES = 100_000;

/** Parses a Dockerfile. Throws DockerfileError. Upstream: buildkit frontend/dockerfile/parser/parser.go. */
export function parseDockerfile(text: string): Dockerfile {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/(?<=\n)/)
    .map((line) => line.replace(/\r\n$/, '\n'));
  if (lines.length > MOST_LINES) throw new DockerfileError('the Dockerfile has too many lines');
  const directives = readDirectives(lines);
  const escape = directives['escape'] ?? '\\';
  const nodes: Node[] = [];
  const emptyContinuations: number[] = [];
  let comments: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const raw = lines[at++]!;
    const startLine = at;
    const trimmed = raw.trimStart();
    if (trimmed.startsWith('#')) {
      comments.push(trimmed.slice(1).trim());
      continue;
    }
    let [line, ended] = cut(trimmed, escape);
    if (ended && line === '') {
      comments = [];
      continue;
    }
    let empty = false;
    while (!ended && at < lines.length) {
      const next = lines[at++]!;
      if (next.trimStart().startsWith('#')) continue;
      if (next.trim() === '') {
        empty = true;
        continue;
      }
      let part: string;
      [part, ended] = cut(next, escape);
      line += part;
    }
    if (empty) emptyContinuations.push(at);
    const { value, flags, args, json } = parseInstruction(line, escape, startLine, at);
    const heredocs: Heredoc[] = [];
    for (const heredoc of canHoldHeredoc(value, args, json) ? heredocsOf(line) : []) {
      let content = '';
      for (;;) {
        const next = lines[at++];
        if (next === undefined) throw new DockerfileError('unterminated heredoc', startLine, lines.length);
        const bare = next.replace(/\n$/, '');
        if ((heredoc.chomp ? bare.replace(/^\t+/, '') : bare) === heredoc.name) break;
        content += next;
      }
      heredocs.push({ ...heredoc, content });
    }
    nodes.push({ value, args, flags, json, original: line.trim(), heredocs, startLine, endLine: at, comments });
    comments = [];
  }
  if (nodes.length === 0) {
    throw new DockerfileError(
      'file with no instructions',
      1,
      Math.max(1, lines.length - (lines.at(-1) === '' ? 1 : 0)),
    );
  }
  return { nodes, escape, directives, emptyContinuations };
}

function cut(line: string, escape: string): [string, boolean] {
  const bare = line.replace(/\n$/, '');
  const e = escape === '\\' ? '\\\\' : '`';
  const match = new RegExp(`([^${e}])${e}[ \\t]*$|^${e}[ \\t]*$`).exec(bare);
  return match ? [bare.slice(0, match.index) + (match[1] ?? ''), false] : [bare, true];
}

function readDirectives(lines: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [index, line] of lines.entries()) {
    const match = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line);
    const name = match?.[1]!.toLowerCase();
    if (!match || !['escape', 'syntax', 'check'].includes(name!)) break;
    const value = match[2]!;
    if (found[name!] !== undefined)
      throw new DockerfileError(`only one ${name!} parser directive can be used`, index + 1);
    if (name === 'escape' && value !== '\\' && value !== '`') {
      throw new DockerfileError(`invalid escape token '${value}' does not match \` or \\`, index + 1);
    }
    found[name!] = value;
  }
  return found;
}

/** One instruction's line in its parts. Throws DockerfileError. */
export function parseInstruction(
  line: string,
  escape: string,
  startLine: number,
  endLine: number,
): Pick<Node, 'value' | 'flags' | 'args' | 'json'> {
  const trimmed = line.trim();
  const [, value = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(trimmed) ?? [];
  const { flags, text } = takeFlags(rest.trim());
  try {
    return { value, flags, ...parseArguments(value.toLowerCase(), text.trim(), escape) };
  } catch (error) {
    if (error instanceof DockerfileError) throw new DockerfileError(error.message, startLine, endLine);
    throw error;
  }
}

/** Splits `--name=value` words off the front. Upstream: split_command.go extractBuilderFlags. */
function takeFlags(line: string): { flags: string[]; text: string } {
  const flags: string[] = [];
  let at = 0;
  for (;;) {
    while (at < line.length && /\s/.test(line[at]!)) at++;
    if (!line.startsWith('--', at)) return { flags, text: line.slice(at) };
    let word = '';
    let quote = '';
    let kept = false;
    for (; at < line.length; at++) {
      const c = line[at]!;
      if (quote === '' && /\s/.test(c)) break;
      if (quote === '' && (c === "'" || c === '"')) [quote, kept] = [c, true];
      else if (quote !== '' && c === quote) quote = '';
      else if (c === '\\') word += line[++at] ?? '';
      else word += c;
    }
    if (word === '--') return { flags, text: line.slice(at) };
    if (kept || word !== '') flags.push(word);
  }
}

function canHoldHeredoc(value: string, args: readonly Argument[], json: boolean): boolean {
  if (json) return false;
  const name = value.toLowerCase();
  const sub = name === 'onbuild' ? args[0]?.node : undefined;
  if (sub) return canHoldHeredoc(sub.value, sub.args, sub.json);
  return name === 'add' || name === 'copy' || name === 'run';
}

function heredocsOf(line: string): Omit<Heredoc, 'content'>[] {
  if (!line.includes('<<')) return [];
  let words: readonly string[];
  try {
    words = expandWord(line, () => undefined, { skipUnset: true, rawQuotes: true }).words;
  } catch {
    return [];
  }
  return words.flatMap((word) => heredocOf(word) ?? []);
}

/** A word as the beginning of a here-document: `<<EOF`, `3<<-"EOF"`; undefined when it is none. */
export function heredocOf(word: string): Omit<Heredoc, 'content'> | undefined {
  const match = /^(\d*)<<(-?)([^<]+)$/.exec(word);
  if (!match) return undefined;
  const name = expandWord(match[3]!, () => undefined, { skipUnset: true }).text;
  if (name === '') return undefined;
  return { name, expand: name === match[3], chomp: match[2] === '-', fd: Number(match[1] || 0) };
}
