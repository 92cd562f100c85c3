import type { FileType } from './filesystem';
import type { Layer, NodeRecord } from './layer';

/** What stands at a path of a layer: text is a plain file (mode 0644). */
export type Content = string | Uint8Array | Partial<NodeRecord>;

/** A symbolic link. */
export const link = (target: string): Partial<NodeRecord> => ({ type: 'symlink', target, mode: 0o777 });

/** A directory; only needed where its owner or mode is not root's 0755. */
export const directory = (node: Partial<NodeRecord> = {}): Partial<NodeRecord> => ({ ...node, type: 'directory' });

/** A file with an owner or a mode. */
export const file = (content: string | Uint8Array, node: Partial<NodeRecord> = {}): Partial<NodeRecord> => ({
  mode: 0o644,
  ...node,
  type: 'file',
  data: bytesOf(content),
});

/** A device node: `null`, `zero`, `tty` ... */
export const device = (special: string, mode = 0o666): Partial<NodeRecord> => ({ type: 'char', special, mode });

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

/**
 * A layer from paths and contents. Directories above come by themselves (root, 0755); a path that ends with a slash is
 * a directory.
 */
export function files(contents: Readonly<Record<string, Content>>, mtimeMs = 0): Layer {
  const layer = new Map<string, NodeRecord>();
  const add = (path: string, node: Partial<NodeRecord> & { type: FileType; mode: number }): void => {
    layer.set(path, { uid: 0, gid: 0, mtimeMs, ...node });
  };
  for (const [path, content] of Object.entries(contents)) {
    const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
    for (let at = bare.indexOf('/', 1); at > 0; at = bare.indexOf('/', at + 1)) {
      const up = bare.slice(0, at);
      if (!layer.has(up)) add(up, { type: 'directory', mode: 0o755 });
    }
    if (bare !== path) {
      add(bare, { mode: 0o755, ...(typeof content === 'object' && content), type: 'directory' });
    } else if (typeof content === 'string' || content instanceof Uint8Array) {
      add(bare, { type: 'file', mode: 0o644, data: bytesOf(content) });
    } else {
      const type = content.type ?? 'file';
      add(bare, { mode: type === 'directory' ? 0o755 : 0o644, ...content, type });
    }
  }
  return layer;
}
