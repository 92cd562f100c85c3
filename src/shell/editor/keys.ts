/** A key as the editor knows it: a named one, Ctrl or Alt with a letter, or text. */
export type Key = { readonly name: string } | { readonly text: string };

const SEQUENCES: Readonly<Record<string, string>> = {
  '\x1b[A': 'up',
  '\x1bOA': 'up',
  '\x1b[B': 'down',
  '\x1bOB': 'down',
  '\x1b[C': 'right',
  '\x1bOC': 'right',
  '\x1b[D': 'left',
  '\x1bOD': 'left',
  '\x1b[H': 'home',
  '\x1bOH': 'home',
  '\x1b[1~': 'home',
  '\x1b[7~': 'home',
  '\x1b[F': 'end',
  '\x1bOF': 'end',
  '\x1b[4~': 'end',
  '\x1b[8~': 'end',
  '\x1b[3~': 'delete',
  '\x1b[5~': 'page-up',
  '\x1b[6~': 'page-down',
  '\x1b[2~': 'insert',
  '\x1b[1;5C': 'word-right',
  '\x1b[1;5D': 'word-left',
  '\x1b[1;3C': 'word-right',
  '\x1b[1;3D': 'word-left',
  '\x1b[5C': 'word-right',
  '\x1b[5D': 'word-left',
  '\x1b[Z': 'shift-tab',
  '\x1b[3;5~': 'alt-d',
  '\x1b[200~': 'paste',
  '\x1b[201~': 'paste-end',
};

const CONTROL: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x1f': 'ctrl-_',
};

/** Cuts a terminal's bytes into keys; `rest` is the start of a sequence whose end has not come. */
export function parseKeys(input: string): { keys: Key[]; rest: string } {
  const keys: Key[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') keys.push({ text });
    text = '';
  };
  for (let i = 0; i < input.length;) {
    const c = input[i]!;
    if (c >= ' ' && c !== '\x7f') {
      text += c;
      i++;
      continue;
    }
    flush();
    if (c !== '\x1b') {
      keys.push({ name: CONTROL[c] ?? `ctrl-${String.fromCharCode(c.charCodeAt(0) + 96)}` });
      i++;
      continue;
    }
    const sequence = /^\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O[A-Za-z])/.exec(input.slice(i, i + 32))?.[0];
    if (sequence) {
      keys.push({ name: SEQUENCES[sequence] ?? 'unknown' });
      i += sequence.length;
    } else if (i + 1 >= input.length || (/^\x1b[[O]/.test(input.slice(i, i + 2)) && input.length - i < 16)) {
      if (i + 1 >= input.length && input.length === 1) return { keys: [{ name: 'escape' }], rest: '' };
      return { keys, rest: input.slice(i) };
    } else {
      const next = input[i + 1]!;
      keys.push({ name: next === '\x7f' || next === '\b' ? 'alt-backspace' : `alt-${next}` });
      i += 2;
    }
  }
  flush();
  return { keys, rest: '' };
}
