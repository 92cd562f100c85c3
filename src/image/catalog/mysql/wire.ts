import { concat, decode, encode, type Reader, type Writer } from '#io/streams';
import { Sha256 } from '../../sha256';

/** Packets of the MySQL protocol with their sequence numbers. Upstream: MySQL docs, "Client/Server Protocol". */
export class Packets {
  #rest: Uint8Array = new Uint8Array();
  sequence = 0;

  constructor(
    private readonly reader: Reader,
    private readonly writer: Writer,
  ) {}

  async read(): Promise<Uint8Array | undefined> {
    const parts: Uint8Array[] = [];
    for (;;) {
      const head = await this.#take(4);
      if (!head) return undefined;
      const size = head[0]! | (head[1]! << 8) | (head[2]! << 16);
      this.sequence = (head[3]! + 1) & 255;
      const body = await this.#take(size);
      if (!body) return undefined;
      parts.push(body);
      if (size < 0xffffff || parts.length > 4) return concat(parts);
    }
  }

  async #take(size: number): Promise<Uint8Array | undefined> {
    while (this.#rest.length < size) {
      const chunk = await this.reader.read();
      if (!chunk) return undefined;
      this.#rest = concat([this.#rest, chunk]);
    }
    const taken = this.#rest.slice(0, size);
    this.#rest = this.#rest.slice(size);
    return taken;
  }

  /** Sends packets in one go. */
  async write(...bodies: Uint8Array[]): Promise<void> {
    await this.writer.write(
      concat(
        bodies.flatMap((body) => [
          Uint8Array.of(body.length & 255, (body.length >> 8) & 255, body.length >> 16, this.sequence++ & 255),
          body,
        ]),
      ),
    );
  }
}

export const number = (value: number, bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** at) % 256);

export const lengthOf = (value: number): Uint8Array => {
  if (value < 251) return number(value, 1);
  if (value < 65536) return concat([Uint8Array.of(0xfc), number(value, 2)]);
  return value < 16777216
    ? concat([Uint8Array.of(0xfd), number(value, 3)])
    : concat([Uint8Array.of(0xfe), number(value, 8)]);
};

export const lengthText = (text: string): Uint8Array => {
  const bytes = encode(text);
  return concat([lengthOf(bytes.length), bytes]);
};

/** Reads numbers and texts from a packet. */
export class Fields {
  at = 0;

  constructor(readonly bytes: Uint8Array) {}

  number(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index++) value += (this.bytes[this.at++] ?? 0) * 256 ** index;
    return value;
  }

  length(): number | null {
    const first = this.number(1);
    if (first === 0xfb) return null;
    if (first < 251) return first;
    return this.number(first === 0xfc ? 2 : first === 0xfd ? 3 : 8);
  }

  take(count: number): Uint8Array {
    const taken = this.bytes.slice(this.at, this.at + count);
    this.at += count;
    return taken;
  }

  zeroText(): string {
    const end = this.bytes.indexOf(0, this.at);
    const text = decode(this.take((end < 0 ? this.bytes.length : end) - this.at));
    this.at++;
    return text;
  }

  lengthText(): string | null {
    const size = this.length();
    return size === null ? null : decode(this.take(size));
  }

  rest(): string {
    return decode(this.take(this.bytes.length - this.at));
  }
}

const digest = (...parts: Uint8Array[]): Uint8Array => {
  const hash = new Sha256();
  for (const part of parts) hash.update(part);
  const hex = hash.hex();
  return Uint8Array.from({ length: 32 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
};

/** What caching_sha2_password sends for a password; nothing for an empty one. */
export function scramble(password: string, nonce: Uint8Array): Uint8Array {
  if (password === '') return new Uint8Array();
  const once = digest(encode(password));
  const mask = digest(digest(once), nonce);
  return once.map((byte, at) => byte ^ mask[at]!);
}
