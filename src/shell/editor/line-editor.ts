import { decode } from '#io/streams';
import { type Pty, RAW } from '#io/pty';
import type { Completer, CompletionItem } from '../completion';
import type { Shell } from '../shell';
import { Buffer } from './buffer';
import { parseKeys, type Key } from './keys';
import { Renderer } from './render';
import { textWidth } from './width';

/** What the editor answers: a line, Ctrl-C, or the end of input. */
export type Answer =
  { readonly kind: 'line'; readonly text: string } | { readonly kind: 'interrupt' } | { readonly kind: 'end' };

/** More completions than this are not listed. */
const MAX_LISTED = 100;

/** readline over a terminal in raw mode: editing, history, search, completion, a dim suggestion. */
export class LineEditor {
  readonly #buffer = new Buffer();
  readonly #renderer: Renderer;
  #prompt = '';
  #rest = '';
  #waiting: Key[] = [];
  #place = 0;
  #draft = '';
  #search: { text: string; at: number; failed: boolean } | undefined;
  #pasting = false;
  #lastKey = '';
  #lastArgumentAt = 0;
  #hinted = '';

  constructor(
    private readonly shell: Shell,
    private readonly pty: Pty,
    private readonly completer: Completer,
  ) {
    this.#renderer = new Renderer(() => pty.columns);
  }

  /** Reads one line. Keys that were typed ahead (a paste of several lines) are kept for the next. */
  async readLine(prompt: string): Promise<Answer> {
    const { pty, shell } = this;
    const before = { ...pty.mode };
    pty.mode = { ...RAW };
    this.#prompt = prompt;
    this.#buffer.clear();
    this.#renderer.reset();
    this.#place = shell.history.length;
    this.#search = undefined;
    await this.#write('\x1b[?2004h');
    await this.#redraw();
    try {
      for (;;) {
        const keys = this.#waiting.length > 0 ? this.#waiting.splice(0) : await this.#readKeys();
        if (!keys) return { kind: 'end' };
        for (let i = 0; i < keys.length; i++) {
          const answer = await this.#press(keys[i]!);
          if (!answer) continue;
          this.#waiting = keys.slice(i + 1);
          return answer;
        }
        await this.#redraw();
      }
    } finally {
      this.#hinted = '';
      pty.onHint?.('');
      await this.#write('\x1b[?2004l');
      pty.mode = before;
    }
  }

  async #readKeys(): Promise<Key[] | undefined> {
    const chunk = await this.shell.process.wait(this.pty.input.read());
    if (!chunk) return undefined;
    const { keys, rest } = parseKeys(this.#rest + decode(chunk));
    this.#rest = rest;
    return keys;
  }

  #write(text: string): Promise<void> {
    return this.shell.process.wait(this.pty.writer.write(text));
  }

  async #redraw(): Promise<void> {
    const { chars, cursor } = this.#buffer;
    const prompt = this.#search ? this.#searchPrompt() : this.#prompt;
    await this.#write(this.#renderer.draw({ prompt, line: chars, cursor, ghost: this.#ghost() }));
    await this.#hint();
  }

  /** Tells the terminal's owner what the flag under the cursor means, as the command's own completion says it. */
  async #hint(): Promise<void> {
    const { onHint } = this.pty;
    if (!onHint) return;
    const { chars, cursor, text } = this.#buffer;
    const before = /\S*$/.exec(chars.slice(0, cursor).join(''))![0];
    const flag = /^--?[a-zA-Z][\w-]*/.exec(before + /^\S*/.exec(chars.slice(cursor).join(''))![0])?.[0] ?? '';
    const start = chars.slice(0, cursor).join('').length - before.length;
    const asked = text.slice(0, start) + flag;
    if (asked === this.#hinted) return;
    this.#hinted = asked;
    if (flag === '') {
      onHint('');
      return;
    }
    const { items } = await this.completer({ line: asked, cursor: asked.length, shell: this.shell });
    const said = items.find((item) => item.text.replace(/=$/, '') === flag)?.description;
    onHint(said === undefined ? '' : `${flag}  ${said}`);
  }

  #searchPrompt(): string {
    const { text, failed } = this.#search!;
    return `(${failed ? 'failed ' : ''}reverse-i-search)\`${text}': `;
  }

  /** The rest of the latest line of the history that begins with this one. */
  #ghost(): string {
    const { text, cursor, chars } = this.#buffer;
    if (this.#search || text === '' || cursor !== chars.length) return '';
    const { history } = this.shell;
    for (let i = history.length - 1; i >= 0; i--) {
      const line = history[i]!;
      if (line.startsWith(text) && line !== text && !line.includes('\n')) return line.slice(text.length);
    }
    return '';
  }

  async #press(key: Key): Promise<Answer | undefined> {
    if ('text' in key) {
      if (this.#search) this.#searchFor(this.#search.text + key.text, this.shell.history.length - 1);
      else {
        this.#buffer.save();
        this.#buffer.insert(key.text);
      }
      this.#lastKey = 'text';
      return undefined;
    }
    const { name } = key;
    if (this.#search && !this.#searchKey(name)) {
      this.#lastKey = name;
      return undefined;
    }
    const answer = await this.#command(name);
    this.#lastKey = name;
    return answer;
  }

  /** Answers whether the key ends the search and means what it always means. */
  #searchKey(name: string): boolean {
    const search = this.#search!;
    if (name === 'ctrl-r') {
      this.#searchFor(search.text, search.at - 1);
      return false;
    }
    if (name === 'backspace') {
      this.#searchFor([...search.text].slice(0, -1).join(''), this.shell.history.length - 1);
      return false;
    }
    this.#search = undefined;
    if (name === 'ctrl-g' || name === 'ctrl-c') {
      this.#buffer.set(this.#draft);
      return false;
    }
    return name !== 'escape';
  }

  #searchFor(text: string, from: number): void {
    const { history } = this.shell;
    for (let i = Math.min(from, history.length - 1); i >= 0 && text !== ''; i--) {
      const at = history[i]!.indexOf(text);
      if (at < 0) continue;
      this.#search = { text, at: i, failed: false };
      this.#buffer.set(history[i]!, [...history[i]!.slice(0, at)].length);
      return;
    }
    this.#search = { text, at: this.#search?.at ?? history.length, failed: text !== '' };
  }

  async #command(name: string): Promise<Answer | undefined> {
    const buffer = this.#buffer;
    const { chars, cursor } = buffer;
    switch (name) {
      case 'enter':
        await this.#write(this.#renderer.leave({ prompt: this.#prompt, line: chars, cursor, ghost: '' }));
        return { kind: 'line', text: buffer.text };
      case 'ctrl-c':
        await this.#write(
          this.#renderer.draw({ prompt: this.#prompt, line: chars, cursor: chars.length, ghost: '' }) + '^C\r\n',
        );
        this.#waiting = [];
        return { kind: 'interrupt' };
      case 'ctrl-d':
        if (chars.length === 0) return { kind: 'end' };
        buffer.remove(cursor, Math.min(cursor + 1, chars.length));
        return undefined;
      case 'ctrl-l':
        this.#renderer.reset();
        await this.#write('\x1b[H\x1b[2J');
        return undefined;
      case 'tab':
        if (this.#pasting) buffer.insert('\t');
        else await this.#complete();
        return undefined;
      case 'paste':
      case 'paste-end':
        this.#pasting = name === 'paste';
        return undefined;
      case 'right':
      case 'end':
      case 'ctrl-e':
      case 'ctrl-f':
        this.#forward(name);
        return undefined;
      case 'ctrl-r':
        this.#draft = buffer.text;
        this.#search = { text: '', at: this.shell.history.length, failed: false };
        return undefined;
      case 'up':
      case 'ctrl-p':
        this.#recall(-1);
        return undefined;
      case 'down':
      case 'ctrl-n':
        this.#recall(1);
        return undefined;
      case 'alt-.':
      case 'alt-_':
        this.#lastArgument();
        return undefined;
      default:
        this.#edit(name);
        return undefined;
    }
  }

  #forward(name: string): void {
    const buffer = this.#buffer;
    const ghost = this.#ghost();
    if (ghost !== '') buffer.insert(ghost);
    else if (name === 'right' || name === 'ctrl-f') buffer.cursor = Math.min(buffer.cursor + 1, buffer.chars.length);
    else buffer.cursor = buffer.chars.length;
  }

  #edit(name: string): void {
    const buffer = this.#buffer;
    const { chars, cursor } = buffer;
    if (/^(?:backspace|delete|ctrl-[hkuwyt]|alt-[dulcy]|alt-backspace)$/.test(name)) buffer.save();
    const actions: Readonly<Record<string, () => unknown>> = {
      left: () => (buffer.cursor = Math.max(0, cursor - 1)),
      'ctrl-b': () => (buffer.cursor = Math.max(0, cursor - 1)),
      home: () => (buffer.cursor = 0),
      'ctrl-a': () => (buffer.cursor = 0),
      'word-left': () => (buffer.cursor = buffer.wordLeft()),
      'alt-b': () => (buffer.cursor = buffer.wordLeft()),
      'word-right': () => (buffer.cursor = buffer.wordRight()),
      'alt-f': () => (buffer.cursor = buffer.wordRight()),
      backspace: () => buffer.remove(Math.max(0, cursor - 1), cursor),
      delete: () => buffer.remove(cursor, Math.min(cursor + 1, chars.length)),
      'ctrl-k': () => buffer.kill(cursor, chars.length),
      'ctrl-u': () => buffer.kill(0, cursor),
      'ctrl-w': () => buffer.kill(buffer.wordLeft(true), cursor),
      'alt-backspace': () => buffer.kill(buffer.wordLeft(), cursor),
      'alt-d': () => buffer.kill(cursor, buffer.wordRight()),
      'ctrl-y': () => buffer.yank(),
      'ctrl-t': () => buffer.transpose(),
      'alt-u': () => buffer.changeWord((word) => word.toUpperCase()),
      'alt-l': () => buffer.changeWord((word) => word.toLowerCase()),
      'alt-c': () => buffer.changeWord((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()),
      'ctrl-_': () => buffer.undo(),
    };
    actions[name]?.();
  }

  #recall(step: number): void {
    const { history } = this.shell;
    if (this.#place === history.length) this.#draft = this.#buffer.text;
    const place = this.#place + step;
    if (place < 0 || place > history.length) return;
    this.#place = place;
    this.#buffer.set(history[place] ?? this.#draft);
  }

  /** Puts in the last word of the previous command; again, of the one before. */
  #lastArgument(): void {
    const { history } = this.shell;
    const again = /^alt-[._]$/.test(this.#lastKey);
    if (again) this.#buffer.undo();
    this.#lastArgumentAt = again ? this.#lastArgumentAt - 1 : history.length - 1;
    const word = history[this.#lastArgumentAt]?.trim().split(/\s+/).at(-1);
    this.#buffer.save();
    if (word !== undefined) this.#buffer.insert(word);
  }

  async #complete(): Promise<void> {
    const buffer = this.#buffer;
    const before = buffer.chars.slice(0, buffer.cursor).join('');
    const { from, items } = await this.completer({ line: buffer.text, cursor: before.length, shell: this.shell });
    if (items.length === 0) {
      await this.#write('\x07');
      return;
    }
    const typed = before.slice(from);
    const common = items.map((item) => item.text).reduce(commonStart);
    buffer.save();
    if (items.length === 1) {
      const item = items[0]!;
      this.#replace(from, before, item.open ? item.text : `${item.text} `);
    } else if (common.length > typed.length) this.#replace(from, before, common);
    else if (this.#lastKey === 'tab') await this.#list(items);
    else await this.#write('\x07');
  }

  #replace(from: number, before: string, text: string): void {
    const start = [...before.slice(0, from)].length;
    this.#buffer.remove(start, this.#buffer.cursor);
    this.#buffer.insert(text);
  }

  async #list(items: readonly CompletionItem[]): Promise<void> {
    const { chars, cursor } = this.#buffer;
    let out = this.#renderer.leave({ prompt: this.#prompt, line: chars, cursor, ghost: '' });
    const shown = items.slice(0, MAX_LISTED);
    if (shown.some((item) => item.description)) {
      const width = Math.min(40, Math.max(...shown.map((item) => textWidth(item.text))));
      for (const item of shown) {
        const line = `${item.text}${' '.repeat(Math.max(0, width - textWidth(item.text)))}  ${item.description ? `(${item.description})` : ''}`;
        out += `${[...line]
          .slice(0, this.pty.columns - 1)
          .join('')
          .trimEnd()}\r\n`;
      }
    } else
      out += columnsOf(
        shown.map((item) => item.text.replace(/^.*\/(?=.)/, '')),
        this.pty.columns,
      );
    if (items.length > shown.length) out += `... and ${items.length - shown.length} more\r\n`;
    await this.#write(out);
  }
}

const commonStart = (a: string, b: string): string => {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return a.slice(0, i);
};

/** Names in columns, down and then across, as readline lists them. */
function columnsOf(names: readonly string[], width: number): string {
  const cell = Math.max(...names.map(textWidth)) + 2;
  const across = Math.max(1, Math.floor(width / cell));
  const rows = Math.ceil(names.length / across);
  let out = '';
  for (let row = 0; row < rows; row++) {
    const line = names.filter((_, i) => i % rows === row).map((name) => name + ' '.repeat(cell - textWidth(name)));
    out += `${line.join('').trimEnd()}\r\n`;
  }
  return out;
}
