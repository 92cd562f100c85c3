export interface TabOptions {
  readonly minWidth: number;
  readonly padding: number;
}

/** Docker's tables: columns at least 10 wide, three blanks between. */
export const DOCKER_TABLE: TabOptions = { minWidth: 10, padding: 3 };

/**
 * Aligns text whose cells end with a tab. A column reaches over neighbouring lines that have that cell; what follows a
 * line's last tab is not aligned. Upstream: Go's text/tabwriter.
 */
export function tabwriter(text: string, { minWidth, padding }: TabOptions): string {
  const ended = text.endsWith('\n');
  const lines = (ended ? text.slice(0, -1) : text).split('\n').map((line) => line.split('\t'));
  const widths: number[] = [];
  let out = '';

  const write = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const cells = lines[i]!;
      cells.forEach((cell, column) => {
        out += cell;
        const width = widths[column];
        if (width !== undefined && column < cells.length - 1) out += ' '.repeat(Math.max(0, width - [...cell].length));
      });
      if (i < lines.length - 1 || ended) out += '\n';
    }
  };
  const format = (start: number, end: number): void => {
    const column = widths.length;
    let from = start;
    for (let i = from; i < end; i++) {
      if (column >= lines[i]!.length - 1) continue;
      write(from, i);
      from = i;
      let width = minWidth;
      for (; i < end && column < lines[i]!.length - 1; i++) {
        width = Math.max(width, [...lines[i]![column]!].length + padding);
      }
      widths.push(width);
      format(from, i);
      widths.pop();
      from = i;
      i--;
    }
    write(from, end);
  };
  format(0, lines.length);
  return out;
}

/** Rows with a header as a table. */
export const table = (rows: readonly (readonly string[])[], options: TabOptions = DOCKER_TABLE): string =>
  rows.length === 0 ? '' : tabwriter(`${rows.map((row) => row.join('\t')).join('\n')}\n`, options);
