import { gunzipSync, gzipSync } from 'fflate';
import { readAll } from '#io/streams';
import type { Process } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { readTar, TarError, writeTar, type TarEntry } from '#vfs/tar';
import { accounts, nameOf } from '../coreutils/accounts';
import { modeText } from '../coreutils/mode';
import { parentOf } from '../coreutils/paths';
import { timeText } from '../coreutils/time-format';
import { getopt, UsageError, type Options } from '../getopt';
import { tool } from '../program';
import { globRegex } from '../text/glob-regex';

const SPEC = {
  short: 'Acdrtuxf:zjJvC:pkmOhPT:X:',
  long: {
    create: 'c',
    extract: 'x',
    get: 'x',
    list: 't',
    append: 'r',
    'file=': 'f',
    gzip: 'z',
    gunzip: 'z',
    verbose: 'v',
    'directory=': 'C',
    'strip-components=': 'strip',
    'exclude=': 'exclude',
    'to-stdout': 'O',
    'preserve-permissions': 'p',
    'same-owner': 'same-owner',
    'no-same-owner': 'no-same-owner',
    'keep-old-files': 'k',
    touch: 'm',
    dereference: 'h',
    'absolute-names': 'P',
    'files-from=': 'T',
    'owner=': 'owner',
    'group=': 'group',
    'auto-compress': 'a',
    'no-same-permissions': 'nsp',
    overwrite: 'overwrite',
    wildcards: 'wildcards',
    'warning=': 'warning',
    'exclude-from=': 'X',
    'numeric-owner': 'numeric',
  },
  usageExit: 2,
  version: 'tar (GNU tar) 1.35',
} as const;

/** tar: packs and unpacks archives. Upstream: GNU tar. Simplified: bzip2 and xz are not simulated. */
export const tar = tool('tar', { ...SPEC, short: `${SPEC.short}a` }, run);

async function run(process: Process): Promise<number> {
  // `tar xzf file`: the first word may be letters without a dash.
  const [first = '', ...others] = process.argv.slice(1);
  const old = first !== '' && !first.startsWith('-');
  const options = getopt(old ? oldStyle(first, others) : process.argv.slice(1), { ...SPEC, short: `${SPEC.short}a` });
  const mode = options.last('c', 'x', 't', 'r');
  if (mode === undefined)
    throw new UsageError("You must specify one of the '-Acdtrux', '--delete' or '--test-label' options");
  if (options.has('j') || options.has('J')) {
    await process.stderr.write(`drydock: tar -${options.has('j') ? 'j' : 'J'} is not simulated yet\n`);
    return 1;
  }
  try {
    if (mode === 'c') return await create(process, options);
    if (mode === 'r') {
      await process.stderr.write('drydock: tar -r is not simulated yet\n');
      return 1;
    }
    return await extract(process, options, mode === 't');
  } catch (error) {
    if (error instanceof TarError) {
      await process.stderr.write(`tar: ${error.message}\ntar: Exiting with failure status due to previous errors\n`);
      return 2;
    }
    if (error instanceof FileError) {
      await process.stderr.write(
        `tar: ${error.path}: Cannot open: ${error.message}\ntar: Error is not recoverable: exiting now\n`,
      );
      return 2;
    }
    throw error;
  }
}

/** `xzf a.tgz`: each letter that takes a value takes the next word. */
function oldStyle(letters: string, words: readonly string[]): string[] {
  const rest = [...words];
  const out: string[] = [];
  for (const letter of letters) {
    out.push(`-${letter}`);
    if ('fCTXb'.includes(letter) && rest.length > 0) out.push(rest.shift()!);
  }
  return [...out, ...rest];
}

async function create(process: Process, options: Options): Promise<number> {
  const view = options.has('C') ? process.fs.as({ cwd: process.fs.absolute(options.value('C')!) }) : process.fs;
  const names = [
    ...options.operands,
    ...options.values('T').flatMap((path) =>
      process.fs
        .readText(path)
        .split('\n')
        .filter((line) => line !== ''),
    ),
  ];
  if (names.length === 0) {
    await process.stderr.write(
      "tar: Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.\n",
    );
    return 2;
  }
  const excludes = options.values('exclude').map((glob) => globRegex(glob));
  const entries: TarEntry[] = [];
  let failed = false;
  const add = async (path: string): Promise<void> => {
    const name = path.replace(/^\/+/, '').replace(/\/+$/, '') || '.';
    const base = name.replace(/^.*\//, '');
    if (excludes.some((pattern) => pattern.test(name) || pattern.test(base) || pattern.test(name.replace(/^\.\//, ''))))
      return;
    let stat;
    try {
      stat = options.has('h') ? view.stat(path) : view.lstat(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      failed = true;
      await process.stderr.write(`tar: ${path}: Cannot stat: ${error.message}\n`);
      return;
    }
    const { type, mode, uid, gid, mtimeMs } = stat;
    entries.push({
      path: name,
      type,
      mode,
      uid,
      gid,
      mtimeMs,
      ...(type === 'file' && { data: view.readFile(path) }),
      ...(type === 'symlink' && { target: view.readlink(path) }),
    });
    const line = `${name}${type === 'directory' ? '/' : ''}\n`;
    if (options.has('v'))
      await (options.value('f') === '-' || !options.has('f') ? process.stderr : process.stdout).write(line);
    if (type === 'directory') for (const child of view.readdir(path)) await add(`${path.replace(/\/$/, '')}/${child}`);
  };
  if (names.some((name) => name.startsWith('/')) && !options.has('P'))
    await process.stderr.write("tar: Removing leading `/' from member names\n");
  for (const name of names) await add(name);
  const archive = writeTar(entries);
  const file = options.value('f');
  const zipped = options.has('z') || (options.has('a') && /\.(tgz|gz)$/.test(file ?? ''));
  const bytes = zipped ? gzipSync(archive, { mtime: 0 }) : archive;
  if (file === undefined || file === '-') await process.stdout.write(bytes);
  else process.fs.writeFile(file, bytes);
  if (failed) await process.stderr.write('tar: Exiting with failure status due to previous errors\n');
  return failed ? 2 : 0;
}

async function extract(process: Process, options: Options, list: boolean): Promise<number> {
  const file = options.value('f');
  const raw = file === undefined || file === '-' ? await readAll(process.stdin) : process.fs.readFile(file);
  const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? gunzip(raw) : raw;
  const view = options.has('C') ? process.fs.as({ cwd: process.fs.absolute(options.value('C')!) }) : process.fs;
  if (options.has('C') && !process.fs.isDirectory(options.value('C')!))
    throw new FileError('ENOENT', options.value('C')!);
  const strip = options.number('strip', 0);
  const wanted = options.operands.map((name) => name.replace(/\/+$/, ''));
  const found = new Set<string>();
  for (const entry of readTar(bytes)) {
    const name = entry.path.replace(/^\.\/(?=.)/, './');
    const match = wanted.find(
      (want) =>
        name === want || name.startsWith(`${want}/`) || (options.has('wildcards') && globRegex(want).test(name)),
    );
    if (wanted.length > 0 && match === undefined) continue;
    if (match !== undefined) found.add(match);
    if (list || options.has('v'))
      await process.stdout.write(
        list && options.has('v')
          ? `${long(process, entry)}\n`
          : `${entry.path}${entry.type === 'directory' ? '/' : ''}\n`,
      );
    if (list) continue;
    if (options.has('O')) {
      if (entry.data) await process.stdout.write(entry.data);
      continue;
    }
    const path = name
      .split('/')
      .filter((part) => part !== '..')
      .slice(strip)
      .join('/')
      .replace(/^\/+/, '');
    if (path !== '' && path !== '.') unpack(process, view, path, entry, options);
  }
  const missing = wanted.filter((want) => !found.has(want));
  for (const want of missing) await process.stderr.write(`tar: ${want}: Not found in archive\n`);
  if (missing.length > 0) await process.stderr.write('tar: Exiting with failure status due to previous errors\n');
  return missing.length > 0 ? 2 : 0;
}

function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch {
    throw new TarError('Child returned status 1');
  }
}

function unpack(process: Process, view: Process['fs'], path: string, entry: TarEntry, options: Options): void {
  view.mkdir(parentOf(path), { parents: true });
  if (entry.type === 'directory') {
    if (!view.isDirectory(path)) view.mkdir(path, { mode: entry.mode });
  } else {
    if (view.exists(path) && !view.isDirectory(path)) view.unlink(path);
    if (entry.hardLink !== undefined) view.link(entry.hardLink, path);
    else if (entry.type === 'symlink') view.symlink(entry.target ?? '', path);
    else if (entry.type === 'file') view.writeFile(path, entry.data ?? new Uint8Array(), { mode: entry.mode });
    else if (entry.type === 'fifo') view.mknod(path, 'fifo', '', { mode: entry.mode });
  }
  if (entry.type === 'symlink' || entry.hardLink !== undefined) return;
  const root = process.credentials.uid === 0;
  view.chmod(path, root || options.has('p') ? entry.mode : entry.mode & ~process.umask);
  if (root && !options.has('no-same-owner')) view.chown(path, entry.uid, entry.gid);
  if (!options.has('m')) view.utimes(path, entry.mtimeMs);
}

const long = (process: Process, entry: TarEntry): string => {
  const user =
    accounts(process.fs, '/etc/passwd').length > 0 ? nameOf(process.fs, '/etc/passwd', entry.uid) : String(entry.uid);
  const owner = `${user}/${nameOf(process.fs, '/etc/group', entry.gid)}`;
  const size = String(entry.data?.length ?? 0).padStart(Math.max(0, 18 - owner.length));
  return `${modeText(entry)} ${owner} ${size} ${timeText(entry.mtimeMs, 'long')} ${entry.path}${entry.type === 'directory' ? '/' : ''}${entry.target === undefined ? '' : ` -> ${entry.target}`}`;
};
