import { executable, type Process } from '#process/process';
import { parentOf } from '../coreutils/paths';
import type { PackageEntry } from './catalog';

/** Puts a package's programs and files in place. */
export function unpack(process: Process, entry: PackageEntry): void {
  const put = (path: string, content: string, mode: number): void => {
    process.fs.mkdir(parentOf(path), { parents: true });
    if (process.fs.exists(path)) process.fs.unlink(path);
    process.fs.writeFile(path, content, { mode });
  };
  for (const [path, program] of Object.entries(entry.programs ?? {})) put(path, executable(program), 0o755);
  for (const [path, text] of Object.entries(entry.files ?? {})) put(path, text, 0o644);
}

/** Takes a package's programs and files away. */
export function removeFiles(process: Process, entry: PackageEntry): void {
  for (const path of [...Object.keys(entry.programs ?? {}), ...Object.keys(entry.files ?? {})]) {
    if (process.fs.exists(path)) process.fs.unlink(path);
  }
}

/** Virtual milliseconds that a download of this size takes, at about 12 MB/s. */
export const downloadMs = (kilobytes: number): number => Math.round(60 + kilobytes / 12);

/** A size as apt prints it: `227 kB`, `3,679 kB`, `33.2 MB`. */
export function aptSize(kilobytes: number): string {
  if (kilobytes >= 10_000) return `${(kilobytes / 1000).toFixed(1)} MB`;
  return `${String(Math.round(kilobytes)).replace(/(\d)(\d{3})$/, '$1,$2')} kB`;
}
