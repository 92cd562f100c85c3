import type { Process, Program } from '#process/process';
import { strftime } from '../coreutils/time-format';
import { changes, Repository, write } from './repository';
import { SAMPLES } from './samples';

type Verb = (process: Process, args: readonly string[]) => Promise<number>;

const say = (process: Process, text: string): Promise<void> => process.stdout.write(text);

async function fatal(process: Process, text: string, code = 128): Promise<number> {
  await process.stderr.write(`fatal: ${text}\n`);
  return code;
}

/** Runs a verb in the repository around the working directory. */
const inside =
  (run: (process: Process, repository: Repository, args: readonly string[]) => Promise<number>): Verb =>
  async (process, args) => {
    const repository = Repository.find(process.fs);
    return repository
      ? run(process, repository, args)
      : fatal(process, 'not a git repository (or any of the parent directories): .git');
  };

const author = (process: Process, repository: Repository): string => {
  const get = (key: string): string | undefined => repository.state.config[key] ?? globalConfig(process)[key];
  return `${get('user.name') ?? 'root'} <${get('user.email') ?? `root@${process.host.hostname}`}>`;
};

const CONFIG = '/root/.gitconfig';

function globalConfig(process: Process): Record<string, string> {
  if (!process.fs.exists(CONFIG)) return {};
  let section = '';
  const out: Record<string, string> = {};
  for (const line of process.fs.readText(CONFIG).split('\n')) {
    const head = /^\[(\w+)\]/.exec(line);
    if (head) section = head[1]!;
    const pair = /^\s*(\w+)\s*=\s*(.*)$/.exec(line);
    if (pair) out[`${section}.${pair[1]!}`] = pair[2]!;
  }
  return out;
}

async function clone(process: Process, args: readonly string[]): Promise<number> {
  const words = args.filter((arg, i) => !arg.startsWith('-') && !/^(-b|--branch|--depth)$/.test(args[i - 1] ?? ''));
  const url = words[0];
  if (url === undefined) {
    await process.stderr.write(
      'fatal: You must specify a repository to clone.\n\nusage: git clone [<options>] [--] <repo> [<dir>]\n',
    );
    return 129;
  }
  const name = /github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(url)?.[1] ?? '';
  const folder =
    words[1] ??
    url
      .replace(/\/$/, '')
      .replace(/^.*[/:]/, '')
      .replace(/\.git$/, '');
  if (process.fs.exists(folder) && (!process.fs.isDirectory(folder) || process.fs.readdir(folder).length > 0))
    return fatal(process, `destination path '${folder}' already exists and is not an empty directory.`);
  await process.stderr.write(`Cloning into '${folder}'...\n`);
  const sample = SAMPLES[name];
  if (!sample) {
    await process.stderr.write(
      `drydock: ${url} is not simulated yet: these repositories can be cloned: ${Object.keys(SAMPLES).join(', ')}\n`,
    );
    return 128;
  }
  await process.sleep(800);
  const root = process.fs.absolute(folder);
  const repository = Repository.create(process.fs, root, 'main');
  for (const [path, text] of Object.entries(sample)) write(process.fs, `${root}/${path}`, text);
  repository.state.staged = { ...sample };
  repository.state.remotes['origin'] = url;
  repository.commit('Initial commit', 'Drydock <drydock@localhost>', process.clock.epochNow(), () =>
    process.random.hex(40),
  );
  return 0;
}

async function init(process: Process, args: readonly string[]): Promise<number> {
  const folder = args.find((arg) => !arg.startsWith('-')) ?? '.';
  const root = process.fs.absolute(folder);
  const again = process.fs.exists(`${root}/.git/drydock.json`);
  if (!again) Repository.create(process.fs, root, globalConfig(process)['init.defaultBranch'] ?? 'master');
  await say(process, `${again ? 'Reinitialized existing' : 'Initialized empty'} Git repository in ${root}/.git/\n`);
  return 0;
}

const add = inside(async (process, repository, args) => {
  const files = repository.files();
  for (const arg of args
    .filter((word) => !/^(-A|--all|-v|--)$/.test(word))
    .concat(args.some((word) => /^(-A|--all)$/.test(word)) ? ['.'] : [])) {
    const full = process.fs.absolute(arg);
    const path = full === repository.root ? '' : full.slice(repository.root.length).replace(/^\//, '');
    const matching = Object.keys({ ...files, ...repository.state.staged }).filter(
      (name) => path === '' || name === path || name.startsWith(`${path}/`),
    );
    if (matching.length === 0 && path !== '') return fatal(process, `pathspec '${arg}' did not match any files`);
    for (const name of matching) {
      if (name in files) repository.state.staged[name] = files[name]!;
      else Reflect.deleteProperty(repository.state.staged, name);
    }
  }
  repository.save();
  return 0;
});

const commit = inside(async (process, repository, args) => {
  const at = args.findIndex((arg) => /^(-\w*m|--message)$/.test(arg));
  const message = at < 0 ? args.find((arg) => arg.startsWith('--message='))?.slice(10) : args[at + 1];
  if (args.some((arg) => /^-\w*a/.test(arg) || arg === '--all')) {
    const files = repository.files();
    for (const name of Object.keys(repository.state.staged)) {
      if (name in files) repository.state.staged[name] = files[name]!;
      else Reflect.deleteProperty(repository.state.staged, name);
    }
  }
  const differ = changes(repository.head?.files ?? {}, repository.state.staged);
  if (differ.length === 0) {
    await say(process, `On branch ${repository.state.branch}\nnothing to commit, working tree clean\n`);
    return 1;
  }
  if (message === undefined) {
    await process.stderr.write('drydock: git commit without -m opens an editor, which is not simulated yet\n');
    return 1;
  }
  const first = !repository.head;
  const made = repository.commit(message, author(process, repository), process.clock.epochNow(), () =>
    process.random.hex(40),
  );
  const counts = `${String(differ.length)} file${differ.length === 1 ? '' : 's'} changed`;
  await say(
    process,
    `[${repository.state.branch}${first ? ' (root-commit)' : ''} ${made.id.slice(0, 7)}] ${message.split('\n')[0]!}\n ${counts}\n${differ
      .filter((c) => c.kind !== 'modified')
      .map((c) => ` ${c.kind === 'deleted' ? 'delete' : 'create'} mode 100644 ${c.path}\n`)
      .join('')}`,
  );
  return 0;
});

const status = inside(async (process, repository, args) => {
  const staged = changes(repository.head?.files ?? {}, repository.state.staged);
  const loose = changes(repository.state.staged, repository.files());
  const changed = loose.filter((change) => change.kind !== 'new file');
  const untracked = loose.filter((change) => change.kind === 'new file');
  if (args.some((arg) => /^(-s|--short|--porcelain)$/.test(arg))) {
    const letter = { 'new file': 'A', modified: 'M', deleted: 'D' };
    await say(
      process,
      [
        ...staged.map((c) => `${letter[c.kind]}  ${c.path}\n`),
        ...changed.map((c) => ` ${letter[c.kind]} ${c.path}\n`),
        ...untracked.map((c) => `?? ${c.path}\n`),
      ].join(''),
    );
    return 0;
  }
  const row = (change: { path: string; kind: string }): string => `\t${`${change.kind}:`.padEnd(12)}${change.path}\n`;
  await say(process, `On branch ${repository.state.branch}\n${repository.head ? '' : '\nNo commits yet\n'}`);
  if (staged.length > 0)
    await say(
      process,
      `\nChanges to be committed:\n  (use "git restore --staged <file>..." to unstage)\n${staged.map(row).join('')}`,
    );
  if (changed.length > 0)
    await say(
      process,
      `\nChanges not staged for commit:\n  (use "git add <file>..." to update what will be committed)\n  (use "git restore <file>..." to discard changes in working directory)\n${changed.map(row).join('')}`,
    );
  if (untracked.length > 0)
    await say(
      process,
      `\nUntracked files:\n  (use "git add <file>..." to include in what will be committed)\n${untracked.map((c) => `\t${c.path}\n`).join('')}`,
    );
  if (staged.length === 0)
    await say(
      process,
      changed.length + untracked.length === 0
        ? 'nothing to commit, working tree clean\n'
        : `\n${changed.length > 0 ? 'no changes added to commit (use "git add" and/or "git commit -a")' : 'nothing added to commit but untracked files present (use "git add" to track)'}\n`,
    );
  return 0;
});

const log = inside(async (process, repository, args) => {
  if (!repository.head)
    return fatal(process, `your current branch '${repository.state.branch}' does not have any commits yet`);
  const limit =
    Number(args.find((arg) => /^-\d+$/.test(arg))?.slice(1) ?? args[args.indexOf('-n') + 1] ?? Infinity) || Infinity;
  let shown = 0;
  for (let at: string | null = repository.head.id; at && shown < limit; shown++) {
    const made: { id: string; parent: string | null; message: string; author: string; time: number } =
      repository.state.commits[at]!;
    if (args.includes('--oneline')) await say(process, `${made.id.slice(0, 7)} ${made.message.split('\n')[0]!}\n`);
    else
      await say(
        process,
        `${shown > 0 ? '\n' : ''}commit ${made.id}\nAuthor: ${made.author}\nDate:   ${strftime('%a %b %-d %H:%M:%S %Y +0000', made.time)}\n\n${made.message.replace(/^/gm, '    ')}\n`,
      );
    at = made.parent;
  }
  return 0;
});

const branch = inside(async (process, repository, args) => {
  const name = args.find((arg) => !arg.startsWith('-'));
  const { state } = repository;
  if (args.includes('-M') || args.includes('-m')) {
    state.branches[name ?? state.branch] = state.branches[state.branch] ?? null;
    if (name !== undefined && name !== state.branch) Reflect.deleteProperty(state.branches, state.branch);
    state.branch = name ?? state.branch;
  } else if (args.includes('--show-current')) await say(process, `${state.branch}\n`);
  else if (name !== undefined && args.some((arg) => /^-[dD]$/.test(arg))) Reflect.deleteProperty(state.branches, name);
  else if (name !== undefined) state.branches[name] = repository.head?.id ?? null;
  else
    await say(
      process,
      Object.keys(state.branches)
        .toSorted()
        .map((b) => `${b === state.branch ? '*' : ' '} ${b}\n`)
        .join(''),
    );
  repository.save();
  return 0;
});

const checkout = inside(async (process, repository, args) => {
  const fresh = args.some((arg) => /^(-b|-B|-c|--create)$/.test(arg));
  const name = args.find((arg) => !arg.startsWith('-'));
  const { state } = repository;
  if (name === undefined) return fatal(process, 'you must specify a branch to checkout');
  if (fresh) {
    if (name in state.branches) return fatal(process, `a branch named '${name}' already exists`);
    state.branches[name] = repository.head?.id ?? null;
  } else if (!(name in state.branches)) {
    await process.stderr.write(`error: pathspec '${name}' did not match any file(s) known to git\n`);
    return 1;
  } else repository.checkout(state.commits[state.branches[name] ?? '']);
  state.branch = name;
  repository.save();
  await process.stderr.write(`Switched to ${fresh ? 'a new ' : ''}branch '${name}'\n`);
  return 0;
});

async function config(process: Process, args: readonly string[]): Promise<number> {
  const isGlobal = args.includes('--global') || args.includes('--system');
  const [key, value] = args.filter((arg) => !arg.startsWith('-'));
  const repository = Repository.find(process.fs);
  const all = { ...globalConfig(process), ...repository?.state.config };
  if (args.includes('-l') || args.includes('--list')) {
    await say(
      process,
      Object.entries(all)
        .map(([name, text]) => `${name}=${text}\n`)
        .join(''),
    );
    return 0;
  }
  if (key === undefined) return fatal(process, 'no key given', 129);
  if (value === undefined) {
    if (!(key in all)) return 1;
    await say(process, `${all[key]!}\n`);
    return 0;
  }
  if (!isGlobal && !repository) return fatal(process, 'not in a git directory');
  if (isGlobal) {
    const next = { ...globalConfig(process), [key]: value };
    const sections = [...new Set(Object.keys(next).map((name) => name.split('.')[0]!))];
    process.fs.writeFile(
      CONFIG,
      sections
        .map(
          (section) =>
            `[${section}]\n${Object.entries(next)
              .filter(([name]) => name.startsWith(`${section}.`))
              .map(([name, text]) => `\t${name.slice(section.length + 1)} = ${text}\n`)
              .join('')}`,
        )
        .join(''),
    );
  } else if (repository) {
    repository.state.config[key] = value;
    repository.save();
  }
  return 0;
}

const remote = inside(async (process, repository, args) => {
  const [verb, name, url] = args.filter((arg) => !arg.startsWith('-'));
  if (verb === 'add' && name !== undefined && url !== undefined) repository.state.remotes[name] = url;
  else
    for (const [known, at] of Object.entries(repository.state.remotes))
      await say(process, args.includes('-v') ? `${known}\t${at} (fetch)\n${known}\t${at} (push)\n` : `${known}\n`);
  repository.save();
  return 0;
});

const VERBS: Readonly<Record<string, Verb>> = {
  clone,
  init,
  add,
  commit,
  status,
  log,
  branch,
  checkout,
  switch: checkout,
  config,
  remote,
};

/** git: clones the bundled samples and keeps simple histories. Upstream: git. Simplified: no merges, rebases or remotes. */
export const git: Program = {
  name: 'git',
  async run(process) {
    const args = [...process.argv.slice(1)];
    while (args[0] === '-C') {
      args.shift();
      process.fs.cwd = process.fs.realpath(args.shift() ?? '.');
    }
    const [verb, ...rest] = args;
    if (verb === '--version' || verb === 'version') {
      await say(process, 'git version 2.43.0\n');
      return 0;
    }
    if (verb === undefined || verb === '--help' || verb === 'help') {
      await say(
        process,
        `usage: git [-v | --version] [-h | --help] [-C <path>] <command> [<args>]\n\nThese commands are simulated: ${Object.keys(VERBS).toSorted().join(', ')}\n`,
      );
      return verb === undefined ? 1 : 0;
    }
    const run = VERBS[verb];
    if (run) return run(process, rest);
    const known =
      /^(pull|push|fetch|merge|rebase|diff|stash|tag|reset|show|rm|mv|restore|submodule|cherry-pick|revert|blame|bisect|worktree|clean|lfs|apply|am|describe|rev-parse)$/;
    if (known.test(verb)) {
      await process.stderr.write(`drydock: git ${verb} is not simulated yet\n`);
      return 1;
    }
    await process.stderr.write(`git: '${verb}' is not a git command. See 'git --help'.\n`);
    return 1;
  },
};
