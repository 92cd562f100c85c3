import { atMost, CommandError } from '#cli/command';
import type { Volume } from '#docker/api/volume';
import { dockerCommand, keyValues } from '../docker-command';
import { validateLabel } from '../options/validate';

const declared = {
  availability: { kind: 'string', default: 'active', help: 'Cluster Volume availability (`active`, `pause`, `drain`)' },
  driver: { kind: 'string', short: 'd', default: 'local', help: 'Specify volume driver name' },
  group: { kind: 'string', help: 'Cluster Volume group (cluster volumes)' },
  label: { kind: 'list', help: 'Set metadata for a volume' },
  'limit-bytes': { kind: 'string', typeName: 'bytes', help: 'Minimum size of the Cluster Volume in bytes' },
  opt: { kind: 'map', short: 'o', help: 'Set driver specific options' },
  'required-bytes': { kind: 'string', typeName: 'bytes', help: 'Maximum size of the Cluster Volume in bytes' },
  scope: { kind: 'string', default: 'single', help: 'Cluster Volume access scope (`single`, `multi`)' },
  secret: { kind: 'map', help: 'Cluster Volume secrets' },
  sharing: {
    kind: 'string',
    default: 'none',
    help: 'Cluster Volume access sharing (`none`, `readonly`, `onewriter`, `all`)',
  },
  'topology-preferred': { kind: 'list', help: 'A topology that the Cluster Volume would be preferred in' },
  'topology-required': { kind: 'list', help: 'A topology that the Cluster Volume must be accessible from' },
  type: { kind: 'string', default: 'block', help: 'Cluster Volume access type (`mount`, `block`)' },
} as const;

/** What is said of a swarm's volumes only. */
const CLUSTER = [
  'availability',
  'group',
  'limit-bytes',
  'required-bytes',
  'scope',
  'secret',
  'sharing',
  'topology-preferred',
  'topology-required',
  'type',
];

/** docker volume create. */
export const create = dockerCommand({
  name: 'create',
  usage: '[VOLUME]',
  short: 'Create a volume',
  args: atMost(1),
  flags: {
    ...declared,
    label: { ...declared.label, validate: validateLabel },
    name: { kind: 'string', help: 'Specify volume name', hidden: true },
  },
  async run(cli, { args: [name], flags, changed }) {
    if (CLUSTER.some((flag) => changed.has(flag)))
      throw new CommandError('drydock: cluster volumes are not simulated yet');
    if (name !== undefined && flags.name !== '') {
      throw new CommandError(
        'conflicting options: cannot specify a volume-name through both --name and as a positional arg',
      );
    }
    const volume = await cli.client.post<Volume>('/volumes/create', {
      Name: name ?? flags.name,
      Driver: flags.driver,
      DriverOpts: Object.fromEntries(flags.opt),
      Labels: keyValues(flags.label),
    });
    await cli.out(`${volume.Name}\n`);
  },
});
