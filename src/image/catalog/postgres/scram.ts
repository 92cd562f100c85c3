import { concat, encode } from '#io/streams';
import { Sha256 } from '../../sha256';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const fromBase64 = (text: string): Uint8Array => {
  const bytes: number[] = [];
  let [bits, count] = [0, 0];
  for (const letter of text.replace(/=+$/, '')) {
    bits = ((bits << 6) | ALPHABET.indexOf(letter)) & 0xffffff;
    count += 6;
    if (count >= 8) bytes.push((bits >> (count -= 8)) & 255);
  }
  return Uint8Array.from(bytes);
};

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));

const digest = (...parts: Uint8Array[]): Uint8Array => {
  const hash = new Sha256();
  for (const part of parts) hash.update(part);
  return fromHex(hash.hex());
};

const hmac = (key: Uint8Array, data: Uint8Array): Uint8Array => {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? digest(key) : key);
  return digest(
    block.map((byte) => byte ^ 0x5c),
    digest(
      block.map((byte) => byte ^ 0x36),
      data,
    ),
  );
};

/** Whether a password fits what pg_authid keeps of it: `SCRAM-SHA-256$4096:salt$stored:server`. */
export function scramMatches(kept: string, password: string): boolean {
  const match = /^SCRAM-SHA-256\$(\d{1,6}):([^$]+)\$([^:]+):/.exec(kept);
  if (!match) return false;
  const key = encode(password);
  let block = hmac(key, concat([fromBase64(match[2]!), Uint8Array.of(0, 0, 0, 1)]));
  const salted = block.slice();
  for (let round = 1; round < Number(match[1]); round++) {
    block = hmac(key, block);
    for (let at = 0; at < salted.length; at++) salted[at]! ^= block[at]!;
  }
  const stored = digest(hmac(salted, encode('Client Key')));
  const wanted = fromBase64(match[3]!);
  return stored.length === wanted.length && stored.every((byte, at) => byte === wanted[at]);
}
