/** Columns of at least a width, as Go's tabwriter makes them; a cell that ends a line is not padded. */
export function tabbed(rows: readonly (readonly string[])[], minWidth: number, padding: number): string {
  const widths = (rows[0] ?? []).map((_, i) =>
    Math.max(minWidth, ...rows.map((row) => [...(row[i] ?? '')].length + padding)),
  );
  return rows
    .map(
      (row) =>
        `${row.map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat(Math.max(0, widths[i]! - [...cell].length)))).join('')}\n`,
    )
    .join('');
}

/** A table of docker-compose 1: centred headings over a rule. Upstream: compose 1.29 formatter.py (texttable). */
export function legacyTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0)
    return `${centred(
      header,
      header.map((h) => h.length),
    )}\n${'-'.repeat(header.reduce((n, h) => n + h.length + 3, -3) + 0)}\n`;
  const widths = header.map((h, i) =>
    Math.max(h.length, ...rows.flatMap((row) => (row[i] ?? '').split('\n').map((l) => l.length))),
  );
  const total = widths.reduce((n, w) => n + w + 3, -3);
  const body = rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i]!)).join('   '));
  return [centred(header, widths), '-'.repeat(total), ...body].map((line) => `${line}\n`).join('');
}

const centred = (header: readonly string[], widths: readonly number[]): string =>
  header
    .map((h, i) => {
      const room = widths[i]! - h.length;
      const left = Math.floor(room / 2) + (room % 2 === 1 && widths[i]! % 2 === 1 ? 0 : 0);
      return ' '.repeat(left) + h + ' '.repeat(room - left);
    })
    .join('   ')
    .replace(/\s+$/, (end) => end);
