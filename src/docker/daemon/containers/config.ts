import type { ContainerConfig, HealthConfig } from '#image/image';
import type { Config } from '../../api/container-config';
import type { ContainerCreateBody } from '../../api/container-create';
import { errors } from '../errors';

/** The configuration of a container: what the request says, and where it says nothing what the image says. Upstream: moby daemon/commit.go merge. */
export function mergeConfig(body: ContainerCreateBody, image: ContainerConfig, id: string): Config {
  let cmd = emptyToNull(body.Cmd);
  let entrypoint = body.Entrypoint ?? null;
  if ((entrypoint?.length ?? 0) === 0) {
    if (!cmd) cmd = emptyToNull(image.Cmd);
    entrypoint ??= image.Entrypoint ?? null;
  }
  // `--entrypoint ''` comes as one empty word and means none.
  if (entrypoint?.length === 1 && entrypoint[0] === '') entrypoint = null;
  if ((entrypoint?.length ?? 0) === 0 && !cmd) throw errors.noCommand();
  const workdir = body.WorkingDir ? cleanPath(body.WorkingDir) : (image.WorkingDir ?? '');
  if (workdir !== '' && !workdir.startsWith('/')) throw errors.workdirRelative(workdir);
  const exposed = { ...image.ExposedPorts, ...body.ExposedPorts };
  const volumes = { ...image.Volumes, ...body.Volumes };
  const health = mergeHealth(body.Healthcheck, image.Healthcheck);
  const stopSignal = body.StopSignal || image.StopSignal;
  const stopTimeout = body.StopTimeout ?? image.StopTimeout;
  const shell = body.Shell?.length ? body.Shell : image.Shell;
  return {
    Hostname: body.Hostname || id.slice(0, 12),
    Domainname: body.Domainname ?? '',
    User: body.User || (image.User ?? ''),
    AttachStdin: body.AttachStdin ?? false,
    AttachStdout: body.AttachStdout ?? false,
    AttachStderr: body.AttachStderr ?? false,
    ...(Object.keys(exposed).length > 0 && { ExposedPorts: exposed }),
    Tty: body.Tty ?? false,
    OpenStdin: body.OpenStdin ?? false,
    StdinOnce: body.StdinOnce ?? false,
    Env: mergeEnv(body.Env ?? [], image.Env ?? []),
    Cmd: cmd,
    ...(health && { Healthcheck: health }),
    Image: body.Image ?? '',
    Volumes: Object.keys(volumes).length > 0 ? volumes : null,
    WorkingDir: workdir,
    Entrypoint: entrypoint,
    ...(body.NetworkDisabled && { NetworkDisabled: true }),
    OnBuild: null,
    Labels: { ...image.Labels, ...body.Labels },
    ...(stopSignal && { StopSignal: stopSignal }),
    ...(stopTimeout !== undefined && stopTimeout !== null && { StopTimeout: stopTimeout }),
    ...(shell && { Shell: shell }),
  };
}

const emptyToNull = (words: readonly string[] | null | undefined): string[] | null =>
  words && words.length > 0 ? [...words] : null;

/** The request's variables first, then those of the image that it does not name. */
function mergeEnv(own: readonly string[], image: readonly string[]): string[] {
  const names = new Set(own.map((entry) => entry.split('=', 1)[0]));
  return [...own, ...image.filter((entry) => !names.has(entry.split('=', 1)[0]))];
}

function mergeHealth(own: HealthConfig | undefined, image: HealthConfig | undefined): HealthConfig | undefined {
  if (!own) return image && { ...image };
  const merged: HealthConfig = {};
  const test = own.Test?.length ? own.Test : image?.Test;
  if (test) merged.Test = test;
  for (const key of ['Interval', 'Timeout', 'StartPeriod', 'StartInterval', 'Retries'] as const) {
    const value = own[key] || image?.[key];
    if (value) merged[key] = value;
  }
  return merged;
}

/** Go's path.Clean for an absolute path. */
export function cleanPath(path: string): string {
  if (!path.startsWith('/')) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}
