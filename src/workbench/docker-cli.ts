import type { DockerPlugin } from '#docker/cli/docker-command';
import type { LazyProgram } from '#process/process';
import { commandCompletions } from '#shell/completion';
import { lazily } from './lazy-programs';

/** The Compose plugin as `docker info` and `docker compose` know it; its code is loaded when it first runs. */
const composePlugin: DockerPlugin = {
  name: 'compose',
  short: 'Docker Compose',
  version: '2.40.3',
  path: '/usr/libexec/docker/cli-plugins/docker-compose',
  run: async (process, words) => {
    const { dockerComposePlugin } = await process.external(() => import('#compose/cli/docker-compose'));
    return dockerComposePlugin.run(process, words);
  },
  complete: async (process, words) => {
    const { dockerComposePlugin } = await process.external(() => import('#compose/cli/docker-compose'));
    return dockerComposePlugin.complete(process, words);
  },
};

commandCompletions.set('docker', async (words, _index, process) => {
  const { completeDocker } = await process.external(() => import('#docker/cli/docker'));
  const items = await completeDocker(process, words.slice(1), [composePlugin]);
  return items.map(({ value, description }) => ({ text: value, ...(description !== undefined && { description }) }));
});

commandCompletions.set('docker-compose', async (words, _index, process) => {
  const { completeDockerCompose } = await process.external(() => import('#compose/cli/docker-compose'));
  const items = await completeDockerCompose(process, words.slice(1));
  return items.map(({ value, description }) => ({ text: value, ...(description !== undefined && { description }) }));
});

/** `docker` and `docker-compose`, loaded when they first run, and not before the engine is. */
export const dockerCommandLines = (engine: () => Promise<unknown>): LazyProgram[] => [
  lazily('docker', async () => {
    const [{ dockerProgram }] = await Promise.all([import('#docker/cli/docker'), engine()]);
    return [dockerProgram([composePlugin])];
  }),
  lazily('docker-compose', async () => {
    const [{ dockerCompose }] = await Promise.all([import('#compose/cli/docker-compose'), engine()]);
    return [dockerCompose];
  }),
];
