import { base, DEFAULT_PATH, defineImage, type Variant } from '../define-image';
import type { Image } from '../image';
import type { LayerFiles } from '../layer-files';
import { alpine } from './alpine';
import { debian, slim } from './debian';

interface Release {
  readonly version: string;
  readonly tags: readonly string[];
  readonly debian: 'trixie' | 'bookworm' | 'bullseye' | 'buster';
  readonly alpine: string;
  readonly created: string;
}

const RELEASES: readonly Release[] = [
  {
    version: '3.14.0',
    tags: ['latest', '3', '3.14'],
    debian: 'trixie',
    alpine: '3.22',
    created: '2025-10-07T12:00:00Z',
  },
  { version: '3.13.9', tags: ['3.13'], debian: 'trixie', alpine: '3.22', created: '2025-10-14T15:00:00Z' },
  { version: '3.12.12', tags: ['3.12'], debian: 'trixie', alpine: '3.22', created: '2025-10-09T15:00:00Z' },
  { version: '3.11.14', tags: ['3.11'], debian: 'trixie', alpine: '3.22', created: '2025-10-09T15:00:00Z' },
  { version: '3.10.19', tags: ['3.10'], debian: 'trixie', alpine: '3.22', created: '2025-10-09T15:00:00Z' },
  { version: '3.9.24', tags: ['3.9'], debian: 'trixie', alpine: '3.22', created: '2025-10-09T15:00:00Z' },
  { version: '3.8.20', tags: ['3.8'], debian: 'bookworm', alpine: '3.20', created: '2024-09-06T20:00:00Z' },
  { version: '3.7.17', tags: ['3.7'], debian: 'bookworm', alpine: '3.18', created: '2023-06-06T16:00:00Z' },
  { version: '3.6.15', tags: ['3.6'], debian: 'bullseye', alpine: '3.15', created: '2021-09-04T16:00:00Z' },
  { version: '3.4.10', tags: ['3.4'], debian: 'buster', alpine: '3.8', created: '2019-03-18T16:00:00Z' },
  { version: '2.7.18', tags: ['2', '2.7'], debian: 'buster', alpine: '3.10', created: '2020-04-20T16:00:00Z' },
];

const files =
  (version: string) =>
  (f: LayerFiles): void => {
    const minor = version.split('.').slice(0, 2).join('.');
    const major = version[0]!;
    f.program(`/usr/local/bin/python${minor}`, 'python3')
      .symlink(`/usr/local/bin/python${major}`, `python${minor}`)
      .symlink('/usr/local/bin/python', `python${major}`);
    f.program(`/usr/local/bin/pip${major}`, 'pip').symlink('/usr/local/bin/pip', `pip${major}`);
    f.directory(`/usr/local/lib/python${minor}/site-packages`);
  };

const variant = ({ version, created }: Release, tags: readonly string[], from: () => Image, size: number): Variant => ({
  tags,
  created,
  from,
  config: {
    Env: [DEFAULT_PATH.replace('PATH=', 'PATH=/usr/local/bin:'), 'LANG=C.UTF-8', `PYTHON_VERSION=${version}`],
    Cmd: [version.startsWith('2') ? 'python2' : 'python3'],
  },
  steps: [
    { by: 'ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
    { by: 'ENV LANG=C.UTF-8' },
    {
      by: 'RUN /bin/sh -c set -eux; \tapt-get update; \tapt-get install -y --no-install-recommends \t\tca-certificates \t\tnetbase \t\ttzdata \t; \trm -rf /var/lib/apt/lists/* # buildkit',
      size: 3_810_000,
    },
    { by: `ENV PYTHON_VERSION=${version}` },
    {
      by: 'RUN /bin/sh -c set -eux; \twget -O python.tar.xz; \tmake install; \tpython3 --version; \tpip3 --version # buildkit',
      size,
      files: files(version),
    },
    {
      by: 'RUN /bin/sh -c set -eux; \tfor src in idle3 pip3 pydoc3 python3 python3-config; do ln -svT "$src" "$dst"; done # buildkit',
      size: 36,
    },
    { by: `CMD ["${version.startsWith('2') ? 'python2' : 'python3'}"]` },
  ],
});

const named = (release: Release, suffix: string): string[] =>
  [release.version, ...release.tags].map((tag) =>
    suffix === '' ? tag : tag === 'latest' ? suffix : `${tag}-${suffix}`,
  );

/** Python on Debian, slim Debian and Alpine. */
export const python = defineImage({
  repository: 'library/python',
  description: 'Python is an interpreted, interactive, object-oriented, open-source programming language.',
  stars: 10200,
  variants: RELEASES.flatMap((release) => [
    variant(
      release,
      [...named(release, ''), ...named(release, release.debian)],
      base(debian, release.debian),
      950_000_000,
    ),
    variant(
      release,
      [...named(release, 'slim'), ...named(release, `slim-${release.debian}`)],
      slim(release.debian),
      42_000_000,
    ),
    variant(
      release,
      [...named(release, 'alpine'), ...named(release, `alpine${release.alpine}`)],
      base(alpine, release.alpine),
      36_000_000,
    ),
  ]),
});
