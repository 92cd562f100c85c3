import { encode, Pipe, type Reader, type Waker, type Writer } from './streams';

/** A terminal's settings that programs change (termios): how keys become input. */
export interface TerminalMode {
  /** Lines, with erasing by the terminal (ICANON); otherwise every key at once. */
  canonical: boolean;
  echo: boolean;
  /** Ctrl-C, Ctrl-\ and Ctrl-Z become signals (ISIG). */
  signals: boolean;
}

export type TerminalSignal = 'SIGINT' | 'SIGQUIT' | 'SIGTSTP' | 'SIGWINCH';

export const COOKED: Readonly<TerminalMode> = { canonical: true, echo: true, signals: true };
export const RAW: Readonly<TerminalMode> = { canonical: false, echo: false, signals: false };

/**
 * A pseudo terminal. The master side is the emulator (xterm.js, `docker run -t`): `type` gives it keys and `output`
 * is what to draw. The slave side is what programs read and write. Upstream: Linux drivers/tty/n_tty.c.
 */
export class Pty {
  columns: number;
  rows: number;
  /** The process group that gets the terminal's signals; set by the shell. */
  foreground = 0;
  /** Delivers a signal to the foreground group; set by the kernel that owns the processes. */
  onSignal: (signal: TerminalSignal, group: number) => void = () => undefined;
  /** Told when the emulator has gone; set by the kernel that owns the processes. */
  onHangUp: () => void = () => undefined;
  /** Told what stands under the cursor while a line is edited, in a sentence; '' when there is nothing to say. */
  onHint: ((text: string) => void) | undefined;
  /** What programs wrote, with newlines as CR LF; read by the emulator. */
  readonly output: Reader;
  /** What programs read. */
  readonly input: Reader;

  #out: Pipe;
  #in: Pipe;
  #line = '';
  #mode: TerminalMode = { ...COOKED };
  #hungUp = false;

  constructor(waker: Waker, size: { columns: number; rows: number } = { columns: 80, rows: 24 }) {
    this.columns = size.columns;
    this.rows = size.rows;
    this.#out = new Pipe(waker, 1 << 20);
    this.#in = new Pipe(waker, Infinity);
    this.output = this.#out.reader;
    this.input = this.#in.reader;
  }

  get mode(): TerminalMode {
    return this.#mode;
  }

  /** Leaving the line mode hands over what was typed ahead. */
  set mode(mode: TerminalMode) {
    this.#mode = mode;
    if (!mode.canonical) this.#typedAhead();
  }

  /** A writer for programs: a newline returns the carriage as well (ONLCR). */
  readonly writer: Writer = {
    write: (data, cancel) =>
      this.#hungUp
        ? Promise.resolve()
        : this.#out.write(toTerminal(typeof data === 'string' ? encode(data) : data), cancel),
    close: () => undefined,
  };

  /** Keys from the emulator, as the byte string a terminal sends (`\r` for Enter, `\x03` for Ctrl-C). */
  type(keys: string): void {
    if (!this.mode.canonical) {
      this.#raw(keys);
      return;
    }
    for (const key of keys) this.#cooked(key);
  }

  /** Forgets keys that no program has read yet (tcflush). */
  flushInput(): void {
    this.#line = '';
    this.#in.discard();
  }

  resize(columns: number, rows: number): void {
    if (columns === this.columns && rows === this.rows) return;
    this.columns = columns;
    this.rows = rows;
    this.onSignal('SIGWINCH', this.foreground);
  }

  /** The emulator hangs up: programs read the end, and what they still write is dropped. */
  hangUp(): void {
    if (this.#hungUp) return;
    this.#hungUp = true;
    this.#in.close();
    this.#out.close();
    this.onHangUp();
  }

  #typedAhead(): void {
    if (this.#line === '') return;
    this.#in.offer(encode(this.#line));
    this.#line = '';
  }

  #raw(keys: string): void {
    this.#typedAhead();
    if (!this.mode.signals) {
      this.#in.offer(encode(keys));
      return;
    }
    for (const key of keys) if (!this.#signal(key)) this.#in.offer(encode(key));
  }

  #cooked(key: string): void {
    if (this.mode.signals && this.#signal(key)) {
      this.#line = '';
      return;
    }
    if (key === '\r' || key === '\n') {
      this.#echo('\r\n');
      this.#in.offer(encode(this.#line + '\n'));
      this.#line = '';
    } else if (key === '\x04') {
      if (this.#line === '') this.#in.offerEnd();
      else this.#in.offer(encode(this.#line));
      this.#line = '';
    } else if (key === '\x7f' || key === '\b') {
      if (this.#line !== '') this.#echo('\b \b');
      this.#line = [...this.#line].slice(0, -1).join('');
    } else if (key === '\x15') {
      this.#echo('\b \b'.repeat([...this.#line].length));
      this.#line = '';
    } else {
      this.#line += key;
      this.#echo(key < ' ' && key !== '\t' ? `^${String.fromCharCode(key.charCodeAt(0) + 64)}` : key);
    }
  }

  #signal(key: string): boolean {
    const signal = SIGNAL_KEYS[key];
    if (!signal) return false;
    this.#echo(`^${String.fromCharCode(key.charCodeAt(0) + 64)}`);
    this.onSignal(signal, this.foreground);
    return true;
  }

  #echo(text: string): void {
    if (this.mode.echo) this.#out.offer(text);
  }
}

const SIGNAL_KEYS: Record<string, TerminalSignal | undefined> = {
  '\x03': 'SIGINT',
  '\x1c': 'SIGQUIT',
  '\x1a': 'SIGTSTP',
};

/** Newlines become CR LF, unless they are that already. */
function toTerminal(bytes: Uint8Array): Uint8Array {
  const bare = (at: number): boolean => bytes[at] === LF && bytes[at - 1] !== CR;
  let extra = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) if (bare(at)) extra++;
  if (extra === 0) return bytes;
  const out = new Uint8Array(bytes.length + extra);
  let to = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bare(at)) out[to++] = CR;
    out[to++] = bytes[at]!;
  }
  return out;
}

const CR = 13;
const LF = 10;
