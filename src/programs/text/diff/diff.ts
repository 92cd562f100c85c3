import { decode } from '#io/streams';
import type { Process } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { timeText } from '../../coreutils/time-format';
import { UsageError, type Options } from '../../getopt';
import { readOperand } from '../../inputs';
import { isApplet, tool } from '../../program';
import { globRegex } from '../glob-regex';
import { edits, type Edit } from './edits';
import { COLORED, contextual, normal, PLAIN, unified, type Paint, type Side } from './print';

const SPEC = {
  short: 'abBcC:diHI:L:nNprqstuU:wx:yW:Z',
  long: {
    brief: 'q',
    'report-identical-files': 's',
    context: 'c',
    unified: 'u',
    'ignore-case': 'i',
    'ignore-all-space': 'w',
    'ignore-space-change': 'b',
    'ignore-blank-lines': 'B',
    'ignore-trailing-space': 'Z',
    'strip-trailing-cr': 'strip-cr',
    recursive: 'r',
    'new-file': 'N',
    text: 'a',
    'label=': 'L',
    'exclude=': 'x',
    'color=?': 'color',
    minimal: 'd',
    'expand-tabs': 't',
    normal: 'normal',
    'side-by-side': 'y',
  },
  usageExit: 2,
  version: 'diff (GNU diffutils) 3.10',
  usage: '[OPTION]... FILES',
} as const;

interface Job {
  readonly process: Process;
  readonly options: Options;
  readonly paint: Paint;
  /** The options as the line before each pair of a recursive comparison repeats them. */
  readonly words: string;
}

/** diff: what differs between two files or folders; exit code 1 when something does. Upstream: GNU diffutils src/diff.c. */
export const diff = tool('diff', SPEC, async (process, options) => {
  const [a, b] = options.operands;
  if (a === undefined) throw new UsageError("missing operand after 'diff'");
  if (b === undefined) throw new UsageError(`missing operand after '${a}'`);
  if (options.operands.length > 2) throw new UsageError(`extra operand '${options.operands[2]!}'`);
  for (const missing of ['y', 'I', 'n', 'p', 't'])
    if (options.has(missing)) {
      await process.stderr.write(`drydock: diff -${missing} is not simulated yet\n`);
      return 2;
    }
  const color = options.has('color') ? options.value('color') || 'auto' : 'never';
  const paint = color === 'always' || (color === 'auto' && process.isTTY(1)) ? COLORED : PLAIN;
  const words = process.argv.slice(1).filter((word) => word.startsWith('-') && word.length > 1);
  const job: Job = { process, options, paint, words: ['diff', ...words].join(' ') };
  try {
    const [x, y] = [isDirectory(process, a), isDirectory(process, b)];
    if (x && y) return await compareDirectories(job, a, b);
    const [left, right] = [x ? join(a, base(b)) : a, y ? join(b, base(a)) : b];
    return await compareFiles(job, left, right, false);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await process.stderr.write(`diff: ${error.path}: ${error.message}\n`);
    return 2;
  }
});

const base = (path: string): string => path.replace(/\/+$/, '').replace(/^.*\//, '');
const join = (directory: string, name: string): string => `${directory.replace(/\/+$/, '')}/${name}`;
const isDirectory = (process: Process, path: string): boolean => path !== '-' && process.fs.isDirectory(path);

async function compareDirectories(job: Job, a: string, b: string): Promise<number> {
  const { process, options } = job;
  const skipped = options.values('x').map((pattern) => globRegex(pattern));
  const namesOf = (path: string): string[] =>
    process.fs.readdir(path).filter((name) => !skipped.some((pattern) => pattern.test(name)));
  const [left, right] = [namesOf(a), namesOf(b)];
  let code = 0;
  for (const name of [...new Set([...left, ...right])].sort()) {
    const [inA, inB] = [left.includes(name), right.includes(name)];
    if ((!inA || !inB) && !options.has('N')) {
      await process.stdout.write(`Only in ${(inA ? a : b).replace(/(?<=.)\/+$/, '')}: ${name}\n`);
      code = Math.max(code, 1);
      continue;
    }
    const [x, y] = [join(a, name), join(b, name)];
    const [xIs, yIs] = [inA && isDirectory(process, x), inB && isDirectory(process, y)];
    let found = 0;
    if (xIs && yIs) {
      if (options.has('r')) found = await compareDirectories(job, x, y);
      else await process.stdout.write(`Common subdirectories: ${x} and ${y}\n`);
    } else if (xIs !== yIs && inA && inB) {
      const kind = (is: boolean): string => (is ? 'directory' : 'regular file');
      await process.stdout.write(`File ${x} is a ${kind(xIs)} while file ${y} is a ${kind(yIs)}\n`);
      found = 1;
    } else found = await compareFiles(job, x, y, true);
    code = Math.max(code, found);
  }
  return code;
}

async function compareFiles(job: Job, a: string, b: string, inTree: boolean): Promise<number> {
  const { process, options, paint } = job;
  let missing = 0;
  const contents: Uint8Array[] = [];
  for (const path of [a, b]) {
    try {
      contents.push(await readOperand(process, path));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      if (error.code === 'ENOENT' && options.has('N')) contents.push(new Uint8Array());
      else {
        missing = 2;
        await process.stderr.write(
          isApplet(process) ? `diff: can't stat '${path}': ${error.message}\n` : `diff: ${path}: ${error.message}\n`,
        );
      }
    }
  }
  if (missing > 0) return missing;
  const [x, y] = [contents[0]!, contents[1]!];
  const same = x.length === y.length && x.every((byte, i) => byte === y[i]);
  const binary = !same && !options.has('a') && [x, y].some((bytes) => bytes.subarray(0, 4096).includes(0));
  if (binary) {
    await process.stdout.write(`${options.has('q') ? 'F' : 'Binary f'}iles ${a} and ${b} differ\n`);
    return options.has('q') ? 1 : 2;
  }
  const [left, right] = [sideOf(job, a, x, 0), sideOf(job, b, y, 1)];
  const found = same ? [] : differing(options, left, right);
  if (found.length === 0) {
    if (options.has('s')) await process.stdout.write(`Files ${a} and ${b} are identical\n`);
    return 0;
  }
  if (options.has('q')) {
    await process.stdout.write(`Files ${a} and ${b} differ\n`);
    return 1;
  }
  const style = options.last('u', 'U', 'c', 'C', 'normal') ?? (isApplet(process) ? 'u' : 'normal');
  const context = style === 'U' || style === 'C' ? options.number(style, 3) : 3;
  const title = inTree && !isApplet(process) ? `${job.words} ${a} ${b}\n` : '';
  const text =
    style === 'u' || style === 'U'
      ? unified(left, right, found, context, paint)
      : style === 'c' || style === 'C'
        ? contextual(left, right, found, context, paint)
        : normal(left, right, found, paint);
  await process.stdout.write((title && paint.header(title)) + text);
  return 1;
}

function sideOf({ process, options }: Job, path: string, bytes: Uint8Array, index: number): Side {
  const text = decode(bytes);
  const lines = text.split('\n');
  const whole = lines.at(-1) === '';
  if (whole) lines.pop();
  const label = options.values('L')[index];
  const there = path !== '-' && process.fs.exists(path);
  const stat = there ? process.fs.stat(path) : undefined;
  const timeMs = stat?.type === 'file' ? stat.mtimeMs : there || path === '-' ? process.clock.epochNow() : 0;
  const header = label ?? (isApplet(process) ? path : `${path}\t${timeText(timeMs, 'full')}`);
  return { header, lines, whole };
}

/** The edits, by lines as the options let them be equal. */
function differing(options: Options, a: Side, b: Side): Edit[] {
  const key = (side: Side): string[] =>
    side.lines.map((line, i) => {
      let text = line;
      if (options.has('strip-cr')) text = text.replace(/\r$/, '');
      if (options.has('w')) text = text.replace(/\s+/g, '');
      else if (options.has('b')) text = text.replace(/\s+$/, '').replace(/\s+/g, ' ');
      else if (options.has('Z')) text = text.replace(/\s+$/, '');
      if (options.has('i')) text = text.toLowerCase();
      const loose = options.has('w') || options.has('b') || options.has('Z');
      return !loose && i === side.lines.length - 1 && !side.whole ? `${text}\0` : text;
    });
  const found = edits(key(a), key(b));
  if (!options.has('B')) return found;
  const blank = (side: Side, from: number, to: number): boolean =>
    side.lines.slice(from, to).every((line) => line === '');
  return found.filter((edit) => !blank(a, edit.a, edit.aEnd) || !blank(b, edit.b, edit.bEnd));
}
