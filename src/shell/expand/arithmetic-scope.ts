import { ShellError } from '../control';
import type { Shell } from '../shell';
import { evaluate } from './arithmetic';
import { type Expansion, drive, expandText } from './word';

/** The value of an arithmetic expression as it stands in the source: expansions first, then the sum. */
export function* evaluateIn(shell: Shell, text: string): Expansion<bigint> {
  let plain = text.includes('"') ? text.replaceAll('"', '') : text;
  if (/[$`\\]/.test(plain)) plain = yield* expandText(shell, plain);
  return evaluateText(shell, plain);
}

/** The value of an expression that is expanded already. */
export function evaluateText(shell: Shell, text: string): bigint {
  return evaluate(text, {
    get: (name, index) => readOperand(shell, name, index),
    set: (name, index, value) => {
      if (index === undefined) shell.variables.set(name, value);
      else shell.variables.setElement(name, subscript(shell, name, index), value);
    },
  });
}

function readOperand(shell: Shell, name: string, index: string | undefined): string | undefined {
  if (index === undefined) {
    const value = shell.get(name);
    if (value === undefined && shell.options.has('nounset'))
      throw new ShellError(`${name}: unbound variable`, shell.unsetCode, true);
    return value;
  }
  const variable = shell.variables.lookup(name);
  const key = subscript(shell, name, index);
  return readElement(variable, key);
}

/** The key that a subscript's text means: a word for an associative array, else a number. */
export function subscript(shell: Shell, name: string, index: string): string {
  const variable = shell.variables.lookup(name);
  if (variable?.associative) {
    const key = drive(expandText(shell, index.replace(/^(["'])(.*)\1$/s, '$2')));
    if (typeof key !== 'string')
      throw new ShellError(`${index}: drydock: a command in this subscript is not simulated yet`);
    return key;
  }
  return String(evaluateText(shell, index));
}

/** One element by its key; negative numbers count from the end. */
export function readElement(
  variable:
    | {
        associative: Map<string, string> | undefined;
        indexed: Map<number, string> | undefined;
        text: string | undefined;
      }
    | undefined,
  key: string,
): string | undefined {
  if (!variable) return undefined;
  if (variable.associative) return variable.associative.get(key);
  let at = Number(key);
  if (variable.indexed) {
    if (at < 0) at += Math.max(-1, ...variable.indexed.keys()) + 1;
    return variable.indexed.get(at);
  }
  return at === 0 || at === -1 ? variable.text : undefined;
}
