import type { Process } from '#process/process';
import { getopt } from '../getopt';
import { tool } from '../program';
import { archivePackages, closure, packageNamed } from './catalog';
import { downloadMs, removeFiles, unpack } from './install';

const WORLD = '/etc/apk/world';
const DB = '/lib/apk/db/installed';
const SPEC = {
  short: 'qvUtluX:p:it:f',
  long: {
    'no-cache': 'no-cache',
    update: 'update',
    'update-cache': 'update',
    'virtual=': 't',
    quiet: 'q',
    upgrade: 'u',
    'repository=': 'X',
    'allow-untrusted': 'au',
    latest: 'l',
    available: 'a',
    'no-progress': 'np',
    'root=': 'p',
    initdb: 'initdb',
    'keys-dir=': 'k',
    'arch=': 'arch',
    purge: 'purge',
    installed: 'i',
    force: 'f',
    'cache-dir=': 'cd',
  },
  usageExit: 1,
  version: 'apk-tools 2.14.6, compiled for x86_64.',
} as const;

/** apk: packages of Alpine, from the simulated archive. Upstream: apk-tools. */
export const apk = tool('apk', SPEC, async (process) => {
  const options = getopt(process.argv.slice(1), SPEC);
  const [verb, ...words] = options.operands;
  const quiet = options.has('q');
  const say = (text: string): Promise<void> => (quiet ? Promise.resolve() : process.stdout.write(text));
  switch (verb) {
    case 'update':
      await fetchIndex(process, say);
      await say(`OK: ${String(archivePackages('apk').length)} distinct packages available\n`);
      return 0;
    case 'add':
      if (options.has('no-cache') || options.has('U') || options.has('update')) await fetchIndex(process, say);
      return add(process, words, options.value('t'), say);
    case 'del':
      return del(process, words, say);
    case 'upgrade':
      await say(`OK: ${megabytes(process)} MiB in ${String(present(process).size)} packages\n`);
      return 0;
    case 'info':
      return info(process, words);
    case 'search':
      for (const p of archivePackages('apk').filter((entry) =>
        words.every((word) => entry.name.includes(word.replace(/[*]/g, ''))),
      ))
        await process.stdout.write(`${p.name}-${p.version}\n`);
      return 0;
    case 'list':
      for (const name of present(process).keys()) await process.stdout.write(`${name} x86_64 {${name}} [installed]\n`);
      return 0;
    default:
      await process.stderr.write(
        verb === undefined
          ? 'apk-tools 2.14.6, compiled for x86_64.\n\nusage: apk [<OPTIONS>...] COMMAND [<ARGUMENTS>...]\n'
          : `ERROR: '${verb}' is not an apk command. See 'apk --help'.\n`,
      );
      return 1;
  }
});

async function fetchIndex(process: Process, say: (text: string) => Promise<void>): Promise<void> {
  const version = process.fs.exists('/etc/alpine-release')
    ? process.fs
        .readText('/etc/alpine-release')
        .trim()
        .replace(/\.\d+$/, '')
    : '3.22';
  for (const part of ['main', 'community']) {
    await say(`fetch https://alpine.example/alpine/v${version}/${part}/x86_64/APKINDEX.tar.gz\n`);
    await process.sleep(350);
  }
  process.fs.mkdir('/var/cache/apk', { parents: true });
}

/** What is installed beyond the image's own: name to version. */
function present(process: Process): Map<string, string> {
  if (!process.fs.exists(DB)) return new Map();
  const stanzas = process.fs.readText(DB).split('\n\n');
  return new Map(
    stanzas.flatMap((text) => {
      const name = /^P:(.*)$/m.exec(text)?.[1];
      return name === undefined ? [] : [[name, /^V:(.*)$/m.exec(text)?.[1] ?? ''] as const];
    }),
  );
}

function write(process: Process, packages: ReadonlyMap<string, string>): void {
  process.fs.mkdir('/lib/apk/db', { parents: true });
  process.fs.writeFile(DB, [...packages].map(([name, version]) => `P:${name}\nV:${version}\nA:x86_64\n`).join('\n'));
}

const megabytes = (process: Process): string =>
  String(
    8 +
      Math.round(
        [...present(process).keys()].reduce((sum, name) => sum + (packageNamed(name, 'apk')?.installedKb ?? 0), 0) /
          1024,
      ),
  );

async function add(
  process: Process,
  words: readonly string[],
  virtual: string | undefined,
  say: (text: string) => Promise<void>,
): Promise<number> {
  const names = words.map((word) => word.replace(/[=<>~@].*$/, ''));
  const packages = present(process);
  const unknown = names.filter((name) => !packages.has(name) && !packageNamed(name, 'apk'));
  if (unknown.length > 0) {
    await process.stderr.write(
      `ERROR: unable to select packages:\n${unknown.map((name) => `  ${name} (no such package):\n    required by: world[${name}]\n`).join('')}`,
    );
    return unknown.length;
  }
  const fresh = closure(names, 'apk', (name) => packages.has(name));
  const total = fresh.length + (virtual === undefined ? 0 : 1);
  const width = String(total).length;
  for (const [i, entry] of fresh.entries()) {
    await process.sleep(downloadMs(entry.sizeKb));
    await say(
      `(${String(i + 1).padStart(width)}/${String(total)}) Installing ${entry.name} (${entry.version.replace(/^\d+:|-\d*ubuntu.*$/g, '')})\n`,
    );
    unpack(process, entry);
    packages.set(entry.name, entry.version);
  }
  if (virtual !== undefined) {
    await say(`(${String(total)}/${String(total)}) Installing ${virtual} (20260101.000000)\n`);
    packages.set(virtual, `virtual ${names.join(' ')}`);
  }
  write(process, packages);
  process.fs.mkdir('/etc/apk', { parents: true });
  const world = process.fs.exists(WORLD) ? process.fs.readText(WORLD).split('\n') : [];
  process.fs.writeFile(
    WORLD,
    `${[...new Set([...world, ...(virtual === undefined ? names : [virtual])])]
      .filter((line) => line !== '')
      .toSorted()
      .join('\n')}\n`,
  );
  if (fresh.length > 0) await say('Executing busybox-1.37.0-r12.trigger\n');
  await say(`OK: ${megabytes(process)} MiB in ${String(packages.size)} packages\n`);
  return 0;
}

async function del(process: Process, names: readonly string[], say: (text: string) => Promise<void>): Promise<number> {
  const packages = present(process);
  const gone = names.flatMap((name) => {
    const version = packages.get(name);
    return version?.startsWith('virtual ') ? [name, ...version.slice(8).split(' ')] : [name];
  });
  const known = gone.filter((name) => packages.has(name));
  for (const [i, name] of known.entries()) {
    await say(
      `(${String(i + 1)}/${String(known.length)}) Purging ${name} (${packages.get(name)!.replace(/^virtual .*/, '20260101.000000')})\n`,
    );
    const entry = packageNamed(name, 'apk');
    if (entry) removeFiles(process, entry);
    packages.delete(name);
  }
  write(process, packages);
  await say(`OK: ${megabytes(process)} MiB in ${String(packages.size)} packages\n`);
  return 0;
}

async function info(process: Process, words: readonly string[]): Promise<number> {
  const packages = present(process);
  if (words.length === 0) {
    await process.stdout.write([...packages.keys()].map((name) => `${name}\n`).join(''));
    return 0;
  }
  for (const name of words) {
    const entry = packageNamed(name, 'apk');
    if (!packages.has(name) || !entry) return 1;
    await process.stdout.write(`${name}-${packages.get(name)!} description:\n${entry.about}\n\n`);
  }
  return 0;
}
