import { expect, test } from 'vitest';
import { atLeast, command, type Command } from '#cli/command';
import { complete } from '#cli/completion';
import { formatDuration, parseDuration } from '#cli/duration';
import { flagUsages, parseFlags } from '#cli/flags';
import { help } from '#cli/help';
import { runCommand } from '#cli/run-command';
import { table } from '#cli/table';
import { bytesSize, humanDuration, humanSize, ramInBytes } from '#cli/units';

const rm = command<string[]>()({
  name: 'rm',
  usage: 'CONTAINER [CONTAINER...]',
  aliasText: 'docker container rm, docker container remove, docker rm',
  short: 'Remove one or more containers',
  args: atLeast(1),
  flags: {
    force: { kind: 'bool', short: 'f', help: 'Force the removal of a running container (uses SIGKILL)' },
    link: { kind: 'bool', short: 'l', help: 'Remove the specified link' },
    time: { kind: 'int', short: 't', help: 'Seconds', default: 10 },
  },
  run(log, { args, flags }) {
    const force: boolean = flags.force;
    log.push(`${args.join(',')} ${force} ${flags.time}`);
  },
  complete: () => [{ value: 'web' }, { value: 'db' }],
});
const root: Command<string[]> = { name: 'docker', short: 'A runtime', commands: [rm] };

async function run(...words: string[]): Promise<string> {
  const log: string[] = [];
  try {
    const print = async (text: string): Promise<void> => void log.push(text);
    const code = await runCommand(root, 'docker', words, {
      environment: log,
      out: print,
      err: print,
      help: {},
      flagErrorCode: 125,
      binary: 'docker',
    });
    return `${log.join('')} [${code}]`;
  } catch (error) {
    return (error as Error).message;
  }
}

const TAIL = "\n\nUsage:  docker rm [OPTIONS] CONTAINER [CONTAINER...]\n\nRun 'docker rm --help' for more information";

test('flags and arguments may stand in any order, short ones together', async () => {
  expect(await run('rm', 'a', '-fl', 'b', '-t5')).toBe('a,b true 5 [0]');
  expect(await run('rm', '--time=3', '--', '-f')).toBe('-f false 3 [0]');
});

test('what is wrong with a command line is told in pflag’s words', async () => {
  expect(await run('rm', '-z', 'a')).toBe(`unknown shorthand flag: 'z' in -z${TAIL}`);
  expect(await run('rm', '--foo')).toBe(`unknown flag: --foo${TAIL}`);
  expect(await run('rm', '-t')).toBe(`flag needs an argument: 't' in -t${TAIL}`);
  expect(await run('rm', '--time', 'x')).toBe(
    `invalid argument "x" for "-t, --time" flag: strconv.ParseInt: parsing "x": invalid syntax${TAIL}`,
  );
  expect(await run('rm')).toBe(`docker: 'docker rm' requires at least 1 argument${TAIL.replace('Run', 'See')}`);
  expect(await run('nope')).toContain('docker: unknown command: docker nope');
});

test('help has docker’s layout', () => {
  expect(help(rm, 'docker rm')).toBe(`Usage:  docker rm [OPTIONS] CONTAINER [CONTAINER...]

Remove one or more containers

Aliases:
  docker container rm, docker container remove, docker rm

Options:
  -f, --force      Force the removal of a running container (uses SIGKILL)
  -l, --link       Remove the specified link
  -t, --time int   Seconds (default 10)
`);
});

test('long descriptions wrap as pflag wraps them', () => {
  const text = 'Set the logging level ("debug", "info", "warn", "error", "fatal")';
  expect(
    flagUsages(
      {
        'log-level': { kind: 'string', short: 'l', default: 'info', help: text },
        tlscacert: { kind: 'string', help: 'x' },
      },
      79,
    ),
  ).toBe(
    '  -l, --log-level string   Set the logging level ("debug", "info",\n                           "warn", "error", "fatal") (default "info")\n      --tlscacert string   x',
  );
});

test('completion offers commands, flags and what a command names', async () => {
  expect(await complete(root, [], ['r'])).toEqual([{ value: 'rm', description: 'Remove one or more containers' }]);
  expect((await complete(root, [], ['rm', '--f'])).map((i) => i.value)).toEqual(['--force']);
  expect((await complete(root, [], ['rm', '-f', ''])).map((i) => i.value)).toEqual(['db', 'web']);
});

test('strings split at commas as CSV, arrays do not', () => {
  const flags = { a: { kind: 'strings', help: '' }, b: { kind: 'array', help: '' } } as const;
  expect(parseFlags(flags, ['--a', 'x,"y,z"', '--a=w', '--b', 'x,y']).values).toEqual({
    a: ['x', 'y,z', 'w'],
    b: ['x,y'],
  });
});

test('tables align columns, sizes and times are rounded as Docker rounds them', () => {
  expect(
    table([
      ['ID', 'NAME'],
      ['1234567890ab', 'x'],
    ]),
  ).toBe('ID             NAME\n1234567890ab   x\n');
  expect(['0', 999, 1000, 1_250_000, 77_800_000].map((n) => humanSize(Number(n)))).toEqual([
    '0B',
    '999B',
    '1kB',
    '1.25MB',
    '77.8MB',
  ]);
  expect(bytesSize(1.5 * 2 ** 30)).toBe('1.5GiB');
  expect(['512m', '1g', '2kb', '10'].map(ramInBytes)).toEqual([536870912, 1073741824, 2048, 10]);
  expect([0, 1000, 59_000, 61_000, 3_600_000, 86_400_000, 3 * 86_400_000].map(humanDuration)).toEqual([
    'Less than a second',
    '1 second',
    '59 seconds',
    'About a minute',
    'About an hour',
    '24 hours',
    '3 days',
  ]);
  expect(['1m30s', '1.5s', '300ms', '1h'].map(parseDuration).map(formatDuration)).toEqual([
    '1m30s',
    '1.5s',
    '300ms',
    '1h0m0s',
  ]);
  expect(() => parseDuration('5')).toThrow('time: missing unit in duration "5"');
});
