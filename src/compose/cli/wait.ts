import type { ContainerWaitResponse } from '#docker/api/container-wait';
import { ComposeError } from '../errors';
import { composeCommand } from './command';
import { converge } from './converge';
import { takeDown } from './down';
import { chosenContainers } from './lifecycle';

/** compose wait. */
export const wait = composeCommand({
  name: 'wait',
  usage: 'SERVICE [SERVICE...]',
  short: 'Block until containers of all (or specified) services stop.',
  flags: { 'down-project': { kind: 'bool', help: 'Drops project when the first container stops' } },
  async run(cli, { args, flags }) {
    const { project, containers } = await chosenContainers(cli, args);
    if (containers.length === 0)
      throw new ComposeError(`no containers for project ${JSON.stringify(await cli.projectName())}`);
    const ended = containers.map(async (c) => ({
      c,
      code: (await cli.client.post<ContainerWaitResponse>(`/containers/${c.id}/wait`)).StatusCode,
    }));
    const { c, code } = await cli.process.wait(Promise.race(ended));
    await cli.out(`container ${JSON.stringify(c.id)} exited with status code ${code}\n`);
    if (flags['down-project']) await takeDown(cli, project, project.name, {});
    return code;
  },
});

/** compose watch: tells what it would do. Simplified: files are not watched yet. */
export const watch = composeCommand({
  name: 'watch',
  usage: '[SERVICE...]',
  short: 'Watch build context for service and rebuild/refresh containers when files are updated',
  flags: {
    'no-up': { kind: 'bool', help: 'Do not build & start services before watching' },
    quiet: { kind: 'bool', help: 'hide build output' },
  },
  async run(cli, { args, flags }) {
    const project = await cli.project(args);
    const watched = Object.entries(project.services).flatMap(([name, service]) =>
      ((service.develop as { watch?: Record<string, string>[] } | undefined)?.watch ?? []).map((rule) => ({
        name,
        rule,
      })),
    );
    if (!flags['no-up']) await converge(cli, project, [], { 'quiet-build': flags.quiet }, { start: true });
    if (watched.length === 0)
      throw new ComposeError(
        "none of the selected services is configured for watch, consider setting a 'develop' section",
      );
    for (const { name, rule } of watched) {
      await cli.err(
        `drydock: would ${rule.action!} ${name} when something below ${rule.path!} changes${rule.target === undefined ? '' : ` (to ${rule.target})`}\n`,
      );
    }
    throw new ComposeError('drydock: docker compose watch is not simulated yet');
  },
});
