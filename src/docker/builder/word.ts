/** A word that cannot be expanded; the message is BuildKit's. */
export class WordError extends Error {
  override readonly name = 'WordError';
}

export interface WordOptions {
  /** `\` unless the file says otherwise. */
  readonly escape?: string;
  /** Leaves `$name` as it is when it has no value. */
  readonly skipUnset?: boolean;
  /** Keeps quotes in the result (for here-documents' names). */
  readonly rawQuotes?: boolean;
}

export interface Expanded {
  readonly text: string;
  /** The text cut at blanks that no quote protects. */
  readonly words: readonly string[];
  /** Names that had no value. */
  readonly unset: ReadonlySet<string>;
}

/**
 * Expands variables and quotes of one word of a Dockerfile. Throws WordError.
 * Upstream: buildkit frontend/dockerfile/shell/lex.go.
 */
export function expandWord(
  text: string,
  env: (name: string) => string | undefined,
  options: WordOptions = {},
): Expanded {
  const lexer = new Lexer([...text], env, options);
  const result = lexer.until('', false);
  return { text: result, words: lexer.words(), unset: lexer.unset };
}

const SPECIAL = '@*#?-$!0';
/** How deep substitutions may stand in each other. */
const DEEPEST = 100;

class Lexer {
  readonly unset = new Set<string>();
  #at = 0;
  #depth = 0;
  #words: string[] = [];
  #word = '';
  #inWord = false;
  #escape: string;

  constructor(
    private readonly chars: readonly string[],
    private readonly env: (name: string) => string | undefined,
    private readonly options: WordOptions,
  ) {
    this.#escape = options.escape ?? '\\';
  }

  words(): string[] {
    if (this.#inWord) this.#words.push(this.#word);
    this.#inWord = false;
    return this.#words;
  }

  until(stop: string, rawEscapes: boolean): string {
    if (++this.#depth > DEEPEST) throw new WordError('substitutions are nested too deep');
    let result = '';
    for (let c = this.#peek(); c !== ''; c = this.#peek()) {
      if (stop !== '' && c === stop) {
        this.#at++;
        this.#depth--;
        return result;
      }
      if (c === "'" || c === '"') {
        const part = c === "'" ? this.#single() : this.#double();
        this.#raw(part);
        result += part;
      } else if (c === '$') {
        const outer = [this.#words, this.#word, this.#inWord] as const;
        const part = this.#dollar();
        [this.#words, this.#word, this.#inWord] = [...outer];
        for (const char of part) this.#add(char);
        result += part;
      } else {
        this.#at++;
        if (c === this.#escape) {
          if (rawEscapes) result += c;
          c = this.#peek();
          if (c === '') break;
          this.#at++;
          this.#raw(c);
        } else {
          this.#add(c);
        }
        result += c;
      }
    }
    if (stop !== '') throw new WordError(`unexpected end of statement while looking for matching ${stop}`);
    this.#depth--;
    return result;
  }

  #peek(): string {
    return this.chars[this.#at] ?? '';
  }

  #add(char: string): void {
    if (/\s/.test(char)) {
      if (this.#inWord) this.#words.push(this.#word);
      this.#word = '';
      this.#inWord = false;
    } else {
      this.#raw(char);
    }
  }

  #raw(text: string): void {
    this.#word += text;
    this.#inWord = true;
  }

  #single(): string {
    this.#at++;
    let text = '';
    for (;;) {
      const c = this.chars[this.#at++];
      if (c === undefined) throw new WordError('unexpected end of statement while looking for matching single-quote');
      if (c === "'") return this.options.rawQuotes ? `'${text}'` : text;
      text += c;
    }
  }

  #double(): string {
    this.#at++;
    let text = '';
    for (;;) {
      const c = this.#peek();
      if (c === '') throw new WordError('unexpected end of statement while looking for matching double-quote');
      if (c === '"') {
        this.#at++;
        return this.options.rawQuotes ? `"${text}"` : text;
      }
      if (c === '$') {
        text += this.#dollar();
        continue;
      }
      this.#at++;
      if (c !== this.#escape) {
        text += c;
        continue;
      }
      const following = this.#peek();
      if (following === '') continue;
      if (following === '"' || following === '$' || following === this.#escape) this.#at++;
      text += following === '"' || following === '$' || following === this.#escape ? following : c;
    }
  }

  #dollar(): string {
    this.#at++;
    if (this.#peek() !== '{') {
      const name = this.#name();
      if (name === '') return '$';
      const value = this.#value(name);
      return value ?? (this.options.skipUnset ? `$${name}` : '');
    }
    this.#at++;
    const first = this.#peek();
    if (first === '') throw new WordError("syntax error: missing '}'");
    if (first === '{' || first === '}' || first === ':') throw new WordError('syntax error: bad substitution');
    const name = this.#name();
    let operator = this.chars[this.#at++] ?? '';
    if (operator === '}') {
      const value = this.#value(name);
      return value ?? (this.options.skipUnset ? `\${${name}}` : '');
    }
    let shown = operator;
    const nullIsUnset = operator === ':';
    if (nullIsUnset) {
      operator = this.chars[this.#at++] ?? '';
      shown += operator;
    }
    if (operator === '/' && !nullIsUnset) return this.#replace(name);
    if (operator === '' || !'+-?#%'.includes(operator)) {
      if (operator === '' && !nullIsUnset) throw new WordError("syntax error: missing '}'");
      throw new WordError(`unsupported modifier (${shown}) in substitution`);
    }
    const trims = operator === '#' || operator === '%';
    if (trims && nullIsUnset) throw new WordError(`unsupported modifier (${shown}) in substitution`);
    return this.#operate(name, operator, nullIsUnset, this.#rest('}', trims));
  }

  #rest(stop: string, raw: boolean): string {
    try {
      return this.until(stop, raw);
    } catch (error) {
      if (this.#peek() === '' && error instanceof WordError) throw new WordError("syntax error: missing '}'");
      throw error;
    }
  }

  #operate(name: string, operator: string, nullIsUnset: boolean, word: string): string {
    const value = this.#value(name, operator === '-' || operator === '+' || operator === '?');
    const missing = value === undefined || (nullIsUnset && value === '');
    if (operator === '-') return missing ? word : value;
    if (operator === '+') return missing ? '' : word;
    if (operator === '?') {
      if (!missing) return value;
      const why = value === undefined ? 'is not allowed to be unset' : 'is not allowed to be empty';
      throw new WordError(`${name}: ${word === '' ? why : word}`);
    }
    if (value === undefined) return '';
    const greedy = word.startsWith(operator);
    const pattern = greedy ? word.slice(1) : word;
    return operator === '#' ? trimPrefix(value, pattern, greedy) : trimSuffix(value, pattern, greedy);
  }

  #replace(name: string): string {
    const everywhere = this.#peek() === '/';
    if (everywhere) this.#at++;
    const pattern = this.#rest('/', true);
    const replacement = this.#rest('}', true);
    const value = this.#value(name) ?? '';
    return value.replace(new RegExp(expression(pattern), everywhere ? 'gsu' : 'su'), () => replacement);
  }

  #value(name: string, quietly = false): string | undefined {
    const value = this.env(name);
    if (value === undefined && !quietly) this.unset.add(name);
    return value;
  }

  #name(): string {
    let name = '';
    for (let c = this.#peek(); c !== ''; c = this.#peek()) {
      if (name === '' && /\d/.test(c)) {
        while (/\d/.test(this.#peek())) name += this.chars[this.#at++]!;
        return name;
      }
      if (name === '' && SPECIAL.includes(c)) {
        this.#at++;
        return c;
      }
      if (!/[\p{L}\p{N}_]/u.test(c)) break;
      name += c;
      this.#at++;
    }
    return name;
  }
}

/** A shell pattern as an expression: `*`, `?` and escapes. */
function expression(pattern: string): string {
  let text = '';
  const chars = [...pattern];
  for (let at = 0; at < chars.length; at++) {
    const c = chars[at]!;
    if (c === '*') text += '.*';
    else if (c === '?') text += '.';
    else if (c === '\\' && at + 1 < chars.length) text += literal(chars[++at]!);
    else text += literal(c);
  }
  return text;
}

const literal = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');

function trimPrefix(value: string, pattern: string, greedy: boolean): string {
  const whole = new RegExp(`^${expression(pattern)}$`, 'su');
  const chars = [...value];
  for (let i = 0; i <= chars.length; i++) {
    const length = greedy ? chars.length - i : i;
    if (whole.test(chars.slice(0, length).join(''))) return chars.slice(length).join('');
  }
  return value;
}

function trimSuffix(value: string, pattern: string, greedy: boolean): string {
  const whole = new RegExp(`^${expression(pattern)}$`, 'su');
  const chars = [...value];
  for (let i = 0; i <= chars.length; i++) {
    const from = greedy ? i : chars.length - i;
    if (whole.test(chars.slice(from).join(''))) return chars.slice(0, from).join('');
  }
  return value;
}
