/** A file name pattern (`*.txt`, `[ab]?`) as a regular expression over a whole name. */
export function globRegex(glob: string, flags = ''): RegExp {
  let out = '';
  for (let i = 0; i < glob.length; i++) {
    const ch = glob[i]!;
    if (ch === '*') out += '.*';
    else if (ch === '?') out += '.';
    else if (ch === '[') {
      const end = glob.indexOf(']', i + 2);
      if (end < 0) out += '\\[';
      else {
        out += `[${glob
          .slice(i + 1, end)
          .replace(/^!/, '^')
          .replaceAll('\\', '\\\\')}]`;
        i = end;
      }
    } else if (ch === '\\') out += `\\${glob[++i] ?? '\\'}`;
    else out += /[A-Za-z0-9_]/.test(ch) ? ch : `\\${ch}`;
  }
  return new RegExp(`^${out}$`, `${flags}s`);
}
