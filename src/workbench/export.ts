import { zipSync } from 'fflate';
import type { Process } from '#process/process';
import { FileError } from '#vfs/filesystem';

/** The most that is packed, bytes; a learner's folder is small. */
const LIMIT = 64 * 1024 * 1024;

/** Packs a folder as `<name>.zip` beside it, with a README that says how to run it on a real Docker. */
export async function exportFolder(process: Process, path: string): Promise<number> {
  const folder = process.fs.absolute(path);
  const files: Record<string, Uint8Array> = {};
  let size = 0;
  const walk = (at: string, name: string): void => {
    const stat = process.fs.lstat(at);
    if (stat.type === 'directory')
      for (const child of process.fs.readdir(at))
        walk(`${at.replace(/\/$/, '')}/${child}`, name === '' ? child : `${name}/${child}`);
    else if (stat.type === 'file') {
      size += stat.size;
      if (size > LIMIT) throw new FileError('ENOSPC', path);
      files[name] = process.fs.readFile(at);
    }
  };
  try {
    if (!process.fs.isDirectory(folder)) throw new FileError(process.fs.exists(folder) ? 'ENOTDIR' : 'ENOENT', path);
    walk(folder, '');
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await process.stderr.write(`drydock: ${path}: ${error.message}\n`);
    return 1;
  }
  const names = Object.keys(files);
  if (names.length === 0) {
    await process.stderr.write(`drydock: ${path}: the folder is empty\n`);
    return 1;
  }
  files['README.drydock.md'] ??= new TextEncoder().encode(readme(folder, names));
  const target = folder === '/' ? '/export.zip' : `${folder}.zip`;
  process.fs.writeFile(target, zipSync(files, { mtime: process.clock.epochNow() }));
  await process.stdout.write(
    `${target}: ${String(names.length)} file${names.length === 1 ? '' : 's'}. Download it from the file tree; it runs unchanged on a real Docker.\n`,
  );
  return 0;
}

function readme(folder: string, names: readonly string[]): string {
  const composed = names.some((name) => /^(docker-)?compose\.ya?ml$/.test(name));
  const built = names.includes('Dockerfile');
  const tag =
    folder
      .replace(/^.*\//, '')
      .toLowerCase()
      .replace(/[^a-z0-9_.-]/g, '-') || 'app';
  const steps = composed
    ? ['docker compose up -d', 'docker compose ps', 'docker compose down']
    : built
      ? [`docker build -t ${tag} .`, `docker run --rm ${tag}`]
      : ['docker version'];
  return `# ${tag}\n\nMade in Drydock. With Docker installed, run in this folder:\n\n${steps.map((step) => `    ${step}\n`).join('')}`;
}
