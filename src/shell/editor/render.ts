import { charWidth, textWidth } from './width';

/** What is to be seen. */
export interface Picture {
  readonly prompt: string;
  readonly line: readonly string[];
  readonly cursor: number;
  /** The dim text after the line that Right accepts. */
  readonly ghost: string;
}

/** Draws a prompt and a line on a terminal, over as many rows as they need, and redraws only what is its own. */
export class Renderer {
  #row = 0;

  constructor(private readonly columns: () => number) {}

  /** The next drawing starts on a fresh row. */
  reset(): void {
    this.#row = 0;
  }

  /** What to write so that the terminal shows the picture. */
  draw({ prompt, line, cursor, ghost }: Picture): string {
    const columns = Math.max(2, this.columns());
    let out = this.#row > 0 ? `\x1b[${this.#row}A\r\x1b[J` : '\r\x1b[J';
    out += prompt.replace(/[\x01\x02]/g, '').replace(/\n/g, '\r\n');
    const lastLine = prompt.slice(prompt.lastIndexOf('\n') + 1);
    const above = prompt
      .split('\n')
      .slice(0, -1)
      .reduce((n, text) => n + 1 + Math.floor(Math.max(0, textWidth(text) - 1) / columns), 0);
    const width = textWidth(lastLine);
    let place = { row: above + Math.floor(width / columns), column: width % columns };
    let at = place;
    line.forEach((char, i) => {
      if (i === cursor) at = place;
      out += shown(char);
      place = advance(place, char, columns);
    });
    if (cursor >= line.length) at = place;
    if (ghost !== '') {
      out += '\x1b[2m';
      for (const char of ghost) {
        out += shown(char);
        place = advance(place, char, columns);
      }
      out += '\x1b[22m';
    }
    // At the last column the terminal waits to wrap: make it do so.
    if (place.column === 0 && place.row > 0 && line.length + ghost.length > 0) out += ' \b';
    if (place.row > at.row) out += `\x1b[${place.row - at.row}A`;
    out += '\r' + (at.column > 0 ? `\x1b[${at.column}C` : '');
    this.#row = at.row;
    return out;
  }

  /** What to write so that the cursor stands below the line. */
  leave(picture: Picture): string {
    const end = this.draw({ ...picture, cursor: picture.line.length, ghost: '' });
    this.#row = 0;
    return `${end}\r\n`;
  }
}

interface Place {
  readonly row: number;
  readonly column: number;
}

const shown = (char: string): string =>
  char === '\n' ? '\r\n' : char === '\t' ? ' ' : char < ' ' ? `^${String.fromCharCode(char.charCodeAt(0) + 64)}` : char;

function advance({ row, column }: Place, char: string, columns: number): Place {
  if (char === '\n') return { row: row + 1, column: 0 };
  const width = char === '\t' ? 1 : char < ' ' ? 2 : charWidth(char);
  if (column + width > columns) return { row: row + 1, column: width };
  return column + width === columns ? { row: row + 1, column: 0 } : { row, column: column + width };
}
