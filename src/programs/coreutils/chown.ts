import { FileError } from '#vfs/filesystem';
import type { Process, Program } from '#process/process';
import { tool } from '../program';
import { idOf } from './accounts';

/** chown: changes owner and group. Upstream: coreutils src/chown.c. */
export const chown = owner('chown');
/** chgrp: changes the group. Upstream: coreutils src/chgrp.c. */
export const chgrp = owner('chgrp');

function owner(name: 'chown' | 'chgrp'): Program {
  return tool(
    name,
    {
      short: 'RvcfhHLP',
      long: {
        recursive: 'R',
        verbose: 'v',
        changes: 'c',
        quiet: 'f',
        silent: 'f',
        'no-dereference': 'h',
        'reference=': 'reference',
      },
    },
    async (process, options) => {
      const [who, ...paths] = options.operands;
      if (who === undefined || paths.length === 0) {
        await process.stderr.write(
          `${name}: missing operand${who === undefined ? '' : ` after '${who}'`}\nTry '${name} --help' for more information.\n`,
        );
        return 1;
      }
      const [userText = '', groupText] = name === 'chgrp' ? ['', who] : who.split(/[:.]/, 2);
      const user = userText === '' ? undefined : idOf(process.fs, '/etc/passwd', userText);
      const group = groupText === undefined || groupText === '' ? undefined : idOf(process.fs, '/etc/group', groupText);
      if (userText !== '' && user === undefined) {
        await process.stderr.write(`${name}: invalid user: '${who}'\n`);
        return 1;
      }
      if (groupText && group === undefined) {
        await process.stderr.write(`${name}: invalid group: '${who}'\n`);
        return 1;
      }
      let failed = false;
      for (const path of paths) failed = !(await apply(process, name, path, user, group, options.has('R'))) || failed;
      return failed ? 1 : 0;
    },
  );
}

async function apply(
  process: Process,
  name: string,
  path: string,
  user: number | undefined,
  group: number | undefined,
  deep: boolean,
): Promise<boolean> {
  try {
    const stat = process.fs.lstat(path);
    process.fs.chown(path, user ?? stat.uid, group ?? stat.gid);
    let ok = true;
    if (deep && stat.type === 'directory') {
      for (const child of process.fs.readdir(path))
        ok = (await apply(process, name, `${path}/${child}`, user, group, deep)) && ok;
    }
    return ok;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const text = error.code === 'ENOENT' ? `cannot access '${path}'` : `changing ownership of '${path}'`;
    await process.stderr.write(`${name}: ${text}: ${error.message}\n`);
    return false;
  }
}
