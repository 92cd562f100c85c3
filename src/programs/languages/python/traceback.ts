import { decode } from '#io/streams';
import { asPyError, errorClass, PyError, type TraceEntry } from './runtime/errors';
import { traces } from './runtime/execute';
import { strOf } from './runtime/repr';
import { PyInstance, type Run } from './runtime/values';
import type { Vm } from './runtime/vm';
import { SyntaxFault } from './syntax/tokens';

const CAUSE = '\nThe above exception was the direct cause of the following exception:\n\n';
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n\n';

function sourceLine(vm: Vm, file: string, line: number): string | undefined {
  let lines = vm.sources.get(file);
  if (!lines && file.startsWith('/') && vm.process.fs.exists(file)) {
    lines = decode(vm.process.fs.readFile(file)).split('\n');
    vm.sources.set(file, lines);
  }
  return lines?.[line - 1];
}

function entryLines(vm: Vm, entry: TraceEntry): string {
  let text = `  File "${entry.file}", line ${String(entry.line)}, in ${entry.name}\n`;
  const source = sourceLine(vm, entry.file, entry.line);
  if (source === undefined || source.trim() === '' || entry.file.startsWith('<')) return text;
  const trimmed = source.trim();
  text += `    ${trimmed}\n`;
  const { at } = entry;
  if (at.line !== entry.line || at.endLine !== at.line || at.endColumn <= at.column) return text;
  const indent = source.length - source.trimStart().length;
  const marked = source.slice(at.column, at.endColumn);
  if (marked.trim() === trimmed && !/[-+*/%]/.test(trimmed.replace(/\(.*/, ''))) return text;
  return `${text}    ${' '.repeat(Math.max(0, at.column - indent))}${carets(marked)}\n`;
}

/** The marks below an expression: the operator or the brackets stand out. */
function carets(code: string): string {
  const operator = /^(\w[\w.]*\s*)(\/\/|\*\*|[-+*/%])(\s*\w[\w.]*)$/.exec(code);
  if (operator) {
    const [, left = '', sign = '', right = ''] = operator;
    return '~'.repeat(left.length) + '^'.repeat(sign.length) + '~'.repeat(right.length);
  }
  const subscript = /^([\w.]+)(\[[^\]]*\])$/.exec(code);
  if (subscript) return '~'.repeat(subscript[1]!.length) + '^'.repeat(subscript[2]!.length);
  return '^'.repeat(code.length);
}

function syntaxLines(vm: Vm, fault: SyntaxFault, file: string): string {
  const source = sourceLine(vm, file, fault.line) ?? '';
  const trimmed = source.trim();
  const indent = source.length - source.trimStart().length;
  let text = `  File "${file}", line ${String(fault.line)}\n`;
  if (trimmed !== '') {
    text += `    ${trimmed}\n`;
    const width = Math.max(1, Math.min(fault.endColumn, source.length + 1) - fault.column);
    text += `    ${' '.repeat(Math.max(0, fault.column - indent))}${'^'.repeat(width)}\n`;
  }
  return text;
}

/** An exception as the interpreter prints it on standard error. */
export function* traceback(vm: Vm, error: PyError, file: string, depth = 0): Run<string> {
  let text = '';
  const cause = error.value.attrs.get('__cause__');
  const context = error.value.attrs.get('__context__');
  const before =
    cause instanceof PyInstance ? cause : error.value.attrs.get('__suppress_context__') ? undefined : context;
  if (before instanceof PyInstance && depth < 10 && before !== error.value) {
    const known = traces.get(before) ?? new PyError(before);
    text += yield* traceback(vm, known, file, depth + 1);
    text += cause instanceof PyInstance ? CAUSE : CONTEXT;
  }
  const entries = error.trace;
  if (entries.length > 0) text += 'Traceback (most recent call last):\n';
  let same = 0;
  for (const [i, entry] of entries.entries()) {
    const last = entries[i - 1];
    same = last && last.file === entry.file && last.line === entry.line && last.name === entry.name ? same + 1 : 0;
    if (same < 3) text += entryLines(vm, entry);
    else {
      const next = entries[i + 1];
      const goesOn = next && next.file === entry.file && next.line === entry.line && next.name === entry.name;
      if (!goesOn) text += `  [Previous line repeated ${String(same - 2)} more time${same === 3 ? '' : 's'}]\n`;
    }
  }
  const fault = error.value.native;
  if (fault instanceof SyntaxFault) text += syntaxLines(vm, fault, file);
  const { cls } = error.value;
  const name = cls.module === 'builtins' || cls.module === '__main__' ? cls.qualname : `${cls.module}.${cls.qualname}`;
  const shown = cls.module === '__main__' ? `__main__.${cls.qualname}`.replace(/^__main__\./, '') : name;
  let message: string;
  try {
    message = yield* strOf(vm, error.value);
  } catch (inner) {
    if (!asPyError(inner)) throw inner;
    message = '<exception str() failed>';
  }
  return `${text}${shown}${message === '' ? '' : `: ${message}`}\n`;
}

/** What SystemExit says about the exit code, and what it prints. */
export function* exitOf(vm: Vm, error: PyError): Run<{ code: number; text: string } | undefined> {
  if (!error.value.cls.is(errorClass('SystemExit'))) return undefined;
  const code = error.value.attrs.get('code');
  if (code === null || code === undefined) return { code: 0, text: '' };
  if (typeof code === 'number') return { code: code & 255, text: '' };
  if (typeof code === 'boolean') return { code: code ? 1 : 0, text: '' };
  return { code: 1, text: `${yield* strOf(vm, code)}\n` };
}
