import { decode, readText } from '#io/streams';
import type { Process, Program } from '#process/process';
import { executable, ProcessEnded } from '#process/process';
import { runModule, importModule } from './runtime/imports';
import { asPyError } from './runtime/errors';
import { execute } from './runtime/execute';
import { evaluate } from './runtime/evaluate';
import { Frame } from './runtime/frame';
import { PyModule, type Run, type Value } from './runtime/values';
import { builtins } from './runtime/builtin-scope';
import { reprOf } from './runtime/repr';
import { parseModule } from './syntax/parser';
import { SyntaxFault } from './syntax/tokens';
import { Vm } from './runtime/vm';
import { exitOf, traceback } from './traceback';
import { flushAll } from './objects/file';
import './library';

const USAGE = `usage: python3 [option] ... [-c cmd | -m mod | file | -] [arg] ...
Try \`python3 -h' for more information.
`;

/** The version a container's PYTHON_VERSION names, or the laptop's own. */
export const versionOf = (process: Process): string => {
  const own = process.env.get('PYTHON_VERSION');
  return own !== undefined && /^3\.\d+\.\d+$/.test(own) ? own : '3.12.3';
};

export const sitePackages = (process: Process): string => {
  const venv = process.env.get('VIRTUAL_ENV');
  const version = versionOf(process).replace(/\.\d+$/, '');
  return `${venv ?? '/usr/local'}/lib/python${version}/site-packages`;
};

interface Request {
  readonly mode: 'file' | 'command' | 'module' | 'stdin';
  readonly what: string;
  readonly args: readonly string[];
  readonly unbuffered: boolean;
}

function parse(process: Process): Request | { text: string; code: number } {
  const args = process.argv.slice(1);
  let unbuffered = (process.env.get('PYTHONUNBUFFERED') ?? '') !== '';
  while (args.length > 0) {
    const arg = args.shift()!;
    if (arg === '-' || !arg.startsWith('-')) {
      return { mode: arg === '-' ? 'stdin' : 'file', what: arg, args: [arg, ...args], unbuffered };
    }
    if (arg === '-V' || arg === '--version') return { text: `Python ${versionOf(process)}\n`, code: 0 };
    if (arg === '-h' || arg === '--help') return { text: USAGE, code: 0 };
    if (arg === '-c') return { mode: 'command', what: args.shift() ?? '', args: ['-c', ...args], unbuffered };
    if (arg === '-m') return { mode: 'module', what: args.shift() ?? '', args: ['', ...args], unbuffered };
    if (arg.startsWith('-c')) return { mode: 'command', what: arg.slice(2), args: ['-c', ...args], unbuffered };
    if (arg === '-W' || arg === '-X') args.shift();
    else if (/^-[uBEIsSOqiv]+$/.test(arg)) unbuffered ||= arg.includes('u');
    else return { text: `Unknown option: ${arg.slice(0, 2)}\n${USAGE}`, code: 2 };
  }
  return { mode: 'stdin', what: '-', args: [''], unbuffered };
}

/** The Python interpreter, for the kernel. */
export const pythonProgram: Program = { name: 'python3', run: runPython };

/** Runs python3 as its arguments say. */
export async function runPython(process: Process): Promise<number> {
  const request = parse(process);
  if ('text' in request) {
    await (request.code === 0 ? process.stdout : process.stderr).write(request.text);
    return request.code;
  }
  process.use({ cpuMs: 15, memoryBytes: 9_500_000 });
  await process.sleep(18);
  if (request.mode === 'module' && request.what === 'pip') {
    const { runPip } = await process.external(() => import('./pip'));
    return await runPip(process, request.args.slice(1));
  }
  if (request.mode === 'module' && request.what === 'venv') return await makeVenv(process, request.args[1]);
  const vm = new Vm(process, versionOf(process), request.unbuffered);
  process.on('SIGINT', () => {
    vm.interrupted = true;
    vm.onInterrupt?.();
    process.clock.wake();
  });
  vm.argv = [...request.args];
  const home =
    request.mode === 'file'
      ? parentOf(process.fs.absolute(request.what))
      : request.mode === 'module'
        ? process.fs.cwd
        : '';
  const more = (process.env.get('PYTHONPATH') ?? '').split(':').filter(Boolean);
  vm.path = [home === '' ? process.fs.cwd : home, ...more, sitePackages(process)];
  if (request.mode === 'stdin' && process.isTTY(0)) return await prompt(vm);
  return await finish(vm, request.mode === 'command' ? '<string>' : request.what, yieldMain(vm, request));
}

/** The end of a path's directory. */
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** Runs to the end, prints what was not caught and answers the exit code. */
export async function finish(vm: Vm, file: string, run: Run<unknown>): Promise<number> {
  let code = 0;
  let ended: unknown;
  try {
    await vm.drive(run);
    await vm.process.wait(Promise.all(vm.threads));
  } catch (error) {
    ended = error;
  }
  if (ended instanceof ProcessEnded) throw ended;
  if (ended instanceof MissingFile) return 2;
  if (ended !== undefined) code = await report(vm, file, ended);
  for (const last of vm.atexit.reverse()) await vm.drive(last());
  await vm.drive(flushAll(vm));
  await vm.drive(vm.flush());
  return code;
}

async function report(vm: Vm, file: string, ended: unknown): Promise<number> {
  const error = asPyError(ended);
  if (!error) throw ended;
  const exit = await vm.drive(exitOf(vm, error));
  await vm.drive(vm.flush());
  if (exit) {
    if (exit.text !== '') await vm.process.stderr.write(exit.text);
    return exit.code;
  }
  await vm.process.stderr.write(await vm.drive(traceback(vm, error, file)));
  return error.value.cls.name === 'KeyboardInterrupt' ? 130 : 1;
}

function* yieldMain(vm: Vm, request: Request): Run<void> {
  const { process } = vm;
  const main = new PyModule('__main__', new Map<string, Value>([['__name__', '__main__']]));
  vm.modules.set('__main__', main);
  if (request.mode === 'command') return yield* runModule(vm, main, `${request.what}\n`, '<string>');
  if (request.mode === 'stdin') {
    const text = (yield { start: () => readText(process.stdin) }) as string;
    return yield* runModule(vm, main, text, '<stdin>');
  }
  if (request.mode === 'module') {
    const module = yield* importModule(vm, request.what);
    const file = module.vars.get('__path__');
    main.vars.set('__package__', request.what);
    if (typeof file === 'string' && file !== '') {
      const path = `${file}/__main__.py`;
      if (process.fs.exists(path)) return yield* runModule(vm, main, process.fs.readText(path), path);
    }
    const path = module.vars.get('__file__');
    if (typeof path === 'string') return yield* runModule(vm, main, process.fs.readText(path), path);
    const entry = module.vars.get('main');
    if (entry !== undefined) yield* runModule(vm, main, `import ${request.what} as m\nm.main()\n`, '<frozen>');
    return;
  }
  const path = process.fs.absolute(request.what);
  if (!process.fs.exists(path)) {
    const text = `python3: can't open file '${path}': [Errno 2] No such file or directory\n`;
    yield { start: () => process.stderr.write(text) };
    throw new MissingFile();
  }
  const file = process.fs.isDirectory(path) ? `${path}/__main__.py` : path;
  main.vars.set('__file__', file);
  yield* runModule(vm, main, decode(process.fs.readFile(file)), request.what === path ? path : path);
}

/** The script does not exist; python has said so. */
export class MissingFile extends Error {
  override readonly name = 'MissingFile';
}

/** `python -m venv DIR`: the folder, its commands and what `activate` changes. */
async function makeVenv(process: Process, path: string | undefined): Promise<number> {
  if (path === undefined) {
    await process.stderr.write(
      'usage: venv [-h] ENV_DIR [ENV_DIR ...]\nvenv: error: the following arguments are required: ENV_DIR\n',
    );
    return 2;
  }
  const { fs } = process;
  const home = fs.absolute(path);
  const minor = versionOf(process).replace(/\.\d+$/, '');
  fs.mkdir(`${home}/bin`, { parents: true });
  fs.mkdir(`${home}/lib/python${minor}/site-packages`, { parents: true });
  fs.writeFile(
    `${home}/pyvenv.cfg`,
    `home = /usr/local/bin\ninclude-system-site-packages = false\nversion = ${versionOf(process)}\n`,
  );
  for (const [name, program] of Object.entries({ python: 'python3', python3: 'python3', pip: 'pip', pip3: 'pip' }))
    fs.writeFile(`${home}/bin/${name}`, executable(program), { mode: 0o755 });
  fs.writeFile(
    `${home}/bin/activate`,
    `export VIRTUAL_ENV="${home}"\nexport PATH="${home}/bin:$PATH"\nPS1="(${home.slice(home.lastIndexOf('/') + 1)}) \${PS1:-}"\ndeactivate () {\n    PATH="\${PATH#${home}/bin:}"\n    unset VIRTUAL_ENV\n}\n`,
  );
  await process.sleep(2500);
  return 0;
}

async function prompt(vm: Vm): Promise<number> {
  const { process } = vm;
  const main = new PyModule('__main__', new Map<string, Value>([['__name__', '__main__']]));
  vm.modules.set('__main__', main);
  await process.stdout.write(
    `Python ${vm.version} (main, Oct  9 2025, 22:31:34) [GCC 14.2.0] on linux\nType "help", "copyright", "credits" or "license" for more information.\n`,
  );
  const frame = new Frame('module', '<module>', '<stdin>', main.vars, undefined, undefined, main.vars);
  let rest = '';
  let source = '';
  await process.stdout.write('>>> ');
  for (;;) {
    while (!rest.includes('\n')) {
      const chunk = await process.stdin.read();
      if (!chunk) {
        await process.stdout.write('\n');
        return 0;
      }
      rest += decode(chunk);
    }
    const line = rest.slice(0, rest.indexOf('\n'));
    rest = rest.slice(line.length + 1);
    source += `${line}\n`;
    if (wantsMore(source, line)) {
      await process.stdout.write('... ');
      continue;
    }
    const code = await one(vm, frame, source);
    source = '';
    if (code !== undefined) return code;
    await process.stdout.write('>>> ');
  }
}

function wantsMore(source: string, line: string): boolean {
  if (/:\s*(#.*)?$/.test(source.split('\n')[0] ?? '') || source.startsWith('@')) return line.trim() !== '';
  try {
    parseModule(source, '<stdin>');
    return false;
  } catch (error) {
    return error instanceof SyntaxFault && error.incomplete && line.trim() !== '';
  }
}

async function one(vm: Vm, frame: Frame, source: string): Promise<number | undefined> {
  try {
    const { body, lines } = parseModule(source, '<stdin>');
    vm.sources.set('<stdin>', lines);
    for (const statement of body) {
      if (statement.kind === 'Expression') {
        const value = await vm.drive(evaluate(vm, statement.value, frame));
        if (value !== null) await vm.drive(vm.write(`${await vm.drive(reprOf(vm, value))}\n`));
        builtins.set('_', value);
      } else await vm.drive(execute(vm, [statement], frame));
    }
    await vm.drive(vm.flush());
  } catch (error) {
    if (error instanceof ProcessEnded) throw error;
    const known = asPyError(error);
    if (!known) throw error;
    if (known.value.cls.name === 'SystemExit') {
      await vm.drive(vm.flush());
      return (await vm.drive(exitOf(vm, known)))?.code ?? 0;
    }
    known.trace.unshift({ file: '<stdin>', line: frame.line, name: '<module>', at: frame.at });
    await vm.drive(vm.flush());
    await vm.process.stderr.write(await vm.drive(traceback(vm, known, '<stdin>')));
  }
  return undefined;
}
