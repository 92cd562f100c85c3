import type { Process, Program } from '#process/process';
import { getopt, type Options } from '../getopt';
import { tool } from '../program';
import { osRelease } from '../host/which';
import { archivePackages, closure, packageNamed, type PackageEntry } from './catalog';
import { installed, record } from './dpkg';
import { aptSize, downloadMs, removeFiles, unpack } from './install';

const LISTS = '/var/lib/apt/lists';
const SPEC = {
  short: 'yqdsfmo:t:V',
  long: {
    yes: 'y',
    'assume-yes': 'y',
    quiet: 'q',
    'no-install-recommends': 'norec',
    'no-install-suggests': 'nosug',
    'allow-unauthenticated': 'au',
    'fix-broken': 'f',
    'fix-missing': 'm',
    'download-only': 'd',
    'only-upgrade': 'ou',
    purge: 'purge',
    'auto-remove': 'ar',
    autoremove: 'ar',
    reinstall: 're',
    simulate: 's',
    'allow-downgrades': 'ad',
    'target-release=': 't',
    installed: 'installed',
    upgradable: 'upgradable',
    'force-yes': 'y',
    option: 'o',
    'allow-change-held-packages': 'held',
    'no-upgrade': 'nu',
    'option=': 'o',
  },
  usageExit: 100,
} as const;

/** apt-get and apt: packages from the simulated archive. Upstream: APT. */
export const apt: Program[] = (['apt-get', 'apt'] as const).map((name) =>
  tool(name, { ...SPEC, version: 'apt 2.7.14 (amd64)' }, async (process) => {
    const options = getopt(
      process.argv.slice(1).map((arg) => arg.replace(/^-qq+$/, '-q')),
      SPEC,
    );
    const [verb, ...names] = options.operands;
    if (name === 'apt' && !process.isTTY(1))
      await process.stderr.write(
        '\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n',
      );
    if (process.credentials.uid !== 0 && verb !== 'list' && verb !== 'show' && verb !== 'search') {
      const lock = verb === 'update' ? '/var/lib/apt/lists/lock' : '/var/lib/dpkg/lock-frontend';
      await process.stderr.write(
        `E: Could not open lock file ${lock} - open (13: Permission denied)\nE: Unable to ${verb === 'update' ? 'lock directory /var/lib/apt/lists/' : 'acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?'}\n`,
      );
      return 100;
    }
    switch (verb) {
      case 'update':
        return update(process, options);
      case 'install':
      case 'reinstall':
        return install(process, names, options);
      case 'remove':
      case 'purge':
        return remove(process, names, verb);
      case 'upgrade':
      case 'dist-upgrade':
      case 'full-upgrade':
      case 'autoremove':
        await process.stdout.write(
          `${READING}${verb === 'autoremove' ? '' : 'Calculating upgrade... Done\n'}0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n`,
        );
        return 0;
      case 'clean':
      case 'autoclean':
        return 0;
      case 'list':
        return list(process, options);
      case 'show':
      case 'search':
        return about(process, verb, names);
      default:
        await process.stderr.write(
          verb === undefined ? `${name} needs a command, like install\n` : `E: Invalid operation ${verb}\n`,
        );
        return 100;
    }
  }),
);

const READING = 'Reading package lists... Done\nBuilding dependency tree... Done\nReading state information... Done\n';

const refreshed = (process: Process): boolean =>
  process.fs.isDirectory(LISTS) && process.fs.readdir(LISTS).some((name) => name.endsWith('_Packages'));

async function update(process: Process, options: Options): Promise<number> {
  const release = osRelease(process);
  const [distribution, suite] = [release.get('ID') ?? 'debian', release.get('VERSION_CODENAME') ?? 'stable'];
  const online = reachable(process);
  const quiet = options.has('q');
  if (!online) {
    await process.stdout.write(
      `Ign:1 http://archive.example/${distribution} ${suite} InRelease\nErr:1 http://archive.example/${distribution} ${suite} InRelease\n  Temporary failure resolving 'archive.example'\nReading package lists...\n`,
    );
    await process.stderr.write(
      `W: Failed to fetch http://archive.example/${distribution}/dists/${suite}/InRelease  Temporary failure resolving 'archive.example'\nW: Some index files failed to download. They have been ignored, or old ones used instead.\n`,
    );
    return 0;
  }
  const parts = [suite, `${suite}-updates`, `${suite}-security`];
  const sizes = [256, 126, 126];
  for (const [i, part] of parts.entries()) {
    await process.sleep(180);
    if (!quiet)
      await process.stdout.write(
        `Get:${String(i + 1)} http://archive.example/${distribution} ${part} InRelease [${aptSize(sizes[i]!)}]\n`,
      );
  }
  await process.sleep(900);
  if (!quiet)
    await process.stdout.write(
      `Get:4 http://archive.example/${distribution} ${suite}/main amd64 Packages [1,808 kB]\nFetched 2,316 kB in 1s (1,610 kB/s)\nReading package lists...${process.isTTY(1) ? ' Done' : ''}\n`,
    );
  process.fs.mkdir(LISTS, { parents: true });
  process.fs.writeFile(
    `${LISTS}/archive.example_${distribution}_dists_${suite}_main_binary-amd64_Packages`,
    archivePackages('apt')
      .map((p) => `Package: ${p.name}\n`)
      .join(''),
  );
  return 0;
}

/** Whether there is a way out: containers on internal networks, and those without a network, have no archive. */
const reachable = (process: Process): boolean => process.net.routes().some((route) => route.destination === 'default');

async function install(process: Process, wanted: readonly string[], options: Options): Promise<number> {
  const quiet = options.has('q');
  const say = (text: string): Promise<void> => process.stdout.write(text);
  const names = wanted.map((word) => word.replace(/[=/].*$/, '').replace(/:amd64$/, ''));
  if (!quiet)
    await say(
      'Reading package lists...\nBuilding dependency tree...\nReading state information...\n'.replaceAll(
        '...',
        process.isTTY(1) ? '... Done' : '...',
      ),
    );
  const present = installed(process);
  const missing = names.filter((name) => !present.has(name) && (!refreshed(process) || !packageNamed(name, 'apt')));
  if (missing.length > 0) {
    for (const name of missing) await process.stderr.write(`E: Unable to locate package ${name}\n`);
    return 100;
  }
  for (const name of names)
    if (present.has(name) && !quiet)
      await say(`${name} is already the newest version (${present.get(name)!.version}).\n`);
  const all = closure(names, 'apt', (name) => present.has(name));
  const extra = all.filter((entry) => !names.includes(entry.name));
  const list = (entries: readonly PackageEntry[]): string =>
    entries
      .map((entry) => entry.name)
      .toSorted()
      .join(' ');
  if (!quiet) {
    if (extra.length > 0) await say(`The following additional packages will be installed:\n  ${list(extra)}\n`);
    if (all.length > 0) await say(`The following NEW packages will be installed:\n  ${list(all)}\n`);
    await say(`0 upgraded, ${String(all.length)} newly installed, 0 to remove and 0 not upgraded.\n`);
  }
  if (all.length === 0) return 0;
  const size = all.reduce((sum, entry) => sum + entry.sizeKb, 0);
  const space = all.reduce((sum, entry) => sum + entry.installedKb, 0);
  if (!quiet)
    await say(
      `Need to get ${aptSize(size)} of archives.\nAfter this operation, ${aptSize(space)} of additional disk space will be used.\n`,
    );
  if (extra.length > 0 && !options.has('y')) {
    await say('Do you want to continue? [Y/n] ');
    const answer = await process.stdin.read();
    const text = answer === undefined ? 'n' : new TextDecoder().decode(answer).trim();
    if (/^n/i.test(text)) {
      await say('Abort.\n');
      return 1;
    }
  }
  const release = osRelease(process);
  for (const [i, entry] of all.entries()) {
    await process.sleep(downloadMs(entry.sizeKb));
    if (!quiet)
      await say(
        `Get:${String(i + 1)} http://archive.example/${release.get('ID') ?? 'debian'} ${release.get('VERSION_CODENAME') ?? 'stable'}/main amd64 ${entry.name} amd64 ${entry.version} [${aptSize(entry.sizeKb)}]\n`,
      );
  }
  if (!quiet) await say(`Fetched ${aptSize(size)} in 1s (${aptSize(size)}/s)\n`);
  if (!process.isTTY(1))
    await process.stderr.write('debconf: delaying package configuration, since apt-utils is not installed\n');
  for (const entry of all) {
    await say(
      `Selecting previously unselected package ${entry.name}.\nPreparing to unpack .../${entry.name}_${entry.version.replace(/^\d+:/, '')}_amd64.deb ...\nUnpacking ${entry.name} (${entry.version}) ...\n`,
    );
    await process.sleep(120);
    unpack(process, entry);
    record(process, entry.name, { name: entry.name, version: entry.version, about: entry.about });
  }
  for (const entry of all) {
    await say(`Setting up ${entry.name} (${entry.version}) ...\n`);
    await process.sleep(60);
  }
  await say('Processing triggers for libc-bin ...\n');
  return 0;
}

async function remove(process: Process, names: readonly string[], verb: string): Promise<number> {
  const present = installed(process);
  const unknown = names.find((name) => !present.has(name) && !packageNamed(name, 'apt'));
  if (unknown !== undefined) {
    await process.stdout.write(READING);
    await process.stderr.write(`E: Unable to locate package ${unknown}\n`);
    return 100;
  }
  const gone = names.filter((name) => present.has(name));
  await process.stdout.write(
    READING +
      names
        .filter((name) => !present.has(name))
        .map((name) => `Package '${name}' is not installed, so not removed\n`)
        .join(''),
  );
  if (gone.length > 0)
    await process.stdout.write(
      `The following packages will be REMOVED:\n  ${gone.map((name) => (verb === 'purge' ? `${name}*` : name)).join(' ')}\n`,
    );
  await process.stdout.write(`0 upgraded, 0 newly installed, ${String(gone.length)} to remove and 0 not upgraded.\n`);
  for (const name of gone) {
    const entry = packageNamed(name, 'apt');
    await process.stdout.write(`Removing ${name} (${present.get(name)!.version}) ...\n`);
    if (entry) removeFiles(process, entry);
    record(process, name, undefined);
  }
  return 0;
}

async function list(process: Process, options: Options): Promise<number> {
  const present = installed(process);
  const all = options.has('installed')
    ? [...present.values()]
    : options.has('upgradable')
      ? []
      : archivePackages('apt');
  await process.stdout.write(
    `Listing...\n${all.map((p) => `${p.name}/stable ${p.version} amd64${present.has(p.name) ? ' [installed]' : ''}\n`).join('')}`,
  );
  return 0;
}

async function about(process: Process, verb: string, names: readonly string[]): Promise<number> {
  const known = refreshed(process) ? archivePackages('apt') : [];
  const found =
    verb === 'show'
      ? known.filter((p) => names.includes(p.name))
      : known.filter((p) => names.every((word) => `${p.name} ${p.about}`.toLowerCase().includes(word.toLowerCase())));
  if (verb === 'show' && found.length === 0) {
    await process.stderr.write('E: No packages found\n');
    return 100;
  }
  for (const p of found) {
    await process.stdout.write(
      verb === 'show'
        ? `Package: ${p.name}\nVersion: ${p.version}\nInstalled-Size: ${String(p.installedKb)} kB\nDownload-Size: ${aptSize(p.sizeKb)}\nDescription: ${p.about}\n\n`
        : `${p.name}/stable ${p.version} amd64\n  ${p.about}\n\n`,
    );
  }
  return 0;
}

/** apt-cache: what the archive knows. */
export const aptCache = tool('apt-cache', { short: 'n' }, async (process, options) => {
  const [verb = '', ...names] = options.operands;
  if (verb === 'search' || verb === 'show') return about(process, verb, names);
  if (verb === 'policy') {
    for (const name of names) {
      const entry = refreshed(process) ? packageNamed(name, 'apt') : undefined;
      if (entry)
        await process.stdout.write(
          `${name}:\n  Installed: ${installed(process).get(name)?.version ?? '(none)'}\n  Candidate: ${entry.version}\n`,
        );
    }
    return 0;
  }
  await process.stderr.write(`E: Invalid operation ${verb}\n`);
  return 100;
});
