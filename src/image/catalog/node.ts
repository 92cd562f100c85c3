import { base, defineImage, type Variant } from '../define-image';
import type { Image } from '../image';
import type { LayerFiles } from '../layer-files';
import { alpine, alpineGroup, alpinePasswd } from './alpine';
import { debian, slim } from './debian';
import { groupFile, passwdFile } from './debian-files';

interface Release {
  readonly version: string;
  readonly tags: readonly string[];
  readonly debian: 'trixie' | 'bookworm' | 'bullseye' | 'buster';
  readonly alpine: string;
  readonly created: string;
}

const RELEASES: readonly Release[] = [
  {
    version: '25.1.0',
    tags: ['latest', 'current', '25'],
    debian: 'bookworm',
    alpine: '3.22',
    created: '2025-10-29T00:00:00Z',
  },
  {
    version: '24.11.0',
    tags: ['24', 'lts', 'krypton'],
    debian: 'bookworm',
    alpine: '3.22',
    created: '2025-10-29T00:00:00Z',
  },
  { version: '22.21.1', tags: ['22', 'jod'], debian: 'bookworm', alpine: '3.22', created: '2025-10-29T00:00:00Z' },
  { version: '20.19.5', tags: ['20', 'iron'], debian: 'bookworm', alpine: '3.22', created: '2025-09-03T00:00:00Z' },
  { version: '18.20.8', tags: ['18', 'hydrogen'], debian: 'bookworm', alpine: '3.21', created: '2025-03-27T00:00:00Z' },
  { version: '16.20.2', tags: ['16', 'gallium'], debian: 'bullseye', alpine: '3.18', created: '2023-08-09T00:00:00Z' },
  { version: '14.21.3', tags: ['14', 'fermium'], debian: 'bullseye', alpine: '3.17', created: '2023-02-16T00:00:00Z' },
  { version: '12.22.12', tags: ['12', 'erbium'], debian: 'bullseye', alpine: '3.15', created: '2022-04-05T00:00:00Z' },
  { version: '10.24.1', tags: ['10', 'dubnium'], debian: 'buster', alpine: '3.10', created: '2021-04-06T00:00:00Z' },
  { version: '8.17.0', tags: ['8', 'carbon'], debian: 'buster', alpine: '3.10', created: '2019-12-18T00:00:00Z' },
  { version: '6.17.1', tags: ['6', 'boron'], debian: 'buster', alpine: '3.9', created: '2019-04-03T00:00:00Z' },
];

const ENTRYPOINT = `#!/bin/sh
set -e

# Run command with node if the first argument contains a "-" or is not a system command. The last
# part inside the "{}" is a workaround for the following bug in ash/dash:
# https://bugs.debian.org/cgi-bin/bugreport.cgi?bug=874264
if [ "\${1#-}" != "\${1}" ] || [ -z "$(command -v "\${1}")" ] || { [ -f "\${1}" ] && ! [ -x "\${1}" ]; }; then
  set -- node "$@"
fi

exec "$@"
`;

const binaries = (f: LayerFiles): void => {
  f.programs('/usr/local/bin', 'node npm npx')
    .symlink('/usr/local/bin/nodejs', '/usr/local/bin/node')
    .directory('/usr/local/lib/node_modules');
};

const variant = (
  { version, created }: Release,
  tags: readonly string[],
  from: () => Image,
  size: number,
  isAlpine: boolean,
): Variant => ({
  tags,
  created,
  from,
  config: {
    Env: [`NODE_VERSION=${version}`, 'YARN_VERSION=1.22.22'],
    Entrypoint: ['docker-entrypoint.sh'],
    Cmd: ['node'],
    ...(isAlpine && { WorkingDir: '/' }),
  },
  steps: [
    {
      by: 'RUN /bin/sh -c groupadd --gid 1000 node   && useradd --uid 1000 --gid node --shell /bin/bash --create-home node # buildkit',
      size: 8940,
      files: (f) => {
        const line = `node:x:1000:1000:${isAlpine ? 'Linux User,,,' : ''}:/home/node:/bin/${isAlpine ? 'sh' : 'bash'}`;
        f.file('/etc/passwd', isAlpine ? alpinePasswd(line) : passwdFile(line))
          .file('/etc/group', isAlpine ? alpineGroup('node:x:1000:node') : groupFile('node:x:1000:'))
          .directory('/home/node', 0o755, { uid: 1000, gid: 1000 });
      },
    },
    { by: `ENV NODE_VERSION=${version}` },
    {
      by: 'RUN /bin/sh -c ARCH= && dpkgArch="$(dpkg --print-architecture)"     && curl -fsSLO --compressed "https://nodejs.org/dist/v$NODE_VERSION/node-v$NODE_VERSION-linux-$ARCH.tar.xz"     && node --version     && npm --version # buildkit',
      size,
      files: binaries,
    },
    { by: 'ENV YARN_VERSION=1.22.22' },
    {
      by: 'RUN /bin/sh -c set -ex   && curl -fsSLO --compressed "https://yarnpkg.com/downloads/$YARN_VERSION/yarn-v$YARN_VERSION.tar.gz"   && yarn --version # buildkit',
      size: 5_320_000,
      files: (f) => void f.program('/usr/local/bin/yarn'),
    },
    {
      by: 'COPY docker-entrypoint.sh /usr/local/bin/ # buildkit',
      size: 388,
      files: (f) => void f.script('/usr/local/bin/docker-entrypoint.sh', ENTRYPOINT),
    },
    { by: 'ENTRYPOINT ["docker-entrypoint.sh"]' },
    { by: 'CMD ["node"]' },
  ],
});

const named = (release: Release, suffix: string): string[] =>
  [release.version, ...release.tags].map((tag) =>
    suffix === '' ? tag : tag === 'latest' ? suffix : `${tag}-${suffix}`,
  );

/** Node.js on Debian, slim Debian and Alpine. */
export const node = defineImage({
  repository: 'library/node',
  description: 'Node.js is a JavaScript-based platform for server-side and networking applications.',
  stars: 14000,
  variants: RELEASES.flatMap((release) => [
    variant(
      release,
      [...named(release, ''), ...named(release, release.debian)],
      base(debian, release.debian),
      1_000_000_000,
      false,
    ),
    variant(
      release,
      [...named(release, 'slim'), ...named(release, `${release.debian}-slim`)],
      slim(release.debian),
      140_000_000,
      false,
    ),
    variant(
      release,
      [...named(release, 'alpine'), ...named(release, `alpine${release.alpine}`)],
      base(alpine, release.alpine),
      145_000_000,
      true,
    ),
  ]),
});
