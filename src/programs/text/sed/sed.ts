import { decode, readLines, type Reader } from '#io/streams';
import type { Process } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { getopt, UsageError } from '../../getopt';
import { readOperand } from '../../inputs';
import { isApplet, tool } from '../../program';
import { Execution } from './execute';
import { parseScript, ScriptError, type Command } from './script';

const SPEC = {
  short: 'ne:f:Eri::szu',
  long: {
    quiet: 'n',
    silent: 'n',
    'expression=': 'e',
    'file=': 'f',
    'regexp-extended': 'E',
    'in-place=?': 'i',
    separate: 's',
    'null-data': 'z',
    unbuffered: 'u',
    posix: 'posix',
    debug: 'debug',
  },
  usageExit: 1,
  version: 'sed (GNU sed) 4.9',
  usage: '[OPTION]... {script-only-if-no-other-script} [input-file]...',
} as const;

/** sed: edits streams of lines. Upstream: GNU sed. */
export const sed = tool('sed', SPEC, async (process) => {
  const options = getopt(process.argv.slice(1), SPEC);
  const operands = [...options.operands];
  const parts: string[] = [];
  for (const { name, value } of options.given) {
    if (name === 'e') parts.push(value);
    else if (name === 'f')
      parts.push(
        decode(await readOperand(process, value))
          .replace(/^#n\n/, '')
          .replace(/\n$/, ''),
      );
  }
  if (parts.length === 0) {
    const script = operands.shift();
    if (script === undefined) throw new UsageError('no script specified');
    parts.push(script);
  }
  let script: Command[];
  try {
    script = parseScript(parts.join('\n'), options.has('E') || options.has('r'));
    const lost = script.find(
      (c) => 'btT'.includes(c.name) && c.text !== '' && !script.some((l) => l.name === ':' && l.text === c.text),
    );
    if (lost) throw new ScriptError(`can't find label for jump to \`${lost.text!}'`);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    await process.stderr.write(
      `sed: ${isApplet(process) ? error.message.replace(/^-e expression #1, char \d+: /, '') : error.message}\n`,
    );
    return 1;
  }
  if (options.has('i')) return inPlace(process, script, operands, options.has('n'), options.value('i') ?? '');
  const source = new Lines(process, operands);
  const code = await new Execution(
    process,
    script,
    options.has('n'),
    () => source.next(),
    () => source.last(),
    (text) => process.stdout.write(text),
  ).run();
  return code ?? (source.failed ? 2 : 0);
});

async function inPlace(
  process: Process,
  script: readonly Command[],
  paths: readonly string[],
  silent: boolean,
  suffix: string,
): Promise<number> {
  let failed = false;
  for (const path of paths) {
    if (!process.fs.exists(path)) {
      failed = true;
      await process.stderr.write(`sed: can't read ${path}: No such file or directory\n`);
      continue;
    }
    if (process.fs.isDirectory(path)) {
      failed = true;
      await process.stderr.write(`sed: couldn't edit ${path}: not a regular file\n`);
      continue;
    }
    const text = process.fs.readText(path);
    const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
    let at = 0;
    let out = '';
    const write = (part: string): Promise<void> => {
      out += part;
      return Promise.resolve();
    };
    await new Execution(
      process,
      script,
      silent,
      () => Promise.resolve(lines[at++]),
      () => Promise.resolve(at >= lines.length),
      write,
    ).run();
    out += lines
      .slice(at)
      .map((line) => `${line}\n`)
      .join('');
    if (suffix !== '') process.fs.writeFile(suffix.includes('*') ? suffix.replaceAll('*', path) : path + suffix, text);
    process.fs.writeFile(path, text.endsWith('\n') || text === '' ? out : out.replace(/\n$/, ''));
  }
  return failed ? 4 : 0;
}

/** The lines of all inputs as one stream, one line ahead, so that `$` is known. */
class Lines {
  failed = false;
  #ahead: string | undefined;
  #primed = false;
  #stream: AsyncGenerator<string, void>;

  constructor(
    private readonly process: Process,
    paths: readonly string[],
  ) {
    this.#stream = this.#all(paths.length === 0 ? ['-'] : paths);
  }

  async next(): Promise<string | undefined> {
    if (this.#primed) {
      this.#primed = false;
      return this.#ahead;
    }
    return this.#pull();
  }

  async last(): Promise<boolean> {
    if (!this.#primed) {
      this.#ahead = await this.#pull();
      this.#primed = true;
    }
    return this.#ahead === undefined;
  }

  async #pull(): Promise<string | undefined> {
    const step = await this.#stream.next();
    return step.done ? undefined : step.value;
  }

  async *#all(paths: readonly string[]): AsyncGenerator<string, void> {
    for (const path of paths) {
      if (path === '-') {
        yield* readLines(this.process.stdin);
        continue;
      }
      let reader: Reader;
      try {
        if (this.process.fs.isDirectory(path)) {
          this.failed = true;
          await this.process.stderr.write(`sed: couldn't edit ${path}: not a regular file\n`);
          continue;
        }
        reader = this.process.open(path, 'r').reader!;
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        this.failed = true;
        await this.process.stderr.write(`sed: can't read ${path}: ${error.message}\n`);
        continue;
      }
      yield* readLines(reader);
    }
  }
}
