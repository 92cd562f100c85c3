import { gunzipSync, gzipSync, strFromU8, strToU8 } from 'fflate';
import type { Change } from '#sim/store';

const MAGIC = 'drydock-world';
const FORMAT = 1;
/** A world file is a stranger's: no bigger than this when unpacked. */
const MAX_BYTES = 256 * 1024 * 1024;

/** The file is no world, a damaged one, or one of a newer Drydock. */
export class WorldFileError extends Error {
  override readonly name = 'WorldFileError';
}

/** A whole world as one file. */
export const packWorld = (changes: readonly Change[]): Uint8Array =>
  gzipSync(strToU8(JSON.stringify({ magic: MAGIC, format: FORMAT, changes }, writeValue)));

/** Reads what `packWorld` wrote. Throws WorldFileError. */
export function unpackWorld(file: Uint8Array): Change[] {
  const size = file.length > 18 ? new DataView(file.buffer, file.byteOffset + file.length - 4).getUint32(0, true) : 0;
  if (size === 0 || size > MAX_BYTES) throw new WorldFileError('this file is no saved world, or it is too big');
  let found: { magic?: unknown; format?: unknown; changes?: unknown };
  try {
    found = JSON.parse(strFromU8(gunzipSync(file, { out: new Uint8Array(size) })), readValue) as typeof found;
  } catch {
    throw new WorldFileError('this file is no saved world, or it is damaged');
  }
  if (found.magic !== MAGIC) throw new WorldFileError('this file is no saved world');
  if (typeof found.format !== 'number' || found.format > FORMAT)
    throw new WorldFileError('this world was saved by a newer Drydock');
  const changes = Array.isArray(found.changes) ? (found.changes as unknown[]) : [];
  return changes.filter(isChange);
}

const isChange = (value: unknown): value is Change =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Change).table === 'string' &&
  typeof (value as Change).key === 'string';

/** What JSON has no words for: bytes, maps and sets. */
function writeValue(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: btoa(strFromU8(value, true)) };
  if (value instanceof Map) return { $map: [...(value as Map<unknown, unknown>)] };
  if (value instanceof Set) return { $set: [...(value as Set<unknown>)] };
  return value;
}

function readValue(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$bytes' in value && typeof value.$bytes === 'string') return strToU8(atob(value.$bytes), true);
  if ('$map' in value && Array.isArray(value.$map)) return new Map(value.$map as [unknown, unknown][]);
  if ('$set' in value && Array.isArray(value.$set)) return new Set(value.$set as unknown[]);
  return value;
}
