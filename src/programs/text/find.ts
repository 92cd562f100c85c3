import { FileError, type Stat } from '#vfs/filesystem';
import type { Process } from '#process/process';
import { runCommand } from '../coreutils/environment';
import { modeText } from '../coreutils/mode';
import { idOf, nameOf } from '../coreutils/accounts';
import { strftime } from '../coreutils/time-format';
import { globRegex } from './glob-regex';

interface Visit {
  readonly path: string;
  readonly start: string;
  readonly name: string;
  readonly stat: Stat;
  readonly depth: number;
  prune: boolean;
}

type Test = (visit: Visit) => Promise<boolean> | boolean;

/** find: walks trees and tests what is there. Upstream: findutils find. */
export const find = {
  name: 'find',
  async run(process: Process): Promise<number> {
    const args = process.argv.slice(1).filter((arg, i, all) => !(i === 0 && /^-[LHP]$/.test(arg) && all.length > 0));
    const first = args.findIndex((arg) => /^[-(!]/.test(arg));
    const starts = first < 0 ? args : args.slice(0, first);
    const parser = new Expression(process, first < 0 ? [] : args.slice(first));
    let test: Test;
    try {
      test = parser.parse();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      await process.stderr.write(`find: ${error.message}\n`);
      return 1;
    }
    let failed = false;
    const walk = async (path: string, start: string, name: string, depth: number): Promise<void> => {
      let stat: Stat;
      try {
        stat = process.fs.lstat(path);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        failed = true;
        await process.stderr.write(`find: '${path}': ${error.message}\n`);
        return;
      }
      const visit: Visit = { path, start, name, stat, depth, prune: false };
      const children = async (): Promise<void> => {
        if (stat.type !== 'directory' || depth >= parser.maxDepth || visit.prune) return;
        let names: string[] = [];
        try {
          names = process.fs.readdir(path);
        } catch (error) {
          if (!(error instanceof FileError)) throw error;
          failed = true;
          await process.stderr.write(`find: '${path}': ${error.message}\n`);
        }
        for (const child of names) await walk(`${path.replace(/\/$/, '')}/${child}`, start, child, depth + 1);
      };
      if (parser.depthFirst) await children();
      if (depth >= parser.minDepth && !parser.stopped) await test(visit);
      if (!parser.depthFirst && !parser.stopped) await children();
    };
    for (const start of starts.length === 0 ? ['.'] : starts)
      await walk(start, start, start.replace(/\/+$/, '').replace(/^.*\//, '') || start, 0);
    failed = !(await parser.finish()) || failed;
    return failed ? 1 : 0;
  },
};

class Expression {
  maxDepth = Infinity;
  minDepth = 0;
  depthFirst = false;
  stopped = false;
  #acts = false;
  #at = 0;
  #later: { words: readonly string[]; paths: string[] }[] = [];
  #failed = false;

  constructor(
    private readonly process: Process,
    private readonly args: readonly string[],
  ) {}

  parse(): Test {
    const test = this.args.length === 0 ? () => true : this.#or();
    if (this.#at < this.args.length) throw new SyntaxError(`paths must precede expression: \`${this.args[this.#at]!}'`);
    if (this.#acts) return test;
    return async (visit) => (await test(visit)) && this.#print(visit, '\n');
  }

  /** Runs the commands that `-exec ... +` collected. */
  async finish(): Promise<boolean> {
    for (const { words, paths } of this.#later) {
      if (
        paths.length > 0 &&
        (await runCommand(
          this.process,
          'find',
          words.flatMap((w) => (w === '{}' ? paths : [w])),
        )) !== 0
      )
        this.#failed = true;
    }
    return !this.#failed;
  }

  #or(): Test {
    let left = this.#and();
    while (this.#accept('-o', '-or')) {
      const [a, b] = [left, this.#and()];
      left = async (visit) => (await a(visit)) || (await b(visit));
    }
    return left;
  }

  #and(): Test {
    let left = this.#not();
    for (;;) {
      this.#accept('-a', '-and');
      const next = this.args[this.#at];
      if (next === undefined || next === ')' || next === '-o' || next === '-or' || !/^[-(!]/.test(next)) return left;
      const [a, b] = [left, this.#not()];
      left = async (visit) => (await a(visit)) && (await b(visit));
    }
  }

  #not(): Test {
    if (this.#accept('!', '-not')) {
      const inner = this.#not();
      return async (visit) => !(await inner(visit));
    }
    if (this.#accept('(')) {
      const inner = this.#or();
      if (!this.#accept(')'))
        throw new SyntaxError("invalid expression; I was expecting to find a `)' somewhere but did not see one.");
      return inner;
    }
    return this.#primary();
  }

  #accept(...words: string[]): boolean {
    if (!words.includes(this.args[this.#at] ?? '')) return false;
    this.#at++;
    return true;
  }

  #value(name: string): string {
    const value = this.args[this.#at++];
    if (value === undefined) throw new SyntaxError(`missing argument to \`${name}'`);
    return value;
  }

  #primary(): Test {
    const name = this.args[this.#at++]!;
    const value = (): string => this.#value(name);
    switch (name) {
      case '-name':
      case '-iname': {
        const glob = globRegex(value(), name === '-iname' ? 'i' : '');
        return (visit) => glob.test(visit.name);
      }
      case '-path':
      case '-wholename':
      case '-ipath': {
        const glob = globRegex(value(), name === '-ipath' ? 'i' : '');
        return (visit) => glob.test(visit.path);
      }
      case '-type': {
        const types = value()
          .split(',')
          .map(
            (letter) =>
              ({ f: 'file', d: 'directory', l: 'symlink', p: 'fifo', s: 'socket', c: 'char', b: 'block' })[letter],
          );
        return (visit) => types.includes(visit.stat.type);
      }
      case '-maxdepth':
        this.maxDepth = Number(value());
        return () => true;
      case '-mindepth':
        this.minDepth = Number(value());
        return () => true;
      case '-depth':
        this.depthFirst = true;
        return () => true;
      case '-xdev':
      case '-mount':
      case '-follow':
      case '-noleaf':
        return () => true;
      case '-empty':
        return ({ stat, path }) =>
          stat.type === 'directory'
            ? this.process.fs.readdir(path).length === 0
            : stat.type === 'file' && stat.size === 0;
      case '-size':
        return this.#size(value());
      case '-mtime':
      case '-mmin':
      case '-ctime':
      case '-atime': {
        const matches = comparison(value());
        const unit = name === '-mmin' ? 60_000 : 86_400_000;
        return ({ stat }) => matches(Math.floor((this.process.clock.epochNow() - stat.mtimeMs) / unit));
      }
      case '-newer': {
        const than = this.process.fs.stat(value()).mtimeMs;
        return ({ stat }) => stat.mtimeMs > than;
      }
      case '-perm':
        return permission(value());
      case '-user': {
        const uid = idOf(this.process.fs, '/etc/passwd', value());
        return ({ stat }) => stat.uid === uid;
      }
      case '-group': {
        const gid = idOf(this.process.fs, '/etc/group', value());
        return ({ stat }) => stat.gid === gid;
      }
      case '-true':
        return () => true;
      case '-false':
        return () => false;
      case '-prune':
        return (visit) => (visit.prune = true);
      case '-quit':
        return () => (this.stopped = true);
      default:
        return this.#action(name);
    }
  }

  #action(name: string): Test {
    this.#acts = true;
    switch (name) {
      case '-print':
        return (visit) => this.#print(visit, '\n');
      case '-print0':
        return (visit) => this.#print(visit, '\0');
      case '-printf': {
        const format = this.#value(name);
        return async (visit) => (await this.process.stdout.write(this.#format(format, visit)), true);
      }
      case '-ls':
        return async (visit) => (
          await this.process.stdout.write(
            `${String(visit.stat.ino).padStart(9)} ${modeText(visit.stat)} ${visit.path}\n`,
          ),
          true
        );
      case '-delete':
        this.depthFirst = true;
        return ({ path, stat }) => {
          if (stat.type === 'directory') this.process.fs.rmdir(path);
          else this.process.fs.unlink(path);
          return true;
        };
      case '-exec':
      case '-execdir':
      case '-ok':
        return this.#exec();
      default:
        throw new SyntaxError(`unknown predicate \`${name}'`);
    }
  }

  #exec(): Test {
    const end = this.args.findIndex(
      (arg, i) => i >= this.#at && (arg === ';' || (arg === '+' && this.args[i - 1] === '{}')),
    );
    if (end < 0) throw new SyntaxError("missing argument to `-exec'");
    const words = this.args.slice(this.#at, end);
    this.#at = end + 1;
    if (this.args[end] === '+') {
      const batch = { words, paths: [] as string[] };
      this.#later.push(batch);
      return ({ path }) => batch.paths.push(path) > 0;
    }
    return async ({ path }) =>
      (await runCommand(
        this.process,
        'find',
        words.map((word) => word.replaceAll('{}', path)),
      )) === 0;
  }

  async #print({ path }: Visit, end: string): Promise<boolean> {
    await this.process.stdout.write(path + end);
    return true;
  }

  #size(text: string): Test {
    const [, rest = '', unit = 'b'] = /^([-+]?\d+)([cwbkMG]?)$/.exec(text) ?? [];
    const size = { c: 1, w: 2, b: 512, '': 512, k: 1024, M: 1048576, G: 1073741824 }[unit]!;
    const matches = comparison(rest);
    return ({ stat }) => matches(Math.ceil(stat.size / size));
  }

  #format(format: string, { path, name, stat, start, depth }: Visit): string {
    const values: Record<string, () => string> = {
      p: () => path,
      f: () => name,
      P: () => path.slice(start.length).replace(/^\//, ''),
      h: () => path.replace(/\/[^/]*$/, ''),
      s: () => String(stat.size),
      m: () => stat.mode.toString(8),
      M: () => modeText(stat),
      u: () => nameOf(this.process.fs, '/etc/passwd', stat.uid),
      g: () => nameOf(this.process.fs, '/etc/group', stat.gid),
      y: () => ({ file: 'f', directory: 'd', symlink: 'l', fifo: 'p', socket: 's', char: 'c', block: 'b' })[stat.type],
      d: () => String(depth),
      t: () => strftime('%c', stat.mtimeMs),
      l: () => (stat.type === 'symlink' ? this.process.fs.readlink(path) : ''),
    };
    return format
      .replace(/\\n/g, '\n')
      .replace(/\\t/g, '\t')
      .replace(/\\0/g, '\0')
      .replace(/%T(.)|%([a-zA-Z%])/g, (whole, time: string | undefined, letter: string) =>
        time !== undefined
          ? strftime(time === '@' ? '%s' : `%${time}`, stat.mtimeMs)
          : letter === '%'
            ? '%'
            : (values[letter]?.() ?? whole),
      );
  }
}

function comparison(text: string): (value: number) => boolean {
  const wanted = Number(text.replace(/^[-+]/, ''));
  if (text.startsWith('+')) return (value) => value > wanted;
  return text.startsWith('-') ? (value) => value < wanted : (value) => value === wanted;
}

function permission(text: string): Test {
  const bits = parseInt(text.replace(/^[-/]/, ''), 8);
  if (Number.isNaN(bits)) throw new SyntaxError(`invalid mode '${text}'`);
  if (text.startsWith('-')) return ({ stat }) => (stat.mode & bits) === bits;
  return text.startsWith('/') ? ({ stat }) => (stat.mode & bits) !== 0 : ({ stat }) => stat.mode === bits;
}
