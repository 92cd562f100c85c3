import { text, type HttpRequest, type HttpResponse } from '#network/http';
import { NetworkError, type Listener, type Socket } from '#network/stack';
import type { Process, Program } from '#process/process';
import type { Signal } from '#process/signals';

type Answer = (request: HttpRequest, process: Process) => HttpResponse | Promise<HttpResponse>;

interface Port {
  readonly port: number | ((process: Process) => number);
  /** What it answers; a page that says what it is when absent. */
  readonly http?: Answer;
  /** For protocols other than HTTP; `false` takes connections and says nothing. */
  readonly accept?: ((socket: Socket, process: Process) => void | Promise<void>) | false;
  readonly protocol?: 'udp';
  readonly tls?: boolean;
}

export interface ServiceSpec {
  /** The program's name, as executables of images hold it. */
  readonly name: string;
  /** What it is called to people; the name when absent. */
  readonly title?: string;
  /** Options that print and end: `--version`, or a function of all arguments that answers text and exit code. */
  readonly early?: (process: Process) => Early | undefined | Promise<Early | undefined>;
  /** The real server's first lines; `[]` for silent ones. */
  readonly log?: (process: Process) => readonly string[];
  readonly stream?: 'stdout' | 'stderr';
  readonly ports?: readonly Port[];
  readonly memory?: number;
  /** Virtual milliseconds from the start until it listens. */
  readonly startupMs?: number;
  /** Its last lines after a signal. */
  readonly farewell?: (process: Process, signal: Signal) => readonly string[];
  /** Exit code after SIGTERM or SIGINT; 0 when absent. */
  readonly exit?: (signal: Signal) => number;
}

interface Early {
  readonly code: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/**
 * A server of which only the outside is simulated: its first log lines, its ports, and a page that says so.
 * Give `http` or `accept` for what it really does.
 */
export function service(spec: ServiceSpec): Program {
  return {
    name: spec.name,
    async run(process) {
      const early = await spec.early?.(process);
      if (early) {
        if (early.stdout !== undefined) await process.stdout.write(early.stdout);
        if (early.stderr !== undefined) await process.stderr.write(early.stderr);
        return early.code;
      }
      const ended = stopSignal(process);
      const out = spec.stream === 'stderr' ? process.stderr : process.stdout;
      process.use({ memoryBytes: spec.memory ?? 30_000_000 });
      if (spec.startupMs !== undefined) await process.sleep(spec.startupMs);
      const listeners: Listener[] = [];
      try {
        for (const port of spec.ports ?? []) listeners.push(listenOn(process, spec, port));
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
        await process.stderr.write(`${spec.name}: ${error.message}\n`);
        return 1;
      }
      for (const line of spec.log?.(process) ?? []) await out.write(`${line}\n`);
      const signal = await ended;
      for (const listener of listeners) listener.close();
      for (const line of spec.farewell?.(process, signal) ?? []) await out.write(`${line}\n`);
      return spec.exit?.(signal) ?? 0;
    },
  };
}

/** The first of SIGTERM, SIGINT and SIGQUIT that comes. */
export const stopSignal = (process: Process): Promise<Signal> =>
  process.wait(
    new Promise<Signal>((resolve) => {
      for (const name of ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const) process.on(name, () => resolve(name));
    }),
  );

function listenOn(process: Process, spec: ServiceSpec, entry: Port): Listener {
  const port = typeof entry.port === 'function' ? entry.port(process) : entry.port;
  const { accept } = entry;
  const common = {
    port,
    program: spec.name,
    ...(entry.protocol && { protocol: entry.protocol }),
    ...(entry.tls && { tls: true }),
  };
  if (accept !== undefined) {
    return process.net.listen({
      ...common,
      accept: (socket) => {
        if (accept !== false) void Promise.resolve(accept(socket, process)).catch(() => socket.close());
      },
    });
  }
  const http = entry.http ?? ((request: HttpRequest) => standIn(spec.title ?? spec.name, request));
  return process.net.listen({ ...common, http: (request) => http(request, process) });
}

/** The page of what has no simulation of its own. */
export const standIn = (title: string, request?: HttpRequest): HttpResponse =>
  html(
    200,
    title,
    `<p>This is Drydock's stand-in for ${escapeHtml(title)}: the container, its ports and its logs are simulated, the program inside is not.</p>` +
      (request ? `\n<p>You asked for <code>${escapeHtml(request.target)}</code>.</p>` : ''),
  );

/** A small page. `body` is HTML. */
export const html = (status: number, title: string, body: string): HttpResponse =>
  text(
    status,
    `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>${escapeHtml(title)}</title>\n</head>\n<body>\n<h1>${escapeHtml(title)}</h1>\n${body}\n</body>\n</html>\n`,
    { 'content-type': 'text/html; charset=utf-8' },
  );

export const escapeHtml = (value: string): string =>
  value.replace(/[&<>"]/g, (ch) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[ch]!);

/** `2026-01-01T00:00:00.000Z`, the world's time. */
export const isoTime = (process: Process): string => new Date(process.clock.epochNow()).toISOString();

/** A tool that can tell its version, and says plainly that the rest is not simulated. */
export const versionTool = (
  name: string,
  version: (process: Process) => string,
  options: {
    versionArgs?: readonly string[];
    stream?: 'stdout' | 'stderr';
    what?: (args: readonly string[]) => string;
  } = {},
): Program => ({
  name,
  async run(process) {
    const args = process.argv.slice(1);
    if ((options.versionArgs ?? ['--version', '-V', '-v', 'version']).includes(args[0] ?? '')) {
      await process[options.stream ?? 'stdout'].write(`${version(process)}\n`);
      return 0;
    }
    const what =
      options.what?.(args) ??
      [name, ...args.slice(0, 1).filter((arg) => /^[a-z]/.test(arg) && !/[./]/.test(arg))].join(' ');
    await process.stderr.write(`drydock: ${what} is not simulated yet\n`);
    return 1;
  },
});
