const SHORT: Record<string, string | undefined> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

/** Whether Go's unicode.IsPrint holds: letters, marks, numbers, punctuation, symbols and the ASCII blank. */
export const isPrint = (code: number): boolean =>
  code === 0x20 || (code <= 0x10ffff && /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(String.fromCodePoint(code)));

function escape(code: number, quote: string, ascii: boolean): string {
  const ch = String.fromCodePoint(code);
  if (ch === quote) return `\\${quote}`;
  const short = SHORT[ch];
  if (short) return short;
  if (ascii ? code < 0x7f && code >= 0x20 : isPrint(code) && !(code >= 0xd800 && code <= 0xdfff)) return ch;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

/** strconv.Quote, or QuoteToASCII. */
export const goQuote = (text: string, ascii = false): string =>
  `"${[...text].map((ch) => escape(ch.codePointAt(0)!, '"', ascii)).join('')}"`;

/** strconv.QuoteRune, or QuoteRuneToASCII. */
export const goQuoteRune = (code: number, ascii = false): string => `'${escape(code, "'", ascii)}'`;

const LETTERS: Record<string, string | undefined> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** strconv.Unquote of a "...", `...` or '...' constant; undefined when it is malformed. */
export function goUnquote(quoted: string): string | undefined {
  const quote = quoted[0]!;
  const body = quoted.slice(1, -1);
  if (quote === '`') return body.replaceAll('\r', '');
  let bad = false;
  const text = body.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.?))/gs,
    (_all, x: string, u: string, big: string, octal: string, letter: string | undefined) => {
      const hex = x || u || big;
      if (hex) {
        const code = parseInt(hex, 16);
        if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) bad = true;
        return bad ? '' : String.fromCodePoint(code);
      }
      if (octal) return String.fromCodePoint(parseInt(octal, 8));
      const plain = letter === quote ? quote : LETTERS[letter ?? ''];
      if (plain === undefined) bad = true;
      return plain ?? '';
    },
  );
  return bad ? undefined : text;
}
