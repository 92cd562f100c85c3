import type { Process, Program } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { idOf } from '../coreutils/accounts';
import { tool } from '../program';

/** install: copies files and sets their modes and owners, or makes directories. Upstream: coreutils src/install.c. */
export const install: Program = tool(
  'install',
  {
    short: 'bcCdDg:m:o:psS:t:Tv',
    long: {
      directory: 'd',
      'group=': 'g',
      'mode=': 'm',
      'owner=': 'o',
      'target-directory=': 't',
      'no-target-directory': 'T',
      verbose: 'v',
      strip: 's',
      'preserve-timestamps': 'p',
      compare: 'C',
    },
  },
  async (process, options) => {
    const { fs } = process;
    const mode = modeOf(options.value('m') ?? '755');
    if (mode === undefined) return fail(process, `invalid mode '${options.value('m')!}'`);
    const [owner, group] = [options.value('o'), options.value('g')];
    const uid = owner === undefined ? process.credentials.uid : idOf(fs, '/etc/passwd', owner);
    const gid = group === undefined ? process.credentials.gid : idOf(fs, '/etc/group', group);
    if (uid === undefined) return fail(process, `invalid user '${owner!}'`);
    if (gid === undefined) return fail(process, `invalid group '${group!}'`);
    const finish = (path: string): void => {
      fs.chmod(path, mode);
      if (owner !== undefined || group !== undefined) fs.chown(path, uid, gid);
    };
    if (options.has('d')) {
      for (const path of options.operands) {
        if (!fs.isDirectory(path)) fs.mkdir(path, { parents: true });
        finish(path);
      }
      return 0;
    }
    const sources = [...options.operands];
    const target = options.value('t') ?? (sources.length > 1 ? sources.pop()! : undefined);
    if (sources.length === 0) return fail(process, 'missing file operand');
    if (target === undefined) return fail(process, `missing destination file operand after '${sources[0]!}'`);
    const into = options.has('t') || (!options.has('T') && fs.isDirectory(target));
    if (sources.length > 1 && !into) return fail(process, `target '${target}': No such file or directory`);
    let failed = 0;
    for (const source of sources) {
      const to = into ? `${target}/${source.split('/').at(-1)!}` : target;
      if (!fs.exists(source) || fs.isDirectory(source)) {
        failed = await fail(
          process,
          fs.exists(source) ? `omitting directory '${source}'` : `cannot stat '${source}': No such file or directory`,
        );
        continue;
      }
      try {
        const parent = to.slice(0, to.lastIndexOf('/'));
        if (options.has('D') && parent !== '') fs.mkdir(parent, { parents: true });
        if (fs.exists(to)) fs.unlink(to);
        fs.writeFile(to, fs.readFile(source));
        finish(to);
        if (options.has('v')) await process.stdout.write(`'${source}' -> '${to}'\n`);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        failed = await fail(process, `cannot create regular file '${to}': ${error.message}`);
      }
    }
    return failed;
  },
);

const fail = async (process: Process, text: string): Promise<number> => {
  await process.stderr.write(`install: ${text}\n`);
  return 1;
};

/** Octal digits, or letters as `u=rwx,go=rx`. */
function modeOf(text: string): number | undefined {
  if (/^[0-7]{1,4}$/.test(text)) return parseInt(text, 8);
  let mode = 0;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)[=+]([rwxXst]*)$/.exec(clause);
    if (!match) return undefined;
    const bits = [...match[2]!].reduce((sum, letter) => sum | ({ r: 4, w: 2, x: 1, X: 1 }[letter] ?? 0), 0);
    const who = match[1] === '' || match[1]!.includes('a') ? 'ugo' : match[1]!;
    for (const letter of who) mode |= bits << ({ u: 6, g: 3, o: 0 }[letter] ?? 0);
  }
  return mode;
}
