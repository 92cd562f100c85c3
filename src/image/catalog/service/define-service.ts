import type { LazyProgram, Program } from '#process/process';
import { base, DEFAULT_PATH, defineImage, type CatalogImage, type Step, type Variant } from '../../define-image';
import type { ContainerConfig, HealthConfig, Image } from '../../image';
import type { LayerFiles } from '../../layer-files';
import { alpine } from '../alpine';
import { busybox } from '../busybox';
import { debian } from '../debian';
import { nginx } from '../nginx';
import { ubuntu } from '../ubuntu';

/** One line of a service's releases. */
export interface Release {
  /** The first tag's leading number, or the whole tag. */
  readonly version: string;
  readonly tags: readonly string[];
  /** `debian:bookworm-slim`, `alpine:3.22`, `scratch`. */
  readonly from: string;
}

type PerRelease<T> = T | ((release: Release) => T);

export interface ServiceDefinition {
  readonly repository: string;
  readonly description: string;
  readonly stars?: number;
  /** One a line: `18.1 latest 18 | debian:trixie-slim | 331.5 | 2025-11-18` (tags, base, megabytes of its own, day). */
  readonly releases: string;
  readonly env?: PerRelease<readonly string[]>;
  /** `80/tcp` or just `80`, separated by blanks. */
  readonly ports?: PerRelease<string>;
  readonly volumes?: PerRelease<string>;
  readonly workdir?: PerRelease<string>;
  readonly user?: string;
  readonly entrypoint?: PerRelease<readonly string[] | undefined>;
  readonly cmd?: PerRelease<readonly string[] | undefined>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly stopSignal?: string;
  readonly health?: HealthConfig;
  /** The text of /usr/local/bin/docker-entrypoint.sh. */
  readonly script?: string;
  readonly files?: (files: LayerFiles, release: Release) => void;
  readonly programs?: readonly (Program | LazyProgram)[];
}

const BASES: Readonly<Record<string, CatalogImage | undefined>> = { alpine, busybox, debian, nginx, ubuntu };

/** Declares an image by a table of its releases; its history is written from what it declares. */
export function defineService(service: ServiceDefinition): CatalogImage {
  return defineImage({
    repository: service.repository,
    description: service.description,
    stars: service.stars ?? 0,
    ...(service.programs && { programs: service.programs }),
    variants: service.releases
      .trim()
      .split('\n')
      .map((line) => variant(service, line)),
  });
}

const given = <T>(value: PerRelease<T> | undefined, release: Release): T | undefined =>
  typeof value === 'function' ? (value as (release: Release) => T)(release) : value;

function variant(service: ServiceDefinition, line: string): Variant {
  const [names, from, megabytes, day] = line.split('|').map((part) => part.trim()) as [string, string, string, string];
  const tags = names.split(/\s+/);
  const release: Release = { version: /^v?(\d[\d.]*)/.exec(tags[0]!)?.[1] ?? tags[0]!, tags, from };
  const env = given(service.env, release) ?? [];
  const ports = (given(service.ports, release) ?? '').split(/\s+/).filter(Boolean);
  const volumes = (given(service.volumes, release) ?? '').split(/\s+/).filter(Boolean);
  const workdir = given(service.workdir, release);
  const entrypoint = given(service.entrypoint, release);
  const cmd = given(service.cmd, release);
  const exposed = ports.map((port) => (port.includes('/') ? port : `${port}/tcp`));
  const config: ContainerConfig = {
    Env: from === 'scratch' ? [DEFAULT_PATH, ...env] : [...env],
    ...(exposed.length > 0 && { ExposedPorts: Object.fromEntries(exposed.map((port) => [port, {}])) }),
    ...(volumes.length > 0 && { Volumes: Object.fromEntries(volumes.map((path) => [path, {}])) }),
    ...(workdir !== undefined && { WorkingDir: workdir }),
    ...(service.user !== undefined && { User: service.user }),
    ...(entrypoint && { Entrypoint: [...entrypoint] }),
    ...(cmd && { Cmd: [...cmd] }),
    ...(service.labels && { Labels: { ...service.labels } }),
    ...(service.stopSignal !== undefined && { StopSignal: service.stopSignal }),
    ...(service.health && { Healthcheck: service.health }),
  };
  const name = service.repository.slice(service.repository.lastIndexOf('/') + 1);
  const steps: Step[] = [
    ...env.map((pair) => ({ by: `ENV ${pair}` })),
    {
      by: `RUN /bin/sh -c set -eux; install ${name} ${release.version} # buildkit`,
      size: Math.round(Number(megabytes) * 1e6),
      files: (f) => service.files?.(f, release),
    },
    ...volumes.map((path) => ({ by: `VOLUME [${path}]` })),
    ...(workdir === undefined ? [] : [{ by: `WORKDIR ${workdir}`, size: 0 }]),
  ];
  const { script } = service;
  if (script !== undefined) {
    steps.push({
      by: 'COPY docker-entrypoint.sh /usr/local/bin/ # buildkit',
      size: script.length,
      files: (f) => void f.script('/usr/local/bin/docker-entrypoint.sh', script),
    });
  }
  if (entrypoint) steps.push({ by: `ENTRYPOINT ${words(entrypoint)}` });
  if (exposed.length > 0) {
    steps.push({
      by: `EXPOSE map[${[...exposed]
        .sort()
        .map((port) => `${port}:{}`)
        .join(' ')}]`,
    });
  }
  if (cmd) steps.push({ by: `CMD ${words(cmd)}` });
  const root = rootOf(from);
  return { tags, created: `${day}T00:12:34Z`, ...(root && { from: root }), config, steps };
}

const words = (list: readonly string[]): string => `[${list.map((word) => JSON.stringify(word)).join(' ')}]`;

function rootOf(from: string): (() => Image) | undefined {
  if (from === 'scratch') return undefined;
  const [name, tag] = from.split(':') as [string, string];
  const image = BASES[name];
  if (!image) throw new Error(`no base image ${from}`);
  return base(image, tag);
}

/** The same image under another registry's name, with tags of its own: `nginx-slim:0.8` is nginx 1.9. */
export const mirror = (
  repository: string,
  original: CatalogImage,
  tags: Readonly<Record<string, string>>,
): CatalogImage =>
  defineImage({
    repository,
    description: original.description,
    stars: 0,
    variants: Object.entries(tags).map(([own, theirs]) => {
      const from = base(original, theirs);
      return { tags: own.split(' '), created: '2025-01-15T00:00:00Z', from, config: {}, steps: [] };
    }),
  });

/** An entry point as official images have it: options go to the server, anything else runs as it is. */
export const entrypointScript = (server: string, prepare = ''): string => `#!/bin/sh
set -e

if [ "\${1#-}" != "$1" ]; then
	set -- ${server} "$@"
fi
${prepare}
exec "$@"
`;
