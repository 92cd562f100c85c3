import { readLines } from '#io/streams';
import { eachInput } from '../inputs';
import { tool } from '../program';

/** cat: copies files to standard output. Upstream: coreutils src/cat.c. */
export const cat = tool(
  'cat',
  {
    short: 'AbeEnstTuv',
    long: {
      'show-all': 'A',
      number: 'n',
      'number-nonblank': 'b',
      'show-ends': 'E',
      'squeeze-blank': 's',
      'show-tabs': 'T',
    },
  },
  async (process, options) => {
    const plain = options.given.every((option) => option.name === 'u');
    let line = 0;
    let blank = false;
    const ends = options.has('E') || options.has('A') || options.has('e');
    const tabs = options.has('T') || options.has('A') || options.has('t');
    const { failed } = await eachInput(process, 'cat', options.operands, async ({ reader }) => {
      if (plain) {
        for (let chunk = await reader.read(); chunk; chunk = await reader.read()) await process.stdout.write(chunk);
        return;
      }
      for await (const text of readLines(reader)) {
        const empty = text === '';
        if (options.has('s') && empty && blank) continue;
        blank = empty;
        const numbered = options.has('b') ? !empty : options.has('n');
        const number = numbered ? `${String(++line).padStart(6)}\t` : '';
        await process.stdout.write(`${number}${tabs ? text.replaceAll('\t', '^I') : text}${ends ? '$' : ''}\n`);
      }
    });
    return failed > 0 ? 1 : 0;
  },
);
