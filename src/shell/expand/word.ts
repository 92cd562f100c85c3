import type { DoubleQuotedPart, Word, WordPart } from 'unbash';
import type { Shell } from '../shell';
import { parseQuoted, parseWord, Source } from '../source';
import { expandBraces } from './brace';
import { evaluateIn } from './arithmetic-scope';
import { type Field, Fields } from './fields';
import { globPaths } from './glob';
import { expandParameter, expandSimple } from './parameter';
import { isPattern } from './pattern';
import { tildePrefix } from './tilde';
import { ShellError } from '../control';

/**
 * An expansion in progress: it yields what it waits for (a command's output) and goes on with that. Most words wait for
 * nothing and are done at once.
 */
export type Expansion<T> = Generator<Promise<string>, T, string>;

/** Runs an expansion; the answer is no promise when nothing had to be waited for. */
export function drive<T>(expansion: Expansion<T>): T | Promise<T> {
  const first = expansion.next();
  return first.done ? first.value : driveOn(expansion, first.value);
}

async function driveOn<T>(expansion: Expansion<T>, waiting: Promise<string>): Promise<T> {
  for (;;) {
    const step = expansion.next(await waiting);
    if (step.done) return step.value;
    waiting = step.value;
  }
}

/** How parts are taken: within double quotes, and where a tilde means a home. */
export interface Mode {
  readonly quoted: boolean;
  /** `~` at the start of the word; in assignments after each colon too. */
  readonly tilde: 'no' | 'start' | 'assignment';
  /** Unquoted source text is cut by IFS too (the word in `${x:-a b}`). */
  readonly cut?: boolean;
}

const PLAIN: Mode = { quoted: false, tilde: 'start' };
const ASSIGNED: Mode = { quoted: false, tilde: 'assignment' };
const QUOTED: Mode = { quoted: true, tilde: 'no' };

/** Words of a command: braces, expansions, splitting, path names. */
export function* expandWords(shell: Shell, words: readonly Word[]): Expansion<string[]> {
  const out: string[] = [];
  for (const word of words) yield* expandInto(shell, word, out);
  return out;
}

export function* expandInto(shell: Shell, word: Word, out: string[]): Expansion<void> {
  if (!word.parts) {
    if (/^[^\\~*?[]*$/.test(word.text)) {
      out.push(word.text);
      return;
    }
  } else if (
    shell.dialect !== 'dash' &&
    shell.options.has('braceexpand') &&
    word.parts.some((p) => p.type === 'BraceExpansion')
  ) {
    const texts = expandBraces(word.text);
    if (texts.length !== 1 || texts[0] !== word.text) {
      for (const text of texts) {
        const piece = parseWord(text);
        if (piece) yield* expandFields(shell, piece, out);
        else if (text !== '') out.push(text);
      }
      return;
    }
  }
  yield* expandFields(shell, word, out);
}

function* expandFields(shell: Shell, word: Word, out: string[]): Expansion<void> {
  const fields = new Fields(shell.ifs, true);
  yield* addWord(shell, word, fields, PLAIN);
  for (const field of fields.finish()) pathNames(shell, field, out);
}

function pathNames(shell: Shell, field: Field, out: string[]): void {
  const extended = shell.shopt('extglob');
  if (!field.magic || shell.options.has('noglob') || !isPattern(field.pattern, extended)) {
    out.push(field.text);
    return;
  }
  const found = globPaths(shell.process.fs, field.pattern, {
    dotglob: shell.shopt('dotglob'),
    nocase: shell.shopt('nocaseglob'),
    globstar: shell.shopt('globstar'),
    extglob: extended,
  });
  if (found.length > 0) for (const path of found) out.push(path);
  else if (shell.shopt('failglob')) throw new ShellError(`no match: ${field.text}`);
  else if (!shell.shopt('nullglob')) out.push(field.text);
}

/** A word without splitting and path names: an assignment's value, a redirection's here-string. */
export function* expandString(shell: Shell, word: Word | undefined, mode: Mode = ASSIGNED): Expansion<string> {
  if (!word) return '';
  if (!word.parts && /^[^\\~]*$/.test(word.text)) return word.text;
  return join(yield* collect(shell, word, mode, 'glob'));
}

/** A word as a pattern: what was quoted is escaped. */
export function* expandPattern(
  shell: Shell,
  word: Word | undefined,
  style: 'glob' | 'regex' = 'glob',
  quoted = false,
): Expansion<string> {
  if (!word) return '';
  const fields = yield* collect(shell, word, { quoted, tilde: 'start' }, style);
  return fields.map((field) => field.pattern).join(' ');
}

/** Parts in double quotes (here-documents, prompts, arithmetic). */
export function* expandQuotedParts(shell: Shell, parts: readonly WordPart[]): Expansion<string> {
  const fields = new Fields('', false);
  for (const part of parts) yield* addPart(shell, part, fields, QUOTED);
  return join(fields.finish());
}

/** Whether anything in a text would be expanded within double quotes. */
export const isExpandable = (text: string): boolean => /[`\\]|\$[\w{(['"@*#?$!-]/.test(text);

/** Text with `$x`, `$(...)` and the like in it, as in double quotes. */
export function* expandText(shell: Shell, text: string): Expansion<string> {
  if (!isExpandable(text)) return text;
  const word = parseQuoted(text);
  if (!word) return text;
  return yield* expandString(shell, word, QUOTED);
}

function* collect(shell: Shell, word: Word, mode: Mode, style: 'glob' | 'regex'): Expansion<Field[]> {
  const fields = new Fields(shell.ifs, false, style);
  yield* addWord(shell, word, fields, mode);
  return fields.finish();
}

const join = (fields: readonly Field[]): string =>
  fields.length === 1 ? fields[0]!.text : fields.map((field) => field.text).join(' ');

/** Adds what a word expands to. */
export function* addWord(shell: Shell, word: Word, fields: Fields, mode: Mode): Expansion<void> {
  const parts = word.parts;
  if (!parts) {
    if (mode.quoted) fields.quoted(dequote(word.text));
    else addLiteral(shell, word.text, fields, mode, true, true);
    return;
  }
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (part.type === 'Literal' && !mode.quoted)
      addLiteral(shell, part.text, fields, mode, i === 0, i === parts.length - 1);
    else yield* addPart(shell, part, fields, mode);
  }
}

function addLiteral(shell: Shell, raw: string, fields: Fields, mode: Mode, first: boolean, last: boolean): void {
  let text = raw;
  if (mode.tilde !== 'no' && text.includes('~')) {
    const ended = last || text.includes('/') || (mode.tilde === 'assignment' && text.includes(':'));
    if (first && text.startsWith('~') && ended) {
      const home = tildePrefix(shell, text, mode.tilde === 'assignment');
      if (home) {
        fields.quoted(home.path);
        text = text.slice(home.length);
      }
    }
    if (mode.tilde === 'assignment') {
      for (let at = text.indexOf(':~'); at >= 0; at = text.indexOf(':~')) {
        addRaw(text.slice(0, at + 1), fields, mode);
        text = text.slice(at + 1);
        const home = tildePrefix(shell, text, true);
        if (home) fields.quoted(home.path);
        else fields.literal('~');
        text = text.slice(home?.length ?? 1);
      }
    }
  }
  addRaw(text, fields, mode);
}

function addRaw(text: string, fields: Fields, mode: Mode): void {
  const add = (piece: string): void => {
    if (piece === '') return;
    if (mode.cut) fields.split(piece);
    else fields.literal(piece);
  };
  let from = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', from)) {
    add(text.slice(from, at));
    const next = text[at + 1];
    if (next === undefined) fields.quoted('\\');
    else if (next !== '\n') {
      // A character beyond the basic plane is two code units.
      const whole = String.fromCodePoint(text.codePointAt(at + 1)!);
      fields.quoted(whole);
      from = at + 1 + whole.length;
      continue;
    }
    from = at + 2;
  }
  add(text.slice(from));
}

function* addPart(shell: Shell, part: WordPart, fields: Fields, mode: Mode): Expansion<void> {
  switch (part.type) {
    case 'Literal':
      if (mode.quoted) fields.quoted(part.value);
      else addRaw(part.text, fields, mode);
      return;
    case 'SingleQuoted':
      fields.quoted(mode.quoted ? part.text : part.value);
      return;
    case 'AnsiCQuoted':
      fields.quoted(mode.quoted ? part.text : part.value);
      return;
    case 'DoubleQuoted':
    case 'LocaleString':
      yield* addDoubleQuoted(shell, part as DoubleQuotedPart, fields);
      return;
    case 'SimpleExpansion':
      expandSimple(shell, part.text.slice(1), fields, mode);
      return;
    case 'ParameterExpansion':
      yield* expandParameter(shell, part, fields, mode);
      return;
    case 'CommandExpansion': {
      const { script } = part;
      const source =
        script?.source === undefined ? shell.source : new Source(script.source, shell.source.name, shell.line);
      addResult(yield shell.executor.capture(shell, script, source), fields, mode);
      return;
    }
    case 'ArithmeticExpansion': {
      const inner = part.text.startsWith('$[') ? part.text.slice(2, -1) : part.text.slice(3, -2);
      addResult(String(yield* evaluateIn(shell, inner)), fields, mode);
      return;
    }
    case 'ProcessSubstitution':
      fields.quoted(yield shell.executor.substituteProcess(shell, part));
      return;
    case 'Glob':
      if (part.kind !== 'bracket' || !part.parts.some((p) => p.type !== 'Literal'))
        addRaw(part.text, fields, { ...mode, cut: false });
      else {
        fields.literal('[');
        for (const inner of part.parts) yield* addPart(shell, inner, fields, { ...mode, cut: false });
        fields.literal(']');
      }
      return;
    case 'ExtendedGlob':
      if (!part.parts) addRaw(part.text, fields, { ...mode, cut: false });
      else {
        fields.literal(`${part.operator}(`);
        for (const inner of part.parts) yield* addPart(shell, inner, fields, { ...mode, cut: false });
        fields.literal(')');
      }
      return;
    case 'BraceExpansion':
      if (!part.parts) addRaw(part.text, fields, mode);
      else for (const inner of part.parts) yield* addPart(shell, inner, fields, mode);
  }
}

function addResult(text: string, fields: Fields, mode: Mode): void {
  if (mode.quoted) fields.quoted(text);
  else fields.split(text);
}

function* addDoubleQuoted(shell: Shell, part: DoubleQuotedPart, fields: Fields): Expansion<void> {
  if (part.parts.length === 0) fields.quoted('');
  for (const child of part.parts) yield* addPart(shell, child, fields, QUOTED);
}

/** Backslashes as within double quotes. */
const dequote = (text: string): string => text.replace(/\\([$`"\\\n])/g, (_, c: string) => (c === '\n' ? '' : c));
