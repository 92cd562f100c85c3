import { between, CommandError, exactly } from '#cli/command';
import { decode, encode, readAll } from '#io/streams';
import { FileError } from '#vfs/filesystem';
import { readTar, writeTar } from '#vfs/tar';
import { dockerCommand, type DockerCli } from '../docker-command';
import { ContextStore, type ContextMeta } from './store';

const storeOf = (cli: DockerCli): ContextStore => new ContextStore(cli.process, cli.config.directory);

/** docker context export: a context as a tar archive. */
export const exportContext = dockerCommand({
  name: 'export',
  usage: 'CONTEXT [FILE|-]',
  short: 'Export a context to a tar archive FILE or a tar stream on STDOUT.',
  args: between(1, 2),
  complete: (cli) =>
    storeOf(cli)
      .list()
      .map(({ Name }) => ({ value: Name })),
  async run(cli, { args: [name = '', file = `${name}.dockercontext`] }) {
    const { process } = cli;
    const meta = storeOf(cli).get(name);
    const data = encode(JSON.stringify(meta));
    const now = process.clock.epochNow();
    const archive = writeTar([
      { path: 'meta.json', type: 'file', mode: 0o644, uid: 0, gid: 0, mtimeMs: now, data },
      { path: 'tls', type: 'directory', mode: 0o700, uid: 0, gid: 0, mtimeMs: now },
    ]);
    if (file === '-') {
      if (process.isTTY(1)) throw new CommandError('cowardly refusing to export to a terminal, specify a file path');
      await process.stdout.write(archive);
      return;
    }
    if (process.fs.exists(file)) throw new CommandError(`open ${file}: file exists`);
    process.fs.writeFile(file, archive, { mode: 0o600 });
    await cli.err(`Written file ${JSON.stringify(file)}\n`);
  },
});

/** docker context import: a context from such an archive. */
export const importContext = dockerCommand({
  name: 'import',
  usage: 'CONTEXT FILE|-',
  short: 'Import a context from a tar or zip file',
  args: exactly(2),
  async run(cli, { args: [name = '', file = ''] }) {
    const { process } = cli;
    const store = storeOf(cli);
    if (store.has(name)) throw new CommandError(`context ${JSON.stringify(name)} already exists`);
    let archive: Uint8Array;
    try {
      archive = file === '-' ? await readAll(process.stdin) : process.fs.readFile(file);
    } catch (error) {
      if (error instanceof FileError) throw new CommandError(`open ${file}: no such file or directory`);
      throw error;
    }
    store.put({ ...metaOf(archive), Name: name });
    await cli.out(`${name}\n`);
    await cli.err(`Successfully imported context ${JSON.stringify(name)}\n`);
  },
});

/** The context of an archive from a stranger. Throws CommandError. */
function metaOf(archive: Uint8Array): ContextMeta {
  let meta: Partial<ContextMeta> | null | undefined;
  try {
    const entry = [...readTar(archive)].find(({ path }) => path === 'meta.json');
    meta = entry?.data && (JSON.parse(decode(entry.data)) as Partial<ContextMeta> | null);
  } catch {
    // Told below.
  }
  const host = meta?.Endpoints?.docker.Host;
  if (typeof host !== 'string') throw new CommandError('invalid context: no metadata found');
  const description = meta?.Metadata?.Description;
  return {
    Name: '',
    Metadata: typeof description === 'string' ? { Description: description } : {},
    Endpoints: { docker: { Host: host, SkipTLSVerify: false } },
  };
}
