import { CommandError } from '#cli/command';
import { BuilderStore, type BuilderNode } from '../builder/instances';
import { dockerCommand, keyValues } from '../docker-command';
import { bootBuilder } from './builder-state';

const [LEFT, RIGHT] = [
  'admiring adoring agitated amazing angry awesome beautiful blissful bold boring brave busy charming clever compassionate cool'.split(
    ' ',
  ),
  'albattani allen archimedes babbage banach bardeen bell bohr booth borg bose boyd brown carson curie darwin'.split(
    ' ',
  ),
];

/** docker buildx create: a new builder. Upstream: buildx commands/create.go. */
export const create = dockerCommand({
  name: 'create',
  usage: '[CONTEXT|ENDPOINT]',
  short: 'Create a new builder instance',
  args: { min: 0, max: 1 },
  flags: {
    append: { kind: 'bool', help: 'Append a node to builder instead of changing it' },
    bootstrap: { kind: 'bool', help: 'Boot builder after creation' },
    'buildkitd-config': { kind: 'string', help: 'BuildKit daemon config file' },
    'buildkitd-flags': { kind: 'string', help: 'BuildKit daemon flags' },
    config: { kind: 'string', hidden: true, help: 'BuildKit daemon config file' },
    driver: { kind: 'string', help: 'Driver to use (available: "docker-container", "kubernetes", "remote")' },
    'driver-opt': { kind: 'array', help: 'Options for the driver' },
    leave: { kind: 'bool', help: 'Remove a node from builder instead of changing it' },
    name: { kind: 'string', help: 'Builder instance name' },
    node: { kind: 'string', help: 'Create/modify node with given name' },
    platform: { kind: 'array', help: 'Fixed platforms for current node' },
    use: { kind: 'bool', help: 'Set the current builder instance' },
  },
  async run(cli, { args, flags }) {
    const driver = flags.driver === '' ? 'docker-container' : flags.driver;
    for (const flag of ['append', 'leave', 'buildkitd-config', 'config'] as const) {
      if (flags[flag] === false || flags[flag] === '') continue;
      throw new CommandError(`drydock: docker buildx create --${flag} is not simulated yet`);
    }
    if (driver === 'kubernetes' || driver === 'remote')
      throw new CommandError(`drydock: the buildx driver ${driver} is not simulated yet`);
    if (driver === 'docker') throw new CommandError('ERROR: additional instances of driver "docker" cannot be created');
    if (driver !== 'docker-container') throw new CommandError(`ERROR: failed to find driver ${JSON.stringify(driver)}`);
    const store = new BuilderStore(cli);
    const random = (list: readonly string[]): string => list[cli.process.random.below(list.length)]!;
    const name = flags.name === '' ? `${random(LEFT)}_${random(RIGHT)}` : flags.name;
    if (name === 'default')
      throw new CommandError('ERROR: default is a reserved name and cannot be used to identify builder instance');
    if (!/^[a-zA-Z][a-zA-Z0-9_-]*$/.test(name))
      throw new CommandError(
        `ERROR: invalid name ${name}, name needs to start with a letter and may not contain symbols, except ._-`,
      );
    if (store.find(name))
      throw new CommandError(
        `ERROR: existing instance for ${JSON.stringify(name)} but no append mode, specify the node name to make changes for existing instances`,
      );
    const options = flags['driver-opt'].flatMap((text) => text.split(','));
    const node: BuilderNode = {
      Name: flags.node === '' ? `${name}0` : flags.node,
      Endpoint: args[0] ?? 'unix:///var/run/docker.sock',
      Platforms: flags.platform.length === 0 ? null : flags.platform.flatMap((text) => text.split(',')),
      DriverOpts: options.length === 0 ? null : keyValues(options),
      Flags:
        flags['buildkitd-flags'] === ''
          ? ['--allow-insecure-entitlement=network.host']
          : flags['buildkitd-flags'].split(' '),
      Files: null,
    };
    const builder = { Name: name, Driver: driver, Nodes: [node], Dynamic: false };
    store.save(builder);
    if (flags.use) store.use(name);
    if (flags.bootstrap) await bootBuilder(cli, builder);
    await cli.out(`${name}\n`);
  },
});
