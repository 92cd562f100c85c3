import { FileError } from '#vfs/filesystem';
import type { Process, Program } from '#process/process';
import { canonical, pythonPackages } from './packages/catalog';
import type { PythonPackage } from './packages/package';
import { sitePackages, versionOf } from './python';

interface Wanted {
  /** As the learner wrote it: `flask==3.0`. */
  readonly text: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly from: string | undefined;
}

const REQUIREMENT = /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*((?:(?:==|>=|<=|~=|!=|<|>)[^;#]+)?)/;

function requirement(text: string, from?: string): Wanted | undefined {
  const match = REQUIREMENT.exec(text.trim());
  if (!match) return undefined;
  const pinned = /^==\s*([\w.]+)/.exec(match[2]!.trim());
  return { text: text.trim().replace(/\s*[;#].*$/, ''), name: match[1]!, version: pinned?.[1], from };
}

const find = (name: string): PythonPackage | undefined =>
  pythonPackages.find((item) => canonical(item.name) === canonical(name));

const marker = (process: Process, item: PythonPackage): string =>
  `${sitePackages(process)}/${item.name.replaceAll('-', '_')}.dist-info`;

/** The installed version of a package. */
function installed(process: Process, item: PythonPackage): string | undefined {
  const path = `${marker(process, item)}/METADATA`;
  if (!process.fs.exists(path)) return undefined;
  return /^Version: (.*)$/m.exec(process.fs.readText(path))?.[1];
}

const size = (kilobytes: number): string =>
  kilobytes >= 1000 ? `${(kilobytes / 1000).toFixed(1)} MB` : `${String(kilobytes)} kB`;

function put(process: Process, item: PythonPackage, version: string): void {
  const { fs } = process;
  const site = sitePackages(process);
  const write = (path: string, text: string, mode = 0o644): void => {
    fs.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true });
    fs.writeFile(path, text, { mode });
  };
  for (const [path, text] of Object.entries(item.files ?? {})) write(`${site}/${path}`, text.replace(/^\n/, ''));
  for (const name of item.absent ?? []) {
    write(`${site}/${name}/__init__.py`, `raise ImportError('drydock: the package ${name} is not simulated yet')\n`);
  }
  write(`${marker(process, item)}/METADATA`, `Metadata-Version: 2.4\nName: ${item.name}\nVersion: ${version}\n`);
  const bin = site.replace(/\/lib\/python[\d.]+\/site-packages$/, '/bin');
  for (const [name, module] of Object.entries(item.commands ?? {})) {
    write(
      `${bin}/${name}`,
      `#!${bin === '/usr/local/bin' && fs.exists('/usr/local/bin/python3') ? '/usr/local/bin/python3' : '/usr/bin/env python3'}\nimport sys\nfrom ${module}.__main__ import main\nsys.exit(main())\n`,
      0o755,
    );
  }
}

interface Plan {
  readonly item: PythonPackage;
  readonly version: string;
}

async function install(process: Process, args: readonly string[]): Promise<number> {
  const wanted: Wanted[] = [];
  let quiet = false;
  let upgrade = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '-r' || arg === '--requirement') {
      const file = args[++i] ?? '';
      const lines = await requirements(process, file);
      if (!lines) return 1;
      wanted.push(...lines);
    } else if (arg === '-q' || arg === '--quiet') quiet = true;
    else if (arg === '-U' || arg === '--upgrade') upgrade = true;
    else if (/^(-i|--index-url|--extra-index-url|--timeout|--target|-t|--prefix|--root-user-action)$/.test(arg)) i++;
    else if (!arg.startsWith('-')) {
      const one = requirement(arg);
      if (arg === '.' || arg.includes('/') || !one) {
        await process.stderr.write('drydock: pip install of local projects is not simulated yet\n');
        return 1;
      }
      wanted.push(one);
    }
  }
  if (wanted.length === 0) {
    await process.stderr.write('ERROR: You must give at least one requirement to install (see "pip help install")\n');
    return 1;
  }
  const say = async (line: string): Promise<void> => {
    if (!quiet) await process.stdout.write(`${line}\n`);
  };
  const plan: Plan[] = [];
  const downloads: string[] = [];
  const queue: (Wanted & { readonly parent?: string })[] = [...wanted];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const item = find(next.name);
    if (plan.some((p) => p.item === item)) continue;
    const by = next.parent === undefined ? (next.from ? ` (from -r ${next.from})` : '') : ` (from ${next.parent})`;
    if (!item) {
      await process.stderr.write(
        `ERROR: Could not find a version that satisfies the requirement ${next.text} (from versions: none)\nERROR: No matching distribution found for ${next.text}\n`,
      );
      return 1;
    }
    const have = installed(process, item);
    if (have !== undefined && !upgrade && (next.version === undefined || next.version === have)) {
      const where = sitePackages(process).replace(/^\/usr\/local/, '/usr/local');
      await say(`Requirement already satisfied: ${next.text} in ${where}${by === '' ? '' : by} (${have})`);
      continue;
    }
    // Simplified: every pinned version can be had; what it brings is our one version of the package.
    const version = next.version ?? item.version;
    await say(`Collecting ${next.text}${by}`);
    await process.sleep(80 + item.kilobytes / 12);
    const wheel = `${item.name.replaceAll('-', '_')}-${version}-py3-none-any.whl`;
    await say(
      `  Downloading ${wheel}.metadata (${String(2 + (item.kilobytes % 5))}.${String(item.kilobytes % 10)} kB)`,
    );
    downloads.push(`Downloading ${wheel} (${size(item.kilobytes)})`);
    plan.push({ item, version });
    for (const name of item.requires ?? [])
      queue.push({
        text: name,
        name,
        version: undefined,
        from: undefined,
        parent: `${item.name}==${version}${next.from ? `->-r ${next.from}` : ''}`,
      });
  }
  for (const line of downloads) await say(line);
  if (plan.length > 0) {
    await say(
      `Installing collected packages: ${plan
        .map((p) => p.item.name)
        .reverse()
        .join(', ')}`,
    );
    for (const { item, version } of plan) put(process, item, version);
    await process.sleep(300);
    await say(
      `Successfully installed ${plan
        .map((p) => `${p.item.name}-${p.version}`)
        .sort()
        .join(' ')}`,
    );
  }
  if (
    process.credentials.uid === 0 &&
    !process.env.has('VIRTUAL_ENV') &&
    !args.includes('--root-user-action=ignore') &&
    !process.env.has('PIP_ROOT_USER_ACTION')
  ) {
    await process.stderr.write(
      "WARNING: Running pip as the 'root' user can result in broken permissions and conflicting behaviour with the system package manager, possibly rendering your system unusable. It is recommended to use a virtual environment instead: https://pip.pypa.io/warnings/venv. Use the --root-user-action option if you know what you are doing and want to suppress this warning.\n",
    );
  }
  return 0;
}

async function requirements(process: Process, file: string): Promise<Wanted[] | undefined> {
  try {
    const list: Wanted[] = [];
    for (const [i, line] of process.fs.readText(file).split('\n').entries()) {
      const text = line.trim();
      if (text === '' || text.startsWith('#') || text.startsWith('--')) continue;
      const one = requirement(text, `${file} (line ${String(i + 1)})`);
      if (one) list.push(one);
      else {
        await process.stderr.write(`ERROR: Invalid requirement: '${text}' (from line ${String(i + 1)} of ${file})\n`);
        return undefined;
      }
    }
    return list;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await process.stderr.write(
      `ERROR: Could not open requirements file: [Errno 2] No such file or directory: '${file}'\n`,
    );
    return undefined;
  }
}

/** pip install, list, freeze, show and uninstall over the simulated package index. */
export async function runPip(process: Process, args: readonly string[]): Promise<number> {
  const [verb = '', ...rest] = args.filter((arg) => !/^--(no-cache-dir|disable-pip-version-check|no-input)$/.test(arg));
  const present = pythonPackages.flatMap((item) => {
    const version = installed(process, item) ?? (item.name === 'pip' ? item.version : undefined);
    return version === undefined ? [] : [{ item, version }];
  });
  switch (verb) {
    case 'install':
      return await install(process, rest);
    case '-V':
    case '--version':
      await process.stdout.write(
        `pip 25.3 from ${sitePackages(process)}/pip (python ${versionOf(process).replace(/\.\d+$/, '')})\n`,
      );
      return 0;
    case 'list': {
      const width = Math.max(7, ...present.map((p) => p.item.name.length));
      const rows = present
        .sort((a, b) => (a.item.name < b.item.name ? -1 : 1))
        .map((p) => `${p.item.name.padEnd(width)} ${p.version}\n`);
      await process.stdout.write(`${'Package'.padEnd(width)} Version\n${'-'.repeat(width)} -------\n${rows.join('')}`);
      return 0;
    }
    case 'freeze':
      await process.stdout.write(
        present
          .filter((p) => p.item.name !== 'pip')
          .map((p) => `${p.item.name}==${p.version}\n`)
          .sort()
          .join(''),
      );
      return 0;
    case 'uninstall':
      for (const name of rest.filter((arg) => !arg.startsWith('-'))) {
        const item = find(name);
        if (!item || installed(process, item) === undefined) {
          await process.stderr.write(`WARNING: Skipping ${name} as it is not installed.\n`);
          continue;
        }
        const version = installed(process, item)!;
        for (const path of new Set(Object.keys(item.files ?? {}).map((p) => p.split('/')[0]!)))
          process.fs.removeAll(`${sitePackages(process)}/${path}`);
        for (const path of item.absent ?? []) process.fs.removeAll(`${sitePackages(process)}/${path}`);
        process.fs.removeAll(marker(process, item));
        await process.stdout.write(
          `Found existing installation: ${item.name} ${version}\nUninstalling ${item.name}-${version}:\n  Successfully uninstalled ${item.name}-${version}\n`,
        );
      }
      return 0;
    case 'cache':
      return 0;
    default:
      await process.stderr.write(`drydock: pip ${verb} is not simulated yet\n`);
      return 1;
  }
}

export const pip: Program = { name: 'pip', run: (process) => runPip(process, process.argv.slice(1)) };
