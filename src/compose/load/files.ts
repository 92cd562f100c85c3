import { cleanPath } from './canonical';

/** The files around a project, as loading needs them. Paths are absolute. */
export interface ProjectFiles {
  /** The text, or undefined when nothing is there; a directory throws. */
  read(path: string): string | undefined;
  /** `file`, `directory`, or undefined when nothing is there. */
  kind(path: string): 'file' | 'directory' | undefined;
}

/** Joins and cleans; an absolute second part wins. */
export const joinPath = (base: string, path: string): string =>
  path.startsWith('/') ? cleanPath(path) : cleanPath(`${base}/${path}`);

/** The folder of a path. */
export const folderOf = (path: string): string => {
  const at = path.lastIndexOf('/');
  return at < 0 ? '.' : at === 0 ? '/' : cleanPath(path.slice(0, at));
};

/** A target seen from a base (Go's filepath.Rel for clean absolute paths). */
export function relativePath(base: string, target: string): string {
  const from = base.split('/').filter((part) => part !== '');
  const to = target.split('/').filter((part) => part !== '');
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  const out = [...from.slice(same).map(() => '..'), ...to.slice(same)];
  return out.length === 0 ? '.' : out.join('/');
}
