import { waitFor } from '../engine/wait';
import { ComposeError } from '../errors';
import type { Project } from '../model/project';
import type { Dict } from '../tree';
import type { ComposeCli } from './compose-cli';

/** Waits until everything runs, or is healthy where it can be; what others wait for the end of may have ended. */
export async function waitReady(cli: ComposeCli, project: Project, timeoutSeconds: number): Promise<number> {
  const x = cli.executor(project);
  const containers = (await cli.observe(project.name)).filter((c) => Object.hasOwn(project.services, c.service));
  const completes = new Set(
    Object.values(project.services).flatMap((service) =>
      Object.entries((service.depends_on as Record<string, Dict> | undefined) ?? {})
        .filter(([, { condition }]) => condition === 'service_completed_successfully')
        .map(([name]) => name),
    ),
  );
  const condition = (name: string): string =>
    completes.has(name) ? 'service_completed_successfully' : 'running_or_healthy';
  await x.reporter.begin(
    'wait',
    containers.map(({ name }) => ({ kind: 'Container', name })),
  );
  const all = containers.map((c) => waitFor(x, c.service, c.service, c.name, c.id, condition(c.service), false));
  const limit =
    timeoutSeconds > 0
      ? [
          cli.process.sleep(timeoutSeconds * 1000).then(() => {
            throw new ComposeError(`application not healthy after ${timeoutSeconds}s`);
          }),
        ]
      : [];
  await cli.process.wait(Promise.race([Promise.all(all), ...limit]));
  return 0;
}
