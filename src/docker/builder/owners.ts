import type { FileView } from '#vfs/filesystem';

/** What `--chown=user:group` means in a stage's files; root when absent. Throws Error in BuildKit's words. */
export function lookUpOwner(view: FileView, chown: string | undefined): { uid: number; gid: number } {
  if (chown === undefined) return { uid: 0, gid: 0 };
  const [user = '', group] = chown.split(':');
  const entry = (file: string, name: string): string[] | undefined =>
    view.exists(file)
      ? view
          .readText(file)
          .split('\n')
          .map((line) => line.split(':'))
          .find((fields) => fields[0] === name)
      : undefined;
  const account = /^\d+$/.test(user) ? undefined : entry('/etc/passwd', user);
  const uid = /^\d+$/.test(user) ? Number(user) : Number(account?.[2] ?? NaN);
  if (Number.isNaN(uid))
    throw new Error(
      `unable to convert uid/gid chown string to host mapping: can't find uid for user ${user}: no such user: ${user}`,
    );
  if (group === undefined) return { uid, gid: account ? Number(account[3]) : uid };
  const gid = /^\d+$/.test(group) ? Number(group) : Number(entry('/etc/group', group)?.[2] ?? NaN);
  if (Number.isNaN(gid))
    throw new Error(
      `unable to convert uid/gid chown string to host mapping: can't find gid for group ${group}: no such group: ${group}`,
    );
  return { uid, gid };
}
