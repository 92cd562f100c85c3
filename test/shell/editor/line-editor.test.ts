import xterm from '@xterm/headless';
import { beforeEach, expect, test } from 'vitest';
import { Pty } from '#io/pty';
import { decode } from '#io/streams';
import { createShellMachine } from '../support';

interface Screen {
  type(keys: string): Promise<void>;
  text(): string;
  cursor(): { x: number; y: number };
}

/** A terminal with an interactive bash in it. */
async function openTerminal(size = { columns: 40, rows: 12 }, history = ''): Promise<Screen> {
  const world = createShellMachine({
    files: {
      '/root/.bashrc': "PS1='$ '\n",
      '/root/.bash_history': history,
      '/root/notes.txt': 'n\n',
      '/root/news.txt': 'n\n',
      '/root/zoo/': {},
    },
  });
  const pty = new Pty(world.clock, size);
  const terminal = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
  void (async () => {
    for (let chunk = await pty.output.read(); chunk; chunk = await pty.output.read()) terminal.write(decode(chunk));
  })();
  world.machine.start({
    argv: ['/bin/bash'],
    env: new Map([
      ['PATH', '/usr/bin:/bin'],
      ['HOME', '/root'],
    ]),
    cwd: '/root',
    fds: world.machine.terminal(pty),
  });
  const settle = async (): Promise<void> => {
    await world.driver.runUntil(world.clock.now() + 2000);
    await new Promise<void>((done) => terminal.write('', done));
  };
  await settle();
  return {
    type: async (keys) => {
      pty.type(keys);
      await settle();
    },
    text: () => {
      const lines: string[] = [];
      for (let i = 0; i < terminal.rows; i++)
        lines.push(terminal.buffer.active.getLine(i)?.translateToString(true).trimEnd() ?? '');
      return lines.join('\n').trimEnd();
    },
    cursor: () => ({ x: terminal.buffer.active.cursorX, y: terminal.buffer.active.cursorY }),
  };
}

let screen: Screen;
beforeEach(async () => {
  screen = await openTerminal();
});

test('a command is typed, runs and leaves a new prompt', async () => {
  await screen.type('echo hello\r');
  expect(screen.text()).toBe('$ echo hello\nhello\n$');
});

test.each([
  ['Ctrl-A and Ctrl-E', 'bc\x01echo a\x05d\r', '$ echo abcd\nabcd\n$'],
  ['Ctrl-W cuts a word and Ctrl-Y puts it back', 'echo one two\x17\x19\x19\r', '$ echo one twotwo\none twotwo\n$'],
  ['Ctrl-U and Ctrl-K cut the line', 'xyz\x15echo ab\x02\x0bc\r', '$ echo ac\nac\n$'],
  ['Ctrl-T swaps two characters', 'echo ab\x14\r', '$ echo ba\nba\n$'],
  ['Alt-B and Alt-D', 'echo one two\x1bb\x1bd2\r', '$ echo one 2\none 2\n$'],
  ['arrow, Home, Delete', 'xecho hi\x1b[H\x1b[3~\r', '$ echo hi\nhi\n$'],
  ['backspace', 'echo hix\x7f\r', '$ echo hi\nhi\n$'],
  ['Ctrl-C gives the line up', 'echo no\x03echo yes\r', '$ echo no^C\n$ echo yes\nyes\n$'],
  ['a pasted text runs line by line', '\x1b[200~echo 1\recho 2\r\x1b[201~', '$ echo 1\n1\n$ echo 2\n2\n$'],
  [
    'a loop over several lines asks with PS2',
    'for i in 1 2\rdo echo $i\rdone\r',
    '$ for i in 1 2\n> do echo $i\n> done\n1\n2\n$',
  ],
])('%s', async (_, keys, expected) => {
  await screen.type(keys);
  expect(screen.text()).toBe(expected);
});

test('the history is walked with the arrows and searched with Ctrl-R', async () => {
  await screen.type('echo first\recho second\r');
  await screen.type('\x1b[A\x1b[A\r');
  expect(screen.text().split('\n').slice(-3)).toEqual(['$ echo first', 'first', '$']);
  await screen.type('\x12sec');
  expect(screen.text().split('\n').at(-1)).toBe("(reverse-i-search)`sec': echo second");
  await screen.type('\r');
  expect(screen.text().split('\n').slice(-2)).toEqual(['second', '$']);
});

test('the last word of the command before comes with Alt-.', async () => {
  await screen.type('echo a b\recho \x1b.\r');
  expect(screen.text()).toBe('$ echo a b\na b\n$ echo b\nb\n$');
});

test('Tab completes what is common, and lists at the second press', async () => {
  await screen.type('cat n\t');
  expect(screen.text()).toBe('$ cat n');
  await screen.type('\t');
  expect(screen.text()).toBe('$ cat n\nnews.txt   notes.txt\n$ cat n');
  await screen.type('o\t');
  expect(screen.text().split('\n').at(-1)).toBe('$ cat notes.txt');
  await screen.type('\x15cd z\t');
  expect(screen.text().split('\n').at(-1)).toBe('$ cd zoo/');
});

test('a dim suggestion from the history is accepted with Right', async () => {
  screen = await openTerminal(undefined, 'echo suggested words\n');
  await screen.type('echo s');
  expect(screen.text()).toBe('$ echo suggested words');
  expect(screen.cursor()).toEqual({ x: 8, y: 0 });
  await screen.type('\x1b[C\r');
  expect(screen.text()).toBe('$ echo suggested words\nsuggested words\n$');
});

test('a long line wraps, and editing at its start redraws it whole', async () => {
  const long = 'x'.repeat(60);
  await screen.type(`cho ${long}\x01e`);
  expect(screen.text()).toBe(`$ echo ${'x'.repeat(33)}\n${'x'.repeat(27)}`);
  expect(screen.cursor()).toEqual({ x: 3, y: 0 });
  await screen.type('\r');
  expect(screen.text()).toBe(`$ echo ${'x'.repeat(33)}\n${'x'.repeat(27)}\n${'x'.repeat(40)}\n${'x'.repeat(20)}\n$`);
});

test('a wide character takes two columns', async () => {
  await screen.type('echo 日本\x02\x02ab');
  expect(screen.text()).toBe('$ echo ab日本');
  expect(screen.cursor()).toEqual({ x: 9, y: 0 });
});

test('Ctrl-C ends a running program, and the shell goes on', async () => {
  await screen.type('sleep 100\r');
  await screen.type('\x03');
  await screen.type('echo $?\r');
  expect(screen.text()).toBe('$ sleep 100\n^C\n$ echo $?\n130\n$');
});

test('Ctrl-Z stops a program and fg brings it back', async () => {
  await screen.type('sleep 5\r');
  await screen.type('\x1a');
  expect(screen.text()).toBe('$ sleep 5\n^Z\n[1]+  Stopped                 sleep 5\n$');
  await screen.type('fg\r');
  for (let i = 0; i < 4; i++) await screen.type('');
  expect(screen.text()).toBe('$ sleep 5\n^Z\n[1]+  Stopped                 sleep 5\n$ fg\nsleep 5\n$');
});

test('a background job tells its number and its end', async () => {
  await screen.type('sleep 1 &\r');
  expect(screen.text()).toMatch(/^\$ sleep 1 &\n\[1\] \d+\n\$$/);
  await screen.type('\r');
  expect(screen.text()).toMatch(/^\$ sleep 1 &\n\[1\] \d+\n\$\n\[1\]\+ {2}Done {20}sleep 1\n\$$/);
});
