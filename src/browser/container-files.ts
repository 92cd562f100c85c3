import type { EngineClient } from '#docker/api/client';
import { readTar } from '#vfs/tar';
import type { FileView } from './protocol';

/** More entries of one folder are not listed. */
const MAX_ENTRIES = 2000;

/** A folder of a container, which need not run: as `docker cp` reads it, so the container notices nothing. */
export async function listIn(engine: EngineClient, id: string, path: string): Promise<FileView[]> {
  const found = new Map<string, FileView>();
  for (const entry of await entriesOf(engine, id, path)) {
    const parts = entry.path.split('/').filter((part) => part !== '' && part !== '.');
    const [, name, ...deeper] = path === '/' && parts[0] !== '/' ? ['', ...parts] : parts;
    if (name === undefined || found.size >= MAX_ENTRIES) continue;
    if (deeper.length > 0) found.set(name, { name, type: 'directory', size: 0 });
    else if (found.get(name)?.type !== 'directory')
      found.set(name, { name, type: entry.type, size: entry.data?.length ?? 0 });
  }
  return [...found.values()].sort(
    (a, b) => Number(b.type === 'directory') - Number(a.type === 'directory') || a.name.localeCompare(b.name),
  );
}

/** A file of a container, which need not run. Rejects with EngineError or the reason why it is no file. */
export async function readIn(engine: EngineClient, id: string, path: string): Promise<Uint8Array> {
  const [entry] = await entriesOf(engine, id, path);
  if (entry?.type === 'symlink' && entry.target !== undefined) {
    const base = entry.target.startsWith('/') ? '' : path.slice(0, path.lastIndexOf('/') + 1);
    const [behind] = await entriesOf(engine, id, base + entry.target);
    if (behind?.type === 'file') return behind.data ?? new Uint8Array();
  }
  if (entry?.type !== 'file') throw new Error(`${path} is no file but a ${entry?.type ?? 'missing one'}`);
  return entry.data ?? new Uint8Array();
}

async function entriesOf(engine: EngineClient, id: string, path: string) {
  const { bytes } = await engine.bytes(`/containers/${encodeURIComponent(id)}/archive`, { query: { path } });
  return readTar(bytes);
}
