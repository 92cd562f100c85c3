import type { Hijacked, Frame } from '#network/http';
import { RAW } from '#io/pty';
import { decode } from '#io/streams';
import type { Process } from '#process/process';
import type { EngineClient } from '#docker/api/client';

/** Joins a container's streams to this process's until the output ends. A terminal is raw meanwhile. */
export async function joinStreams(process: Process, connection: Hijacked, withInput: boolean): Promise<void> {
  const raw = connection.tty && process.isTTY(0) ? process.pty : undefined;
  const before = raw && { ...raw.mode };
  if (raw) raw.mode = { ...RAW };
  let open = true;
  const input = connection.input;
  if (withInput && input) {
    void (async () => {
      for (let chunk = await process.stdin.read(); chunk && open; chunk = await process.stdin.read())
        await input.write(chunk);
      input.close();
    })().catch(() => undefined);
  }
  try {
    for await (const { stream, data } of frames(process, connection.output)) {
      await (stream === 2 ? process.stderr : process.stdout).write(data);
    }
  } finally {
    open = false;
    if (raw && before) raw.mode = before;
  }
}

async function* frames(process: Process, source: AsyncIterable<Frame>): AsyncGenerator<Frame> {
  const iterator = source[Symbol.asyncIterator]();
  for (;;) {
    const next = await process.wait(iterator.next());
    if (next.done) return;
    yield next.value;
  }
}

const COLOURS = ['36', '33', '32', '35', '34', '36;1', '33;1', '32;1', '35;1', '34;1'];

/** Writes log lines behind their container's name, each in its colour. Upstream: compose cmd/formatter/logs.go. */
export class LogPrinter {
  #colours = new Map<string, string>();
  #rest = new Map<string, string>();
  #width = 0;

  constructor(
    private readonly write: (text: string) => Promise<void>,
    private readonly options: {
      readonly colour: boolean;
      readonly prefix: boolean;
      readonly generation: 1 | 2;
      readonly errors?: (text: string) => Promise<void>;
    },
  ) {}

  /** Makes room for a name, and gives it the next colour. */
  register(name: string, full?: string): void {
    if (full !== undefined) this.#fullNames.set(name, full);
    if (this.#colours.has(name)) return;
    this.#colours.set(name, COLOURS[this.#colours.size % COLOURS.length]!);
    this.#width = Math.max(this.#width, name.length);
  }

  async log(name: string, data: Uint8Array, error = false): Promise<void> {
    const apart = error && this.options.errors !== undefined;
    const key = apart ? `${name} 2` : name;
    const text = (this.#rest.get(key) ?? '') + decode(data);
    const lines = text.split('\n');
    this.#rest.set(key, lines.pop()!);
    for (const line of lines) await this.line(name, line.replace(/\r$/, ''), apart);
  }

  /** What came without a newline, when the container has ended. */
  async end(name: string): Promise<void> {
    for (const key of [name, `${name} 2`]) {
      const rest = this.#rest.get(key) ?? '';
      this.#rest.delete(key);
      if (rest !== '') await this.line(name, rest, key !== name);
    }
  }

  async line(name: string, line: string, error = false): Promise<void> {
    const write = error ? (this.options.errors ?? this.write) : this.write;
    await write(`${this.options.prefix ? this.#prefix(name) : ''}${line}\n`);
  }

  async exited(name: string, code: number, restarting = false): Promise<void> {
    const text = `exited with code ${code}${restarting ? ' (restarting)' : ''}`;
    if (this.options.generation === 1)
      await this.write(this.#paint(name, `${this.#fullNames.get(name) ?? name} ${text}\n`));
    else await this.write(this.#paint(name, `\r\x1b[K${name} ${text}\n`));
  }

  // docker-compose 1 tells of an end under the container's whole name.
  readonly #fullNames = new Map<string, string>();

  #paint(name: string, text: string): string {
    this.register(name);
    return this.options.colour ? `\x1b[${this.#colours.get(name)!}m${text}\x1b[0m` : text;
  }

  #prefix(name: string): string {
    this.register(name);
    if (this.options.generation === 1) return `${this.#paint(name, `${name.padEnd(this.#width)}  |`)} `;
    return this.#paint(name, `${name.padEnd(this.#width + 1)} | `);
  }
}

/** Copies a container's logs to a printer until they end. */
export async function followLogs(
  process: Process,
  client: EngineClient,
  id: string,
  name: string,
  printer: LogPrinter,
  query: Record<string, string | number | boolean | undefined>,
): Promise<void> {
  const { frames: source } = await client.frames(`/containers/${id}/logs`, {
    query: { stdout: true, stderr: true, ...query },
  });
  for await (const { stream, data } of frames(process, source)) await printer.log(name, data, stream === 2);
  await printer.end(name);
}
