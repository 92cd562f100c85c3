import type { Stat } from '#vfs/filesystem';
import { UsageError } from '../getopt';

const TYPE: Readonly<Record<Stat['type'], string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  fifo: 'p',
  socket: 's',
  char: 'c',
  block: 'b',
};

/** `drwxr-xr-x`, as ls and stat print it. */
export function modeText({ type, mode }: Pick<Stat, 'type' | 'mode'>): string {
  const bits = (shift: number, special: number, letter: string): string => {
    const rw = ((mode >> shift) & 4 ? 'r' : '-') + ((mode >> shift) & 2 ? 'w' : '-');
    const x = (mode >> shift) & 1;
    return rw + (mode & special ? (x ? letter : letter.toUpperCase()) : x ? 'x' : '-');
  };
  return TYPE[type] + bits(6, 0o4000, 's') + bits(3, 0o2000, 's') + bits(0, 0o1000, 't');
}

/** The mode that `text` (`755`, `u+x,go-w`, `a=rX`) makes of `mode`. Throws UsageError `invalid mode`. */
export function changeMode(text: string, mode: number, directory: boolean, umask: number): number {
  if (/^[0-7]{1,4}$/.test(text)) return parseInt(text, 8);
  let result = mode;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXst]*|[-+=][ugo])+)$/.exec(clause);
    if (!match) throw new UsageError(`invalid mode: '${text}'`, `invalid mode '${text}'`);
    const who = match[1] === '' ? 'a' : match[1]!;
    const mask = match[1] === '' ? ~umask : ~0;
    for (const [, sign, letters = ''] of match[2]!.matchAll(/([-+=])([rwxXst]*|[ugo])/g)) {
      result = applyClause(result, who, sign!, letters, directory, mask);
    }
  }
  return result;
}

function applyClause(
  mode: number,
  who: string,
  sign: string,
  letters: string,
  directory: boolean,
  mask: number,
): number {
  let result = mode;
  for (const [letter, shift] of [
    ['u', 6],
    ['g', 3],
    ['o', 0],
  ] as const) {
    if (!who.includes(letter) && !who.includes('a')) continue;
    let bits = 0;
    if (/^[ugo]$/.test(letters)) bits = (mode >> { u: 6, g: 3, o: 0 }[letters as 'u']) & 7;
    else {
      if (letters.includes('r')) bits |= 4;
      if (letters.includes('w')) bits |= 2;
      if (letters.includes('x') || (letters.includes('X') && (directory || mode & 0o111))) bits |= 1;
    }
    const wanted = ((bits << shift) & mask) | special(letters, letter);
    if (sign === '+') result |= wanted;
    else if (sign === '-') result &= ~wanted;
    else result = (result & ~((7 << shift) | special('st', letter))) | wanted;
  }
  return result;
}

const special = (letters: string, who: 'u' | 'g' | 'o'): number =>
  (letters.includes('s') ? { u: 0o4000, g: 0o2000, o: 0 }[who] : 0) |
  (letters.includes('t') && who === 'o' ? 0o1000 : 0);
