import type { Shell } from '../shell';
import type { Builtin } from './builtin';
import { changeDirectory } from './cd';

const shorten = (shell: Shell, path: string): string => {
  const home = shell.get('HOME');
  if (!home || home === '/') return path;
  return path === home ? '~' : path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
};

async function show(shell: Shell, args: readonly string[] = []): Promise<number> {
  const letters = args.filter((arg) => /^-[lpv]+$/.test(arg)).join('');
  const all = [shell.process.fs.cwd, ...shell.directories].map((path) =>
    letters.includes('l') ? path : shorten(shell, path),
  );
  if (letters.includes('v')) await shell.out(all.map((path, i) => `${String(i).padStart(2)}  ${path}\n`).join(''));
  else await shell.out(all.join(letters.includes('p') ? '\n' : ' ') + '\n');
  return 0;
}

/** The place in the stack that `+N` or `-N` means. */
function placeOf(shell: Shell, text: string): number | undefined {
  const match = /^([-+])(\d+)$/.exec(text);
  if (!match) return undefined;
  const size = shell.directories.length + 1;
  return match[1] === '+' ? Number(match[2]) : size - 1 - Number(match[2]);
}

async function go(shell: Shell, name: string, target: string): Promise<boolean> {
  const error = changeDirectory(shell, target);
  if (error) await shell.fail(name, `${target}: ${error.message}`);
  return !error;
}

export const dirs: Builtin = {
  name: 'dirs',
  dialects: ['bash'],
  synopsis: 'dirs [-clpv] [+N] [-N]',
  async run(shell, args) {
    if (args.includes('-c')) {
      shell.directories = [];
      return 0;
    }
    return show(shell, args);
  },
};

export const pushd: Builtin = {
  name: 'pushd',
  dialects: ['bash'],
  synopsis: 'pushd [-n] [+N | -N | dir]',
  async run(shell, args) {
    const here = shell.process.fs.cwd;
    const target = args.find((arg) => arg !== '--');
    if (target === undefined) {
      const top = shell.directories[0];
      if (top === undefined) {
        await shell.fail('pushd', 'no other directory');
        return 1;
      }
      if (!(await go(shell, 'pushd', top))) return 1;
      shell.directories[0] = here;
      return show(shell);
    }
    const place = placeOf(shell, target);
    if (place !== undefined) {
      const all = [here, ...shell.directories];
      if (place < 0 || place >= all.length) {
        await shell.fail('pushd', `${target}: directory stack index out of range`);
        return 1;
      }
      const turned = [...all.slice(place), ...all.slice(0, place)];
      if (!(await go(shell, 'pushd', turned[0]!))) return 1;
      shell.directories = turned.slice(1);
      return show(shell);
    }
    if (!(await go(shell, 'pushd', target))) return 1;
    shell.directories.unshift(here);
    return show(shell);
  },
};

export const popd: Builtin = {
  name: 'popd',
  dialects: ['bash'],
  synopsis: 'popd [-n] [+N | -N]',
  async run(shell, args) {
    const place = args[0] === undefined ? 0 : placeOf(shell, args[0]);
    if (shell.directories.length === 0) {
      await shell.fail('popd', 'directory stack empty');
      return 1;
    }
    if (place === undefined || place < 0 || place > shell.directories.length) {
      await shell.fail('popd', `${args[0]!}: directory stack index out of range`);
      return 1;
    }
    if (place > 0) shell.directories.splice(place - 1, 1);
    else if (await go(shell, 'popd', shell.directories[0]!)) shell.directories.shift();
    else return 1;
    return show(shell);
  },
};
