/** Where a cursor stands in a YAML text, told from indentation alone: it works in the middle of typing. */
export interface YamlPlace {
  /** The keys above the cursor, outermost first; 0 for an item of a sequence. */
  readonly parents: readonly (string | number)[];
  /** The line's own key, when it has one. */
  readonly key: string | undefined;
  /** Whether the cursor stands behind the key's colon. */
  readonly inValue: boolean;
}

const LINE = /^(\s*)((?:- +)*)(?:(["']?)([\w.$/-]+)\3\s*:(?=\s|$))?/;

/** The place of an offset in a text. */
export function placeAt(text: string, offset: number): YamlPlace {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const [head = '', indent = '', dashes = '', , key] = LINE.exec(text.slice(start, end < 0 ? text.length : end)) ?? [];
  const parents: (string | number)[] = [];
  if (dashes !== '') parents.unshift(0);
  let column = dashes === '' ? indent.length : indent.length + 0.5;
  for (const line of text.slice(0, start).split('\n').reverse()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const [, above = '', marks = '', , name] = LINE.exec(line) ?? [];
    const inner = above.length + marks.length;
    if (name !== undefined && inner < column) {
      parents.unshift(name);
      column = inner;
    }
    // A dash counts as the parent of what stands deeper than it.
    if (marks !== '' && above.length < column && inner >= column && parents[0] !== 0) {
      parents.unshift(0);
      column = above.length + 0.5;
    } else if (marks !== '' && name !== undefined && inner === column) {
      parents.unshift(0, ...parents.splice(0, 0));
      column = above.length + 0.5;
      // The key just taken belongs into the item.
      [parents[0], parents[1]] = [0, parents[1]!];
    }
    if (column === 0) break;
  }
  return { parents, key, inValue: key !== undefined && offset - start > head.length - 1 };
}
