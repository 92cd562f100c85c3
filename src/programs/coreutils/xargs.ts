import { readAll, decode } from '#io/streams';
import type { Process } from '#process/process';
import { readOperand } from '../inputs';
import { tool } from '../program';
import { runCommand } from './environment';

/** xargs: runs a command with arguments read from standard input. Upstream: findutils xargs.c. */
export const xargs = tool(
  'xargs',
  {
    short: '0rtpn:I:i::L:l::P:s:d:E:a:x',
    long: {
      null: '0',
      'no-run-if-empty': 'r',
      verbose: 't',
      'max-args=': 'n',
      'replace=?': 'i',
      'max-lines=?': 'l',
      'max-procs=': 'P',
      'delimiter=': 'd',
      'arg-file=': 'a',
    },
    posix: true,
    version: 'xargs (GNU findutils) 4.9.0',
  },
  async (process, options) => {
    const command = options.operands.length === 0 ? ['echo'] : [...options.operands];
    const file = options.value('a');
    const text = decode(file === undefined ? await readAll(process.stdin) : await readOperand(process, file));
    const replace = options.value('I') ?? (options.has('i') ? options.value('i') || '{}' : undefined);
    const delimiter = options.has('0')
      ? '\0'
      : options.value('d')?.replace('\\n', '\n').replace('\\t', '\t').replace('\\0', '\0');
    const lines = replace !== undefined || options.has('L') || options.has('l');
    const items =
      delimiter !== undefined
        ? split(text, delimiter)
        : lines
          ? text
              .split('\n')
              .map((l) => l.trim())
              .filter((l) => l !== '')
          : words(text);
    if (items === undefined) {
      await process.stderr.write(
        'xargs: unmatched single quote; by default quotes are special to xargs unless you use the -0 option\n',
      );
      return 1;
    }
    const batches = batched(
      items,
      command,
      replace,
      options.has('L') || options.has('l')
        ? Number(options.value('L') ?? (options.value('l') || 1))
        : options.number('n', Infinity),
      lines,
    );
    if (items.length === 0 && !options.has('r') && replace === undefined) batches.push(command);
    return runAll(process, batches, Math.max(1, options.number('P', 1)), options.has('t'));
  },
);

async function runAll(
  process: Process,
  batches: readonly string[][],
  parallel: number,
  verbose: boolean,
): Promise<number> {
  let result = 0;
  const queue = [...batches];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (verbose) await process.stderr.write(`${next.join(' ')}\n`);
      const code = await runCommand(process, 'xargs', next);
      if (code === 127 || code === 126) {
        result = code;
        return;
      }
      if (code === 255) {
        await process.stderr.write(`xargs: ${next[0]!}: exited with status 255; aborting\n`);
        result = 124;
        queue.length = 0;
      } else if (code !== 0) result = 123;
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, 64) }, worker));
  return result;
}

function batched(
  items: readonly string[],
  command: readonly string[],
  replace: string | undefined,
  size: number,
  lines: boolean,
): string[][] {
  if (replace !== undefined) return items.map((item) => command.map((word) => word.replaceAll(replace, item)));
  const batches: string[][] = [];
  const most = Math.min(size, 5000);
  for (let i = 0; i < items.length; i += most) {
    const part = items.slice(i, i + most);
    batches.push([...command, ...(lines ? part.flatMap((line) => words(line) ?? [line]) : part)]);
  }
  return batches;
}

const split = (text: string, delimiter: string): string[] => {
  const parts = text.split(delimiter);
  if (parts.at(-1) === '' || parts.at(-1) === '\n') parts.pop();
  return parts;
};

/** Words as xargs reads them: blanks separate, quotes and backslashes keep. Undefined when a quote is open. */
function words(text: string): string[] | undefined {
  const result: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const ch = text[i]!;
    if (quote !== undefined) {
      if (ch === quote) quote = undefined;
      else if (ch === '\n') return undefined;
      else word = (word ?? '') + ch;
    } else if (ch === '"' || ch === "'") {
      quote = ch;
      word ??= '';
    } else if (ch === '\\') word = (word ?? '') + (text[++i] ?? '');
    else if (/\s/.test(ch)) {
      if (word !== undefined) result.push(word);
      word = undefined;
    } else word = (word ?? '') + ch;
  }
  if (quote !== undefined) return undefined;
  if (word !== undefined) result.push(word);
  return result;
}
