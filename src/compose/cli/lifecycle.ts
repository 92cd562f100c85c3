import type { FlagTable } from '#cli/flags';
import { EngineError } from '#docker/api/client';
import { readLines } from '#io/streams';
import { stopContainer, type Step, type Subject } from '../engine/execute';
import type { ObservedContainer } from '../engine/observe';
import { ComposeError } from '../errors';
import type { Project } from '../model/project';
import type { Dict } from '../tree';
import { composeCommand } from './command';
import type { ComposeCli } from './compose-cli';
import { preStop, startContainer } from '../engine/hooks';
import { waitReady } from './wait-ready';
import { orphansOf } from '../engine/plan';
import { forAll, stopWaves } from './down';
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
  const reporter = cli.reporter(TITLES[step]);
  await reporter.begin(step, containers.map(subject));
  let refused: Error | undefined;
  await forAll(cli, containers, async (container) => {
    try {
      await work(container);
      await reporter.end(step, subject(container));
    } catch (error) {
      if (error instanceof EngineError) await reporter.fail(step, subject(container), error.message);
      refused ??= error as Error;
    }
  });
  // docker-compose 1 tells of it and ends well all the same.
  if (refused instanceof EngineError && cli.flavor.generation === 1)
    return cli.err(`\nERROR: for ${containers[0]!.name}  ${refused.message}\n`);
  if (refused) throw refused;
}

const TITLES: Partial<Record<Step, string>> = {
  stop: 'Stopping',
  restart: 'Restarting',
  kill: 'Killing',
  remove: 'Removing',
};

const running = (c: ObservedContainer): boolean => c.summary.State === 'running';

/** compose stop. */
export const stop = composeCommand({
  name: 'stop',
  usage: '[SERVICE...]',
  short: 'Stop services',
  flags: TIMEOUT,
  async run(cli, { args, flags, changed }) {
    const { project, containers } = await chosenContainers(cli, args);
    const alive = ['running', 'restarting', 'paused'];
    const wanted = cli.flavor.generation === 1 ? containers.filter((c) => alive.includes(c.summary.State)) : containers;
    const waves = stopWaves(project, wanted);
    for (const wave of cli.flavor.generation === 1 ? [waves.flat()] : waves) {
      if (wave.length > 0)
        await each(cli, 'stop', wave, async (c) => {
          if (running(c)) await preStop(cli, project, c.service, c.id);
          await stopContainer(cli.client, c.id, changed.has('timeout') ? flags.timeout : undefined);
        });
    }
  },
});

/** compose start. */
export const start = composeCommand({
  name: 'start',
  usage: '[SERVICE...]',
  short: 'Start services',
  flags: {
    wait: { kind: 'bool', help: 'Wait for services to be running|healthy. Implies detached mode.' },
    'wait-timeout': {
      kind: 'int',
      help: 'Maximum duration in seconds to wait for the project to be running|healthy',
      default: 0,
    },
  },
  async run(cli, { args, flags }) {
    const legacy = cli.flavor.generation === 1;
    const wanted = args.length > 0 && !legacy ? Object.keys((await cli.project(args)).services) : args;
    const { project, containers } = await chosenContainers(cli, wanted);
    const names = args.length > 0 ? args : Object.keys(project.services).sort();
    const empty = names.find((name) => !containers.some((c) => c.service === name));
    if (empty !== undefined && cli.flavor.generation === 2)
      throw new ComposeError(`service ${JSON.stringify(empty)} has no container to start`);
    if (cli.flavor.generation === 1) {
      const width = Math.max(...names.map((name) => name.length));
      for (const name of names) await cli.err(`Starting ${name.padEnd(width)} ... \n`);
      const errors: string[] = [];
      for (const name of names) {
        const mine = containers.filter((c) => c.service === name);
        let end = mine.length > 0 ? 'done' : 'failed';
        try {
          for (const c of mine) if (!running(c)) await cli.client.post(`/containers/${c.id}/start`);
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          errors.push(`\nERROR: for ${name}  Cannot start service ${name}: ${error.message}\n`);
          end = 'error';
        }
        await cli.err(`Starting ${name.padEnd(width)} ... ${end}\n`);
      }
      if (containers.length === 0 || errors.length > 0)
        throw new ComposeError(`${errors.join('')}No containers to start\n1`);
      return;
    }
    for (const wave of stopWaves(
      project,
      containers.filter((c) => !running(c)),
    ).reverse()) {
      await each(cli, 'start', wave, (c) => startContainer({ ...cli, project }, c.service, c.id));
    }
    if (flags.wait) await waitReady(cli, project, flags['wait-timeout']);
  },
});

const restartsWith = (service: Dict | undefined, name: string): boolean =>
  ((service?.depends_on as Record<string, Dict> | undefined)?.[name]?.restart as boolean | undefined) === true;

/** compose restart. */
export const restart = composeCommand({
  name: 'restart',
  usage: '[SERVICE...]',
  short: 'Restart service containers',
  flags: { ...TIMEOUT, 'no-deps': { kind: 'bool', help: "Don't restart dependent services" } },
  async run(cli, { args, flags, changed }) {
    const { project, containers: named } = await chosenContainers(cli, args);
    if (named.length === 0 && cli.flavor.generation === 1) throw new ComposeError('No containers to restart\n1');
    const containers = [...named];
    if (args.length > 0 && !flags['no-deps'] && cli.flavor.generation === 2) {
      // What depends on them with `restart: true` goes along.
      const others = (await cli.observe(project.name)).filter((c) => !args.includes(c.service));
      containers.push(...others.filter((c) => args.some((name) => restartsWith(project.services[c.service], name))));
    }
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
    const { project, containers } = await chosenContainers(cli, args);
    const orphans = flags['remove-orphans'] ? orphansOf(project, await cli.observe(project.name)) : [];
    const alive = [...containers, ...orphans].filter(running);
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
    const listed = [...gone].sort((a, b) => a.order - b.order);
    await cli.out(`Going to remove ${listed.map((c) => c.name).join(', ')}\n`);
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
