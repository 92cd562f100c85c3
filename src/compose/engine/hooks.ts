import type { EngineClient } from '#docker/api/client';
import type { ExecInspect } from '#docker/api/exec';
import type { IdResponse } from '#docker/api/id-response';
import { encode } from '#io/streams';
import { writeTar } from '#vfs/tar';
import { ComposeError } from '../errors';
import type { Project } from '../model/project';
import type { Dict } from '../tree';
import type { Executor } from './execute';

type Runner = Pick<Executor, 'client' | 'project' | 'flavor'>;

/** Starts a service's container: its secrets and configs from text first, its post_start hooks after. Throws ComposeError. */
export async function startContainer(x: Runner, service: string, id: string): Promise<void> {
  const config = x.project.services[service];
  if (config && x.flavor.generation === 2) await inject(x.client, x.project, config, service, id);
  await x.client.post(`/containers/${id}/start`);
  for (const hook of (config?.post_start as Dict[] | undefined) ?? []) await runHook(x.client, service, hook, id);
}

/** Runs a service's pre_stop hooks before its container stops. Throws ComposeError. */
export async function preStop(
  x: Pick<Executor, 'client'>,
  project: Project | undefined,
  service: string,
  id: string,
): Promise<void> {
  const hooks = (project?.services[service]?.pre_stop as Dict[] | undefined) ?? [];
  for (const hook of hooks) await runHook(x.client, service, hook, id);
}

// Upstream: compose pkg/compose/hook.go.
async function runHook(client: EngineClient, service: string, hook: Dict, id: string): Promise<void> {
  const environment = Object.entries((hook.environment as Record<string, string | null> | undefined) ?? {});
  const { Id } = await client.post<IdResponse>(`/containers/${id}/exec`, {
    Cmd: hook.command,
    User: hook.user ?? '',
    Privileged: hook.privileged === true,
    Env: environment.filter(([, value]) => value !== null).map(([key, value]) => `${key}=${value!}`),
    WorkingDir: hook.working_dir ?? '',
    AttachStdout: true,
    AttachStderr: true,
  });
  const { output } = await client.hijack(`/exec/${Id}/start`, { Detach: false, Tty: false });
  const frames = output[Symbol.asyncIterator]();
  while (!(await frames.next()).done) continue;
  const { ExitCode } = await client.get<ExecInspect>(`/exec/${Id}/json`);
  if ((ExitCode ?? 0) !== 0) throw new ComposeError(`${service} hook exited with status ${ExitCode!}`);
}

// Text of `content:` and `environment:` is copied into the container's files. Upstream: compose pkg/compose/secrets.go.
async function inject(
  client: EngineClient,
  project: Project,
  config: Dict,
  service: string,
  id: string,
): Promise<void> {
  for (const [kind, folder] of [
    ['secrets', '/run/secrets/'],
    ['configs', '/'],
  ] as const) {
    for (const reference of (config[kind] as Dict[] | undefined) ?? []) {
      const name = reference.source as string;
      const item = project[kind][name];
      if (!item) continue;
      const one = kind.slice(0, -1);
      let text = item.content as string | undefined;
      if (item.environment !== undefined) {
        text = project.environment.get(item.environment as string);
        if (text === undefined)
          throw new ComposeError(
            `environment variable ${JSON.stringify(item.environment)} required by ${one} ${JSON.stringify(name)} is not set`,
          );
      }
      if (text === undefined) continue;
      if (config.read_only === true)
        throw new ComposeError(
          `cannot create ${one} ${JSON.stringify(name)} in read-only service ${service}: \`file\` is the sole supported option`,
        );
      const target = (reference.target as string | undefined) ?? name;
      const path = target.startsWith('/') ? target : folder + target;
      const archive = writeTar([
        {
          path: path.slice(1),
          type: 'file',
          mode: Number(reference.mode ?? 0o444),
          uid: Number(reference.uid ?? 0),
          gid: Number(reference.gid ?? 0),
          mtimeMs: 0,
          data: encode(text),
        },
      ]);
      await client.upload('PUT', `/containers/${id}/archive`, archive, { query: { path: '/' } });
    }
  }
}
