import type { Process } from '#process/process';
import type { Address, Command } from './script';

/** The most rounds of one cycle: a script that branches for ever is ended. */
const ROUNDS = 1_000_000;

/** One run of a sed script over a stream of lines. Upstream: GNU sed sed/execute.c. */
export class Execution {
  #pattern = '';
  #hold = '';
  #line = 0;
  #inRange = new Map<Command, number>();
  #after: string[] = [];
  #lastRegex: RegExp | undefined;
  #labels = new Map<string, number>();
  #quit: number | undefined;

  constructor(
    private readonly process: Process,
    private readonly script: readonly Command[],
    private readonly silent: boolean,
    private readonly next: () => Promise<string | undefined>,
    private readonly isLast: () => Promise<boolean>,
    private readonly write: (text: string) => Promise<void>,
  ) {
    for (const [i, command] of script.entries()) if (command.name === ':') this.#labels.set(command.text!, i);
  }

  /** Runs to the end; answers the exit code that `q` gave, or undefined when the input ended. */
  async run(): Promise<number | undefined> {
    let restart = false;
    for (;;) {
      if (!restart) {
        const line = await this.next();
        if (line === undefined) return undefined;
        this.#pattern = line;
        this.#line++;
      }
      restart = (await this.#cycle()) === 'restart';
      if (this.#quit !== undefined) return this.#quit;
    }
  }

  async #cycle(): Promise<'end' | 'restart'> {
    let substituted = false;
    let rounds = 0;
    let print = !this.silent;
    let result: 'end' | 'restart' = 'end';
    loop: for (let i = 0; i < this.script.length; i++) {
      if (++rounds > ROUNDS) break;
      if (rounds % 1000 === 0) await this.process.yield();
      const command = this.script[i]!;
      if ((await this.#selects(command)) === command.negated) {
        if (command.name === '{') i = command.end! - 1;
        continue;
      }
      switch (command.name) {
        case 's': {
          const done = await this.#substitute(command);
          substituted ||= done;
          break;
        }
        case 'y':
          this.#pattern = [...this.#pattern].map((ch) => command.map!.get(ch) ?? ch).join('');
          break;
        case 'd':
          print = false;
          break loop;
        case 'D':
          if (!this.#pattern.includes('\n')) {
            print = false;
            break loop;
          }
          this.#pattern = this.#pattern.slice(this.#pattern.indexOf('\n') + 1);
          print = false;
          result = 'restart';
          break loop;
        case 'p':
          await this.write(`${this.#pattern}\n`);
          break;
        case 'P':
          await this.write(`${this.#pattern.split('\n', 1)[0]!}\n`);
          break;
        case '=':
          await this.write(`${String(this.#line)}\n`);
          break;
        case 'n':
        case 'N': {
          const ended = await this.isLast();
          if (ended && command.name === 'n') break loop;
          if (command.name === 'n' && print) await this.write(`${this.#pattern}\n`);
          await this.#flush();
          const line = await this.next();
          if (line === undefined) break loop;
          this.#pattern = command.name === 'n' ? line : `${this.#pattern}\n${line}`;
          this.#line++;
          break;
        }
        case 'g':
          this.#pattern = this.#hold;
          break;
        case 'G':
          this.#pattern += `\n${this.#hold}`;
          break;
        case 'h':
          this.#hold = this.#pattern;
          break;
        case 'H':
          this.#hold += `\n${this.#pattern}`;
          break;
        case 'x':
          [this.#pattern, this.#hold] = [this.#hold, this.#pattern];
          break;
        case 'z':
          this.#pattern = '';
          break;
        case 'a':
          this.#after.push(`${command.text!}\n`);
          break;
        case 'i':
          await this.write(`${command.text!}\n`);
          break;
        case 'c':
          if (!command.to || !this.#inRange.has(command)) await this.write(`${command.text!}\n`);
          print = false;
          break loop;
        case 'r':
          if (this.process.fs.exists(command.text!)) this.#after.push(this.process.fs.readText(command.text!));
          break;
        case 'w':
          this.process.fs.appendFile(command.text!, `${this.#pattern}\n`);
          break;
        case 'b':
          i = this.#jump(command.text!);
          break;
        case 't':
        case 'T':
          if (substituted === (command.name === 't')) i = this.#jump(command.text!);
          substituted = false;
          break;
        case 'q':
          this.#quit = Number(command.text || 0);
          break loop;
        case 'Q':
          this.#quit = Number(command.text || 0);
          print = false;
          break loop;
        case 'l':
          await this.write(`${JSON.stringify(this.#pattern).slice(1, -1).replaceAll('\\"', '"')}$\n`);
          break;
        case 'F':
          await this.write('-\n');
          break;
        default:
          break;
      }
      if (this.#pattern.length > 16_000_000) break;
    }
    if (print) await this.write(`${this.#pattern}\n`);
    await this.#flush();
    return result;
  }

  #jump(label: string): number {
    return label === '' ? this.script.length : (this.#labels.get(label) ?? this.script.length);
  }

  async #flush(): Promise<void> {
    for (const text of this.#after.splice(0)) await this.write(text);
  }

  async #selects(command: Command): Promise<boolean> {
    const { from, to } = command;
    if (!from) return true;
    if (!to) return this.#matches(from);
    const end = this.#inRange.get(command);
    if (end !== undefined) {
      if (to.kind === 'plus' ? this.#line >= end : to.kind === 'line' ? this.#line >= to.line : await this.#matches(to))
        this.#inRange.delete(command);
      return to.kind !== 'line' || this.#line <= to.line || this.#line === end;
    }
    if (!(await this.#matches(from))) return false;
    const closed =
      to.kind === 'line'
        ? to.line <= this.#line
        : to.kind === 'plus'
          ? to.count === 0
          : to.kind === 'last' && (await this.isLast());
    if (!closed) this.#inRange.set(command, to.kind === 'plus' ? this.#line + to.count : -1);
    return true;
  }

  async #matches(address: Address): Promise<boolean> {
    switch (address.kind) {
      case 'line':
        return this.#line === address.line;
      case 'last':
        return this.isLast();
      case 'step':
        return address.step === 0
          ? this.#line === address.first
          : this.#line >= address.first && (this.#line - address.first) % address.step === 0;
      case 'regex':
        return this.#pattern.search(this.#remember(address.regex)) >= 0;
      default:
        return false;
    }
  }

  #remember(regex: RegExp | undefined): RegExp {
    if (regex) this.#lastRegex = regex;
    return this.#lastRegex ?? /(?:)/g;
  }

  async #substitute(command: Command): Promise<boolean> {
    const flags = command.flags!;
    const nth = Number(/\d+/.exec(flags)?.[0] ?? 1);
    const all = flags.includes('g');
    let count = 0;
    const result = this.#pattern.replace(this.#remember(command.regex), (...match: unknown[]) => {
      count++;
      const whole = match[0] as string;
      if (count < nth || (count > nth && !all)) return whole;
      return expand(
        command.replacement!,
        match.filter(
          (part, i) => i === 0 || (typeof part === 'string' && i < match.length - 2) || part === undefined,
        ) as (string | undefined)[],
      );
    });
    if (count < nth) return false;
    this.#pattern = result;
    if (flags.includes('p')) await this.write(`${this.#pattern}\n`);
    const file = /w\s*(.+)/.exec(flags)?.[1];
    if (file === '/dev/stdout') await this.write(`${this.#pattern}\n`);
    else if (file !== undefined) this.process.fs.appendFile(file, `${this.#pattern}\n`);
    return true;
  }
}

/** The replacement with `&`, `\1`, `\n` and case conversions filled in. */
function expand(replacement: string, groups: readonly (string | undefined)[]): string {
  let out = '';
  let mode = '';
  let once = '';
  const put = (text: string): void => {
    let shown = mode === 'U' ? text.toUpperCase() : mode === 'L' ? text.toLowerCase() : text;
    if (once !== '' && shown !== '') {
      shown = (once === 'u' ? shown[0]!.toUpperCase() : shown[0]!.toLowerCase()) + shown.slice(1);
      once = '';
    }
    out += shown;
  };
  for (let i = 0; i < replacement.length; i++) {
    const ch = replacement[i]!;
    if (ch === '&') put(groups[0] ?? '');
    else if (ch !== '\\') put(ch);
    else {
      const next = replacement[++i] ?? '\\';
      if (/\d/.test(next)) put(groups[Number(next)] ?? '');
      else if (next === 'U' || next === 'L') mode = next;
      else if (next === 'E') mode = '';
      else if (next === 'u' || next === 'l') once = next;
      else put({ n: '\n', t: '\t', r: '\r' }[next] ?? next);
    }
  }
  return out;
}
