/** A run of lines that differs: `[a, aEnd)` of the first file stands where `[b, bEnd)` of the second does. */
export interface Edit {
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
}

/** Beyond so many differing lines the rest is taken as one change, so that hostile input ends. */
const MAX_COST = 4000;

/** The fewest edits that turn one list into the other, in order. Upstream: diffutils lib/diffseq.h (Myers). */
export function edits(a: readonly string[], b: readonly string[]): Edit[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const goneA = new Uint8Array(a.length);
  const goneB = new Uint8Array(b.length);
  mark(a.slice(start, endA), b.slice(start, endB), start, goneA, goneB);
  shift(a, goneA, goneB);
  shift(b, goneB, goneA);
  return collect(goneA, goneB);
}

/** Marks the lines that are in one list only. */
function mark(a: readonly string[], b: readonly string[], offset: number, goneA: Uint8Array, goneB: Uint8Array): void {
  const rows = trace(a, b);
  if (!rows) {
    goneA.fill(1, offset, offset + a.length);
    goneB.fill(1, offset, offset + b.length);
    return;
  }
  let x = a.length;
  let y = b.length;
  for (let d = rows.length - 1; d > 0; d--) {
    const row = rows[d - 1]!;
    const k = x - y;
    const at = (i: number): number => row[i + d] ?? -1;
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const beforeX = down ? at(k + 1) : at(k - 1);
    const beforeY = beforeX - (down ? k + 1 : k - 1);
    if (down) goneB[offset + beforeY] = 1;
    else goneA[offset + beforeX] = 1;
    x = beforeX;
    y = beforeY;
  }
}

/** How far each diagonal came with d edits, for each d; undefined when there are too many. Index k + d + 1. */
function trace(a: readonly string[], b: readonly string[]): Int32Array[] | undefined {
  const rows: Int32Array[] = [];
  let before = new Int32Array([0, 0, 0]);
  for (let d = 0; d <= a.length + b.length; d++) {
    if (d > MAX_COST) return undefined;
    const row = new Int32Array(2 * d + 3).fill(-1);
    const at = (k: number): number => before[k + d] ?? -1;
    for (let k = -d; k <= d; k += 2) {
      let x = d === 0 ? 0 : k === -d || (k !== d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      row[k + d + 1] = x;
      if (x >= a.length && x - k >= b.length) {
        rows.push(row);
        return rows;
      }
    }
    rows.push(row);
    before = row;
  }
  return rows;
}

/** Moves runs of changes to the end of where they fit, and joins those that meet. Upstream: diffutils shift_boundaries. */
function shift(lines: readonly string[], gone: Uint8Array, other: Uint8Array): void {
  let i = 0;
  let j = 0;
  for (;;) {
    while (i < lines.length && !gone[i]) {
      while (other[j]) j++;
      i++;
      j++;
    }
    if (i >= lines.length) return;
    let start = i;
    while (gone[++i]);
    while (other[j]) j++;
    let length: number;
    let corresponding: number;
    do {
      length = i - start;
      while (start > 0 && lines[start - 1] === lines[i - 1]) {
        gone[--start] = 1;
        gone[--i] = 0;
        while (start > 0 && gone[start - 1]) start--;
        j--;
        while (j > 0 && other[j]) j--;
        while (j > 0 && other[j - 1] && other[j]) j--;
      }
      corresponding = j > 0 && other[j - 1] ? i : lines.length;
      while (i < lines.length && lines[start] === lines[i]) {
        gone[start++] = 0;
        gone[i++] = 1;
        while (gone[i]) i++;
        j++;
        while (other[j]) {
          corresponding = i;
          j++;
        }
      }
    } while (length !== i - start);
    while (corresponding < i) {
      gone[--start] = 1;
      gone[--i] = 0;
      j--;
      while (j > 0 && other[j]) j--;
    }
  }
}

function collect(goneA: Uint8Array, goneB: Uint8Array): Edit[] {
  const found: Edit[] = [];
  let a = 0;
  let b = 0;
  while (a < goneA.length || b < goneB.length) {
    if (!goneA[a] && !goneB[b]) {
      a++;
      b++;
      continue;
    }
    const [fromA, fromB] = [a, b];
    while (goneA[a]) a++;
    while (goneB[b]) b++;
    found.push({ a: fromA, aEnd: a, b: fromB, bEnd: b });
  }
  return found;
}
