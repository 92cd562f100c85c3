import type { ResultSet } from './wire';

const NUMERIC = new Set([20, 21, 23, 26, 28, 700, 701, 790, 1700]);

export interface TableStyle {
  readonly title?: string;
  readonly tuplesOnly?: boolean;
  readonly unaligned?: boolean;
  readonly expanded?: boolean;
  readonly footer?: string | false;
}

const width = (text: string): number => [...text].length;
const centre = (text: string, size: number): string => {
  const left = Math.floor((size - width(text)) / 2);
  return ' '.repeat(Math.max(0, left)) + text + ' '.repeat(Math.max(0, size - width(text) - left));
};

/** A result as psql prints it, ending in an empty line where psql ends so. Upstream: psql print.c. */
export function formatTable({ columns, rows }: Pick<ResultSet, 'columns' | 'rows'>, style: TableStyle = {}): string {
  const cells = rows.map((row) => row.map((cell) => cell ?? ''));
  const footer = style.footer ?? `(${String(rows.length)} row${rows.length === 1 ? '' : 's'})`;
  if (style.unaligned) {
    const lines = cells.map((row) => row.join('|'));
    if (!style.tuplesOnly) lines.unshift(columns.map(({ name }) => name).join('|'));
    if (!style.tuplesOnly && footer !== false) lines.push(footer);
    return lines.map((line) => `${line}\n`).join('');
  }
  if (style.expanded) return expanded(columns, cells, style);
  const widths = columns.map(({ name }, at) =>
    Math.max(width(name), ...cells.flatMap((row) => row[at]!.split('\n').map(width))),
  );
  const lines: string[] = [];
  if (!style.tuplesOnly) {
    const total = widths.reduce((sum, size) => sum + size + 3, -1);
    if (style.title !== undefined) lines.push(centre(style.title, total).trimEnd());
    lines.push(columns.map(({ name }, at) => ` ${centre(name, widths[at]!)} `).join('|'));
    lines.push(widths.map((size) => '-'.repeat(size + 2)).join('+'));
  }
  for (const row of cells) {
    const parts = row.map((cell) => cell.split('\n'));
    const height = Math.max(1, ...parts.map((part) => part.length));
    for (let line = 0; line < height; line++) {
      const shown = parts.map((part, at) => {
        const text = part[line] ?? '';
        const more = line < part.length - 1 ? '+' : ' ';
        const space = ' '.repeat(widths[at]! - width(text));
        const last = at === parts.length - 1;
        if (NUMERIC.has(columns[at]!.type)) return ` ${space}${text}${last && more === ' ' ? '' : more}`;
        return ` ${text}${last && more === ' ' ? '' : space + more}`;
      });
      lines.push(shown.join('|'));
    }
  }
  if (!style.tuplesOnly && footer !== false) lines.push(footer);
  return `${lines.join('\n')}${lines.length > 0 ? '\n' : ''}\n`;
}

function expanded(columns: ResultSet['columns'], cells: string[][], style: TableStyle): string {
  if (cells.length === 0) return style.tuplesOnly ? '' : '(0 rows)\n\n';
  const left = Math.max(...columns.map(({ name }) => width(name)));
  const right = Math.max(0, ...cells.flat().map(width));
  const out = cells.map((row, at) => {
    const head = `-[ RECORD ${String(at + 1)} ]`;
    const line =
      head.length < left + 2
        ? head + '-'.repeat(left + 1 - head.length) + '+' + '-'.repeat(right + 1)
        : head.padEnd(left + right + 3, '-');
    const bar = head.length <= left ? line : line.slice(0, Math.max(head.length, left + right + 3));
    const body = row.map((cell, index) => `${columns[index]!.name.padEnd(left)} | ${cell}\n`).join('');
    return (style.tuplesOnly ? '' : `${bar}\n`) + body;
  });
  return `${out.join('')}\n`;
}
