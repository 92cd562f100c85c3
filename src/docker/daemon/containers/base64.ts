import { decode } from '#io/streams';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as base64 with padding. */
export function base64(bytes: Uint8Array): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const word = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let i = 0; i < 4; i++) out += at + i > bytes.length ? '=' : ALPHABET[(word >> (18 - 6 * i)) & 63]!;
  }
  return out;
}

/** The text in base64 or base64url; '' where it is none. */
export function base64Text(text: string): string {
  const bytes: number[] = [];
  let word = 0;
  let bits = 0;
  for (const letter of text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return '';
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((word >> bits) & 0xff);
  }
  return decode(Uint8Array.from(bytes));
}
