import { expect, test } from 'vitest';
import { Pty, RAW } from '#io/pty';
import { BrokenPipeError, decode, Pipe, readAll, readerOf, readLines, readText, type Cancellation } from '#io/streams';

const waker = { wake: () => undefined };

class Stop implements Cancellation {
  cancelled = false;
  #withdraw: (() => void) | undefined;
  onCancel(withdraw: () => void): () => void {
    this.#withdraw = withdraw;
    return () => (this.#withdraw = undefined);
  }
  cancel(): void {
    this.cancelled = true;
    this.#withdraw?.();
  }
}

test('a pipe keeps order and ends when its writer closes', async () => {
  const pipe = new Pipe(waker);
  await pipe.write('one ');
  await pipe.write('two');
  pipe.close();
  expect(await readText(pipe)).toBe('one two');
  await expect(pipe.write('x')).rejects.toThrow(BrokenPipeError);
});

test('a full pipe makes its writer wait until there is room', async () => {
  const pipe = new Pipe(waker, 4);
  await pipe.write('1234');
  let written = false;
  const writing = pipe.write('5').then(() => (written = true));
  await Promise.resolve();
  expect(written).toBe(false);
  expect(decode((await pipe.read(2))!)).toBe('12');
  await writing;
  expect(pipe.size).toBe(3);
});

test('a closed reader breaks the pipe for its writer', async () => {
  const pipe = new Pipe(waker, 1);
  await pipe.write('1');
  const waiting = pipe.write('2');
  pipe.reader.close();
  await expect(waiting).rejects.toThrow('Broken pipe');
  expect(pipe.offer('3')).toBe(false);
});

test('a withdrawn read takes nothing, even when bytes were on their way', async () => {
  const pipe = new Pipe(waker);
  const stop = new Stop();
  void pipe.read(undefined, stop);
  const second = pipe.read();
  void pipe.write('x');
  stop.cancel();
  expect(decode((await second)!)).toBe('x');
});

test('lines count without a last newline, and characters cut in two are whole again', async () => {
  const pipe = new Pipe(waker);
  await pipe.write(new Uint8Array([0x61, 0xc3]));
  await pipe.write(new Uint8Array([0xa9, 0x0a, 0x62]));
  pipe.close();
  const lines: string[] = [];
  for await (const line of readLines(pipe)) lines.push(line);
  expect(lines).toEqual(['aé', 'b']);
});

test('reading all stops at the limit', async () => {
  expect((await readAll(readerOf('12345'), 3)).length).toBe(3);
});

const shown = async (pty: Pty): Promise<string> => decode((await pty.output.read())!);

test('a cooked terminal echoes, erases and hands over whole lines', async () => {
  const pty = new Pty(waker);
  pty.type('ab\x7fc\r');
  expect(decode((await pty.input.read())!)).toBe('ac\n');
  expect(await shown(pty)).toBe('ab\b \bc\r\n');
});

test('Ctrl-D ends the input once, and the terminal stays', async () => {
  const pty = new Pty(waker);
  pty.type('\x04');
  expect(await pty.input.read()).toBe(undefined);
  pty.type('x\r');
  expect(decode((await pty.input.read())!)).toBe('x\n');
});

test('Ctrl-C is a signal, and a key like any other in raw mode', async () => {
  const pty = new Pty(waker);
  const signals: string[] = [];
  pty.onSignal = (signal) => signals.push(signal);
  pty.type('\x03');
  pty.mode = { ...RAW };
  pty.type('\x03');
  expect([signals, decode((await pty.input.read())!)]).toEqual([['SIGINT'], '\x03']);
});

test('newlines return the carriage, and characters cut in two stay whole', async () => {
  const pty = new Pty(waker);
  await pty.writer.write(new Uint8Array([0xc3]));
  await pty.writer.write(new Uint8Array([0xa9, 0x0a]));
  await pty.writer.write('a\r\n');
  pty.hangUp();
  expect(await readText(pty.output)).toBe('é\r\na\r\n');
});
