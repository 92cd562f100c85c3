import { FileError } from '#vfs/filesystem';
import type { Shell } from '../shell';
import type { Builtin } from './builtin';

/** Goes to a directory; answers why not, if it fails. */
export function changeDirectory(shell: Shell, target: string, physical = false): FileError | undefined {
  const { fs } = shell.process;
  const before = shell.get('PWD') ?? fs.cwd;
  try {
    const base = target.startsWith('/') ? target : `${before}/${target}`;
    const logical = normalise(base);
    const path = physical ? fs.realpath(target) : logical;
    if (fs.stat(path).type !== 'directory') return new FileError('ENOTDIR', target);
    if (!fs.access(path, 'x')) return new FileError('EACCES', target);
    fs.cwd = path;
    shell.variables.set('OLDPWD', before);
    shell.variables.set('PWD', path);
    return undefined;
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
}

const normalise = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
};

export const cd: Builtin = {
  name: 'cd',
  synopsis: 'cd [-L|[-P [-e]] [-@]] [dir]',
  async run(shell, args) {
    let physical = shell.options.has('physical');
    let rest = args;
    while (rest[0] !== undefined && /^-[LPe@]+$/.test(rest[0])) {
      physical = rest[0].includes('P');
      rest = rest.slice(1);
    }
    if (rest[0] === '--') rest = rest.slice(1);
    if (rest.length > 1 && shell.dialect === 'bash') {
      await shell.fail('cd', 'too many arguments');
      return 1;
    }
    let target = rest[0];
    let show = false;
    if (target === undefined) {
      target = shell.get('HOME');
      if (target === undefined) {
        await shell.fail('cd', 'HOME not set');
        return 1;
      }
    } else if (target === '-') {
      target = shell.get('OLDPWD');
      show = true;
      if (target === undefined) {
        await shell.fail('cd', 'OLDPWD not set');
        return 1;
      }
    }
    if (target === '') return 0;
    const paths = shell.get('CDPATH');
    if (paths && !/^\.{0,2}\//.test(target) && target !== '.' && target !== '..') {
      for (const path of paths.split(':')) {
        const candidate = path === '' ? target : `${path}/${target}`;
        if (shell.process.fs.isDirectory(candidate)) {
          show ||= path !== '';
          target = candidate;
          break;
        }
      }
    }
    const error = changeDirectory(shell, target, physical);
    if (error) {
      if (shell.dialect === 'bash') await shell.fail('cd', `${target}: ${error.message}`);
      else if (shell.dialect === 'dash') await shell.fail('cd', `can't cd to ${target}`);
      else await shell.fail('cd', `can't cd to ${target}: ${error.message}`);
      return shell.dialect === 'dash' ? 2 : 1;
    }
    if (show) await shell.out(shell.get('PWD')! + '\n');
    return 0;
  },
};
