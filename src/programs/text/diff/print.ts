import type { Edit } from './edits';

/** One side of a comparison, as lines without their ends. */
export interface Side {
  /** As the header shows it: a path and a time, or what `--label` says. */
  readonly header: string;
  readonly lines: readonly string[];
  /** Whether the last line has its newline. */
  readonly whole: boolean;
}

const NO_NEWLINE = '\\ No newline at end of file\n';

/** Wraps text in a color's escape when colors are on. Upstream: diffutils src/util.c (default palette). */
export interface Paint {
  readonly header: (text: string) => string;
  readonly line: (text: string) => string;
  readonly add: (text: string) => string;
  readonly remove: (text: string) => string;
}

const color =
  (code: string) =>
  (text: string): string =>
    `\x1b[${code}m${text.replace(/\n$/, '')}\x1b[0m${text.endsWith('\n') ? '\n' : ''}`;
const plain = (text: string): string => text;

export const PLAIN: Paint = { header: plain, line: plain, add: plain, remove: plain };
export const COLORED: Paint = { header: color('1'), line: color('36'), add: color('32'), remove: color('31') };

const textOf = (side: Side, at: number, lead: string): string =>
  `${lead}${side.lines[at]!}\n${at === side.lines.length - 1 && !side.whole ? NO_NEWLINE : ''}`;

const range = (from: number, to: number): string => (to - from <= 1 ? `${to}` : `${from + 1},${to}`);

/** diff's own format: `2c2`, `< old`, `---`, `> new`. */
export function normal(a: Side, b: Side, edits: readonly Edit[], paint: Paint): string {
  let out = '';
  for (const edit of edits) {
    const [removes, adds] = [edit.aEnd > edit.a, edit.bEnd > edit.b];
    const letter = removes && adds ? 'c' : removes ? 'd' : 'a';
    const left = removes ? range(edit.a, edit.aEnd) : String(edit.a);
    const right = adds ? range(edit.b, edit.bEnd) : String(edit.b);
    out += paint.line(`${left}${letter}${right}\n`);
    for (let i = edit.a; i < edit.aEnd; i++) out += paint.remove(textOf(a, i, '< '));
    if (removes && adds) out += '---\n';
    for (let i = edit.b; i < edit.bEnd; i++) out += paint.add(textOf(b, i, '> '));
  }
  return out;
}

/** Edits that are so near that their contexts meet. */
function hunks(edits: readonly Edit[], context: number): Edit[][] {
  const groups: Edit[][] = [];
  for (const edit of edits) {
    const group = groups.at(-1);
    if (group && edit.a - group.at(-1)!.aEnd <= 2 * context) group.push(edit);
    else groups.push([edit]);
  }
  return groups;
}

interface Span {
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
}

function spanOf(group: readonly Edit[], a: Side, b: Side, context: number): Span {
  const [first, last] = [group[0]!, group.at(-1)!];
  const before = Math.min(context, first.a, first.b);
  const after = Math.min(context, a.lines.length - last.aEnd, b.lines.length - last.bEnd);
  return { a: first.a - before, aEnd: last.aEnd + after, b: first.b - before, bEnd: last.bEnd + after };
}

/** `-u`: the lines around as well, with `+` and `-`. */
export function unified(a: Side, b: Side, edits: readonly Edit[], context: number, paint: Paint): string {
  if (edits.length === 0) return '';
  const where = (from: number, to: number): string =>
    to - from === 1 ? String(to) : to === from ? `${from},0` : `${from + 1},${to - from}`;
  let out = paint.header(`--- ${a.header}\n`) + paint.header(`+++ ${b.header}\n`);
  for (const group of hunks(edits, context)) {
    const span = spanOf(group, a, b, context);
    out += paint.line(`@@ -${where(span.a, span.aEnd)} +${where(span.b, span.bEnd)} @@\n`);
    let at = span.a;
    for (const edit of group) {
      for (; at < edit.a; at++) out += textOf(a, at, ' ');
      for (; at < edit.aEnd; at++) out += paint.remove(textOf(a, at, '-'));
      for (let i = edit.b; i < edit.bEnd; i++) out += paint.add(textOf(b, i, '+'));
    }
    for (; at < span.aEnd; at++) out += textOf(a, at, ' ');
  }
  return out;
}

/** `-c`: both sides of each place one after the other. */
export function contextual(a: Side, b: Side, edits: readonly Edit[], context: number, paint: Paint): string {
  if (edits.length === 0) return '';
  let out = paint.header(`*** ${a.header}\n`) + paint.header(`--- ${b.header}\n`);
  for (const group of hunks(edits, context)) {
    const span = spanOf(group, a, b, context);
    out += `***************\n${paint.line(`*** ${range(span.a, span.aEnd)} ****\n`)}`;
    if (group.some((edit) => edit.aEnd > edit.a)) {
      let at = span.a;
      for (const edit of group) {
        for (; at < edit.a; at++) out += textOf(a, at, '  ');
        const mark = edit.bEnd > edit.b ? '! ' : '- ';
        for (; at < edit.aEnd; at++) out += paint.remove(textOf(a, at, mark));
      }
      for (; at < span.aEnd; at++) out += textOf(a, at, '  ');
    }
    out += paint.line(`--- ${range(span.b, span.bEnd)} ----\n`);
    if (!group.some((edit) => edit.bEnd > edit.b)) continue;
    let at = span.b;
    for (const edit of group) {
      for (; at < edit.b; at++) out += textOf(b, at, '  ');
      const mark = edit.aEnd > edit.a ? '! ' : '+ ';
      for (; at < edit.bEnd; at++) out += paint.add(textOf(b, at, mark));
    }
    for (; at < span.bEnd; at++) out += textOf(b, at, '  ');
  }
  return out;
}
