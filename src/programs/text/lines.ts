import { readLines } from '#io/streams';
import { UsageError } from '../getopt';
import { allInput, eachInput } from '../inputs';
import { tool } from '../program';
import { decode } from '#io/streams';
import { unescape } from '../coreutils/simple';

/** uniq: repeated lines once. Upstream: coreutils src/uniq.c. */
export const uniq = tool(
  'uniq',
  {
    short: 'cduif:s:w:D',
    long: {
      count: 'c',
      repeated: 'd',
      unique: 'u',
      'ignore-case': 'i',
      'skip-fields=': 'f',
      'skip-chars=': 's',
      'check-chars=': 'w',
    },
  },
  async (process, options) => {
    const skipFields = options.number('f', 0);
    const skipChars = options.number('s', 0);
    const check = options.number('w', Infinity);
    const keyOf = (line: string): string => {
      let text = line;
      for (let i = 0; i < skipFields; i++) text = text.replace(/^\s*\S+/, '');
      text = text.slice(skipChars, check === Infinity ? undefined : skipChars + check);
      return options.has('i') ? text.toLowerCase() : text;
    };
    const out = options.operands[1] === undefined ? undefined : process.open(options.operands[1], 'w');
    const writer = out?.writer ?? process.stdout;
    let held: { line: string; key: string; count: number } | undefined;
    const flush = async (): Promise<void> => {
      if (!held || (options.has('d') && held.count < 2) || (options.has('u') && held.count > 1)) return;
      await writer.write(`${options.has('c') ? `${String(held.count).padStart(7)} ` : ''}${held.line}\n`);
    };
    const { failed } = await eachInput(process, 'uniq', options.operands.slice(0, 1), async ({ reader }) => {
      for await (const line of readLines(reader)) {
        const key = keyOf(line);
        if (held?.key === key) held.count++;
        else {
          await flush();
          held = { line, key, count: 1 };
        }
      }
    });
    await flush();
    out?.close();
    return failed > 0 ? 1 : 0;
  },
);

/** cut: columns of lines. Upstream: coreutils src/cut.c. */
export const cut = tool(
  'cut',
  {
    short: 'b:c:d:f:snz',
    long: {
      'bytes=': 'b',
      'characters=': 'c',
      'delimiter=': 'd',
      'fields=': 'f',
      'only-delimited': 's',
      complement: 'complement',
      'output-delimiter=': 'output',
    },
  },
  async (process, options) => {
    const list = options.value('f') ?? options.value('c') ?? options.value('b');
    if (list === undefined) throw new UsageError('you must specify a list of bytes, characters, or fields');
    const delimiter = options.value('d') ?? '\t';
    if (delimiter.length > 1) throw new UsageError('the delimiter must be a single character');
    const ranges = list.split(/[,\s]/).map((part) => {
      const match = /^(\d*)(-?)(\d*)$/.exec(part);
      if (!match || (match[1] === '' && match[3] === ''))
        throw new UsageError(
          `invalid ${options.has('f') ? 'field' : 'byte or character'} range '${part}'`.replace(/ range ''$/, ' list'),
        );
      const from = match[1] === '' ? 1 : Number(match[1]);
      return [from, match[2] === '' ? from : match[3] === '' ? Infinity : Number(match[3])] as const;
    });
    const chosen = (i: number): boolean =>
      ranges.some(([from, to]) => i >= from && i <= to) !== options.has('complement');
    const { failed } = await eachInput(process, 'cut', options.operands, async ({ reader }) => {
      for await (const line of readLines(reader)) {
        if (!options.has('f')) {
          await process.stdout.write(`${[...line].filter((_, i) => chosen(i + 1)).join('')}\n`);
          continue;
        }
        const fields = line.split(delimiter);
        if (fields.length === 1) {
          if (!options.has('s')) await process.stdout.write(`${line}\n`);
        } else
          await process.stdout.write(
            `${fields.filter((_, i) => chosen(i + 1)).join(options.value('output') ?? delimiter)}\n`,
          );
      }
    });
    return failed > 0 ? 1 : 0;
  },
);

const SETS: Readonly<Record<string, string>> = {
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  digit: '0123456789',
  space: ' \t\n\v\f\r',
  blank: ' \t',
  punct: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  cntrl: Array.from({ length: 32 }, (_, i) => String.fromCharCode(i)).join('') + '\x7f',
  xdigit: '0123456789ABCDEFabcdef',
};

function characters(set: string): string[] {
  const classes = {
    ...SETS,
    alpha: SETS['upper']! + SETS['lower']!,
    alnum: SETS['digit']! + SETS['upper']! + SETS['lower']!,
    graph: '',
    print: '',
  };
  const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('');
  classes.print = printable;
  classes.graph = printable.slice(1);
  const text = set.replace(/\[:(\w+):\]/g, (whole, name: string) =>
    (name in classes ? classes[name as 'alpha'] : whole).replaceAll('\\', '\\\\').replaceAll('-', '\\-'),
  );
  const chars = [
    ...unescape(
      text.replace(/\\-/g, '\x01').replace(/\\([0-7]{3})/g, (_, o: string) => String.fromCharCode(parseInt(o, 8))),
    ),
  ];
  const out: string[] = [];
  for (let i = 0; i < chars.length; i++) {
    if (chars[i + 1] === '-' && chars[i + 2] !== undefined) {
      const [from, to] = [chars[i]!.codePointAt(0)!, chars[i + 2]!.codePointAt(0)!];
      for (let c = from; c <= to && out.length < 70_000; c++) out.push(String.fromCodePoint(c));
      i += 2;
    } else out.push(chars[i] === '\x01' ? '-' : chars[i]!);
  }
  return out;
}

/** tr: replaces or removes characters. Upstream: coreutils src/tr.c. */
export const tr = tool(
  'tr',
  { short: 'cCdst', long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's', 'truncate-set1': 't' } },
  async (process, options) => {
    const [first, second] = options.operands;
    if (first === undefined) throw new UsageError('missing operand');
    if (second === undefined && !options.has('d') && !options.has('s')) {
      await process.stderr.write(
        `tr: missing operand after '${first}'\nTwo strings must be given when translating.\nTry 'tr --help' for more information.\n`,
      );
      return 1;
    }
    const from = characters(first);
    const to = second === undefined ? [] : characters(second);
    const inFirst = new Set(from);
    const complement = options.has('c') || options.has('C');
    const table = new Map<string, string>();
    if (!complement)
      from.forEach((ch, i) => to.length > 0 && !options.has('d') && table.set(ch, to[Math.min(i, to.length - 1)]!));
    const translate = second !== undefined && !options.has('d');
    const squeezed = new Set(
      options.has('s') ? (translate || (options.has('d') && second !== undefined) ? to : from) : [],
    );
    const squeezes = (ch: string): boolean =>
      complement && !translate && second === undefined ? !inFirst.has(ch) : squeezed.has(ch);
    let last = '';
    const decoder = new TextDecoder();
    for (let chunk = await process.stdin.read(); chunk; chunk = await process.stdin.read()) {
      let out = '';
      for (const ch of decoder.decode(chunk, { stream: true })) {
        const member = inFirst.has(ch) !== complement;
        if (options.has('d') && member) continue;
        const result = translate && member ? (complement ? to.at(-1)! : (table.get(ch) ?? ch)) : ch;
        if (options.has('s') && result === last && squeezes(result)) continue;
        last = result;
        out += result;
      }
      await process.stdout.write(out);
    }
    return 0;
  },
);

/** tac: lines in reverse order. Upstream: coreutils src/tac.c. */
export const tac = tool('tac', { short: 'bs:' }, async (process, options) => {
  const parts = await allInput(process, 'tac', options.operands);
  for (const part of parts) {
    const lines = decode(part).replace(/\n$/, '').split('\n');
    if (part.length > 0) await process.stdout.write(`${lines.reverse().join('\n')}\n`);
  }
  return 0;
});

/** more, less: show a text. Simplified: without a terminal, and on one, they print the whole text as cat does. */
export const pagers = (['more', 'less', 'most'] as const).map((name) =>
  tool(name, { short: 'eFiMmNnRrSsXx:' }, async (process, options) => {
    const { failed } = await eachInput(process, name, options.operands, async ({ reader }) => {
      for (let chunk = await reader.read(); chunk; chunk = await reader.read()) await process.stdout.write(chunk);
    });
    return failed > 0 ? 1 : 0;
  }),
);
