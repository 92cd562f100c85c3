import type { HttpRequest } from '#network/http';
import { NetworkError, type Listener } from '#network/stack';
import { ProcessEnded, type Process, type Program } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { all, ConfigError, last, parseConfig, type Directive, type Include } from './config';
import { checkDirectives, NotSimulatedError } from './directives';
import { Server } from './server';
import { VERSION } from './variables';

const CONFIG = '/etc/nginx/nginx.conf';
const WORKER_ERROR = 'nginx: ';

/** nginx: serves the files that are there, as its configuration says. Upstream: nginx 1.29. */
export const nginxProgram: Program = {
  name: 'nginx',
  async run(process) {
    const options = readOptions(process.argv.slice(1));
    const version = process.env.get('NGINX_VERSION') ?? VERSION;
    if (typeof options === 'string') return fail(process, options);
    if (options.version) {
      await process.stderr.write(`nginx version: nginx/${version}\n`);
      if (options.build) await process.stderr.write('built by gcc 14.2.0 (Debian 14.2.0-19) \n');
      return 0;
    }
    let config: Directive[];
    const file = options.config;
    try {
      config = load(process, file, options.globals);
    } catch (error) {
      if (error instanceof NotSimulatedError) {
        await process.stderr.write(`drydock: ${error.message} is not simulated yet\n`);
        return 1;
      }
      if (!(error instanceof ConfigError)) throw error;
      const code = await fail(process, error.message);
      if (options.test) await process.stderr.write(`nginx: configuration file ${file} test failed\n`);
      return code;
    }
    if (options.test) {
      await process.stderr.write(
        `nginx: the configuration file ${file} syntax is ok\nnginx: configuration file ${file} test is successful\n`,
      );
      if (options.dump) await process.stdout.write(`# configuration file ${file}:\n${process.fs.readText(file)}\n`);
      return 0;
    }
    const pidFile = last(config, 'pid')?.[0] ?? '/run/nginx.pid';
    if (options.signal !== undefined) return signal(process, options.signal, pidFile);
    return serve(process, config, options, pidFile, version);
  },
};

interface Options {
  config: string;
  globals: string;
  version: boolean;
  build: boolean;
  test: boolean;
  dump: boolean;
  signal?: string;
}

function readOptions(args: readonly string[]): Options | string {
  const options: Options = { config: CONFIG, globals: '', version: false, build: false, test: false, dump: false };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    const value = (): string => args[++at] ?? '';
    if (arg === '-v' || arg === '-V') [options.version, options.build] = [true, arg === '-V'];
    else if (arg === '-t') options.test = true;
    else if (arg === '-T') [options.test, options.dump] = [true, true];
    else if (arg === '-g') options.globals += value();
    else if (arg === '-c') options.config = value();
    else if (arg === '-s') options.signal = value();
    else if (arg !== '-q' && arg !== '-e' && arg !== '-p') return `invalid option: "${arg.replace(/^-/, '')}"`;
    else if (arg !== '-q') value();
  }
  if (options.signal !== undefined && !(options.signal in SIGNALS)) return `invalid option: "-s ${options.signal}"`;
  return options;
}

async function fail(process: Process, message: string): Promise<number> {
  const line = message.startsWith('invalid option') ? message : `[emerg] ${message}`;
  if (line !== message)
    await process.stderr.write(`${stamp(process)} [emerg] ${String(process.pid)}#${String(process.pid)}: ${message}\n`);
  await process.stderr.write(`${WORKER_ERROR}${line}\n`);
  return 1;
}

function load(process: Process, file: string, globals: string): Directive[] {
  const { fs } = process;
  const include: Include = (pattern, from) => {
    const path = pattern.startsWith('/') ? pattern : `${file.slice(0, file.lastIndexOf('/'))}/${pattern}`;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const directory = path.slice(0, path.lastIndexOf('/'));
    if (!/[*?[]/.test(name)) return [{ path, text: readConfig(process, path, from) }];
    const expression = new RegExp(
      `^${name
        .replaceAll(/[.+^${}()|\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
    );
    const names = fs.isDirectory(directory) ? fs.readdir(directory) : [];
    const wanted = names.filter((candidate) => !candidate.startsWith('.') && expression.test(candidate));
    return wanted.map((found) => ({ path: `${directory}/${found}`, text: fs.readText(`${directory}/${found}`) }));
  };
  const config = parseConfig(file, readConfig(process, file), include);
  config.push(...parseConfig('command line', globals, include));
  checkDirectives(config);
  if (!config.some((directive) => directive.name === 'events'))
    throw new ConfigError('no "events" section in configuration');
  const http = config.find((directive) => directive.name === 'http')?.block ?? [];
  for (const group of all(http, 'upstream')) {
    if (all(group.block!, 'server').length === 0) {
      throw new ConfigError(`no servers are inside upstream in ${group.file}:${String(group.line)}`);
    }
  }
  return config;
}

function readConfig(process: Process, path: string, from?: Directive): string {
  try {
    return process.fs.readText(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const number = error.code === 'EACCES' ? 13 : error.code === 'EISDIR' ? 21 : 2;
    const where = from ? ` in ${from.file}:${String(from.line)}` : '';
    throw new ConfigError(`open() "${path}" failed (${String(number)}: ${error.message})${where}`);
  }
}

const SIGNALS = { stop: 'SIGTERM', quit: 'SIGQUIT', reload: 'SIGHUP', reopen: 'SIGUSR1' } as const;

async function signal(process: Process, name: string, pidFile: string): Promise<number> {
  if (!process.fs.exists(pidFile)) {
    await fail(process, `open() "${pidFile}" failed (2: No such file or directory)`.replace('[emerg]', '[error]'));
    return 1;
  }
  const pid = Number(process.fs.readText(pidFile));
  await process.stderr.write(
    `${stamp(process)} [notice] ${String(process.pid)}#${String(process.pid)}: signal process started\n`,
  );
  process.kill(pid, SIGNALS[name as keyof typeof SIGNALS]);
  return 0;
}

/** `2026/11/22 20:40:17` */
const stamp = (process: Process): string =>
  new Date(process.clock.epochNow()).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');

async function serve(
  process: Process,
  first: Directive[],
  options: Options,
  pidFile: string,
  version: string,
): Promise<number> {
  let config = first;
  let server: Server;
  const listeners = new Map<number, Listener>();
  const notice = (line: string): Promise<void> => {
    const path = last(config, 'error_log')?.[0] ?? '/var/log/nginx/error.log';
    const level = last(config, 'error_log')?.[1] ?? 'error';
    if (line.startsWith('[notice]') && !['notice', 'info', 'debug'].includes(level)) return Promise.resolve();
    const id = String(process.pid);
    return write(process, path, `${stamp(process)} ${line.replace('] ', `] ${id}#${id}: `)}\n`);
  };
  const apply = (): void => {
    const http = config.find((directive) => directive.name === 'http')?.block ?? [];
    server = new Server(process, http, version, {
      access: (path, line) => void write(process, path, `${line}\n`),
      error: (line) => void notice(line),
    });
    const ports = server.ports();
    for (const [port, listener] of listeners) {
      if (ports.includes(port)) continue;
      listener.close();
      listeners.delete(port);
    }
    for (const port of ports) {
      if (listeners.has(port)) continue;
      const http = (request: HttpRequest): ReturnType<Server['answer']> => server.answer(port, request);
      listeners.set(port, process.net.listen({ port, program: 'nginx', http }));
    }
  };
  try {
    apply();
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const port = String(/\d+$/.exec(error.message)?.[0] ?? 80);
    const number = error.code === 'EACCES' ? '13: Permission denied' : '98: Address already in use';
    return fail(process, `bind() to 0.0.0.0:${port} failed (${number})`);
  }
  try {
    process.fs.writeFile(pidFile, `${String(process.pid)}\n`);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return fail(process, `open() "${pidFile}" failed (13: ${error.message})`);
  }
  await notice('[notice] using the "epoll" event method');
  await notice(`[notice] nginx/${version}`);
  await notice(`[notice] OS: Linux ${process.host.kernel}`);
  await notice('[notice] getrlimit(RLIMIT_NOFILE): 1048576:1048576');
  process.use({ memoryBytes: 8_000_000 });
  const configured = last(config, 'worker_processes')?.[0] ?? '1';
  const count = configured === 'auto' ? process.host.cpus : Math.min(64, Number(configured));
  await notice('[notice] start worker processes');
  const workers: number[] = [];
  for (let worker = 0; worker < count; worker++) {
    const child = process.fork(work, { argv: ['nginx: worker process'] });
    workers.push(child.pid);
    await notice(`[notice] start worker process ${String(child.pid)}`);
  }
  const ended = new Promise<'SIGTERM' | 'SIGQUIT' | 'SIGINT'>((resolve) => {
    for (const name of ['SIGTERM', 'SIGQUIT', 'SIGINT'] as const) process.on(name, () => resolve(name));
  });
  process.on('SIGHUP', () => {
    void notice('[notice] signal 1 (SIGHUP) received, reconfiguring');
    try {
      config = load(process, options.config, options.globals);
      apply();
    } catch (error) {
      if (error instanceof ProcessEnded) throw error;
      void notice(`[emerg] ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  process.on('SIGUSR1', () => void notice('[notice] signal 10 (SIGUSR1) received, reopening logs'));
  process.on('SIGWINCH', 'ignore');
  const how = await process.wait(ended);
  const numbers = { SIGTERM: 15, SIGQUIT: 3, SIGINT: 2 };
  await notice(
    `[notice] signal ${String(numbers[how])} (${how}) received, ${how === 'SIGQUIT' ? 'shutting down' : 'exiting'}`,
  );
  for (const listener of listeners.values()) listener.close();
  for (const pid of workers) process.kill(pid, 'SIGTERM');
  if (process.fs.exists(pidFile)) process.fs.unlink(pidFile);
  await notice('[notice] exit');
  return 0;
}

/** Simplified: the master answers; workers are there to be seen. */
async function work(child: Process): Promise<number> {
  child.use({ memoryBytes: 3_000_000 });
  const ended = new Promise<void>((resolve) => child.on('SIGTERM', () => resolve()));
  child.on('SIGQUIT', 'ignore');
  await child.wait(ended);
  return 0;
}

/** Writes to a log; the image links its logs to the standard streams. */
export async function write(process: Process, path: string, line: string): Promise<void> {
  try {
    let target = path;
    if (process.fs.exists(path) || path.startsWith('/var/log')) {
      try {
        target = process.fs.lstat(path).type === 'symlink' ? process.fs.readlink(path) : path;
      } catch {
        target = path;
      }
    }
    if (target === '/dev/stdout' || target === 'stdout') await process.stdout.write(line);
    else if (target === '/dev/stderr' || target === 'stderr') await process.stderr.write(line);
    else process.fs.appendFile(target, line);
  } catch (error) {
    if (error instanceof ProcessEnded) throw error;
    /* a log that cannot be written stops nobody */
  }
}
