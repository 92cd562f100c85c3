import { EVENT_ID, getScalarValue, type Event } from 'js-yaml';

/** Offsets into the text, end exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type Path = readonly (string | number)[];

/** Where the parts of one document stand. */
export interface Positions {
  /** The value at a path (`['services', 'web', 'ports', 0]`), without its key. */
  value(path: Path): Range | undefined;
  /** The key that leads to a path's value. */
  key(path: Path): Range | undefined;
  /** The key of the deepest part of the path that is there, else its value: for putting an error somewhere. */
  nearest(path: Path): Range | undefined;
  /** The path of the innermost key or value that holds an offset. */
  at(offset: number): Path;
  /** Keys that come twice in one mapping. */
  readonly duplicates: readonly { key: string; offset: number; firstOffset: number }[];
}

/** Line and column, both from 1. */
export function lineAt(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
    line++;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}

interface Part {
  path: Path;
  key?: Range;
  value: Range;
}

interface Open {
  kind: 'document' | 'sequence' | 'mapping';
  part: Part;
  index: number;
  key: { text: string; range: Range } | undefined;
  keys: Map<string, number>;
}

const joined = (path: Path): string => path.join('\0');

/** Builds the index of every document from the parser's events. */
export function positionsOf(text: string, events: readonly Event[]): Positions[] {
  const documents: Positions[] = [];
  const open: Open[] = [];
  let parts = new Map<string, Part>();
  let duplicates: { key: string; offset: number; firstOffset: number }[] = [];

  const place = (range: Range): Part => {
    const top = open.at(-1)!;
    const step = top.kind === 'mapping' ? (top.key?.text ?? '') : top.index;
    const path = top.kind === 'document' ? [] : [...top.part.path, step];
    const part: Part = top.key ? { path, key: top.key.range, value: range } : { path, value: range };
    parts.set(joined(path), part);
    for (const parent of open)
      if (range.end > parent.part.value.end) parent.part.value = { ...parent.part.value, end: range.end };
    top.index++;
    top.key = undefined;
    return part;
  };
  const takesKey = (): boolean => open.at(-1)!.kind === 'mapping' && open.at(-1)!.key === undefined;
  const key = (name: string, range: Range): void => {
    const top = open.at(-1)!;
    const first = top.keys.get(name);
    if (first !== undefined && name !== '<<') duplicates.push({ key: name, offset: range.start, firstOffset: first });
    else top.keys.set(name, range.start);
    top.key = { text: name, range };
  };

  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        parts = new Map();
        duplicates = [];
        open.push({
          kind: 'document',
          part: { path: [], value: { start: 0, end: 0 } },
          index: 0,
          key: undefined,
          keys: new Map(),
        });
        break;
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING: {
        const range = { start: event.start, end: event.start };
        if (takesKey()) key('', range);
        const kind = event.type === EVENT_ID.SEQUENCE ? 'sequence' : 'mapping';
        open.push({ kind, part: place(range), index: 0, key: undefined, keys: new Map() });
        break;
      }
      case EVENT_ID.SCALAR: {
        const range = { start: event.valueStart, end: event.valueEnd };
        if (takesKey()) key(getScalarValue(text, event), range);
        else place(range);
        break;
      }
      case EVENT_ID.ALIAS: {
        const range = { start: event.anchorStart - 1, end: event.anchorEnd };
        if (takesKey()) key('', range);
        else place(range);
        break;
      }
      case EVENT_ID.POP:
        if (open.pop()?.kind === 'document') documents.push(positions(parts, duplicates));
        break;
    }
  }
  return documents;
}

const positions = (parts: ReadonlyMap<string, Part>, duplicates: Positions['duplicates']): Positions => ({
  value: (path) => parts.get(joined(path))?.value,
  key: (path) => parts.get(joined(path))?.key,
  nearest(path) {
    for (let length = path.length; length >= 0; length--) {
      const part = parts.get(joined(path.slice(0, length)));
      if (part) return part.key ?? part.value;
    }
    return undefined;
  },
  at(offset) {
    let best: Part | undefined;
    for (const part of parts.values()) {
      const start = part.key?.start ?? part.value.start;
      if (start <= offset && offset <= part.value.end && (!best || part.path.length >= best.path.length)) best = part;
    }
    return best?.path ?? [];
  },
  duplicates,
});
