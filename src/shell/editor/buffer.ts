const MAX_UNDO = 200;

/** The line being edited, by characters, with the kill ring and undo. Upstream: readline text.c, kill.c. */
export class Buffer {
  chars: string[] = [];
  cursor = 0;
  /** What was cut, the latest last. */
  ring: string[] = [];
  #undo: { chars: string[]; cursor: number }[] = [];

  get text(): string {
    return this.chars.join('');
  }

  set(text: string, cursor?: number): void {
    this.chars = [...text];
    this.cursor = cursor ?? this.chars.length;
  }

  clear(): void {
    this.set('');
    this.#undo = [];
  }

  /** Remembers the line for undo. */
  save(): void {
    const last = this.#undo.at(-1);
    if (last?.chars.join('') === this.text) return;
    this.#undo.push({ chars: [...this.chars], cursor: this.cursor });
    if (this.#undo.length > MAX_UNDO) this.#undo.shift();
  }

  undo(): void {
    const last = this.#undo.pop();
    if (last) [this.chars, this.cursor] = [last.chars, last.cursor];
  }

  insert(text: string): void {
    const chars = [...text];
    this.chars.splice(this.cursor, 0, ...chars);
    this.cursor += chars.length;
  }

  /** Removes what lies between two places and answers it; the cursor stands there. */
  remove(from: number, to: number): string {
    const [low, high] = from < to ? [from, to] : [to, from];
    const removed = this.chars.splice(low, high - low).join('');
    this.cursor = low;
    return removed;
  }

  kill(from: number, to: number): void {
    const removed = this.remove(from, to);
    if (removed !== '') this.ring.push(removed);
    if (this.ring.length > 20) this.ring.shift();
  }

  yank(): void {
    this.insert(this.ring.at(-1) ?? '');
  }

  /** Where the word before the cursor begins: letters and digits, or (`blank`) anything but blanks. */
  wordLeft(blank = false): number {
    const part = blank ? /\S/ : /[\p{L}\p{N}]/u;
    let at = this.cursor;
    while (at > 0 && !part.test(this.chars[at - 1]!)) at--;
    while (at > 0 && part.test(this.chars[at - 1]!)) at--;
    return at;
  }

  wordRight(): number {
    const part = /[\p{L}\p{N}]/u;
    let at = this.cursor;
    while (at < this.chars.length && !part.test(this.chars[at]!)) at++;
    while (at < this.chars.length && part.test(this.chars[at]!)) at++;
    return at;
  }

  /** Swaps the character before the cursor with the one at it. */
  transpose(): void {
    if (this.cursor === 0 || this.chars.length < 2) return;
    const at = Math.min(this.cursor, this.chars.length - 1);
    [this.chars[at - 1], this.chars[at]] = [this.chars[at]!, this.chars[at - 1]!];
    this.cursor = at + 1;
  }

  changeWord(change: (word: string) => string): void {
    const end = this.wordRight();
    const word = change(this.chars.slice(this.cursor, end).join(''));
    this.chars.splice(this.cursor, end - this.cursor, ...word);
    this.cursor = end;
  }
}
