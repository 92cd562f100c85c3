import { FileError, type Credentials, type FileView } from '#vfs/filesystem';
import { StartError } from './sandbox';

/** Who a process runs as, with the home directory that its HOME is set to. */
export interface User {
  readonly credentials: Credentials;
  readonly home: string;
}

/** The exit code that dockerd gives a start that failed for reasons of its own. Upstream: moby daemon/start.go exitUnknown. */
const UNKNOWN = 128;

/** Resolves `user`, `user:group` or numbers in /etc/passwd and /etc/group. Upstream: moby/sys/user GetExecUser. */
export function lookUpUser(files: FileView, spec: string, more: readonly string[] = []): User {
  const [name = '', groupName] = spec.split(':', 2);
  const users = records(files, '/etc/passwd');
  const groups = records(files, '/etc/group');
  const wanted = name === '' ? '0' : name;
  const user = users.find((row) => row[0] === wanted) ?? users.find((row) => row[2] === wanted);
  if (!user && !isId(wanted))
    throw new StartError(`unable to find user ${name}: no matching entries in passwd file`, UNKNOWN);
  const uid = user ? Number(user[2]) : Number(wanted);
  let gid = user ? Number(user[3]) : 0;
  if (groupName !== undefined && groupName !== '') {
    const group = groups.find((row) => row[0] === groupName) ?? groups.find((row) => row[2] === groupName);
    if (!group && !isId(groupName)) {
      throw new StartError(`unable to find group ${groupName}: no matching entries in group file`, UNKNOWN);
    }
    gid = group ? Number(group[2]) : Number(groupName);
  }
  const member = (row: readonly string[]): boolean =>
    user !== undefined && (row[3] ?? '').split(',').includes(user[0]!);
  const extra = groupName ? [] : groups.filter(member).map((row) => Number(row[2]));
  for (const name of more) {
    const group = groups.find((row) => row[0] === name);
    if (!group && !isId(name)) {
      throw new StartError(`unable to find group ${name}: no matching entries in group file`, UNKNOWN);
    }
    extra.push(group ? Number(group[2]) : Number(name));
  }
  return { credentials: { uid, gid, groups: [...new Set([gid, ...extra])] }, home: user?.[5] || '/' };
}

const isId = (text: string): boolean => /^\d{1,10}$/.test(text);

function records(files: FileView, path: string): string[][] {
  try {
    return files
      .readText(path)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(':'));
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}
