import { gunzipSync, gzipSync } from 'fflate';
import { readAll } from '#io/streams';
import type { Process, Program } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { tool } from '../program';
import type { Options } from '../getopt';

const SPEC = {
  short: 'cdfhklnqrtv123456789S:',
  long: {
    stdout: 'c',
    'to-stdout': 'c',
    decompress: 'd',
    uncompress: 'd',
    force: 'f',
    keep: 'k',
    list: 'l',
    'no-name': 'n',
    quiet: 'q',
    test: 't',
    verbose: 'v',
    fast: '1',
    best: '9',
  },
  version: 'gzip 1.12',
} as const;

/** gzip, gunzip and zcat: compress and expand. Upstream: GNU gzip. */
export const gzip: Program[] = (['gzip', 'gunzip', 'zcat'] as const).map((name) =>
  tool(name, SPEC, async (process, options) => {
    const expand = name !== 'gzip' || options.has('d');
    const toStdout = name === 'zcat' || options.has('c');
    let failed = false;
    for (const path of options.operands.length === 0 ? ['-'] : options.operands) {
      try {
        if (path === '-') await process.stdout.write(convert(await readAll(process.stdin), expand));
        else failed = !(await one(process, name, path, expand, toStdout, options)) || failed;
      } catch (error) {
        if (error instanceof FileError) await process.stderr.write(`${name}: ${path}: ${error.message}\n`);
        else if (error instanceof Error && error.name !== 'ProcessEnded' && error.name !== 'BrokenPipeError')
          await process.stderr.write(`\n${name}: ${path === '-' ? 'stdin' : path}: not in gzip format\n`);
        else throw error;
        failed = true;
      }
    }
    return failed ? 1 : 0;
  }),
);

const convert = (bytes: Uint8Array, expand: boolean): Uint8Array =>
  expand ? gunzipSync(bytes) : gzipSync(bytes, { mtime: 0 });

async function one(
  process: Process,
  name: string,
  path: string,
  expand: boolean,
  toStdout: boolean,
  options: Options,
): Promise<boolean> {
  if (process.fs.isDirectory(path)) {
    await process.stderr.write(`${name}: ${path} is a directory -- ignored\n`);
    return false;
  }
  const source = expand && !process.fs.exists(path) && process.fs.exists(`${path}.gz`) ? `${path}.gz` : path;
  const result = convert(process.fs.readFile(source), expand);
  if (options.has('t')) return true;
  if (toStdout) {
    await process.stdout.write(result);
    return true;
  }
  if (expand && !/\.(gz|tgz|z)$/i.test(source)) {
    await process.stderr.write(`${name}: ${path}: unknown suffix -- ignored\n`);
    return false;
  }
  const target = expand ? source.replace(/\.tgz$/i, '.tar').replace(/\.(gz|z)$/i, '') : `${source}.gz`;
  if (process.fs.exists(target) && !options.has('f')) {
    await process.stderr.write(`${name}: ${target} already exists;\tnot overwritten\n`);
    return false;
  }
  const stat = process.fs.stat(source);
  process.fs.writeFile(target, result, { mode: stat.mode });
  process.fs.utimes(target, stat.mtimeMs);
  if (!options.has('k')) process.fs.unlink(source);
  return true;
}
