/** Which options a tool takes, as getopt_long(3) is told. */
export interface OptionSpec {
  /** Letters; `:` after one that takes a value, `::` where the value is optional and attached. */
  readonly short?: string;
  /** Long names to their letter, or to a name of their own; `=` at the end takes a value, `=?` an optional one. */
  readonly long?: Readonly<Record<string, string>>;
  /** Stops at the first operand (env, xargs, timeout). */
  readonly posix?: boolean;
}

/** A wrong option, in GNU's and in busybox' words. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(
    message: string,
    readonly busybox: string = message,
  ) {
    super(message);
  }
}

/** What the command line said: options by letter (or long name), operands in order. */
export class Options {
  readonly operands: string[] = [];
  /** Every option in the order given. */
  readonly given: { name: string; value: string }[] = [];

  has(name: string): boolean {
    return this.given.some((option) => option.name === name);
  }

  /** The last value given. */
  value(name: string): string | undefined {
    return this.given.findLast((option) => option.name === name)?.value;
  }

  values(name: string): string[] {
    return this.given.filter((option) => option.name === name).map((option) => option.value);
  }

  /** Which of these came last; for options that override each other. */
  last(...names: string[]): string | undefined {
    return this.given.findLast((option) => names.includes(option.name))?.name;
  }

  /** The last value as a whole number. Throws UsageError `invalid number`. */
  number(name: string, fallback: number): number {
    const value = this.value(name);
    if (value === undefined) return fallback;
    if (!/^[-+]?\d+$/.test(value)) throw new UsageError(`invalid number: '${value}'`, `invalid number '${value}'`);
    return Number(value);
  }
}

/** Reads arguments as GNU getopt_long does: options may follow operands, `--` ends them. Throws UsageError. */
export function getopt(args: readonly string[], spec: OptionSpec): Options {
  const options = new Options();
  const short = spec.short ?? '';
  const rest = [...args];
  while (rest.length > 0) {
    const arg = rest.shift()!;
    if (arg === '--') break;
    if (arg.startsWith('--')) readLong(arg, rest, spec, options);
    else if (arg.length > 1 && arg.startsWith('-')) readShort(arg.slice(1), rest, short, options);
    else {
      options.operands.push(arg);
      if (spec.posix) break;
    }
  }
  options.operands.push(...rest);
  return options;
}

function readLong(arg: string, rest: string[], spec: OptionSpec, options: Options): void {
  const [, typed = '', attached] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(arg)!;
  const table: Record<string, string> = { help: 'help', version: 'version', ...spec.long };
  const names = Object.keys(table).map((key) => key.replace(/=\??$/, ''));
  const matches = names.includes(typed) ? [typed] : names.filter((name) => name.startsWith(typed));
  if (matches.length === 0) throw new UsageError(`unrecognized option '${arg}'`, `unrecognized option: ${typed}`);
  if (matches.length > 1) throw new UsageError(`option '${arg}' is ambiguous`);
  const full = matches[0]!;
  const name = table[full] ?? table[`${full}=`] ?? table[`${full}=?`]!;
  if (`${full}=` in table) {
    const value = attached ?? rest.shift();
    if (value === undefined) throw new UsageError(`option '--${full}' requires an argument`);
    options.given.push({ name, value });
  } else if (attached !== undefined && !(`${full}=?` in table)) {
    throw new UsageError(`option '--${full}' doesn't allow an argument`);
  } else options.given.push({ name, value: attached ?? '' });
}

function readShort(letters: string, rest: string[], short: string, options: Options): void {
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i]!;
    const at = letter === ':' ? -1 : short.indexOf(letter);
    if (at < 0) throw new UsageError(`invalid option -- '${letter}'`, `unrecognized option: ${letter}`);
    if (short[at + 1] !== ':') {
      options.given.push({ name: letter, value: '' });
      continue;
    }
    const attached = letters.slice(i + 1);
    if (attached !== '' || short[at + 2] === ':') options.given.push({ name: letter, value: attached });
    else {
      const value = rest.shift();
      if (value === undefined) {
        throw new UsageError(`option requires an argument -- '${letter}'`, `option requires an argument: ${letter}`);
      }
      options.given.push({ name: letter, value });
    }
    return;
  }
}
