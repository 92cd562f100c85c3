/** The mode of a copied file, from the one that its source has. */
export type ModeChange = (mode: number, directory: boolean) => number;

const BITS: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 };
const WHO: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007 };

/** What `--chmod` asks for: octal digits, or chmod's letters (`u=rwX,go=rX`). Upstream: tonistiigi/dchapes-mode. */
export function modeChange(text: string): ModeChange {
  if (/^[0-7]+$/.test(text)) {
    const mode = parseInt(text, 8);
    return () => mode;
  }
  const clauses = text.split(',');
  return (before, directory) => {
    let mode = before;
    for (const clause of clauses) {
      const [, who = '', rest = ''] = /^([ugoa]*)(.*)$/.exec(clause) ?? [];
      const mask = who === '' || who.includes('a') ? 0o777 : [...who].reduce((sum, letter) => sum | WHO[letter]!, 0);
      for (const [, operator = '', letters = ''] of rest.matchAll(/([-+=])([rwxXst]*)/g)) {
        let bits = 0;
        for (const letter of letters) {
          if (letter === 'X') bits |= directory || (mode & 0o111) !== 0 ? 0o111 : 0;
          else bits |= BITS[letter] ?? 0;
        }
        bits &= mask;
        if (letters.includes('s')) bits |= (mask & 0o700 ? 0o4000 : 0) | (mask & 0o070 ? 0o2000 : 0);
        if (letters.includes('t')) bits |= 0o1000;
        mode = operator === '+' ? mode | bits : operator === '-' ? mode & ~bits : (mode & ~mask) | bits;
      }
    }
    return mode & 0o7777;
  };
}
