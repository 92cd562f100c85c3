import { atLeast, atMost, CommandError, exactly, noArgs, type Command } from '#cli/command';
import { dockerCommand, forEachName, type DockerCli } from '../docker-command';
import { formatRows, type RowFormat } from '../formatter/formatter';
import { inspect as inspectObjects } from '../formatter/inspect';
import { escapedJson } from '../formatter/plain';
import { ContextStore, DEFAULT_HOST, type ContextMeta } from './store';
import { exportContext, importContext } from './transfer';

interface ContextRow {
  name: string;
  current: boolean;
  description: string;
  host: string;
}

const contextFormat: RowFormat<ContextRow> = {
  type: '*formatter.clientContextContext',
  columns: {
    Name: ['NAME', (row) => row.name],
    Description: ['DESCRIPTION', (row) => row.description],
    DockerEndpoint: ['DOCKER ENDPOINT', (row) => row.host],
    Error: ['ERROR', () => ''],
    Current: ['', (row) => row.current],
  },
};

const TABLE = 'table {{.Name}}{{if .Current}} *{{end}}\\t{{.Description}}\\t{{.DockerEndpoint}}\\t{{.Error}}';

const storeOf = (cli: DockerCli): ContextStore => new ContextStore(cli.process, cli.config.directory);
const complete = (cli: DockerCli) => [
  { value: 'default' },
  ...storeOf(cli)
    .list()
    .map(({ Name }) => ({ value: Name })),
];

const ls = dockerCommand({
  name: 'ls',
  aliases: ['list'],
  short: 'List contexts',
  args: noArgs,
  flags: {
    format: {
      kind: 'string',
      help: "Format output using a custom template:\n'table':            Print output in table format with column headers (default)\n'table TEMPLATE':   Print output in table format using the given Go template\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
    quiet: { kind: 'bool', short: 'q', help: 'Only show context names' },
  },
  async run(cli, { flags }) {
    const host = cli.process.env.get('DOCKER_HOST') ?? DEFAULT_HOST;
    const rows: ContextRow[] = [
      {
        name: 'default',
        current: cli.context.name === 'default',
        description: 'Current DOCKER_HOST based configuration',
        host,
      },
      ...storeOf(cli)
        .list()
        .map((c) => ({
          name: c.Name,
          current: cli.context.name === c.Name,
          description: c.Metadata.Description ?? '',
          host: c.Endpoints.docker.Host,
        })),
    ];
    const format = flags.quiet ? '{{.Name}}' : flags.format === '' || flags.format === 'table' ? TABLE : flags.format;
    await cli.out(formatRows(contextFormat, rows, format, { truncate: true, now: 0 }));
  },
});

const dockerEndpoint = (options: string): string =>
  options
    .split(',')
    .find((pair) => pair.startsWith('host='))
    ?.slice('host='.length) ?? DEFAULT_HOST;

const create = dockerCommand({
  name: 'create',
  usage: 'CONTEXT',
  short: 'Create a context',
  args: exactly(1),
  flags: {
    description: { kind: 'string', help: 'Description of the context' },
    docker: { kind: 'string', typeName: 'stringToString', help: 'set the docker endpoint' },
    from: { kind: 'string', help: 'create context from a named context' },
  },
  async run(cli, { args: [name = ''], flags }) {
    const store = storeOf(cli);
    if (name === 'default') throw new CommandError('"default" is a reserved context name');
    if (!/^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/.test(name)) {
      throw new CommandError(
        `context name ${JSON.stringify(name)} is invalid, names are validated against regexp "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$"`,
      );
    }
    if (store.has(name)) throw new CommandError(`context ${JSON.stringify(name)} already exists`);
    const host = flags.from === '' ? dockerEndpoint(flags.docker) : store.get(flags.from).Endpoints.docker.Host;
    store.put({
      Name: name,
      Metadata: flags.description === '' ? {} : { Description: flags.description },
      Endpoints: { docker: { Host: host, SkipTLSVerify: false } },
    });
    await cli.out(`${name}\n`);
    await cli.err(`Successfully created context ${JSON.stringify(name)}\n`);
  },
});

const use = dockerCommand({
  name: 'use',
  usage: 'CONTEXT',
  short: 'Set the current docker context',
  args: exactly(1),
  complete,
  async run(cli, { args: [name = ''] }) {
    if (name !== 'default') storeOf(cli).get(name);
    if (name === 'default') delete cli.config.saved.currentContext;
    else cli.config.saved.currentContext = name;
    cli.config.save();
    await cli.out(`${name}\n`);
    await cli.err(`Current context is now ${JSON.stringify(name)}\n`);
    const host = cli.process.env.get('DOCKER_HOST');
    if (host !== undefined && name !== 'default') {
      await cli.err(
        'Warning: DOCKER_HOST environment variable overrides the active context. To use a context, either set the global --context flag, or unset DOCKER_HOST environment variable.\n',
      );
    }
  },
});

const show = dockerCommand({
  name: 'show',
  short: 'Print the name of the current context',
  args: noArgs,
  run: (cli) => cli.out(`${cli.context.name}\n`),
});

const rm = dockerCommand({
  name: 'rm',
  usage: 'CONTEXT [CONTEXT...]',
  aliases: ['remove'],
  short: 'Remove one or more contexts',
  args: atLeast(1),
  flags: {
    force: { kind: 'bool', short: 'f', help: 'Force the removal of a context in use' },
  },
  complete,
  run: (cli, { args, flags }) =>
    forEachName(cli, args, async (name) => {
      if (name === 'default') throw new CommandError('context "default" cannot be removed');
      const store = storeOf(cli);
      if (!flags.force) store.get(name);
      if (cli.context.name === name && !flags.force)
        throw new CommandError(`context ${JSON.stringify(name)} is in use, set -f flag to force remove`);
      if (cli.config.saved.currentContext === name) {
        delete cli.config.saved.currentContext;
        cli.config.save();
      }
      store.remove(name);
    }),
});

const shown = (cli: DockerCli, name: string): object => {
  const meta: ContextMeta =
    name === 'default'
      ? {
          Name: 'default',
          Metadata: {},
          Endpoints: { docker: { Host: cli.process.env.get('DOCKER_HOST') ?? DEFAULT_HOST, SkipTLSVerify: false } },
        }
      : storeOf(cli).get(name);
  const path = storeOf(cli)
    .path(name)
    .replace(/\/meta\.json$/, '');
  const memory = name === 'default';
  return {
    ...meta,
    TLSMaterial: {},
    Storage: {
      MetadataPath: memory ? '<IN MEMORY>' : path,
      TLSPath: memory ? '<IN MEMORY>' : path.replace('/meta/', '/tls/'),
    },
  };
};

const inspect = dockerCommand({
  name: 'inspect',
  usage: '[CONTEXT] [CONTEXT...]',
  short: 'Display detailed information on one or more contexts',
  flags: {
    format: {
      kind: 'string',
      short: 'f',
      help: "Format output using a custom template:\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
  },
  complete,
  async run(cli, { args, flags }) {
    const names = args.length > 0 ? args : [cli.context.name];
    if (flags.format !== '') return inspectObjects(cli, names, flags.format, async (name) => shown(cli, name));
    await cli.out(
      `${escapedJson(
        names.map((name) => shown(cli, name)),
        '    ',
      )}\n`,
    );
    return 0;
  },
});

const update = dockerCommand({
  name: 'update',
  usage: 'CONTEXT',
  short: 'Update a context',
  args: exactly(1),
  flags: {
    description: { kind: 'string', help: 'Description of the context' },
    docker: { kind: 'string', typeName: 'stringToString', help: 'set the docker endpoint' },
  },
  complete,
  async run(cli, { args: [name = ''], flags, changed }) {
    const store = storeOf(cli);
    const meta = store.get(name);
    if (changed.has('description')) meta.Metadata.Description = flags.description;
    if (changed.has('docker')) meta.Endpoints.docker.Host = dockerEndpoint(flags.docker);
    store.put(meta);
    await cli.out(`${name}\n`);
    await cli.err(`Successfully updated context ${JSON.stringify(name)}\n`);
  },
});

/** docker context: which daemon docker talks to. */
export const context: Command<DockerCli> = {
  name: 'context',
  short: 'Manage contexts',
  args: atMost(0),
  commands: [create, exportContext, importContext, inspect, ls, rm, show, update, use],
};
