import { concat, encode, type Reader } from '#io/streams';
import { readBson, writeBson, type Document } from './bson';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const MOST = 48_000_000;

export interface WireMessage {
  readonly id: number;
  readonly opcode: number;
  /** The command (its sequences joined in); `database` is from `$db` or the collection's name. */
  readonly document: Document;
  readonly database: string;
  /** The sender wants no answer. */
  readonly silent: boolean;
}

/** Reads the messages of a connection. Upstream: MongoDB manual, "MongoDB Wire Protocol". */
export class WireReader {
  #rest: Uint8Array = new Uint8Array();

  constructor(private readonly reader: Reader) {}

  async #fill(size: number): Promise<boolean> {
    while (this.#rest.length < size) {
      const chunk = await this.reader.read();
      if (!chunk) return false;
      this.#rest = concat([this.#rest, chunk]);
    }
    return true;
  }

  /** The next message; undefined at the end or when it cannot be one. */
  async next(): Promise<WireMessage | undefined> {
    if (!(await this.#fill(16))) return undefined;
    const head = new DataView(this.#rest.buffer, this.#rest.byteOffset);
    const size = head.getInt32(0, true);
    const id = head.getInt32(4, true);
    const opcode = head.getInt32(12, true);
    if (size < 16 || size > MOST || !(await this.#fill(size))) return undefined;
    const body = this.#rest.slice(16, size);
    this.#rest = this.#rest.slice(size);
    const view = new DataView(body.buffer);
    if (opcode === OP_QUERY || opcode === OP_REPLY) {
      const start = opcode === OP_QUERY ? body.indexOf(0, 4) + 9 : 20;
      const name = opcode === OP_QUERY ? new TextDecoder().decode(body.subarray(4, start - 9)) : '';
      return { id, opcode, document: readBson(body, start).value, database: name.split('.')[0]!, silent: false };
    }
    if (opcode !== OP_MSG) return undefined;
    const flags = view.getUint32(0, true);
    const document: Document = {};
    for (let at = 4; at < body.length - (flags & 1 ? 4 : 0);) {
      if (body[at] === 0) {
        const { value, end } = readBson(body, at + 1);
        Object.assign(document, value);
        at = end;
        continue;
      }
      const end = at + 1 + view.getInt32(at + 1, true);
      const nameEnd = body.indexOf(0, at + 5);
      const documents: Document[] = [];
      for (let next = nameEnd + 1; next < end;) {
        const read = readBson(body, next);
        documents.push(read.value);
        next = read.end;
      }
      document[new TextDecoder().decode(body.subarray(at + 5, nameEnd))] = documents;
      at = end;
    }
    const { $db, ...command } = document;
    return {
      id,
      opcode,
      document: command,
      database: typeof $db === 'string' ? $db : 'test',
      silent: (flags & 2) !== 0,
    };
  }
}

/** A message with one document: OP_MSG, or an OP_REPLY to what came as OP_QUERY. */
export function pack(document: Document, id: number, answers = 0, opcode = OP_MSG): Uint8Array {
  const bson = writeBson(document);
  const reply = opcode === OP_QUERY;
  const prefix = reply ? new Uint8Array(20) : encode('\0\0\0\0\0');
  if (reply) {
    const view = new DataView(prefix.buffer as ArrayBuffer);
    view.setInt32(0, 8, true);
    view.setInt32(16, 1, true);
  }
  const head = new Uint8Array(16);
  const view = new DataView(head.buffer);
  view.setInt32(0, 16 + prefix.length + bson.length, true);
  view.setInt32(4, id, true);
  view.setInt32(8, answers, true);
  view.setInt32(12, reply ? OP_REPLY : OP_MSG, true);
  return concat([head, prefix, bson]);
}
