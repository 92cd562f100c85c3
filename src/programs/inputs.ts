import { FileError } from '#vfs/filesystem';
import { concat, type Reader } from '#io/streams';
import type { Process } from '#process/process';
import { complain } from './program';

export interface Input {
  /** As given; `-` for standard input. */
  readonly name: string;
  readonly reader: Reader;
}

/** Reads each file operand in turn (standard input for none or `-`); what cannot be opened is told and counted. */
export async function eachInput(
  process: Process,
  tool: string,
  operands: readonly string[],
  use: (input: Input) => Promise<void>,
): Promise<{ failed: number }> {
  let failed = 0;
  for (const name of operands.length === 0 ? ['-'] : operands) {
    if (name === '-') {
      await use({ name, reader: process.stdin });
      continue;
    }
    try {
      if (process.fs.isDirectory(name)) throw new FileError('EISDIR', name);
      const descriptor = process.open(name, 'r');
      try {
        await use({ name, reader: descriptor.reader! });
      } finally {
        descriptor.close();
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      failed++;
      await complain(process, tool, name, error);
    }
  }
  return { failed };
}

const MIB = 1 << 20;
/** From here on a collected byte counts as many, so that the machine's memory ends before the page's does. */
const HELD = 64 * MIB;

/** All bytes of a stream, counted as memory of the process: what never ends is killed for want of memory. */
export async function collect(process: Process, reader: Reader): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  let told = 0;
  for (let data = await reader.read(); data; data = await reader.read()) {
    chunks.push(data);
    total += data.length;
    if (total - told < MIB) continue;
    told = total;
    process.use({ cpuMs: 1, memoryBytes: MIB + total + Math.max(0, total - HELD) * 64 });
  }
  return concat(chunks);
}

/** All bytes of all inputs, one after the other. */
export async function allInput(process: Process, tool: string, operands: readonly string[]): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  await eachInput(process, tool, operands, async ({ reader }) => void parts.push(await collect(process, reader)));
  return parts;
}

/** All bytes of a file operand: `-` is standard input; devices, pipes and `<(...)` are read to their end. Throws FileError. */
export async function readOperand(process: Process, path: string): Promise<Uint8Array> {
  if (path === '-') return collect(process, process.stdin);
  const descriptor = process.open(path, 'r');
  try {
    return await collect(process, descriptor.reader!);
  } finally {
    descriptor.close();
  }
}
