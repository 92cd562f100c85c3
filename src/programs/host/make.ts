import type { Process, Program } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { tool } from '../program';
import { expand, parseMakefile, type Makefile, type Rule } from './makefile';

/** A make that stopped; the text is what follows `make: *** `. */
class MakeError extends Error {
  override readonly name = 'MakeError';

  constructor(
    message: string,
    readonly ignorable = false,
  ) {
    super(message);
  }
}

/** The deepest that one prerequisite may need another. */
const DEPTH = 200;

/** make: brings targets up to date. Upstream: GNU make. Simplified: no implicit rules, functions beyond the common, or jobs side by side. */
export const make: Program = tool(
  'make',
  {
    short: 'f:C:nskBij::e',
    long: {
      'file=': 'f',
      'makefile=': 'f',
      'directory=': 'C',
      'dry-run': 'n',
      silent: 's',
      quiet: 's',
      'always-make': 'B',
      'ignore-errors': 'i',
      'keep-going': 'k',
      'jobs=?': 'j',
      'no-print-directory': 'w',
    },
    usageExit: 2,
    version: 'GNU Make 4.3',
  },
  async (process, options) => {
    const directory = options.value('C');
    const { fs } = process;
    const base = directory === undefined ? '' : `${directory}/`;
    const file = options.value('f') ?? ['GNUmakefile', 'makefile', 'Makefile'].find((name) => fs.exists(base + name));
    const targets = options.operands.filter((word) => !word.includes('='));
    const stop = async (text: string): Promise<number> => {
      await process.stderr.write(`make: *** ${text}  Stop.\n`);
      return 2;
    };
    if (file === undefined)
      return stop(
        targets.length > 0 ? `No rule to make target '${targets[0]!}'.` : 'No targets specified and no makefile found.',
      );
    if (!fs.exists(base + file)) {
      await process.stderr.write(`make: ${file}: No such file or directory\n`);
      return stop(`No rule to make target '${file}'.`);
    }
    const given = new Map(
      options.operands
        .filter((word) => word.includes('='))
        .map((word): [string, string] => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
    );
    try {
      const makefile = await parseMakefile(fs.readText(base + file), process.env, given, (command) =>
        shellOutput(process, command, directory),
      );
      const first = targets.length > 0 ? targets : makefile.first === undefined ? [] : [makefile.first];
      if (first.length === 0) return await stop('No targets.');
      const run = new Run(process, makefile, {
        dry: options.has('n'),
        silent: options.has('s'),
        always: options.has('B'),
        ignore: options.has('i'),
        directory,
      });
      for (const target of first) {
        if (!(await run.bring(target, 0)) && !run.told)
          await process.stdout.write(
            `make: ${run.hasRecipe(target) ? `'${target}' is up to date.` : `Nothing to be done for '${target}'.`}\n`,
          );
      }
      return 0;
    } catch (error) {
      if (error instanceof MakeError) {
        await process.stderr.write(`make: *** ${error.message}\n`);
        return 2;
      }
      if (error instanceof FileError || !(error instanceof Error) || error.name !== 'MakefileError') throw error;
      await process.stderr.write(`${file}:${error.message}  Stop.\n`);
      return 2;
    }
  },
);

interface Habits {
  readonly dry: boolean;
  readonly silent: boolean;
  readonly always: boolean;
  readonly ignore: boolean;
  readonly directory: string | undefined;
}

/** One run over the targets. */
class Run {
  #done = new Map<string, boolean>();
  /** Whether a recipe ran. */
  told = false;

  constructor(
    private readonly process: Process,
    private readonly makefile: Makefile,
    private readonly habits: Habits,
  ) {}

  hasRecipe(target: string): boolean {
    return (this.#rule(target)?.rule.recipe.length ?? 0) > 0;
  }

  #path(name: string): string {
    const { directory } = this.habits;
    return directory === undefined || name.startsWith('/') ? name : `${directory}/${name}`;
  }

  #rule(target: string): { rule: Rule; stem: string } | undefined {
    const own = this.makefile.rules.get(target);
    if (own && own.recipe.length > 0) return { rule: own, stem: '' };
    for (const rule of this.makefile.patterns) {
      const [before = '', after = ''] = rule.target.split('%');
      if (target.length < before.length + after.length || !target.startsWith(before) || !target.endsWith(after))
        continue;
      const stem = target.slice(before.length, target.length - after.length);
      const needs = rule.needs.map((need) => need.replace('%', stem));
      if (needs.every((need) => this.process.fs.exists(this.#path(need)) || this.makefile.rules.has(need)))
        return { rule: { ...rule, needs: [...needs, ...(own?.needs ?? [])] }, stem };
    }
    return own && { rule: own, stem: '' };
  }

  /** Brings a target up to date; answers whether it was made anew. Throws MakeError. */
  async bring(target: string, depth: number, by?: string): Promise<boolean> {
    const known = this.#done.get(target);
    if (known !== undefined) return known;
    if (depth > DEPTH) throw new MakeError(`${target}: prerequisites too deep.  Stop.`);
    this.#done.set(target, false);
    const found = this.#rule(target);
    const exists = this.process.fs.exists(this.#path(target));
    if (!found) {
      if (exists) return false;
      throw new MakeError(`No rule to make target '${target}'${by === undefined ? '' : `, needed by '${by}'`}.  Stop.`);
    }
    const { rule, stem } = found;
    let anew = this.habits.always || !exists || this.makefile.phony.has(target);
    for (const need of [...rule.needs, ...rule.orderOnly]) {
      const made = await this.bring(need, depth + 1, target);
      const counts = !rule.orderOnly.includes(need);
      if (counts && (made || (exists && this.#time(need) > this.#time(target)))) anew = true;
    }
    if (!anew || rule.recipe.length === 0) {
      const made = anew && rule.recipe.length === 0 && !exists;
      this.#done.set(target, made);
      return made;
    }
    await this.#recipe(target, rule, stem);
    this.#done.set(target, true);
    return true;
  }

  #time(name: string): number {
    const path = this.#path(name);
    return this.process.fs.exists(path) ? this.process.fs.stat(path).mtimeMs : 0;
  }

  async #recipe(target: string, rule: Rule, stem: string): Promise<void> {
    const own = new Map([
      ['@', target],
      ['<', rule.needs[0] ?? ''],
      ['^', [...new Set(rule.needs)].join(' ')],
      ['+', rule.needs.join(' ')],
      ['*', stem],
      ['@D', target.includes('/') ? target.slice(0, target.lastIndexOf('/')) : '.'],
      ['@F', target.slice(target.lastIndexOf('/') + 1)],
    ]);
    const look = (name: string): string | undefined => own.get(name) ?? this.makefile.variables.get(name);
    for (const { text, line } of rule.recipe) {
      const command = await expand(text, look, (words) => shellOutput(this.process, words, this.habits.directory));
      const [, marks = '', words = ''] = /^\s*([-@+\s]*)([\s\S]*)$/.exec(command) ?? [];
      if (words.trim() === '') continue;
      this.told = true;
      if ((!marks.includes('@') && !this.habits.silent) || this.habits.dry)
        await this.process.stdout.write(`${words}\n`);
      if (this.habits.dry) continue;
      const code = await runShell(this.process, words, this.habits.directory);
      if (code === 0) continue;
      const where = `[Makefile:${String(line)}: ${target}] Error ${String(code)}`;
      if (!marks.includes('-') && !this.habits.ignore) throw new MakeError(where);
      await this.process.stderr.write(`make: ${where} (ignored)\n`);
    }
  }
}

async function runShell(process: Process, command: string, directory: string | undefined): Promise<number> {
  const path = process.findProgram('/bin/sh') ?? '/bin/sh';
  const cwd = directory === undefined ? {} : { cwd: process.fs.absolute(directory) };
  const child = process.spawn({ path, argv: ['/bin/sh', '-c', command], ...cwd });
  return (await process.wait(child.exited)).code;
}

/** What a command prints, lines joined by blanks: `$(shell ...)`. */
async function shellOutput(process: Process, command: string, directory: string | undefined): Promise<string> {
  const file = `/tmp/make-${String(process.pid)}`;
  await runShell(process, `{ ${command}\n} > ${file}`, directory);
  const text = process.fs.exists(file) ? process.fs.readText(file) : '';
  if (process.fs.exists(file)) process.fs.unlink(file);
  return text.trim().replaceAll('\n', ' ');
}
