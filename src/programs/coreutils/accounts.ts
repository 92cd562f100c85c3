import type { FileView } from '#vfs/filesystem';

export interface Account {
  readonly name: string;
  readonly id: number;
  /** The fields of the line after the id. */
  readonly rest: readonly string[];
}

/** The lines of /etc/passwd or /etc/group; none when there is no such file. */
export function accounts(fs: FileView, file: '/etc/passwd' | '/etc/group'): Account[] {
  if (!fs.exists(file)) return [];
  return fs
    .readText(file)
    .split('\n')
    .filter((line) => line.includes(':'))
    .map((line) => line.split(':'))
    .map(([name = '', , id = '', ...rest]) => ({ name, id: Number(id), rest }));
}

/** The name of a user or group; the number itself when it has none. */
export const nameOf = (fs: FileView, file: '/etc/passwd' | '/etc/group', id: number): string =>
  accounts(fs, file).find((account) => account.id === id)?.name ?? String(id);

/** The number of a user or group by name or number; undefined when there is none. */
export function idOf(fs: FileView, file: '/etc/passwd' | '/etc/group', name: string): number | undefined {
  return (
    accounts(fs, file).find((account) => account.name === name)?.id ?? (/^\d+$/.test(name) ? Number(name) : undefined)
  );
}
