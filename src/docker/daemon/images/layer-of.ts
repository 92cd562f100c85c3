import type { Layer, LayerEntry } from '#vfs/layer';
import type { TarEntry } from '#vfs/tar';

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** An archive as a layer: whiteout files become whiteouts, hard links share a number. */
export function layerOf(entries: Iterable<TarEntry>): Layer {
  const layer = new Map<string, LayerEntry>();
  let links = 0;
  for (const { path, hardLink, ...node } of entries) {
    const full = `/${path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '')}`;
    if (full === '/' || full === '/.') continue;
    const slash = full.lastIndexOf('/');
    const [parent, name] = [full.slice(0, slash) || '/', full.slice(slash + 1)];
    if (name === OPAQUE) {
      const old = layer.get(parent);
      if (old && old.type !== 'whiteout') layer.set(parent, { ...old, opaque: true });
    } else if (name.startsWith(WHITEOUT))
      layer.set(`${parent === '/' ? '' : parent}/${name.slice(WHITEOUT.length)}`, { type: 'whiteout' });
    else if (hardLink === undefined) layer.set(full, node);
    else {
      const first = `/${hardLink.replace(/^(?:\.?\/)+/, '')}`;
      const target = layer.get(first);
      if (!target || target.type === 'whiteout') continue;
      const link = target.link ?? ++links;
      layer.set(first, { ...target, link });
      layer.set(full, { ...target, link });
    }
  }
  return layer;
}

/** A layer as the entries of an archive. */
export function* entriesOfLayer(layer: Layer): Generator<TarEntry> {
  for (const [path, entry] of layer) {
    const slash = path.lastIndexOf('/');
    if (entry.type !== 'whiteout') {
      yield { ...entry, path: path.slice(1) };
      if ('opaque' in entry) yield { ...BLANK, path: `${path.slice(1)}/${OPAQUE}` };
    } else yield { ...BLANK, path: `${path.slice(1, slash + 1)}${WHITEOUT}${path.slice(slash + 1)}` };
  }
}

const BLANK = { type: 'file', mode: 0o600, uid: 0, gid: 0, mtimeMs: 0, data: new Uint8Array(0) } as const;
