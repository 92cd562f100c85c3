import { readAll } from '#io/streams';
import type { Program } from '#process/process';
import { tool } from '../program';

/** ldconfig: renews the cache of libraries. Simplified: programs here need no libraries, so only its file is made. */
export const ldconfig: Program = tool(
  'ldconfig',
  { short: 'vnNXf:C:r:lp', long: { verbose: 'v', 'print-cache': 'p' } },
  async (process, options) => {
    if (options.has('p')) {
      await process.stdout.write("0 libs found in cache `/etc/ld.so.cache'\n");
      return 0;
    }
    if (process.credentials.uid !== 0) {
      await process.stderr.write("ldconfig: Can't create temporary cache file /etc/ld.so.cache~: Permission denied\n");
      return 1;
    }
    process.fs.writeFile('/etc/ld.so.cache', 'glibc-ld.so.cache1.1');
    return 0;
  },
);

/** locale-gen: makes the locales named, or those that /etc/locale.gen has. Upstream: debian locales. */
export const localeGen: Program = tool(
  'locale-gen',
  { long: { purge: 'p', 'keep-existing': 'k' } },
  async (process, options) => {
    const { fs } = process;
    const listed = fs.exists('/etc/locale.gen')
      ? fs
          .readText('/etc/locale.gen')
          .split('\n')
          .filter((line) => /^\s*[a-zA-Z]/.test(line))
          .map((line) => line.trim().split(/\s+/)[0]!)
      : [];
    const wanted = [...new Set([...options.operands, ...listed])];
    await process.stdout.write('Generating locales (this might take a while)...\n');
    for (const name of wanted) {
      await process.stdout.write(`  ${name}...`);
      await process.sleep(700);
      fs.mkdir(`/usr/lib/locale/${name}`, { parents: true });
      await process.stdout.write(' done\n');
    }
    await process.stdout.write('Generation complete.\n');
    return 0;
  },
);

/** update-locale: writes /etc/default/locale. */
export const updateLocale: Program = tool('update-locale', { long: { reset: 'r' } }, (process, options) => {
  process.fs.mkdir('/etc/default', { parents: true });
  process.fs.writeFile('/etc/default/locale', options.operands.map((pair) => `${pair}\n`).join(''));
  return 0;
});

/** update-alternatives: which program a name stands for, as links. Upstream: dpkg utils/update-alternatives.c. */
export const updateAlternatives: Program = {
  name: 'update-alternatives',
  async run(process) {
    const { fs } = process;
    const words = process.argv.slice(1).filter((word) => !/^--(?:quiet|force|verbose)$/.test(word));
    const at = words.findIndex((word) => /^--(?:install|set|remove|display|list|config|auto)$/.test(word));
    const [verb = '', ...rest] = at < 0 ? [] : words.slice(at);
    const place = (name: string, path: string): void => {
      fs.mkdir('/etc/alternatives', { parents: true });
      if (fs.exists(`/etc/alternatives/${name}`)) fs.unlink(`/etc/alternatives/${name}`);
      fs.symlink(path, `/etc/alternatives/${name}`);
    };
    if (verb === '--install') {
      const [link = '', name = '', path = ''] = rest;
      if (!fs.exists(path)) {
        await process.stderr.write(`update-alternatives: error: alternative path ${path} doesn't exist\n`);
        return 2;
      }
      place(name, path);
      if (fs.exists(link)) fs.unlink(link);
      fs.symlink(`/etc/alternatives/${name}`, link);
      await process.stdout.write(`update-alternatives: using ${path} to provide ${link} (${name}) in auto mode\n`);
      return 0;
    }
    const [name = '', path = ''] = rest;
    const known = fs.exists(`/etc/alternatives/${name}`);
    if (verb === '--set' && (known || fs.exists(path))) {
      place(name, path);
      await process.stdout.write(
        `update-alternatives: using ${path} to provide /usr/bin/${name} (${name}) in manual mode\n`,
      );
      return 0;
    }
    if (!known) {
      await process.stderr.write(`update-alternatives: error: no alternatives for ${name}\n`);
      return 2;
    }
    if (verb === '--remove') fs.unlink(`/etc/alternatives/${name}`);
    else await process.stdout.write(`${fs.readlink(`/etc/alternatives/${name}`)}\n`);
    return 0;
  },
};

const KEYRING = '/etc/apt/trusted.gpg.d';

/** apt-key: keeps what it is given among apt's keys. Simplified: signatures are not checked here, so any text is a key. */
export const aptKey: Program = {
  name: 'apt-key',
  async run(process) {
    const [verb, ...rest] = process.argv.slice(1);
    await process.stderr.write(
      'Warning: apt-key is deprecated. Manage keyring files in trusted.gpg.d instead (see apt-key(8)).\n',
    );
    if (verb !== 'add') {
      await process.stderr.write(`drydock: apt-key ${verb ?? ''} is not simulated yet\n`);
      return 1;
    }
    const file = rest[0] ?? '-';
    const bytes = file === '-' ? await readAll(process.stdin) : process.fs.readFile(file);
    if (bytes.length === 0) {
      await process.stderr.write('gpg: no valid OpenPGP data found.\n');
      return 2;
    }
    process.fs.mkdir(KEYRING, { parents: true });
    process.fs.writeFile(`${KEYRING}/apt-key-${String(process.clock.epochNow())}.asc`, bytes);
    await process.stdout.write('OK\n');
    return 0;
  },
};

/** add-apt-repository: one more line for apt. Upstream: software-properties. */
export const addAptRepository: Program = tool(
  'add-apt-repository',
  { short: 'yrnus', long: { yes: 'y', remove: 'r', 'no-update': 'n', update: 'u' } },
  async (process, options) => {
    const line = options.operands.join(' ');
    if (line === '') {
      await process.stderr.write('add-apt-repository: error: need a repository as argument\n');
      return 1;
    }
    const name = line.replace(/^ppa:/, '').replaceAll(/[^a-z0-9]+/gi, '-');
    const entry = line.startsWith('ppa:')
      ? `deb https://ppa.launchpadcontent.net/${line.slice(4)}/ubuntu noble main`
      : line;
    process.fs.mkdir('/etc/apt/sources.list.d', { parents: true });
    process.fs.writeFile(`/etc/apt/sources.list.d/${name}.list`, `${entry}\n`);
    await process.stdout.write(
      `Repository: '${entry}'\nDescription:\nArchive for codename: noble components: main\nAdding repository.\n`,
    );
    return 0;
  },
);

/** gpg: turns armoured keys into files, as set-ups of apt repositories do. Simplified: no cryptography: bytes are kept as they are. */
export const gpg: Program = tool(
  'gpg',
  {
    short: 'o:qvk',
    long: {
      dearmor: 'dearmor',
      'output=': 'o',
      batch: 'b',
      yes: 'y',
      quiet: 'q',
      'no-tty': 't',
      'no-default-keyring': 'n',
      'keyring=': 'keyring',
      'show-keys': 'show',
      armor: 'a',
    },
  },
  async (process, options) => {
    if (!options.has('dearmor')) {
      await process.stderr.write(
        'drydock: gpg does nothing but --dearmor: keys and signatures are not simulated yet\n',
      );
      return 2;
    }
    const [file] = options.operands;
    const bytes = file === undefined ? await readAll(process.stdin) : process.fs.readFile(file);
    if (bytes.length === 0) {
      await process.stderr.write('gpg: no valid OpenPGP data found.\ngpg: dearmoring failed: No data\n');
      return 2;
    }
    const output = options.value('o') ?? (file === undefined ? undefined : `${file}.gpg`);
    if (output === undefined) await process.stdout.write(bytes);
    else process.fs.writeFile(output, bytes);
    return 0;
  },
);

const COMPILERS = 'g++ cc c++ clang cmake'.split(' ');

/** Compilers of C: they say that nothing is compiled here. Other languages' tools come with their images. */
export const compilers: Program[] = COMPILERS.map((name) => ({
  name,
  async run(process) {
    await process.stderr.write(`drydock: compiling with ${name} is not simulated yet\n`);
    return 1;
  },
}));
