import type { FileHandle } from './filesystem';
import { overwrite, resize } from './file-bytes';
import { nodeStat, type TreeNode } from './tree';

/** Changes the file at a path in its file system (copying it up first), or answers undefined when it has no path. */
type Change = (path: string | undefined, change: (file: TreeNode) => void) => TreeNode | undefined;

interface Open {
  path: string | undefined;
  node: TreeNode;
}

/** The open files of one file system: they follow their file when it is renamed, copied up or removed. */
export class OpenFiles {
  readonly #open = new Set<Open>();

  open(path: string, node: TreeNode, device: string, change: Change): FileHandle {
    const open: Open = { path, node };
    this.#open.add(open);
    const edit = (how: (file: TreeNode) => void): void => {
      const changed = change(open.path, how);
      if (changed) open.node = changed;
      else how(open.node);
    };
    return {
      stat: () => nodeStat(open.node, device),
      read: (at, max) => open.node.data.subarray(Math.min(at, open.node.size), Math.min(at + max, open.node.size)),
      write: (at, data) => edit((file) => overwrite(file, at, data)),
      truncate: (size) => edit((file) => resize(file, size)),
      close: () => this.#open.delete(open),
    };
  }

  renamed(from: string, to: string): void {
    for (const open of this.#open) {
      if (open.path === to || open.path?.startsWith(`${to}/`)) open.path = undefined;
      else if (open.path === from) open.path = to;
      else if (open.path?.startsWith(`${from}/`)) open.path = to + open.path.slice(from.length);
    }
  }

  removed(path: string): void {
    for (const open of this.#open) if (open.path === path) open.path = undefined;
  }

  copiedUp(before: TreeNode, copy: TreeNode): void {
    for (const open of this.#open) if (open.node === before) open.node = copy;
  }
}
