import { CommandError } from '#cli/command';
import type { Process } from '#process/process';
import { readTar } from '#vfs/tar';
import { join, normalise } from '#vfs/path';

/** Where a build's result goes. Upstream: buildx util/buildflags/export.go. */
export interface Output {
  readonly type: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Reads `-o`: `type=local,dest=out`, a directory alone, or `-` for a tar on standard output. Throws CommandError. */
export function parseOutput(text: string): Output {
  if (!text.includes('=') && !text.includes(',')) {
    return text === '-' ? { type: 'tar', fields: { dest: '-' } } : { type: 'local', fields: { dest: text } };
  }
  const fields: Record<string, string> = {};
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    if (at < 0) throw new CommandError(`ERROR: failed to build: invalid value ${part}`);
    fields[part.slice(0, at).toLowerCase()] = part.slice(at + 1);
  }
  const { type, ...rest } = fields;
  if (type === undefined) throw new CommandError('ERROR: failed to build: type is required for output');
  return type === 'registry' ? { type: 'image', fields: { ...rest, push: 'true' } } : { type, fields: rest };
}

/** Writes a build's files into a directory, or its tar into a file or to standard output. */
export async function writeOutput(process: Process, output: Output, archive: Uint8Array): Promise<void> {
  const dest = output.fields['dest'] ?? '.';
  const { fs } = process;
  if (output.type === 'tar') {
    if (dest === '-') await process.stdout.write(archive);
    else fs.writeFile(dest, archive);
    return;
  }
  fs.mkdir(dest, { parents: true });
  for (const { path, type, mode, data, target, hardLink } of readTar(archive)) {
    const to = join(fs.absolute(dest), normalise(path, '/').slice(1));
    if (hardLink !== undefined) fs.link(join(fs.absolute(dest), normalise(hardLink, '/').slice(1)), to);
    else if (type === 'directory') fs.mkdir(to, { parents: true, mode });
    else if (type === 'symlink') {
      if (fs.exists(to)) fs.unlink(to);
      fs.symlink(target ?? '', to);
    } else if (type === 'file') {
      fs.writeFile(to, data ?? new Uint8Array(0));
      fs.chmod(to, mode);
    }
  }
}
