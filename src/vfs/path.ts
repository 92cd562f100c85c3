/** A path without `.`, `..`, doubled and trailing slashes, by text alone; relative ones start at `cwd`. */
export function normalise(path: string, cwd = '/'): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** `name` in a normalised directory. */
export const join = (directory: string, name: string): string =>
  directory === '/' ? `/${name}` : `${directory}/${name}`;

/** A path below a normalised directory as seen from there (`/` when it is the directory itself), or undefined. */
export function within(directory: string, path: string): string | undefined {
  if (directory === '/') return path;
  if (path === directory) return '/';
  return path.startsWith(`${directory}/`) ? path.slice(directory.length) : undefined;
}
