import { eachInput } from '../inputs';
import { tool } from '../program';
import { count } from './tail';

/** head: the first lines or bytes of files. Upstream: coreutils src/head.c. */
export const head = tool(
  'head',
  { short: 'n:c:qv0123456789', long: { 'lines=': 'n', 'bytes=': 'c', quiet: 'q', silent: 'q', verbose: 'v' } },
  async (process, options) => {
    const digits = options.given
      .filter((o) => /\d/.test(o.name))
      .map((o) => o.name)
      .join('');
    const bytes = options.value('c');
    const wanted = count(bytes ?? options.value('n') ?? (digits || '10'));
    const title = (options.operands.length > 1 && !options.has('q')) || options.has('v');
    let first = true;
    const { failed } = await eachInput(process, 'head', options.operands, async ({ name, reader }) => {
      if (title) await process.stdout.write(`${first ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`);
      first = false;
      if (wanted < 0) {
        await process.stdout.write(await allBut(reader.read.bind(reader), -wanted, bytes !== undefined));
        return;
      }
      let left = wanted;
      while (left > 0) {
        const chunk = await reader.read();
        if (!chunk) return;
        const cut =
          bytes === undefined ? afterLines(chunk, left) : { end: Math.min(left, chunk.length), seen: chunk.length };
        left -= bytes === undefined ? cut.seen : cut.end;
        await process.stdout.write(chunk.subarray(0, cut.end));
      }
    });
    return failed > 0 ? 1 : 0;
  },
);

/** Where `lines` newlines end in the chunk, and how many there were up to there. */
function afterLines(chunk: Uint8Array, lines: number): { end: number; seen: number } {
  let seen = 0;
  for (let i = 0; i < chunk.length; i++) if (chunk[i] === 10 && ++seen === lines) return { end: i + 1, seen };
  return { end: chunk.length, seen };
}

async function allBut(read: () => Promise<Uint8Array | undefined>, tail: number, bytes: boolean): Promise<Uint8Array> {
  const chunks: number[] = [];
  for (let chunk = await read(); chunk; chunk = await read()) for (const byte of chunk) chunks.push(byte);
  if (bytes) return Uint8Array.from(chunks.slice(0, Math.max(0, chunks.length - tail)));
  let end = chunks.length;
  for (let left = tail; left > 0 && end > 0; left--) end = chunks.lastIndexOf(10, end - 2) + 1;
  return Uint8Array.from(chunks.slice(0, end));
}
