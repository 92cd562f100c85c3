import { formatFloat } from './float';
import { goQuote, goQuoteRune, isPrint } from './quote';

/** One verb's flags, and how a value of each basic kind is laid out with them. Upstream: fmt/format.go. */
export class Fmt {
  width: number | undefined;
  precision: number | undefined;
  minus = false;
  plus = false;
  /** %+v: structs with the names of their fields. */
  plusV = false;
  sharp = false;
  space = false;
  zero = false;

  pad(text: string, zero = this.zero): string {
    if (!this.width) return text;
    const missing = this.width - [...text].length;
    if (missing <= 0) return text;
    if (this.minus) return text + ' '.repeat(missing);
    return (zero ? '0' : ' ').repeat(missing) + text;
  }

  boolean(value: boolean): string {
    return this.pad(String(value));
  }

  integer(value: bigint, base: number, verb: string): string {
    const negative = value < 0n;
    const size = negative ? -value : value;
    let precision = 0;
    if (this.precision !== undefined) {
      precision = this.precision;
      if (precision === 0 && size === 0n) return this.pad('', false);
    } else if (this.zero && !this.minus && this.width !== undefined) {
      precision = this.width - (negative || this.plus || this.space ? 1 : 0);
    }
    let digits = size.toString(base);
    if (verb === 'X') digits = digits.toUpperCase();
    digits = digits.padStart(precision, '0');
    if (this.sharp) {
      if (base === 2) digits = `0b${digits}`;
      else if (base === 8 && !digits.startsWith('0')) digits = `0${digits}`;
      else if (base === 16) digits = (verb === 'X' ? '0X' : '0x') + digits;
    }
    if (verb === 'O') digits = `0o${digits}`;
    return this.pad(this.#sign(negative) + digits, false);
  }

  #sign(negative: boolean): string {
    return negative ? '-' : this.plus ? '+' : this.space ? ' ' : '';
  }

  unicode(value: bigint): string {
    const size = BigInt.asUintN(64, value);
    let text = `U+${size
      .toString(16)
      .toUpperCase()
      .padStart(Math.max(4, this.precision ?? 0), '0')}`;
    if (this.sharp && size <= 0x10ffffn && isPrint(Number(size))) text += ` '${String.fromCodePoint(Number(size))}'`;
    return this.pad(text, false);
  }

  character(value: bigint): string {
    return this.pad(String.fromCodePoint(rune(value)));
  }

  quotedCharacter(value: bigint): string {
    return this.pad(goQuoteRune(rune(value), this.plus));
  }

  string(text: string): string {
    return this.pad(this.#cut(text));
  }

  #cut(text: string): string {
    return this.precision === undefined ? text : [...text].slice(0, this.precision).join('');
  }

  quoted(text: string): string {
    const cut = this.#cut(text);
    if (this.sharp && !/[`\x00-\x08\x0a-\x1f\x7f\ufeff]/.test(cut)) return this.pad(`\`${cut}\``);
    return this.pad(goQuote(cut, this.plus));
  }

  hex(bytes: Uint8Array, verb: string): string {
    const used = this.precision === undefined ? bytes : bytes.subarray(0, this.precision);
    const pairs = [...used].map((b) => b.toString(16).padStart(2, '0'));
    let text: string;
    if (this.space) text = pairs.map((pair) => (this.sharp ? `0x${pair}` : pair)).join(' ');
    else text = (this.sharp && pairs.length > 0 ? '0x' : '') + pairs.join('');
    return this.pad(verb === 'X' ? text.toUpperCase() : text);
  }

  float(value: number, single: boolean, verb: string, fallback: number): string {
    const precision = this.precision ?? fallback;
    const letter = verb === 'v' ? 'g' : verb === 'F' ? 'f' : verb;
    const negative = value < 0 || Object.is(value, -0);
    let digits = formatFloat(Math.abs(value), letter, precision, single);
    if (!Number.isFinite(value)) {
      const sign = Number.isNaN(value) ? this.#sign(false) : negative ? '-' : this.space && !this.plus ? ' ' : '+';
      return this.pad(sign + digits, false);
    }
    if (this.sharp && verb !== 'b') digits = sharpened(digits, verb, precision);
    const sign = this.#sign(negative);
    if (this.zero && !this.minus && this.width !== undefined) {
      return sign + digits.padStart(this.width - sign.length, '0');
    }
    return this.pad(sign + digits);
  }
}

const rune = (value: bigint): number =>
  value < 0n || value > 0x10ffffn || (value >= 0xd800n && value <= 0xdfffn) ? 0xfffd : Number(value);

// '#' keeps the point and the zeros that %g would drop.
function sharpened(number: string, verb: string, precision: number): string {
  let missing = 0;
  if ('vgGx'.includes(verb)) missing = precision === -1 ? 6 : precision;
  const match = /^(.*?)([pP].*)?$/.exec(number)!;
  let [body, tail] = [match[1]!, match[2] ?? ''];
  if (verb !== 'x' && verb !== 'X') {
    const at = body.search(/[eE]/);
    if (at >= 0) [body, tail] = [body.slice(0, at), body.slice(at)];
  }
  let significant = false;
  for (const ch of body) {
    if (ch === '.') continue;
    if (ch !== '0') significant = true;
    if (significant) missing--;
  }
  if (!body.includes('.')) {
    if (body === '0') missing--;
    body += '.';
  }
  return body + '0'.repeat(Math.max(0, missing)) + tail;
}
