/** An option as a usage text declares it. */
interface UsageOption {
  /** The long name, or the letter where there is no long one. */
  readonly name: string;
  readonly short: string | undefined;
  readonly takesValue: boolean;
  readonly repeats: boolean;
  readonly initial: string | undefined;
}

/** What a command line says by a usage text: options by long name, the words that are left. */
export interface UsageMatch {
  readonly options: ReadonlyMap<string, string | true | readonly string[]>;
  readonly words: readonly string[];
  readonly help: boolean;
}

/** Reads the options of a usage text. Upstream: docopt parse_defaults. */
function optionsOf(usage: string): UsageOption[] {
  const head = usageLine(usage);
  const found: UsageOption[] = [];
  const lines = usage.split('\n');
  const start = lines.findIndex((line) => /^options:/i.test(line.trim()));
  if (start < 0) return found;
  for (let i = start + 1; i < lines.length; i++) {
    const line = lines[i]!.trim();
    if (!line.startsWith('-')) continue;
    const words = line.split('  ', 1)[0]!.split(/[\s,=]+/);
    const long = words.find((word) => word.startsWith('--'));
    const short = words.find((word) => /^-[^-]/.test(word));
    let text = line;
    while (i + 1 < lines.length && lines[i + 1]!.trim() !== '' && !lines[i + 1]!.trim().startsWith('-'))
      text += ` ${lines[++i]!.trim()}`;
    const initial = /\[default: (.*?)\]/i.exec(text)?.[1];
    found.push({
      name: (long ?? short!).replace(/^-+/, ''),
      short: short?.slice(1),
      takesValue: words.some((word) => word !== '' && !word.startsWith('-')),
      repeats: [long, short].some((name) => name !== undefined && head.includes(`${name} `) && repeated(head, name)),
      initial,
    });
  }
  return found;
}

const repeated = (head: string, name: string): boolean =>
  head
    .slice(head.indexOf(`${name} `))
    .split(']', 1)[0]!
    .endsWith('...');

/** `Usage: ps [options] [--] [SERVICE...]` without its continuation lines' breaks. */
function usageLine(usage: string): string {
  const at = /^usage:/im.exec(usage)!.index;
  return usage.slice(at).split('\n\n', 1)[0]!.replace(/\s+/g, ' ');
}

/** The bounds on words that the usage line sets. */
function wordBounds(usage: string): { min: number; max: number } {
  const head = usageLine(usage)
    .split(' ')
    .slice(2)
    .join(' ')
    .replace(/\[-[^\]]*\]/g, '')
    .replace('[options]', '');
  const words = head.split(' ').filter((word) => word !== '');
  return {
    min: words.filter((word) => /^[A-Z]/.test(word)).length,
    max: words.some((word) => word.includes('...')) ? Infinity : words.length,
  };
}

/**
 * Reads a command line by a usage text as docopt does with `options_first`: the first word ends the options. Answers
 * undefined where the line does not fit. `bounds` false takes any number of words.
 */
export function matchUsage(usage: string, argv: readonly string[], bounds = true): UsageMatch | undefined {
  const declared = optionsOf(usage);
  const options = new Map<string, string | true | readonly string[]>();
  for (const { name, initial } of declared) if (initial !== undefined) options.set(name, initial);
  const rest = [...argv];
  const set = (option: UsageOption, value: string | true): void => {
    const before = options.get(option.name);
    options.set(
      option.name,
      option.repeats ? [...(Array.isArray(before) ? (before as string[]) : []), value as string] : value,
    );
  };
  while (rest.length > 0) {
    const word = rest[0]!;
    if (word === '--') {
      rest.shift();
      break;
    }
    if (!word.startsWith('-') || word === '-') break;
    rest.shift();
    if (word === '-h' || word === '--help') return { options, words: rest, help: true };
    if (word.startsWith('--')) {
      const [name = '', ...values] = word.slice(2).split('=');
      const exact = declared.filter((option) => option.name === name);
      const fitting = exact.length > 0 ? exact : declared.filter((o) => o.name.length > 1 && o.name.startsWith(name));
      const option = fitting[0];
      if (fitting.length !== 1 || !option) return undefined;
      if (!option.takesValue) {
        if (values.length > 0) return undefined;
        set(option, true);
        continue;
      }
      const value = values.length > 0 ? values.join('=') : rest.shift();
      if (value === undefined) return undefined;
      set(option, value);
      continue;
    }
    for (let letters = word.slice(1); letters !== ''; letters = letters.slice(1)) {
      const option = declared.find(({ short }) => short === letters[0]);
      if (!option) return undefined;
      if (!option.takesValue) {
        set(option, true);
        continue;
      }
      const value = letters.length > 1 ? letters.slice(1) : rest.shift();
      if (value === undefined) return undefined;
      set(option, value);
      break;
    }
  }
  const { min, max } = wordBounds(usage);
  if (bounds && (rest.length < min || rest.length > max)) return undefined;
  return { options, words: rest, help: false };
}
