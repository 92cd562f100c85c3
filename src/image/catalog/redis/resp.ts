import { concat, decode, encode, type Reader } from '#io/streams';

/** A reply of redis: a simple string, an error, a number, a bulk string, nothing, or a list. */
export type Reply =
  { readonly simple: string } | { readonly error: string } | number | string | null | readonly Reply[];

export const OK: Reply = { simple: 'OK' };

/** A reply on the wire. Upstream: RESP2. */
export function encodeReply(reply: Reply): string {
  if (reply === null) return '$-1\r\n';
  if (typeof reply === 'number') return `:${String(reply)}\r\n`;
  if (typeof reply === 'string') return `$${String(encode(reply).length)}\r\n${reply}\r\n`;
  if (Array.isArray(reply))
    return `*${String(reply.length)}\r\n${(reply as readonly Reply[]).map(encodeReply).join('')}`;
  return 'simple' in reply
    ? `+${(reply as { simple: string }).simple}\r\n`
    : `-${(reply as { error: string }).error}\r\n`;
}

/** The most bytes of one command or reply. */
const LIMIT = 64 * 1024 * 1024;

/** Reads commands and replies from a connection. */
export class RespReader {
  #buffer = new Uint8Array(0);

  constructor(private readonly reader: Reader) {}

  /** The next command's words; undefined at the end. Inline commands (plain lines) count too. */
  async command(): Promise<string[] | undefined> {
    const line = await this.#line();
    if (line === undefined) return undefined;
    if (!line.startsWith('*')) return line.split(/\s+/).filter((word) => word !== '');
    const words: string[] = [];
    for (let left = Math.min(Number(line.slice(1)), 1_000_000); left > 0; left--) {
      const head = await this.#line();
      if (head === undefined) return undefined;
      const text = await this.#bytes(Number(head.slice(1)));
      if (text === undefined) return undefined;
      words.push(text);
    }
    return words;
  }

  /** The next reply; undefined at the end. */
  async reply(): Promise<Reply | undefined> {
    const line = await this.#line();
    if (line === undefined) return undefined;
    const rest = line.slice(1);
    switch (line[0]) {
      case '+':
        return { simple: rest };
      case '-':
        return { error: rest };
      case ':':
        return Number(rest);
      case '$':
        return rest === '-1' ? null : await this.#bytes(Number(rest));
      case '*': {
        if (rest === '-1') return null;
        const list: Reply[] = [];
        for (let left = Number(rest); left > 0; left--) {
          const item = await this.reply();
          if (item === undefined) return undefined;
          list.push(item);
        }
        return list;
      }
      default:
        return { error: `ERR unknown reply ${line}` };
    }
  }

  async #line(): Promise<string | undefined> {
    for (;;) {
      const at = this.#buffer.indexOf(10);
      if (at >= 0) {
        const line = decode(this.#buffer.subarray(0, at)).replace(/\r$/, '');
        this.#buffer = this.#buffer.subarray(at + 1);
        return line;
      }
      if (!(await this.#more())) return undefined;
    }
  }

  async #bytes(length: number): Promise<string | undefined> {
    if (!(length >= 0 && length <= LIMIT)) return undefined;
    while (this.#buffer.length < length + 2) if (!(await this.#more())) return undefined;
    const text = decode(this.#buffer.subarray(0, length));
    this.#buffer = this.#buffer.subarray(length + 2);
    return text;
  }

  async #more(): Promise<boolean> {
    const chunk = await this.reader.read();
    if (!chunk || this.#buffer.length > LIMIT) return false;
    this.#buffer = concat([this.#buffer, chunk]).slice();
    return true;
  }
}
