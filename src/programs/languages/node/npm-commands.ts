import type { Process } from '#process/process';
import { nodePackages } from './packages';

interface Manifest {
  name?: string;
  version?: string;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

function manifest(process: Process): Manifest | undefined {
  if (!process.fs.exists('package.json')) return undefined;
  try {
    return JSON.parse(process.fs.readText('package.json')) as Manifest;
  } catch {
    return {};
  }
}

const E404 = (name: string): string =>
  `npm error code E404\nnpm error 404 Not Found - GET /${name.replace('/', '%2f')} - Not found\nnpm error 404\nnpm error 404  '${name}@*' is not in this registry.\nnpm error 404\nnpm error 404 Note that you can also install from a\nnpm error 404 tarball, folder, http url, or git folder.\nnpm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log\n`;

/** The package's folder, or a module that says it is not simulated. */
function put(process: Process, name: string, version: string): void {
  const item = nodePackages[name]!;
  const { fs } = process;
  const home = `node_modules/${name}`;
  fs.mkdir(home, { parents: true });
  const files = item.files ?? {
    'index.js': `throw new Error('drydock: the package ${name} is not simulated yet');\n`,
  };
  for (const [path, text] of Object.entries(files)) fs.writeFile(`${home}/${path}`, text.replace(/^\n/, ''));
  fs.writeFile(`${home}/package.json`, `${JSON.stringify({ name, version, main: 'index.js' }, null, 2)}\n`);
  if (item.bin !== undefined) {
    fs.mkdir('node_modules/.bin', { parents: true });
    fs.writeFile(`node_modules/.bin/${name}`, `#!/usr/bin/env node\nrequire('../${name}/${item.bin}');\n`, {
      mode: 0o755,
    });
  }
  for (const needed of item.requires ?? []) {
    if (!fs.exists(`node_modules/${needed}`)) put(process, needed, nodePackages[needed]!.version);
  }
}

const pinned = (range: string, latest: string): string => /\d+\.\d+\.\d+/.exec(range)?.[0] ?? latest;

async function install(process: Process, words: readonly string[]): Promise<number> {
  const names = words.filter((word) => !word.startsWith('-'));
  const dev = words.some((word) => /^(-D|--save-dev)$/.test(word));
  const production =
    words.some((word) => /^(--omit=dev|--production|--only=production|--only=prod)$/.test(word)) ||
    process.env.get('NODE_ENV') === 'production';
  const own = manifest(process) ?? {};
  const wanted = new Map<string, string>();
  if (names.length === 0) {
    for (const [name, range] of Object.entries({ ...own.dependencies, ...(production ? {} : own.devDependencies) }))
      wanted.set(name, range);
  }
  for (const word of names) {
    const at = word.lastIndexOf('@');
    wanted.set(at > 0 ? word.slice(0, at) : word, at > 0 ? word.slice(at + 1) : '');
  }
  for (const name of wanted.keys()) {
    if (nodePackages[name]) continue;
    await process.sleep(400);
    await process.stderr.write(E404(name));
    return 1;
  }
  let added = 0;
  for (const [name, range] of wanted) {
    const item = nodePackages[name]!;
    if (process.fs.exists(`node_modules/${name}/package.json`)) continue;
    put(process, name, pinned(range, item.version));
    added += item.count;
    await process.sleep(120 + item.count * 12);
    if (names.length > 0) {
      const list = dev ? 'devDependencies' : 'dependencies';
      own[list] = {
        ...own[list],
        [name]: range && /^\d/.test(range) && range.split('.').length === 3 ? range : `^${pinned(range, item.version)}`,
      };
    }
  }
  if (names.length > 0) process.fs.writeFile('package.json', `${JSON.stringify(own, null, 2)}\n`);
  if (wanted.size > 0)
    process.fs.writeFile(
      'package-lock.json',
      `${JSON.stringify({ name: own.name, version: own.version, lockfileVersion: 3, requires: true, packages: {} }, null, 2)}\n`,
    );
  const seconds = `${String(1 + Math.floor(added / 60))}s`;
  const total = added + 1;
  await process.stdout.write(
    added > 0
      ? `\nadded ${String(added)} package${added === 1 ? '' : 's'}, and audited ${String(total)} packages in ${seconds}\n\nfound 0 vulnerabilities\n`
      : `\nup to date, audited ${String(
          Math.max(
            1,
            [...wanted.keys()].reduce((n, k) => n + nodePackages[k]!.count, 1),
          ),
        )} packages in 583ms\n\nfound 0 vulnerabilities\n`,
  );
  return 0;
}

async function script(process: Process, name: string, args: readonly string[], how = 'npm'): Promise<number> {
  const own = manifest(process);
  if (!own) {
    await process.stderr.write(
      `npm error code ENOENT\nnpm error syscall open\nnpm error path ${process.fs.cwd}/package.json\nnpm error errno -2\nnpm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '${process.fs.cwd}/package.json'\nnpm error enoent This is related to npm not being able to find a file.\nnpm error enoent\n`,
    );
    return 254;
  }
  const line =
    own.scripts?.[name] ?? (name === 'start' && process.fs.exists('server.js') ? 'node server.js' : undefined);
  if (line === undefined) {
    await process.stderr.write(
      `npm error Missing script: "${name}"\nnpm error\nnpm error To see a list of scripts, run:\nnpm error   npm run\n`,
    );
    return 1;
  }
  for (const step of [`pre${name}`, name, `post${name}`]) {
    const text = step === name ? [line, ...args].join(' ') : own.scripts?.[step];
    if (text === undefined) continue;
    if (how === 'npm') await process.stdout.write(`\n> ${own.name ?? ''}@${own.version ?? ''} ${step}\n> ${text}\n\n`);
    else await process.stdout.write(`$ ${text}\n`);
    const code = await shell(process, ['/bin/sh', '-c', text]);
    if (code !== 0) {
      return code;
    }
  }
  return 0;
}

async function shell(process: Process, argv: readonly string[]): Promise<number> {
  const path = process.findProgram(argv[0]!);
  if (path === undefined) return 127;
  const env = new Map(process.env);
  env.set('PATH', `${process.fs.absolute('node_modules/.bin')}:${env.get('PATH') ?? ''}`);
  const child = process.spawn({ path, argv, env });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, (sent) => process.kill(child.pid, sent));
  return (await process.wait(child.exited)).code;
}

/** npm as its arguments say. */
export async function runNpm(process: Process): Promise<number> {
  const [verb = '', ...rest] = process.argv
    .slice(1)
    .filter(
      (arg) => !/^--(silent|quiet|loglevel.*|no-audit|no-fund|legacy-peer-deps|ignore-scripts|no-cache)$/.test(arg),
    );
  await process.sleep(150);
  switch (verb) {
    case 'install':
    case 'i':
    case 'add':
      return await install(
        process,
        rest.filter((w) => w !== '-g' && w !== '--global'),
      );
    case 'ci':
      if (!process.fs.exists('package-lock.json')) {
        await process.stderr.write(
          'npm error code EUSAGE\nnpm error\nnpm error The `npm ci` command can only install with an existing package-lock.json or\nnpm error npm-shrinkwrap.json with lockfileVersion >= 1. Run an install with npm@5 or\nnpm error later to generate a package-lock.json file, then try again.\n',
        );
        return 1;
      }
      process.fs.removeAll('node_modules');
      return await install(
        process,
        rest.filter((word) => word.startsWith('-')),
      );
    case 'run':
    case 'run-script':
      if (rest.length === 0) {
        const scripts = Object.entries(manifest(process)?.scripts ?? {});
        await process.stdout.write(scripts.map(([name, text]) => `  ${name}\n    ${text}\n`).join(''));
        return 0;
      }
      return await script(
        process,
        rest[0]!,
        rest.slice(1).filter((w) => w !== '--'),
      );
    case 'start':
    case 'test':
    case 'stop':
      return await script(
        process,
        verb,
        rest.filter((w) => w !== '--'),
      );
    case 'init': {
      const name = process.fs.cwd.slice(process.fs.cwd.lastIndexOf('/') + 1).toLowerCase() || 'app';
      const made = {
        name,
        version: '1.0.0',
        description: '',
        main: 'index.js',
        scripts: { test: 'echo "Error: no test specified" && exit 1' },
        keywords: [],
        author: '',
        license: 'ISC',
      };
      const text = JSON.stringify(made, null, 2);
      process.fs.writeFile('package.json', `${text}\n`);
      await process.stdout.write(`Wrote to ${process.fs.absolute('package.json')}:\n\n${text}\n\n\n`);
      return 0;
    }
    case '-v':
    case '--version':
      await process.stdout.write('10.9.4\n');
      return 0;
    case 'ls':
    case 'list': {
      const own = manifest(process) ?? {};
      const names = Object.keys({ ...own.dependencies, ...own.devDependencies }).filter((n) =>
        process.fs.exists(`node_modules/${n}/package.json`),
      );
      const lines = names.map(
        (n, i) =>
          `${i === names.length - 1 ? '└──' : '├──'} ${n}@${(JSON.parse(process.fs.readText(`node_modules/${n}/package.json`)) as Manifest).version ?? ''}\n`,
      );
      await process.stdout.write(
        `${own.name ?? ''}@${own.version ?? ''} ${process.fs.cwd}\n${lines.length > 0 ? lines.join('') : '└── (empty)\n'}\n`,
      );
      return 0;
    }
    case 'cache':
    case 'config':
    case 'prune':
      return 0;
    default:
      await process.stderr.write(`drydock: npm ${verb} is not simulated yet\n`);
      return 1;
  }
}

/** npx: a command of node_modules, installed first when it is known. */
export async function runNpx(process: Process): Promise<number> {
  const [name = '', ...rest] = process.argv.slice(1).filter((arg, i) => !(i === 0 && /^(-y|--yes)$/.test(arg)));
  if (!process.fs.exists(`node_modules/.bin/${name}`)) {
    if (nodePackages[name]?.bin === undefined) {
      await process.stderr.write(
        nodePackages[name] ? `drydock: the package ${name} is not simulated yet\n` : E404(name),
      );
      return 1;
    }
    put(process, name, nodePackages[name].version);
  }
  return await shell(process, [process.fs.absolute(`node_modules/.bin/${name}`), ...rest]);
}

/** yarn 1: install, add, run and scripts. */
export async function runYarn(process: Process): Promise<number> {
  const [verb = 'install', ...rest] = process.argv
    .slice(1)
    .filter((arg) => !/^--(frozen-lockfile|production|silent|non-interactive)$/.test(arg));
  if (verb === '-v' || verb === '--version') {
    await process.stdout.write('1.22.22\n');
    return 0;
  }
  await process.stdout.write(`yarn ${verb === 'install' || verb === 'add' ? verb : 'run'} v1.22.22\n`);
  if (verb === 'install' || verb === 'add') {
    const code = await install(process, verb === 'add' ? rest : []);
    if (code === 0) await process.stdout.write('Done in 2.11s.\n');
    return code;
  }
  return await script(process, verb === 'run' ? (rest[0] ?? '') : verb, verb === 'run' ? rest.slice(1) : rest, 'yarn');
}
