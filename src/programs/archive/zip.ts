import { unzipSync, zipSync } from 'fflate';
import type { Process } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { parentOf } from '../coreutils/paths';
import { tool } from '../program';

const LIMIT = 64 * 1024 * 1024;

/** unzip: unpacks zip archives. Upstream: Info-ZIP. */
export const unzip = tool('unzip', { short: 'd:lnoqtpjv', usageExit: 10 }, async (process, options) => {
  const [archive, ...wanted] = options.operands;
  if (archive === undefined) {
    await process.stdout.write(
      'UnZip 6.00 of 20 April 2009, by Debian. Original by Info-ZIP.\n\nUsage: unzip [-Z] [-opts[modifiers]] file[.zip] [list] [-x xlist] [-d exdir]\n',
    );
    return 10;
  }
  const path = process.fs.exists(archive) ? archive : `${archive}.zip`;
  if (!process.fs.exists(path)) {
    await process.stderr.write(`unzip:  cannot find or open ${archive}, ${archive}.zip or ${archive}.ZIP.\n`);
    return 9;
  }
  let total = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(process.fs.readFile(path), { filter: ({ originalSize }) => (total += originalSize) <= LIMIT });
  } catch {
    await process.stderr.write(
      `Archive:  ${path}\n  End-of-central-directory signature not found.\nunzip:  cannot find zipfile directory in one of ${path} or\n        ${path}.zip, and cannot find ${path}.ZIP, period.\n`,
    );
    return 9;
  }
  const names = Object.keys(files).filter((name) => wanted.length === 0 || wanted.includes(name));
  const quiet = options.has('q');
  if (!quiet && !options.has('p')) await process.stdout.write(`Archive:  ${path}\n`);
  if (options.has('l')) {
    const sum = names.reduce((n, name) => n + files[name]!.length, 0);
    await process.stdout.write(
      `  Length      Date    Time    Name\n---------  ---------- -----   ----\n${names.map((name) => `${String(files[name]!.length).padStart(9)}  2026-01-01 00:00   ${name}\n`).join('')}---------                     -------\n${String(sum).padStart(9)}                     ${String(names.length)} file${names.length === 1 ? '' : 's'}\n`,
    );
    return 0;
  }
  const folder = options.value('d');
  if (folder !== undefined) process.fs.mkdir(folder, { parents: true });
  for (const name of names)
    await extract(process, name, files[name]!, folder, { quiet, pipe: options.has('p'), keep: options.has('n') });
  return 0;
});

async function extract(
  process: Process,
  name: string,
  data: Uint8Array,
  folder: string | undefined,
  how: { quiet: boolean; pipe: boolean; keep: boolean },
): Promise<void> {
  if (how.pipe) {
    await process.stdout.write(data);
    return;
  }
  const safe = name
    .split('/')
    .filter((part) => part !== '..' && part !== '')
    .join('/');
  const target = folder === undefined ? safe : `${folder.replace(/\/$/, '')}/${safe}`;
  if (name.endsWith('/')) {
    process.fs.mkdir(target, { parents: true });
    if (!how.quiet) await process.stdout.write(`   creating: ${target}/\n`);
    return;
  }
  process.fs.mkdir(parentOf(target), { parents: true });
  if (how.keep && process.fs.exists(target)) return;
  process.fs.writeFile(target, data);
  if (!how.quiet) await process.stdout.write(`  inflating: ${target}  \n`);
}

/** zip: packs files into a zip archive. Upstream: Info-ZIP. */
export const zip = tool('zip', { short: 'rqjx:9', usageExit: 16 }, async (process, options) => {
  const [archive, ...paths] = options.operands;
  if (archive === undefined || paths.length === 0) {
    await process.stderr.write('\nzip error: Nothing to do!\n');
    return 12;
  }
  const target = /\.\w+$/.test(archive) ? archive : `${archive}.zip`;
  const files: Record<string, Uint8Array> = process.fs.exists(target) ? unzipSync(process.fs.readFile(target)) : {};
  let missing = false;
  const add = async (path: string): Promise<void> => {
    try {
      const name = options.has('j') ? path.replace(/^.*\//, '') : path.replace(/^(\.?\/)+/, '');
      if (process.fs.isDirectory(path)) {
        files[`${name}/`] = new Uint8Array();
        if (!options.has('q')) await process.stdout.write(`  adding: ${name}/ (stored 0%)\n`);
        if (options.has('r'))
          for (const child of process.fs.readdir(path)) await add(`${path.replace(/\/$/, '')}/${child}`);
        return;
      }
      files[name] = process.fs.readFile(path);
      if (!options.has('q')) await process.stdout.write(`  adding: ${name} (deflated)\n`);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      missing = true;
      await process.stderr.write(`\tzip warning: name not matched: ${path}\n`);
    }
  };
  for (const path of paths) await add(path);
  process.fs.writeFile(target, zipSync(files, { mtime: process.clock.epochNow() }));
  return missing ? 12 : 0;
});
