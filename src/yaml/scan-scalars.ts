import { BREAKS, quoted, type Reader } from './reader';

/** `|` and `>`: the text after the header, lines folded for `>`. Throws Fault. */
export function scanBlockScalar(reader: Reader, parentIndent: number): string {
  const folds = reader.peek() === '>';
  const start = reader.mark();
  const context = 'while scanning a block scalar';
  reader.forward();
  let chomp = '';
  let digit = 0;
  for (let i = 0; i < 2; i++) {
    if (chomp === '' && '+-'.includes(reader.peek())) chomp = reader.forward();
    else if (digit === 0 && /\d/.test(reader.peek())) {
      digit = Number(reader.peek());
      if (digit === 0) {
        throw reader.fault(
          context,
          start,
          'expected indentation indicator in the range 1-9, but found 0',
          'found an indentation indicator equal to 0',
        );
      }
      reader.forward();
    }
  }
  if (!' \t\0'.includes(reader.peek()) && !reader.isBreak()) {
    throw reader.fault(
      context,
      start,
      `expected chomping or indentation indicators, but found ${quoted(reader.peek())}`,
      'did not find expected comment or line break',
    );
  }
  reader.takeWhile((i) => ' \t'.includes(reader.peek(i)));
  if (reader.peek() === '#') reader.takeWhile((i) => !reader.isBreakOrEnd(i));
  if (!reader.isBreakOrEnd()) {
    throw reader.fault(
      context,
      start,
      `expected a comment or a line break, but found ${quoted(reader.peek())}`,
      'did not find expected comment or line break',
    );
  }
  reader.lineBreak();

  const least = Math.max(1, parentIndent + 1);
  let indent = digit > 0 ? least + digit - 1 : 0;
  let breaks = '';
  if (indent === 0) {
    let deepest = 0;
    while (reader.peek() === ' ' || reader.isBreak()) {
      if (reader.peek() === ' ') {
        reader.forward();
        deepest = Math.max(deepest, reader.column);
      } else breaks += reader.lineBreak();
    }
    indent = Math.max(least, deepest);
  } else breaks = blankLines(reader, indent);
  let text = '';
  let end = '';
  let first = true;
  let spaced = false;
  while (reader.column === indent && reader.peek() !== '\0') {
    const startsBlank = ' \t'.includes(reader.peek());
    if (!first) {
      if (folds && end === '\n' && !spaced && !startsBlank) text += breaks === '' ? ' ' : '';
      else text += end;
    }
    text += breaks;
    first = false;
    spaced = startsBlank;
    text += reader.takeWhile((i) => !reader.isBreakOrEnd(i));
    end = reader.lineBreak();
    breaks = blankLines(reader, indent);
  }
  if (chomp !== '-') text += end;
  return chomp === '+' ? text + breaks : text;
}

function blankLines(reader: Reader, indent: number): string {
  let breaks = '';
  for (;;) {
    while (reader.column < indent && reader.peek() === ' ') reader.forward();
    if (!reader.isBreak()) return breaks;
    breaks += reader.lineBreak();
  }
}

const ESCAPES: Record<string, string | undefined> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '\\': '\\',
  '/': '/',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const HEX_DIGITS: Record<string, number | undefined> = { x: 2, u: 4, U: 8 };

/** A quoted text. Throws Fault. */
export function scanQuoted(reader: Reader): string {
  const start = reader.mark();
  const quote = reader.forward();
  const context = 'while scanning a quoted scalar';
  let text = '';
  for (;;) {
    const ch = reader.peek();
    if (ch === quote && quote === "'" && reader.peek(1) === "'") text += reader.forward(2)[0]!;
    else if (ch === quote) {
      reader.forward();
      return text;
    } else if (ch === '\\' && quote === '"') {
      reader.forward();
      if (reader.isBreak()) {
        reader.lineBreak();
        text += continuation(reader, start);
      } else text += escape(reader, start);
    } else if (reader.offset >= reader.text.length) {
      throw reader.fault(context, start, 'found unexpected end of stream', 'found unexpected end of stream');
    } else if (' \t'.includes(ch)) {
      const blanks = reader.takeWhile((i) => ' \t'.includes(reader.peek(i)));
      if (!reader.isBreak()) text += blanks;
    } else if (reader.isBreak()) {
      const end = reader.lineBreak();
      const more = continuation(reader, start);
      text += end !== '\n' ? end + more : more === '' ? ' ' : more;
    } else text += reader.takeWhile((i) => !`'"\\ \t${BREAKS}`.includes(reader.peek(i))) || reader.forward();
  }
}

function continuation(reader: Reader, start: ReturnType<Reader['mark']>): string {
  let breaks = '';
  for (;;) {
    if (reader.column === 0 && reader.atDocumentMark()) {
      throw reader.fault(
        'while scanning a quoted scalar',
        start,
        'found unexpected document separator',
        'found unexpected document indicator',
      );
    }
    reader.takeWhile((i) => ' \t'.includes(reader.peek(i)));
    if (!reader.isBreak()) return breaks;
    breaks += reader.lineBreak();
  }
}

function escape(reader: Reader, start: ReturnType<Reader['mark']>): string {
  const python = 'while scanning a double-quoted scalar';
  const context = reader.dialect === 'go' ? 'while parsing a quoted scalar' : python;
  const ch = reader.peek();
  const simple = ESCAPES[ch];
  const digits = HEX_DIGITS[ch];
  if (simple !== undefined) {
    reader.forward();
    return simple;
  }
  if (digits === undefined) {
    const found = `found unknown escape character ${quoted(ch)}`;
    throw reader.fault(context, start, found, 'found unknown escape character');
  }
  reader.forward();
  for (let i = 0; i < digits; i++) {
    if (/[0-9a-fA-F]/.test(reader.peek(i))) continue;
    throw reader.fault(
      context,
      start,
      `expected escape sequence of ${digits} hexadecimal numbers, but found ${quoted(reader.peek(i))}`,
      'did not find expected hexdecimal number',
    );
  }
  const code = parseInt(reader.forward(digits), 16);
  return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
}

/** A text without quotes; tells whether it ended at a line break, after which a key may begin. */
export function scanPlain(
  reader: Reader,
  parentIndent: number,
  inFlow: boolean,
): { text: string; broken: boolean; end: ReturnType<Reader['mark']> } {
  const indent = parentIndent + 1;
  const stops = inFlow ? ',[]{}' : '';
  const python = reader.dialect === 'python';
  const start = reader.mark();
  let text = '';
  let spaces = '';
  let broken = false;
  let end = start;
  for (;;) {
    if (reader.peek() === '#' || (reader.column === 0 && reader.atDocumentMark())) break;
    const word = reader.takeWhile((i) => {
      if (reader.isSpace(i)) return false;
      const ch = reader.peek(i);
      if (ch === ':' && (reader.isSpace(i + 1) || stops.includes(reader.peek(i + 1)))) return false;
      return !(stops.includes(ch) || (inFlow && ch === '?' && (python || reader.isSpace(i + 1))));
    });
    if (word === '') break;
    broken = false;
    text += spaces + word;
    end = reader.mark();
    const blanks = reader.takeWhile((i) => reader.peek(i) === ' ' || (!python && reader.peek(i) === '\t'));
    if (reader.isBreak()) {
      const first = reader.lineBreak();
      broken = true;
      let breaks = '';
      while (!(reader.column === 0 && reader.atDocumentMark())) {
        if (reader.peek() === ' ' || (!python && reader.peek() === '\t' && reader.column >= indent)) reader.forward();
        else if (reader.isBreak()) breaks += reader.lineBreak();
        else break;
      }
      if (!python && !inFlow && reader.peek() === '\t') {
        if (reader.column < indent) {
          const words = 'found a tab character that violates indentation';
          throw reader.fault('while scanning a plain scalar', start, words, words);
        }
      }
      spaces = first !== '\n' ? first + breaks : breaks === '' ? ' ' : breaks;
    } else {
      if (blanks === '') break;
      spaces = blanks;
    }
    if (!inFlow && reader.column < indent) break;
  }
  return { text, broken, end };
}
