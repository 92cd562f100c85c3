import { spawn } from 'node:child_process';

/** `npm run conformance`: one row a suite of recorded truth, passed of total, and a total. */
const child = spawn('npx', ['vitest', 'run', 'test/conformance', '--reporter=verbose', ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
let output = '';
child.stdout.on('data', (data: Buffer) => (output += data.toString()));
const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 1)));
const rows = [...output.matchAll(/^conformance (.+): (\d+)\/(\d+)$/gm)].map(
  ([, name = '', passed = '', total = '']) => ({ name, passed: Number(passed), total: Number(total) }),
);
const width = Math.max(5, ...rows.map((row) => row.name.length));
const print = (name: string, passed: number, total: number): void =>
  console.log(
    `${name.padEnd(width)}  ${String(passed).padStart(5)}/${String(total).padEnd(5)}  ${total === 0 ? '' : `${((100 * passed) / total).toFixed(1)} %`}`,
  );
for (const row of rows.toSorted((a, b) => (a.name < b.name ? -1 : 1))) print(row.name, row.passed, row.total);
print(
  'total',
  rows.reduce((n, r) => n + r.passed, 0),
  rows.reduce((n, r) => n + r.total, 0),
);
if (code !== 0)
  console.log(
    output
      .split('\n')
      .filter((line) => /FAIL|cases differ|^ {2}\S/.test(line))
      .slice(0, 60)
      .join('\n'),
  );
process.exit(code);
