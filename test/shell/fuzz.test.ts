import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createShellMachine } from './support';

const PIECES = [
  'echo', 'a', ' ', '\n', '"', "'", '`', '$', '${', '}', '$(', '$((', '))', ')', '(', '{', ';', '&', '|', '&&', '||', '!',
  'if ', 'then ', 'else ', 'fi', 'for i in ', 'do ', 'done', 'while ', 'true', 'false', 'case ', ' in ', 'esac', ';;', '<<E\n', 'E\n',
  '<', '>', '2>&1', '<(', '[[ ', ' ]]', '[ ', ' ]', '=', '+=', 'x', '$x', '${x:-', '#', '%', '/', '*', '?', '[', ']', '~', '\\',
  'x=(1 2)', '${x[@]}', '{1..3}', '{a,b}', 'f() ', 'f', 'local y', 'return', 'break', 'exit', 'trap : EXIT', 'eval ', 'read x', 'set -e', 'shift',
  'printf %s', 'declare -A m', 'm[k]=v', '$@', '"$@"', '1+', '-1', '99', '/dev/null', 'cat', 'time ', 'select s in ', 'until ', 'coproc ', '=~', 'é', '日',
];

test('no line makes the shell throw or hang', { timeout: 120_000 }, async () => {
  const line = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(line, fc.constantFrom('bash', 'sh', 'ash'), async (text, shell) => {
      const { run, machine } = createShellMachine();
      await run([shell, '-c', text], { timeoutMs: 3000 });
      expect(machine.kernel.faults.map((fault) => fault.stack)).toEqual([]);
    }),
    { numRuns: 300, seed: 7 },
  );
});

test.each([
  ['endless recursion', 'f() { f; }; f'],
  ['endless recursion through substitution', 'f() { echo $(f); }; f'],
  ['a fork bomb', 'b() { b | b & }; b'],
  ['deep nesting of the source', '('.repeat(3000) + ')'.repeat(3000)],
  ['deep arithmetic', `echo $((${'('.repeat(3000)}1${')'.repeat(3000)}))`],
  ['a variable that doubles', 'x=aaaaaaaa; while :; do x=$x$x; done'],
  ['huge braces', 'echo {1..999999999}; echo {1..1000}{1..1000}{1..1000}'],
  ['a pattern that backtracks', 'x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; [[ $x == *a*a*a*a*a*a*a*a*a*a*b ]]; [[ $x =~ ^(a+)+$b ]]'],
  ['printf without end', 'printf %999999999d 1'],
  ['an alias of itself', 'shopt -s expand_aliases\nalias a=b b=a\na'],
  ['eval in eval', "e='eval \"$e\"'; eval \"$e\""],
])('%s ends cleanly', { timeout: 60_000 }, async (_, text) => {
  const { run, machine } = createShellMachine();
  await run(['bash', '-c', text], { timeoutMs: 5000 });
  expect(machine.kernel.faults.map((fault) => fault.stack)).toEqual([]);
});
