import { concat, decode, encode } from '#io/streams';
import type { Reader } from '#io/streams';

/** One message of the protocol: its type byte (empty for the first one) and what follows the length. */
export interface Message {
  readonly type: string;
  readonly body: Uint8Array;
}

const MOST = 64 * 1024 * 1024;

/** Reads messages from a connection. Upstream: PostgreSQL docs, chapter "Frontend/Backend Protocol". */
export class MessageReader {
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

  /** The next message; undefined at the end, or when it is longer than any should be. */
  async next(withType = true): Promise<Message | undefined> {
    const head = withType ? 5 : 4;
    if (!(await this.#fill(head))) return undefined;
    const size = new DataView(this.#rest.buffer, this.#rest.byteOffset).getUint32(head - 4);
    if (size < 4 || size > MOST || !(await this.#fill(head - 4 + size))) return undefined;
    const type = withType ? String.fromCharCode(this.#rest[0]!) : '';
    const body = this.#rest.slice(head, head - 4 + size);
    this.#rest = this.#rest.slice(head - 4 + size);
    return { type, body };
  }
}

/** Splits a run of whole messages. */
export function* messagesOf(bytes: Uint8Array): Generator<Message> {
  for (let at = 0; at + 5 <= bytes.length;) {
    const size = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(1);
    yield { type: String.fromCharCode(bytes[at]!), body: bytes.subarray(at + 5, at + 1 + size) };
    at += 1 + size;
  }
}

export function pack(type: string, ...parts: (string | number | Uint8Array)[]): Uint8Array {
  const body = concat(
    parts.length === 0
      ? [new Uint8Array()]
      : parts.map((part) => {
          if (typeof part === 'string') return encode(`${part}\0`);
          return typeof part === 'number' ? int32(part) : part;
        }),
  );
  return concat([encode(type), int32(body.length + 4), body]);
}

export const int32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value);
  return bytes;
};

export const query = (sql: string): Uint8Array => pack('Q', sql);

/** The fields of an ErrorResponse or NoticeResponse, by their letters. */
export function fieldsOf(body: Uint8Array): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const part of decode(body).split('\0')) if (part !== '') fields[part[0]!] = part.slice(1);
  return fields;
}

export const errorMessage = (severity: string, code: string, message: string): Uint8Array =>
  pack('E', encode(`S${severity}\0V${severity}\0C${code}\0M${message}\0\0`));

/** Result sets as a client keeps them. */
export interface ResultSet {
  readonly columns: readonly { name: string; type: number }[];
  readonly rows: readonly (string | null)[][];
  /** `INSERT 0 1`; empty for an empty statement. */
  tag: string;
}

export function readDescription(body: Uint8Array): { name: string; type: number }[] {
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const columns: { name: string; type: number }[] = [];
  let at = 2;
  for (let count = view.getUint16(0); count > 0; count--) {
    const end = body.indexOf(0, at);
    columns.push({ name: decode(body.subarray(at, end)), type: view.getUint32(end + 7) });
    at = end + 19;
  }
  return columns;
}

export function readRow(body: Uint8Array): (string | null)[] {
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const row: (string | null)[] = [];
  let at = 2;
  for (let count = view.getUint16(0); count > 0; count--) {
    const size = view.getInt32(at);
    at += 4;
    row.push(size < 0 ? null : decode(body.subarray(at, at + size)));
    if (size > 0) at += size;
  }
  return row;
}
