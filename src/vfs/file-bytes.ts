import type { TreeNode } from './tree';

/** Writes into a file at an offset; a gap before it becomes zeros. */
export function overwrite(file: TreeNode, at: number, data: Uint8Array): void {
  const size = Math.max(file.size, at + data.length);
  // Appending into room that no reader of older bytes sees; anything else gets new bytes.
  const room = at === file.size && rooms.has(file.data) && file.data.length >= size;
  if (!room) {
    const grown = new Uint8Array(at >= file.size ? Math.max(size, Math.ceil(file.size * 1.5)) : size);
    grown.set(file.data.subarray(0, file.size));
    rooms.add(grown);
    file.data = grown;
  }
  file.data.set(data, at);
  file.size = size;
}

/** Buffers made here, whose room behind the file's end nobody else uses. */
const rooms = new WeakSet<Uint8Array>();

/** Cuts a file, or fills it up with zeros. */
export function resize(file: TreeNode, size: number): void {
  const data = new Uint8Array(size);
  data.set(file.data.subarray(0, Math.min(size, file.size)));
  file.data = data;
  file.size = size;
}
