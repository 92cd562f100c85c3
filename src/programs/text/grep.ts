import { decode, readLineBatches } from '#io/streams';
import type { Process, Program } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { readOperand } from '../inputs';
import { complain, isApplet, tool } from '../program';
import type { Options } from '../getopt';
import { globRegex } from './glob-regex';
import { PatternError, posixRegex } from './regex';

const SPEC = {
  short: 'EFGPivwxcnlLoqshHrRe:f:A:B:C:m:aIbzyU0123456789',
  long: {
    'extended-regexp': 'E',
    'fixed-strings': 'F',
    'basic-regexp': 'G',
    'perl-regexp': 'P',
    'ignore-case': 'i',
    'invert-match': 'v',
    'word-regexp': 'w',
    'line-regexp': 'x',
    count: 'c',
    'line-number': 'n',
    'files-with-matches': 'l',
    'files-without-match': 'L',
    'only-matching': 'o',
    quiet: 'q',
    silent: 'q',
    'no-messages': 's',
    'no-filename': 'h',
    'with-filename': 'H',
    recursive: 'r',
    'dereference-recursive': 'R',
    'regexp=': 'e',
    'file=': 'f',
    'after-context=': 'A',
    'before-context=': 'B',
    'context=': 'C',
    'max-count=': 'm',
    'color=?': 'color',
    'colour=?': 'color',
    'include=': 'include',
    'exclude=': 'exclude',
    'exclude-dir=': 'exclude-dir',
    text: 'a',
    'byte-offset': 'b',
    'line-buffered': 'line-buffered',
    'null-data': 'z',
  },
  usageExit: 2,
  version: 'grep (GNU grep) 3.11',
  usage: '[OPTION]... PATTERNS [FILE]...',
} as const;

/** grep, egrep and fgrep: lines that match. Upstream: GNU grep src/grep.c. */
export const grep = define('grep', undefined);
export const egrep = define('egrep', 'E');
export const fgrep = define('fgrep', 'F');

function define(name: string, fixedKind: 'E' | 'F' | undefined): Program {
  return tool(name, SPEC, async (process, options) => {
    const operands = [...options.operands];
    const patterns = [...options.values('e')];
    for (const path of options.values('f')) {
      const text = decode(await readOperand(process, path)).replace(/\n$/, '');
      if (text !== '') patterns.push(...text.split('\n'));
    }
    if (!options.has('e') && !options.has('f')) {
      const first = operands.shift();
      if (first === undefined) {
        await process.stderr.write(
          `Usage: ${name} [OPTION]... PATTERNS [FILE]...\nTry '${name} --help' for more information.\n`,
        );
        return 2;
      }
      patterns.push(...first.split('\n'));
    }
    let regex: RegExp;
    try {
      regex = compile(patterns, fixedKind ?? options.last('E', 'F', 'G', 'P') ?? 'G', options);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      await process.stderr.write(`${name}: ${error.message}\n`);
      return 2;
    }
    const search = new Search(process, options, regex);
    const recursive = options.has('r') || options.has('R');
    const targets = operands.length > 0 ? operands : [recursive ? '.' : '-'];
    search.named = options.has('H') || ((operands.length > 1 || recursive) && !options.has('h'));
    for (const path of targets) await search.path(path, recursive, operands.length === 0 && recursive);
    return search.matched ? (search.failed && !options.has('q') ? 2 : 0) : search.failed ? 2 : 1;
  });
}

function compile(patterns: readonly string[], kind: string, options: Options): RegExp {
  const flags = `g${options.has('i') || options.has('y') ? 'i' : ''}`;
  const sources = patterns.map((pattern) => {
    const source =
      kind === 'F'
        ? pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
        : posixRegex(pattern, kind === 'E' ? 'extended' : kind === 'P' ? 'perl' : 'basic', flags).source;
    if (options.has('x')) return `^(?:${source})$`;
    return options.has('w') ? `(?<!\\w)(?:${source})(?!\\w)` : source === '(?:)' ? '' : source;
  });
  return new RegExp(sources.map((source) => `(?:${source})`).join('|'), flags);
}

class Search {
  matched = false;
  failed = false;
  named = false;
  #printed = false;

  constructor(
    private readonly process: Process,
    private readonly options: Options,
    private readonly regex: RegExp,
  ) {}

  async path(path: string, recursive: boolean, bare = false): Promise<void> {
    const { process, options } = this;
    try {
      if (path === '-') {
        await this.#lines('(standard input)', readLineBatches(process.stdin));
        return;
      }
      if (process.fs.isDirectory(path)) {
        if (!recursive) {
          this.failed ||= !isApplet(process);
          if (!options.has('s')) await process.stderr.write(`grep: ${path}: Is a directory\n`);
          return;
        }
        for (const name of process.fs.readdir(path)) await this.#child(path, name, bare);
        return;
      }
      const descriptor = process.open(path, 'r');
      try {
        await this.#lines(path, readLineBatches(descriptor.reader!));
      } finally {
        descriptor.close();
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.failed = true;
      if (!options.has('s')) await complain(process, 'grep', path, error);
    }
  }

  async #child(folder: string, name: string, bare: boolean): Promise<void> {
    const path = bare && folder === '.' ? name : `${folder.replace(/\/$/, '')}/${name}`;
    const stat = this.process.fs.lstat(path);
    if (stat.type === 'symlink' && !this.options.has('R')) return;
    const matches = (key: string): boolean => this.options.values(key).some((glob) => globRegex(glob).test(name));
    if (stat.type === 'directory') {
      if (!matches('exclude-dir')) await this.path(path, true, bare);
      return;
    }
    if (matches('exclude') || (this.options.has('include') && !matches('include'))) return;
    await this.path(path, true, bare);
  }

  async #lines(name: string, batches: AsyncIterable<readonly string[]>): Promise<void> {
    const { process, options } = this;
    const digits = options.given
      .filter((o) => /\d/.test(o.name))
      .map((o) => o.name)
      .join('');
    const around = options.number('C', digits === '' ? 0 : Number(digits));
    const [after, before] = [options.number('A', around), options.number('B', around)];
    const most = options.number('m', Infinity);
    const silent = options.has('q') || options.has('l') || options.has('L') || options.has('c');
    const color =
      options.has('color') &&
      (options.value('color') === 'always' || (options.value('color') !== 'never' && process.isTTY(1)));
    const label = (mark: string, line: number): string => {
      const file = this.named ? (color ? `\x1b[35m${name}\x1b[m\x1b[36m${mark}\x1b[m` : name + mark) : '';
      return (
        file +
        (options.has('n')
          ? color
            ? `\x1b[32m${String(line)}\x1b[m\x1b[36m${mark}\x1b[m`
            : `${String(line)}${mark}`
          : '')
      );
    };
    const earlier: { text: string; line: number }[] = [];
    let [number, hits, trailing, lastShown] = [0, 0, 0, 0];
    let out = '';
    const flush = async (): Promise<void> => {
      if (out !== '') await process.stdout.write(out);
      out = '';
    };
    scan: for await (const batch of batches) {
      for (const text of batch) {
        number++;
        const found = [...text.matchAll(this.regex)];
        const hit = found.length > 0 !== options.has('v');
        if (hit) {
          hits++;
          this.matched = true;
          if (options.has('q')) break scan;
          if (!silent) {
            if (
              this.#printed &&
              (before > 0 || after > 0) &&
              lastShown > 0 &&
              (earlier[0]?.line ?? number) > lastShown + 1
            )
              out += '--\n';
            for (const old of earlier) out += `${label('-', old.line)}${old.text}\n`;
            if (options.has('o')) {
              if (!options.has('v'))
                for (const [part] of found)
                  if (part !== '') out += `${label(':', number)}${color ? `\x1b[01;31m${part}\x1b[m` : part}\n`;
            } else
              out += `${label(':', number)}${color && !options.has('v') ? text.replace(this.regex, (part) => (part === '' ? '' : `\x1b[01;31m${part}\x1b[m`)) : text}\n`;
            this.#printed = true;
            lastShown = number;
          }
          earlier.length = 0;
          trailing = after;
          if (options.has('l') || hits >= most) break scan;
        } else if (trailing > 0 && !silent) {
          out += `${label('-', number)}${text}\n`;
          trailing--;
          lastShown = number;
        } else if (before > 0) {
          earlier.push({ text, line: number });
          if (earlier.length > before) earlier.shift();
        }
      }
      await flush();
    }
    await flush();
    if (options.has('c')) await process.stdout.write(`${this.named ? `${name}:` : ''}${String(hits)}\n`);
    if ((options.has('l') && hits > 0) || (options.has('L') && hits === 0)) await process.stdout.write(`${name}\n`);
  }
}
