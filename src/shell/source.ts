import type { ParsedScript, SyntaxNode, Word } from 'unbash';

let parser: typeof import('unbash') | undefined;

/** Whether text can be parsed now. */
export const parserReady = (): boolean => parser !== undefined;

/** Loads the parser. A shell at a terminal shows its prompt without it. */
export async function loadParser(): Promise<void> {
  parser ??= await import('unbash');
}

function loaded(): typeof import('unbash') {
  if (!parser) throw new Error('the shell parser has not been loaded');
  return parser;
}

/** A piece of shell text with the name and line that messages give it. */
export class Source {
  #starts: number[] | undefined;

  constructor(
    readonly text: string,
    readonly name: string,
    private readonly firstLine = 1,
  ) {}

  /** The line, counted from 1, at an offset. */
  line(offset: number): number {
    if (!this.#starts) {
      this.#starts = [0];
      for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
    }
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + this.firstLine;
  }
}

/** Why text is no whole script. */
export interface SyntaxProblem {
  /** More text may complete it: a prompt would ask for another line. */
  readonly incomplete: boolean;
  /** The character that would close what is open (`"`, `'`, `)`), if the text ends in such. */
  readonly open?: string;
  /** The word that is missing at the end of the text (`fi`, `done`). */
  readonly wanted?: string;
  /** The token that does not belong, when it is not the end. */
  readonly token?: string;
  readonly offset: number;
}

const cache = new Map<string, ParsedScript>();
const MAX_CACHED = 500;
/** Longer scripts are parsed each time: they are files, not loops. */
const MAX_CACHED_LENGTH = 2000;

/** Parses, remembering short texts (loops parse the same again and again). Throws when `loadParser` has not ended. */
export function parseScript(text: string): ParsedScript {
  const known = cache.get(text);
  if (known) return known;
  const script = loaded().parse(text);
  if (text.length <= MAX_CACHED_LENGTH) {
    if (cache.size > MAX_CACHED) cache.clear();
    cache.set(text, script);
  }
  return script;
}

/** One word's source (with quotes and expansions) as the parser sees it, or undefined when it is not one word. */
export function parseWord(text: string): Word | undefined {
  if (text === '') return undefined;
  const command = parseScript(`_ ${text}`).commands[0]?.command;
  if (command?.type !== 'Command' || command.suffix.length !== 1) return undefined;
  const word = command.suffix[0]!;
  return word.type === 'Word' ? word : undefined;
}

/** Text in which only expansions mean something, as within double quotes (prompts, arithmetic). */
export const parseQuoted = (text: string): Word | undefined =>
  parseWord(`"${text.replace(/\\(?![$`\\])|"/g, '\\$&')}"`);

/** What is wrong with a script, if anything is. */
export function syntaxProblem(script: ParsedScript, text: string): SyntaxProblem | undefined {
  const error = script.errors?.length ? [...script.errors].sort((a, b) => a.pos - b.pos)[0] : undefined;
  if (!error) return nested(script, text);
  const end = text.replace(/(?:\s|#.*$)+$/, '').length;
  const unterminated = script.errors!.find((e) => e.message.startsWith('unterminated'));
  if (unterminated && unterminated.pos <= Math.min(...script.errors!.map((e) => e.pos))) {
    return { incomplete: true, open: closer(unterminated.message), offset: text.length };
  }
  if (error.pos >= end && !error.message.startsWith('unexpected')) {
    const wanted = script.errors!.map((e) => /expected '([^']+)' to close/.exec(e.message)?.[1]).find(Boolean);
    const redirect = error.message === 'expected redirect target';
    if (redirect) return { incomplete: false, token: 'newline', offset: end };
    return { incomplete: true, offset: text.length, ...(wanted && { wanted }) };
  }
  const offset = error.message.startsWith('expected command') ? afterBlank(text, error.pos) : error.pos;
  if (offset >= text.length) return { incomplete: true, offset: text.length };
  return { incomplete: false, token: tokenAt(text, offset), offset };
}

/** Substitutions keep their own errors. */
function nested(script: ParsedScript, text: string): SyntaxProblem | undefined {
  if (!/[`(]/.test(text)) return undefined;
  let found: SyntaxProblem | undefined;
  const visit = (node: SyntaxNode): void => {
    if (found) return;
    if (node.type === 'Script' && node !== script && node.errors?.length) {
      const problem = syntaxProblem(node, node.source ?? text);
      // What is open ends at the closing parenthesis of the substitution.
      if (problem) found = problem.incomplete ? { incomplete: false, token: ')', offset: node.end } : problem;
    }
    loaded().forEachChild(node, visit);
  };
  loaded().forEachChild(script, visit);
  return found;
}

/** The first here-document without its closing line, if there is one: its delimiter and where it stands. */
export function openHereDoc(script: ParsedScript, text: string): { delimiter: string; offset: number } | undefined {
  if (!text.includes('<<')) return undefined;
  let found: { delimiter: string; offset: number } | undefined;
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'HereDoc' && !node.closing && !found) {
      found = { delimiter: node.delimiter?.value ?? '', offset: node.pos };
    }
    loaded().forEachChild(node, visit);
  };
  loaded().forEachChild(script, visit);
  return found;
}

const closer = (message: string): string => {
  if (message.includes('double quote')) return '"';
  if (message.includes('single quote') || message.includes('ANSI-C')) return "'";
  if (message.includes('backtick')) return '`';
  return message.includes('parameter') ? '}' : ')';
};

const afterBlank = (text: string, from: number): number => {
  const blank = /^(?:\s|#.*)*/.exec(text.slice(from))![0];
  return from + blank.length;
};

const tokenAt = (text: string, offset: number): string => {
  const rest = text.slice(offset).replace(/^[ \t]+/, '');
  const token =
    /^(?:\n|;;&|;&|;;|&&|\|\||\|&|<<<|<<-|<<|>>|<&|>&|<>|>\||&>>|&>|[|&;()<>]|[^\s|&;()<>]+)/.exec(rest)?.[0] ?? '';
  return token === '\n' ? 'newline' : token;
};
