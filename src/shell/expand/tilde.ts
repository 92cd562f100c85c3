import type { Shell } from '../shell';

/** The home that a leading `~`, `~user`, `~+` or `~-` means, and how long that prefix is. */
export function tildePrefix(
  shell: Shell,
  text: string,
  assignment: boolean,
): { path: string; length: number } | undefined {
  const match = (assignment ? /^~([^/:]*)/ : /^~([^/]*)/).exec(text);
  if (!match) return undefined;
  const name = match[1]!;
  const path = homeOf(shell, name);
  return path === undefined ? undefined : { path, length: match[0].length };
}

/** A user's home directory from /etc/passwd; `$HOME` for the empty name. */
export function homeOf(shell: Shell, name: string): string | undefined {
  if (name === '')
    return shell.get('HOME') ?? passwd(shell, (user) => user.uid === shell.process.credentials.uid)?.home;
  if (name === '+') return shell.get('PWD');
  if (name === '-') return shell.get('OLDPWD');
  if (/^\d+$/.test(name)) return [shell.process.fs.cwd, ...shell.directories][Number(name)];
  return /^[\w.-]+$/.test(name) ? passwd(shell, (user) => user.name === name)?.home : undefined;
}

interface User {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
}

/** The first user of /etc/passwd that fits. */
export function passwd(shell: Shell, fits: (user: User) => boolean): User | undefined {
  let text: string;
  try {
    text = shell.process.fs.readText('/etc/passwd');
  } catch {
    return undefined;
  }
  for (const line of text.split('\n')) {
    const [name = '', , uid = '', , , home = ''] = line.split(':');
    const user = { name, uid: Number(uid), home };
    if (name !== '' && fits(user)) return user;
  }
  return undefined;
}
