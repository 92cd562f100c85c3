import type { ContainerInspect } from '#docker/api/container-inspect';
import { ComposeError } from '../errors';
import type { Dict } from '../tree';
import type { Containers, Executor, Subject } from './execute';
import { dependenciesOf } from './plan';

/** Waits until what these services depend on is as they ask. Throws ComposeError. */
export async function waitForDependencies(x: Executor, services: readonly string[], ids: Containers): Promise<void> {
  for (const service of services) {
    const config = x.project.services[service]!;
    for (const other of dependenciesOf(config)) {
      const { condition = 'service_started', required } = (config.depends_on as Record<string, Dict>)[other]!;
      if (condition === 'service_started' || !x.project.services[other]) continue;
      const prefix = `${x.project.name}${x.flavor.separator}${other}${x.flavor.separator}`;
      const own = x.project.services[other].container_name as string | undefined;
      const names = [...ids.keys()].filter((name) => name === own || name.startsWith(prefix));
      await (x.startReporter ?? x.reporter).begin(
        'wait',
        names.map((name) => ({ kind: 'Container', name })),
      );
      for (const name of names)
        await waitFor(x, service, other, name, ids.get(name)!, condition as string, required === false);
    }
  }
}

/** Waits until one container is as a condition asks; refusals of an optional dependency only warn. Throws ComposeError. */
export async function waitFor(
  x: Executor,
  dependent: string,
  service: string,
  name: string,
  id: string,
  condition: string,
  optional: boolean,
): Promise<void> {
  const reporter = x.startReporter ?? x.reporter;
  const subject: Subject = { kind: 'Container', name, service };
  const refuse = async (message: string, legacy = message): Promise<void> => {
    if (x.flavor.generation === 1)
      throw new ComposeError(`\nERROR: for ${dependent}  ${legacy}\nEncountered errors while bringing up the project.`);
    if (optional) {
      const reason = `optional dependency ${JSON.stringify(service)} failed to start: ${message}`;
      x.warn(reason);
      return reporter.end('wait', subject, `Skipped: ${reason}`);
    }
    await reporter.fail('wait', subject, message);
    throw new ComposeError(message);
  };
  for (;;) {
    const { State, Config } = await x.client.get<ContainerInspect>(`/containers/${id}/json`);
    if (condition === 'service_completed_successfully') {
      if (State.Status === 'exited') {
        if (State.ExitCode === 0) return reporter.end('wait', subject, 'Exited');
        return refuse(
          `service ${JSON.stringify(service)} didn't complete successfully: exit ${State.ExitCode}`,
          `Container "${id.slice(0, 12)}" exited with code ${State.ExitCode}.`,
        );
      }
    } else if (condition === 'running_or_healthy') {
      if (State.Status === 'exited') throw new ComposeError(`container ${name} exited (${State.ExitCode})`);
      if (State.Health?.Status === 'unhealthy') throw new ComposeError(`container ${name} is unhealthy`);
      if (State.Running && (!State.Health || State.Health.Status === 'healthy'))
        return reporter.end('wait', subject, 'Healthy');
    } else {
      if (State.Status === 'exited')
        return refuse(`dependency failed to start: container ${name} exited (${State.ExitCode})`);
      if (!State.Health || Config.Healthcheck?.Test?.[0] === 'NONE') {
        return refuse(
          `dependency failed to start: container ${name} has no healthcheck configured`,
          `Container "${id.slice(0, 12)}" has no healthcheck configured`,
        );
      }
      if (State.Health.Status === 'healthy') return reporter.end('wait', subject, 'Healthy');
      if (State.Health.Status === 'unhealthy')
        return refuse(
          `dependency failed to start: container ${name} is unhealthy`,
          `Container "${id.slice(0, 12)}" is unhealthy.`,
        );
    }
    await x.sleep(500);
  }
}
