import type { FlagTable } from '#cli/flags';
import { EngineError } from '#docker/api/client';
import { readLines } from '#io/streams';
import { stopContainer, type Step, type Subject } from '../engine/execute';
import type { ObservedContainer } from '../engine/observe';
import { ComposeError } from '../errors';
import type { Project } from '../model/project';
import { composeCommand } from './command';
import type { ComposeCli } from './compose-cli';
import { stopWaves } from './down';
import { noSuchService } from './services';

const subject = ({ name }: ObservedContainer): Subject => ({ kind: 'Container', name });
const TIMEOUT = {
  timeout: { kind: 'int', short: 't', help: 'Specify a shutdown timeout in seconds', default: 0 },
} as const satisfies FlagTable;

/** A project with those of its containers that belong to the named services. Throws ComposeError. */
export async function chosenContainers(
  cli: ComposeCli,
  services: readonly string[],
): Promise<{ project: Project; containers: ObservedContainer[] }> {
  const project = await cli.project([], { resolveEnvFiles: false });
  for (const name of services) {
    if (!Object.hasOwn(project.services, name) && !Object.hasOwn(project.disabled, name))
      throw new ComposeError(noSuchService(cli, name));
  }
  const containers = (await cli.observe(project.name)).filter((c) =>
    services.length === 0 ? Object.hasOwn(project.services, c.service) : services.includes(c.service),
  );
  return { project, containers };
}

async function each(
  cli: ComposeCli,
  step: Step,
  containers: readonly ObservedContainer[],
  work: (c: ObservedContainer) => Promise<void>,
): Promise<void> {
  const reporter = cli.reporter();
  await reporter.begin(step, containers.map(subject));
  for (const container of containers) {
    try {
      await work(container);
    } catch (error) {
      if (error instanceof EngineError) await reporter.fail(step, subject(container), error.message);
      throw error;
    }
    await reporter.end(step, subject(container));
  }
}

const running = (c: ObservedContainer): boolean => c.summary.State === 'running';

/** compose stop. */
export const stop = composeCommand({
  name: 'stop',
  usage: '[SERVICE...]',
  short: 'Stop services',
  flags: TIMEOUT,
  async run(cli, { args, flags, changed }) {
    const { project, containers } = await chosenContainers(cli, args);
    const wanted = cli.flavor.generation === 1 ? containers.filter(running) : containers;
    const waves = stopWaves(project, wanted);
    for (const wave of cli.flavor.generation === 1 ? [waves.flat()] : waves) {
      if (wave.length > 0)
        await each(cli, 'stop', wave, (c) =>
          stopContainer(cli.client, c.id, changed.has('timeout') ? flags.timeout : undefined),
        );
    }
  },
});

/** compose start. */
export const start = composeCommand({
  name: 'start',
  usage: '[SERVICE...]',
  short: 'Start services',
  flags: {},
  async run(cli, { args }) {
    const { project, containers } = await chosenContainers(cli, args);
    const names = args.length > 0 ? args : Object.keys(project.services).sort();
    const empty = names.find((name) => !containers.some((c) => c.service === name));
    if (empty !== undefined && cli.flavor.generation === 2)
      throw new ComposeError(`service ${JSON.stringify(empty)} has no container to start`);
    if (cli.flavor.generation === 1) {
      const width = Math.max(...names.map((name) => name.length));
      for (const name of names) await cli.err(`Starting ${name.padEnd(width)} ... \n`);
      for (const name of names) {
        const mine = containers.filter((c) => c.service === name);
        for (const c of mine) if (!running(c)) await cli.client.post(`/containers/${c.id}/start`);
        await cli.err(`Starting ${name.padEnd(width)} ... ${mine.length > 0 ? 'done' : 'failed'}\n`);
      }
      if (containers.length === 0) throw new ComposeError('No containers to start\n1');
      return;
    }
    for (const wave of stopWaves(
      project,
      containers.filter((c) => !running(c)),
    ).reverse()) {
      await each(cli, 'start', wave, (c) => cli.client.post(`/containers/${c.id}/start`));
    }
  },
});

/** compose restart. */
export const restart = composeCommand({
  name: 'restart',
  usage: '[SERVICE...]',
  short: 'Restart service containers',
  flags: { ...TIMEOUT, 'no-deps': { kind: 'bool', help: "Don't restart dependent services" } },
  async run(cli, { args, flags, changed }) {
    const { project, containers } = await chosenContainers(cli, args);
    if (containers.length === 0 && cli.flavor.generation === 1) throw new ComposeError('No containers to restart\n1');
    const query = { t: changed.has('timeout') ? flags.timeout : undefined };
    for (const wave of stopWaves(project, containers).reverse()) {
      await each(cli, 'restart', wave, (c) => cli.client.post(`/containers/${c.id}/restart`, undefined, { query }));
    }
  },
});

/** compose kill. */
export const kill = composeCommand({
  name: 'kill',
  usage: '[SERVICE...]',
  short: 'Force stop service containers',
  flags: {
    'remove-orphans': { kind: 'bool', help: 'Remove containers for services not defined in the Compose file' },
    signal: { kind: 'string', short: 's', help: 'SIGNAL to send to the container', default: 'SIGKILL' },
  },
  async run(cli, { args, flags }) {
    const { containers } = await chosenContainers(cli, args);
    const alive = containers.filter(running);
    if (alive.length === 0) {
      if (cli.flavor.generation === 2) await cli.err('no container to kill');
      return;
    }
    await each(cli, 'kill', alive, (c) =>
      cli.client.post(`/containers/${c.id}/kill`, undefined, { query: { signal: flags.signal } }),
    );
  },
});

const pauser = (name: 'pause' | 'unpause', short: string) =>
  composeCommand({
    name,
    usage: '[SERVICE...]',
    short,
    flags: {},
    async run(cli, { args }) {
      const { containers } = await chosenContainers(cli, args);
      const wanted = containers.filter((c) => c.summary.State === 'running' || c.summary.State === 'paused');
      if (wanted.length === 0 && cli.flavor.generation === 1) throw new ComposeError(`No containers to ${name}\n1`);
      await each(cli, name, wanted, (c) => cli.client.post(`/containers/${c.id}/${name}`));
    },
  });

/** compose pause. */
export const pause = pauser('pause', 'Pause services');
/** compose unpause. */
export const unpause = pauser('unpause', 'Unpause services');

/** compose rm. */
export const rm = composeCommand({
  name: 'rm',
  usage: '[SERVICE...]',
  short: 'Removes stopped service containers',
  flags: {
    force: { kind: 'bool', short: 'f', help: "Don't ask to confirm removal" },
    stop: { kind: 'bool', short: 's', help: 'Stop the containers, if required, before removing' },
    volumes: { kind: 'bool', short: 'v', help: 'Remove any anonymous volumes attached to containers' },
  },
  async run(cli, { args, flags }) {
    const { project, containers } = await chosenContainers(cli, args);
    if (flags.stop && cli.flavor.generation === 2) {
      for (const wave of stopWaves(project, containers))
        await each(cli, 'stop', wave, (c) => stopContainer(cli.client, c.id));
    }
    const gone = containers.filter((c) => flags.stop || !['running', 'paused', 'restarting'].includes(c.summary.State));
    if (gone.length === 0) {
      if (cli.flavor.generation === 1) await cli.out('No stopped containers\n');
      else await cli.err('No stopped containers\n');
      return;
    }
    await cli.out(`Going to remove ${gone.map((c) => c.name).join(', ')}\n`);
    if (!flags.force) {
      await cli.out(cli.flavor.generation === 1 ? 'Are you sure? [yN] ' : '? Are you sure? [yN] ');
      let answer = '';
      for await (const line of readLines(cli.process.stdin)) {
        answer = line.trim().toLowerCase();
        break;
      }
      if (answer !== 'y' && answer !== 'yes') return;
    }
    if (flags.stop && cli.flavor.generation === 1) {
      const alive = gone.filter(running);
      if (alive.length > 0) await each(cli, 'stop', alive, (c) => stopContainer(cli.client, c.id));
    }
    await each(cli, 'remove', gone, (c) =>
      cli.client.delete(`/containers/${c.id}`, { query: { force: true, v: flags.volumes || undefined } }),
    );
  },
});
