import { decode, readAll } from '#io/streams';
import { open } from '../exec/redirect';
import { FileError } from '#vfs/filesystem';
import { ExitShell, ReturnFrom } from '../control';
import { Source } from '../source';
import type { Shell } from '../shell';
import { type Builtin, usage } from './builtin';

const MAX_NESTING = 200;

async function run(shell: Shell, name: string, args: readonly string[]): Promise<number> {
  const rest = args[0] === '--' ? args.slice(1) : args;
  const file = rest[0];
  if (file === undefined) {
    await shell.fail(name, 'filename argument required');
    return usage(shell, sourceBuiltin, undefined, name);
  }
  const path = locate(shell, file);
  let text: string;
  try {
    if (shell.process.fs.isDirectory(path)) {
      await shell.complain(`${name}: ${file}: is a directory`);
      return 1;
    }
    text = await readScript(shell, path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (shell.dialect === 'bash') await shell.complain(`${file}: ${error.message}`);
    else
      await shell.complain(
        shell.dialect === 'dash' ? `.: cannot open ${file}: No such file` : `.: can't open '${file}': ${error.message}`,
      );
    if (shell.posix && !shell.interactive) throw new ExitShell(2);
    return 1;
  }
  if (shell.frames.length > MAX_NESTING) {
    await shell.fail(name, 'maximum source nesting level exceeded');
    return 1;
  }
  const { positional } = shell;
  shell.frames.push({ kind: 'source', name: file, calledFrom: shell.source, calledAt: shell.position });
  if (rest.length > 1) shell.positional = rest.slice(1);
  try {
    return await shell.executor.runText(shell, text, new Source(text, file));
  } catch (error) {
    if (error instanceof ReturnFrom) return error.code;
    throw error;
  } finally {
    shell.frames.pop();
    if (rest.length > 1) shell.positional = positional;
  }
}

/** A file's text; a descriptor's (`source <(...)`) to its end. */
async function readScript(shell: Shell, path: string): Promise<string> {
  if (!/^\/dev\/(?:fd\/\d+|stdin)$/.test(path)) return shell.process.fs.readText(path);
  const descriptor = open(shell, path, 'r');
  try {
    return descriptor.reader ? decode(await shell.interruptible(readAll(descriptor.reader))) : '';
  } finally {
    descriptor.close();
  }
}

function locate(shell: Shell, file: string): string {
  if (file.includes('/')) return file;
  for (const directory of (shell.get('PATH') ?? '').split(':')) {
    const path = `${directory || '.'}/${file}`;
    if (shell.process.fs.exists(path) && !shell.process.fs.isDirectory(path)) return path;
  }
  return file;
}

export const sourceBuiltin: Builtin = {
  name: 'source',
  dialects: ['bash', 'ash'],
  synopsis: 'source filename [arguments]',
  run: (shell, args) => run(shell, 'source', args),
};

export const dot: Builtin = {
  name: '.',
  special: true,
  synopsis: '. filename [arguments]',
  run: (shell, args) => run(shell, '.', args),
};
