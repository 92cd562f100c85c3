import type { Machine } from '#machine/machine';
import { parentOf } from '#programs/coreutils/paths';

/** The laptop's files as root sees them, for the page's file tree and editor. All throw FileError. */
export class Files {
  constructor(private readonly machine: Machine) {}

  list(path: string): { name: string; type: string; size: number }[] {
    const fs = this.machine.files();
    return fs.readdir(path).map((name) => {
      const { type, size } = fs.lstat(`${path.replace(/\/$/, '')}/${name}`);
      return { name, type, size };
    });
  }

  read(path: string): Uint8Array {
    return this.machine.files().readFile(path);
  }

  /** Writes a file; folders on the way are made. */
  write(path: string, text: string): void {
    const fs = this.machine.files();
    fs.mkdir(parentOf(path), { parents: true });
    fs.writeFile(path, text);
  }

  rename(from: string, to: string): void {
    this.machine.files().rename(from, to);
  }

  remove(path: string): void {
    this.machine.files().removeAll(path);
  }

  makeDirectory(path: string): void {
    this.machine.files().mkdir(path, { parents: true });
  }
}
