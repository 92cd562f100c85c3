import { CommandError } from '#cli/command';
import { RAW } from '#io/pty';
import type { Hijacked } from '#network/http';
import { ProcessEnded, type Process } from '#process/process';
import { SIGNAL_NUMBERS, type Signal } from '#process/signals';
import type { DockerCli } from '../docker-command';
import { copyFrames } from './frames';

/** The client's end of the detach keys was typed. */
export class Detached extends Error {
  override readonly name = 'Detached';
}

const DEFAULT_DETACH_KEYS = 'ctrl-p,ctrl-q';

/** `ctrl-p,ctrl-q` or `a,b` as the characters a terminal sends. Throws CommandError. */
export function detachSequence(text: string): string {
  return (text || DEFAULT_DETACH_KEYS)
    .split(',')
    .map((key) => {
      if (key.length === 1) return key;
      const letter = /^ctrl-([a-z@[\\\]^_])$/.exec(key)?.[1];
      if (letter === undefined)
        throw new CommandError(`invalid detach keys (${text}) provided: Unknown character: '${key}'`);
      return String.fromCharCode(letter.toUpperCase().charCodeAt(0) - 64);
    })
    .join('');
}

/** What docker says when a terminal is asked for and there is none. */
export const NO_TTY = 'the input device is not a TTY';

/** Fails as docker does when a terminal is asked for and there is none. */
export function checkTty(process: Process, interactive: boolean, tty: boolean): void {
  if (interactive && tty && !process.isTTY(0)) throw new CommandError(NO_TTY);
}

/** Runs `work` with the terminal in raw mode. */
export async function withRawTerminal<T>(process: Process, raw: boolean, work: () => Promise<T>): Promise<T> {
  const { pty } = process;
  if (!raw || !pty || !process.isTTY(0)) return work();
  const before = pty.mode;
  pty.mode = { ...RAW };
  try {
    return await work();
  } finally {
    pty.mode = before;
  }
}

/** Tells the daemon the terminal's size, now and whenever it changes; answers how to stop. */
export function followSize(cli: DockerCli, path: string): () => void {
  const { pty } = cli.process;
  if (!pty) return () => undefined;
  const tell = (): void => {
    cli.client.post(path, undefined, { query: { h: pty.rows, w: pty.columns } }).catch(() => undefined);
  };
  tell();
  const before = cli.process.on('SIGWINCH', tell);
  return () => void cli.process.on('SIGWINCH', before);
}

const PROXIED: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'];

/** Hands the signals that docker gets on to the container; at the third request to end docker itself does. Answers how to stop. */
export function proxySignals(cli: DockerCli, container: string): () => void {
  let requests = 0;
  const before = PROXIED.map((signal) => {
    const hand = (): void => {
      if ((signal === 'SIGINT' || signal === 'SIGTERM') && ++requests === 3) {
        cli
          .err('\ngot 3 SIGTERM/SIGINTs, forcefully exiting\n')
          .then(() => cli.process.exit(1))
          .catch(() => undefined);
        return;
      }
      cli.client
        .post(`/containers/${container}/kill`, undefined, { query: { signal: String(SIGNAL_NUMBERS[signal]) } })
        .catch(() => undefined);
    };
    return [signal, cli.process.on(signal, hand)] as const;
  });
  return () => {
    for (const [signal, handler] of before) cli.process.on(signal, handler);
  };
}

/** Joins an attached connection with the process's standard streams until the output ends. Throws Detached. */
export async function stream(
  cli: DockerCli,
  connection: Hijacked,
  options: { readonly detachKeys?: string; readonly tty: boolean },
): Promise<void> {
  const { process } = cli;
  const keys = detachSequence(options.detachKeys ?? '');
  let detach: () => void = () => undefined;
  const detached = new Promise<'detached'>((resolve) => {
    detach = () => {
      process.clock.wake();
      resolve('detached');
    };
  });
  if (connection.input) void pump(process, connection.input, options.tty ? keys : '', detach);
  const output = copyFrames(process, connection.output).then(() => 'ended' as const);
  if ((await process.wait(Promise.race([output, detached]))) === 'detached') {
    connection.input?.close();
    output.catch(() => undefined);
    throw new Detached('read escape sequence');
  }
}

async function pump(
  process: Process,
  input: NonNullable<Hijacked['input']>,
  keys: string,
  detach: () => void,
): Promise<void> {
  let matched = 0;
  try {
    for (let chunk = await process.stdin.read(); chunk; chunk = await process.stdin.read()) {
      const bytes: number[] = [];
      for (const byte of chunk) {
        if (keys !== '' && byte === keys.charCodeAt(matched)) {
          if (++matched === keys.length) {
            detach();
            return;
          }
          continue;
        }
        for (let i = 0; i < matched; i++) bytes.push(keys.charCodeAt(i));
        matched = keys !== '' && byte === keys.charCodeAt(0) ? 1 : 0;
        if (matched === 0) bytes.push(byte);
      }
      if (bytes.length > 0) await input.write(Uint8Array.from(bytes));
    }
    input.close();
  } catch (error) {
    // The container may end before its input does.
    if (!(error instanceof ProcessEnded)) input.close();
  }
}
