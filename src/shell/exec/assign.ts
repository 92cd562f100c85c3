import type { ArrayValue, Assignment, Word } from 'unbash';
import { ShellError } from '../control';
import { evaluateText, readElement, subscript } from '../expand/arithmetic-scope';
import { expandInto, expandString, type Expansion } from '../expand/word';
import type { Shell } from '../shell';
import { parseWord } from '../source';
import { assignElement, assignText, type Variable } from '../variables';

/** Performs `name=value`, `name[key]=value`, `name+=value` and `name=(...)`. */
export function* assign(shell: Shell, node: Assignment, target?: Variable): Expansion<void> {
  const name = shell.variables.target(node.name);
  const { value } = node;
  if (value.type === 'ArrayValue') {
    const variable = target ?? shell.variables.declare(name);
    yield* assignArray(shell, name, variable, value, node.append ?? false);
    return;
  }
  let text = yield* expandString(shell, value);
  if (node.index) {
    const variable = target ?? shell.variables.declare(name);
    const key = variable.associative ? yield* expandString(shell, node.index) : String(yield* keyOf(shell, node.index));
    if (node.append) text = (readElement(variable, key) ?? '') + text;
    assignElement(name, variable, key, variable.integer ? String(evaluateText(shell, text)) : text);
    return;
  }
  if (!target && shell.variables.dynamic.has(name) && !node.append) {
    shell.variables.set(name, text);
    return;
  }
  const variable = target ?? shell.variables.declare(name);
  assignScalar(shell, name, variable, text, node.append ?? false);
}

/** From here on a text counts as memory that the shell uses: with its copies while it is expanded. */
const LONG_TEXT = 256 * 1024;

/** Gives a string by the variable's attributes: a sum when it is an integer. */
export function assignScalar(shell: Shell, name: string, variable: Variable, text: string, append: boolean): void {
  if (variable.integer) {
    const base = append ? BigInt(variable.scalar() ?? '0') : 0n;
    assignText(name, variable, String(base + evaluateText(shell, text)));
  } else assignText(name, variable, append ? (variable.scalar() ?? '') + text : text);
  if (text.length > LONG_TEXT) shell.process.use({ memoryBytes: LONG_TEXT * 4 + text.length * 3 });
  if (shell.options.has('allexport')) variable.exported = true;
}

function* keyOf(shell: Shell, word: Word): Expansion<bigint> {
  return evaluateText(shell, yield* expandString(shell, word));
}

export function* assignArray(
  shell: Shell,
  name: string,
  variable: Variable,
  value: ArrayValue,
  append: boolean,
): Expansion<void> {
  if (variable.readonly) throw new ShellError(`${name}: readonly variable`, 1, true);
  const entries: { key: string | undefined; value: string; append: boolean }[] = [];
  for (const element of value.elements) {
    const keyed = keyedElement(element.text);
    if (keyed) {
      const keyWord = parseWord(keyed.key);
      const key = keyWord ? yield* expandString(shell, keyWord) : keyed.key;
      const word = parseWord(keyed.value);
      entries.push({ key, value: word ? yield* expandString(shell, word) : keyed.value, append: keyed.append });
    } else {
      const words: string[] = [];
      yield* expandInto(shell, element, words);
      for (const word of words) entries.push({ key: undefined, value: word, append: false });
    }
  }
  if (!append) {
    if (variable.associative) variable.associative = new Map();
    else variable.indexed = new Map();
    variable.text = undefined;
  }
  if (variable.associative) {
    for (let i = 0; i < entries.length; i++) {
      const { key, value: text, append: more } = entries[i]!;
      if (key !== undefined)
        assignElement(name, variable, key, more ? (variable.associative.get(key) ?? '') + text : text);
      else assignElement(name, variable, text, entries[++i]?.value ?? '');
    }
    return;
  }
  const indexed = variable.toIndexed();
  let next = append ? Math.max(-1, ...indexed.keys()) + 1 : 0;
  for (const { key, value: text, append: more } of entries) {
    const at = key === undefined ? next : Number(subscript(shell, name, key));
    const shaped = variable.integer ? String(evaluateText(shell, text)) : text;
    assignElement(name, variable, String(at), more ? (indexed.get(at) ?? '') + shaped : shaped);
    next = at + 1;
  }
}

/** `[key]=value` as source text, cut at its bracket. */
function keyedElement(text: string): { key: string; value: string; append: boolean } | undefined {
  if (!text.startsWith('[')) return undefined;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '\\') i++;
    else if (c === '"' || c === "'") {
      const end = text.indexOf(c, i + 1);
      if (end < 0) return undefined;
      i = end;
    } else if (c === '[') depth++;
    else if (c === ']' && --depth === 0) {
      const append = text[i + 1] === '+' && text[i + 2] === '=';
      if (!append && text[i + 1] !== '=') return undefined;
      return { key: text.slice(1, i), value: text.slice(i + (append ? 3 : 2)), append };
    }
  }
  return undefined;
}
