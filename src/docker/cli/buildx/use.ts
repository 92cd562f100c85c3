import { BuilderStore } from '../builder/instances';
import { dockerCommand } from '../docker-command';
import { builderNamed } from './builder-state';

/** docker buildx use: which builder `buildx build` takes. Upstream: buildx commands/use.go. */
export const use = dockerCommand({
  name: 'use',
  usage: 'NAME',
  short: 'Set the current builder instance',
  args: { min: 1, max: 1 },
  flags: {
    default: { kind: 'bool', help: 'Set builder as default for current context' },
    global: { kind: 'bool', help: 'Builder persists context changes' },
  },
  run(cli, { args }) {
    new BuilderStore(cli).use(builderNamed(cli, args[0]).Name);
  },
});
