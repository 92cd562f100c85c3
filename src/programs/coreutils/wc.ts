import { eachInput } from '../inputs';
import { isApplet, tool } from '../program';

interface Counts {
  lines: number;
  words: number;
  chars: number;
  bytes: number;
  longest: number;
}

/** wc: counts lines, words and bytes. Upstream: coreutils src/wc.c. */
export const wc = tool(
  'wc',
  { short: 'clmwL', long: { bytes: 'c', lines: 'l', chars: 'm', words: 'w', 'max-line-length': 'L' } },
  async (process, options) => {
    const any = options.given.length > 0;
    const fields: (keyof Counts)[] = [];
    if (!any || options.has('l')) fields.push('lines');
    if (!any || options.has('w')) fields.push('words');
    if (options.has('m')) fields.push('chars');
    if (!any || options.has('c')) fields.push('bytes');
    if (options.has('L')) fields.push('longest');
    const rows: { counts: Counts; name: string }[] = [];
    const total: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, longest: 0 };
    const { failed } = await eachInput(process, 'wc', options.operands, async ({ name, reader }) => {
      const counts: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, longest: 0 };
      let inWord = false;
      let column = 0;
      for (let chunk = await reader.read(); chunk; chunk = await reader.read()) {
        counts.bytes += chunk.length;
        for (const byte of chunk) {
          if ((byte & 0xc0) !== 0x80) counts.chars++;
          if (byte === 10) {
            counts.lines++;
            column = 0;
          } else counts.longest = Math.max(counts.longest, (byte & 0xc0) === 0x80 ? column : ++column);
          const space = byte === 32 || (byte >= 9 && byte <= 13);
          if (!space && !inWord) counts.words++;
          inWord = !space;
        }
      }
      rows.push({ counts, name: options.operands.length === 0 ? '' : name });
      for (const key of ['lines', 'words', 'chars', 'bytes'] as const) total[key] += counts[key];
      total.longest = Math.max(total.longest, counts.longest);
    });
    if (options.operands.length > 1) rows.push({ counts: total, name: 'total' });
    const alone = fields.length === 1 && rows.length === 1;
    const biggest = total.bytes;
    const width = alone
      ? 1
      : isApplet(process)
        ? 9
        : Math.max(String(biggest).length, options.operands.length === 0 ? 7 : 1);
    for (const { counts, name } of rows) {
      const cells = fields
        .map((field) => String(counts[field]).padStart(width))
        .join(isApplet(process) && !alone ? '' : ' ');
      await process.stdout.write(`${cells}${name === '' ? '' : ` ${name}`}\n`);
    }
    return failed > 0 ? 1 : 0;
  },
);
