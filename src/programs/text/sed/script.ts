import { posixRegex } from '../regex';

export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'regex'; readonly regex: RegExp | undefined }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  | { readonly kind: 'plus'; readonly count: number };

export interface Command {
  readonly name: string;
  readonly from?: Address | undefined;
  readonly to?: Address | undefined;
  readonly negated: boolean;
  /** Text of a, i, c; label of b, t, T, `:`; file of r, w; exit code of q, Q. */
  readonly text?: string;
  /** Of s and y. */
  readonly regex?: RegExp | undefined;
  readonly replacement?: string;
  readonly flags?: string;
  readonly map?: ReadonlyMap<string, string>;
  /** Where the block that `{` opens ends. */
  end?: number;
}

/** A script that cannot be read, in GNU sed's words. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';
}

/** Reads a sed script. Throws ScriptError. Upstream: GNU sed sed/compile.c. */
export function parseScript(source: string, extended: boolean): Command[] {
  return new Parser(source, extended).parse();
}

class Parser {
  #at = 0;
  #commands: Command[] = [];
  #open: number[] = [];

  constructor(
    private readonly source: string,
    private readonly extended: boolean,
  ) {}

  parse(): Command[] {
    for (;;) {
      this.#skip(/[\s;]/);
      if (this.#at >= this.source.length) break;
      if (this.source[this.#at] === '#') this.#line();
      else this.#command();
    }
    if (this.#open.length > 0) throw this.#error("unmatched `{'", 0);
    return this.#commands;
  }

  #error(text: string, at = this.#at): ScriptError {
    return new ScriptError(`-e expression #1, char ${String(at)}: ${text}`);
  }

  #skip(what: RegExp): void {
    while (this.#at < this.source.length && what.test(this.source[this.#at]!)) this.#at++;
  }

  #line(): string {
    const end = this.source.indexOf('\n', this.#at);
    const text = this.source.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.source.length : end + 1;
    return text;
  }

  #command(): void {
    const from = this.#address();
    this.#skip(/\s/);
    let to: Address | undefined;
    if (from && this.source[this.#at] === ',') {
      this.#at++;
      this.#skip(/\s/);
      to = this.#address();
      if (!to) throw this.#error("unexpected `,'");
    }
    this.#skip(/\s/);
    let negated = false;
    while (this.source[this.#at] === '!') {
      negated = true;
      this.#at++;
      this.#skip(/\s/);
    }
    const name = this.source[this.#at++];
    if (name === undefined) throw this.#error('missing command');
    const base = { name, from, to, negated };
    if (name === '}') {
      const start = this.#open.pop();
      if (start === undefined) throw this.#error("unexpected `}'");
      this.#commands[start]!.end = this.#commands.length;
      return;
    }
    if (name === '{') this.#open.push(this.#commands.length);
    this.#commands.push({ ...base, ...this.#rest(name) });
  }

  #rest(name: string): Partial<Command> {
    if (name === 's') return this.#substitute();
    if (name === 'y') {
      const delimiter = this.source[this.#at++] ?? '/';
      const [from, to] = [this.#until(delimiter, 'y'), this.#until(delimiter, 'y')].map((t) => [
        ...t.replaceAll('\\n', '\n').replaceAll(`\\${delimiter}`, delimiter).replaceAll('\\\\', '\\'),
      ]) as [string[], string[]];
      if (from.length !== to.length) throw this.#error("strings for `y' command are different lengths");
      return { map: new Map(from.map((ch, i) => [ch, to[i]!])) };
    }
    if ('aic'.includes(name)) return { text: this.#text() };
    if ('rRwW'.includes(name)) {
      this.#skip(/[ \t]/);
      return { text: this.#line() };
    }
    if (':btT'.includes(name)) {
      this.#skip(/[ \t]/);
      const label = /^[^\n;}]*/.exec(this.source.slice(this.#at))![0];
      this.#at += label.length;
      return { text: label.trim() };
    }
    if ('qQlL'.includes(name)) {
      this.#skip(/[ \t]/);
      const digits = /^\d*/.exec(this.source.slice(this.#at))![0];
      this.#at += digits.length;
      return { text: digits };
    }
    if (!'{=dDgGhHnNpPxzF'.includes(name)) throw this.#error(`unknown command: \`${name}'`);
    if (name !== '{') {
      this.#skip(/[ \t]/);
      const next = this.source[this.#at];
      if (next !== undefined && !'\n;}#'.includes(next))
        throw this.#error('extra characters after command', this.#at + 1);
    }
    return {};
  }

  #text(): string {
    this.#skip(/[ \t]/);
    if (this.source[this.#at] === '\\') {
      this.#at++;
      this.#skip(/[ \t]/);
      if (this.source[this.#at] === '\n') this.#at++;
    }
    let text = '';
    while (this.#at < this.source.length && this.source[this.#at] !== '\n') {
      if (this.source[this.#at] === '\\') this.#at++;
      text += this.source[this.#at++] ?? '';
    }
    this.#at++;
    return text;
  }

  #until(delimiter: string, command: string): string {
    let text = '';
    for (; ; this.#at++) {
      const ch = this.source[this.#at];
      if (ch === undefined || (ch === '\n' && command === '/')) {
        const what = command === '/' ? 'unterminated address regex' : `unterminated \`${command}' command`;
        throw this.#error(what, this.source.length);
      }
      if (ch === delimiter) {
        this.#at++;
        return text;
      }
      if (ch !== '\\') {
        text += ch;
        continue;
      }
      const next = this.source[++this.#at] ?? '';
      text += next === delimiter && !'.*[]^$(){}|+?'.includes(delimiter) ? next : `\\${next}`;
    }
  }

  #substitute(): Partial<Command> {
    const delimiter = this.source[this.#at++];
    if (delimiter === undefined || delimiter === '\n') throw this.#error("unterminated `s' command");
    const pattern = this.#until(delimiter, 's');
    const replacement = this.#until(delimiter, 's');
    const [flags = ''] = /^[gpiIemM0-9]*(w[^\n]*)?/.exec(this.source.slice(this.#at)) ?? [];
    this.#at += flags.length;
    const next = this.source[this.#at];
    if (next !== undefined && !'\n;} \t#'.includes(next)) throw this.#error("unknown option to `s'", this.#at + 1);
    return { regex: this.#regex(pattern, flags), replacement, flags };
  }

  #regex(pattern: string, flags: string): RegExp | undefined {
    if (pattern === '') return undefined;
    try {
      return posixRegex(
        pattern,
        this.extended ? 'extended' : 'basic',
        `g${/i/i.test(flags) ? 'i' : ''}${/m/i.test(flags) ? 'm' : ''}`,
      );
    } catch (error) {
      throw this.#error(error instanceof Error ? error.message : 'Invalid regular expression');
    }
  }

  #address(): Address | undefined {
    const rest = this.source.slice(this.#at);
    const step = /^(\d+)~(\d+)/.exec(rest);
    if (step) {
      this.#at += step[0].length;
      return { kind: 'step', first: Number(step[1]), step: Number(step[2]) };
    }
    const number = /^([+]?)(\d+)/.exec(rest);
    if (number) {
      this.#at += number[0].length;
      return number[1] === '+' ? { kind: 'plus', count: Number(number[2]) } : { kind: 'line', line: Number(number[2]) };
    }
    if (rest.startsWith('$')) {
      this.#at++;
      return { kind: 'last' };
    }
    if (!rest.startsWith('/') && !rest.startsWith('\\')) return undefined;
    this.#at += rest.startsWith('\\') ? 2 : 1;
    const pattern = this.#until(this.source[this.#at - 1]!, '/');
    const [flags = ''] = /^[IM]*/.exec(this.source.slice(this.#at)) ?? [];
    this.#at += flags.length;
    return { kind: 'regex', regex: this.#regex(pattern, flags) };
  }
}
