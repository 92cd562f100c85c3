import type { TestExpression } from 'unbash';
import { ShellError } from '../control';
import { evaluateIn } from '../expand/arithmetic-scope';
import { matchPattern } from '../expand/pattern';
import { quoteTrace } from '../expand/quote';
import { expandPattern, expandString, type Expansion } from '../expand/word';
import type { Shell } from '../shell';
import { binaryTest, unaryTest } from './test-operators';

/** Whether a `[[ ... ]]` holds. */
export function* conditional(shell: Shell, node: TestExpression, trace: (text: string) => void): Expansion<boolean> {
  switch (node.type) {
    case 'TestGroup':
      return yield* conditional(shell, node.expression, trace);
    case 'TestNot': {
      const holds = yield* conditional(shell, node.operand, trace);
      return node.negations.length % 2 === 1 ? !holds : holds;
    }
    case 'TestLogical': {
      for (const operand of node.operands) {
        const holds = yield* conditional(shell, operand, trace);
        if (holds !== (node.operator === '&&')) return holds;
      }
      return node.operator === '&&';
    }
    case 'TestUnary': {
      const operand = yield* expandString(shell, node.operand, { quoted: false, tilde: 'start' });
      trace(`${node.operator} ${quoteTrace(operand)}`);
      return unaryTest(shell, node.operator, operand);
    }
    case 'TestBinary':
      return yield* binary(shell, node, trace);
  }
}

function* binary(
  shell: Shell,
  node: TestExpression & { type: 'TestBinary' },
  trace: (text: string) => void,
): Expansion<boolean> {
  const { operator } = node;
  const left = yield* expandString(shell, node.left, { quoted: false, tilde: 'start' });
  const fold = shell.shopt('nocasematch');
  if (operator === '==' || operator === '=' || operator === '!=') {
    const pattern = yield* expandPattern(shell, node.right);
    trace(`${quoteTrace(left)} ${operator} ${pattern}`);
    return matchPattern(pattern, left, { fold }) === (operator !== '!=');
  }
  if (operator === '=~') {
    const pattern = yield* expandPattern(shell, node.right, 'regex');
    trace(`${quoteTrace(left)} =~ ${pattern}`);
    return matchRegex(shell, left, pattern, fold);
  }
  const right = yield* expandString(shell, node.right, { quoted: false, tilde: 'start' });
  trace(`${quoteTrace(left)} ${operator} ${quoteTrace(right)}`);
  if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(operator)) {
    const [a, b] = [yield* evaluateIn(shell, left), yield* evaluateIn(shell, right)];
    return { '-eq': a === b, '-ne': a !== b, '-lt': a < b, '-le': a <= b, '-gt': a > b, '-ge': a >= b }[operator]!;
  }
  return binaryTest(shell, left, operator, right);
}

/** A POSIX extended regular expression as one of JavaScript. */
function toRegExp(pattern: string): string {
  return pattern
    .replace(/\[(\^?)(\]?)((?:\[:\w+:\]|[^\]])*)\]/g, (_, not: string, first: string, body: string) => {
      const inside = body
        .replace(/\\/g, '\\\\')
        .replace(/\[:(\w+):\]/g, (whole, name: string) => CLASS[name] ?? whole)
        .replace(/\[/g, '\\[');
      return `[${not}${first ? '\\]' : ''}${inside}]`;
    })
    .replace(/\\[<>]/g, '\\b');
}

const CLASS: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  word: '\\w',
};

/** The longest text that a learner's expression is matched against: the host's engine may backtrack. */
const MAX_MATCHED = 20_000;

function matchRegex(shell: Shell, text: string, pattern: string, fold: boolean): boolean {
  if (text.length > MAX_MATCHED || /\([^)]*[*+][^)]*\)[*+]/.test(pattern)) {
    // Simplified: nested repeats could take for ever in a backtracking engine, so they see little text.
    if (text.length > 25)
      throw new ShellError('drydock: this regular expression on so long a text is not simulated yet', 2);
  }
  let found: RegExpExecArray | null;
  try {
    found = new RegExp(toRegExp(pattern), fold ? 'is' : 's').exec(text);
  } catch {
    throw new ShellError(`[[: invalid regular expression \`${pattern}'`, 2);
  }
  const variable = shell.variables.declare('BASH_REMATCH');
  variable.indexed = new Map(found ? [...found].map((part, i) => [i, (part as string | undefined) ?? '']) : []);
  variable.text = undefined;
  return found !== null;
}
