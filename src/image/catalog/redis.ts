import { base, defineImage, type Step, type Variant } from '../define-image';
import type { Image } from '../image';
import type { LayerFiles } from '../layer-files';
import { alpine, alpineGroup, alpinePasswd } from './alpine';
import { slim } from './debian';
import { groupFile, passwdFile } from './debian-files';
import { redisCli } from './redis/cli';
import { redisServer } from './redis/server';

const ENTRYPOINT = `#!/bin/sh
set -e

# first arg is \`-f\` or \`--some-option\`
# or first arg is \`something.conf\`
if [ "\${1#-}" != "$1" ] || [ "\${1%.conf}" != "$1" ]; then
	set -- redis-server "$@"
fi

# set an appropriate umask (if one isn't set already)
um="$(umask)"
if [ "$um" = '0022' ]; then
	umask 0077
fi

exec "$@"
`;

const programs = (f: LayerFiles): void => {
  f.program('/usr/local/bin/redis-server').program('/usr/local/bin/redis-cli');
  for (const name of ['redis-sentinel', 'redis-check-aof', 'redis-check-rdb'])
    f.symlink(`/usr/local/bin/${name}`, 'redis-server');
};

const variant = (
  version: string,
  tags: string[],
  created: string,
  from: () => Image,
  size: number,
  isAlpine: boolean,
): Variant => {
  const user: Step = isAlpine
    ? {
        by: 'RUN /bin/sh -c set -eux; \taddgroup -S -g 1000 redis; \tadduser -S -G redis -u 999 redis # buildkit',
        size: 4500,
        files: (f) =>
          void f
            .file('/etc/passwd', alpinePasswd('redis:x:999:1000:redis:/home/redis:/sbin/nologin'))
            .file('/etc/group', alpineGroup('redis:x:1000:redis')),
      }
    : {
        by: 'RUN /bin/sh -c set -eux; \tgroupadd -r -g 999 redis; \tuseradd -r -g redis -u 999 redis # buildkit',
        size: 4300,
        files: (f) =>
          void f
            .file('/etc/passwd', passwdFile('redis:x:999:999::/home/redis:/bin/sh'))
            .file('/etc/group', groupFile('redis:x:999:')),
      };
  return {
    tags: [version + (isAlpine ? '-alpine' : ''), ...tags],
    created,
    from,
    config: {
      Env: [
        `REDIS_VERSION=${version}`,
        'GOSU_VERSION=1.17',
        `REDIS_DOWNLOAD_URL=https://github.com/redis/redis/archive/refs/tags/${version}.tar.gz`,
      ],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['redis-server'],
      ExposedPorts: { '6379/tcp': {} },
      Volumes: { '/data': {} },
      WorkingDir: '/data',
    },
    steps: [
      user,
      { by: `ENV REDIS_VERSION=${version}` },
      {
        by: 'RUN /bin/sh -c set -eux; \tmake -C /usr/src/redis install; \tredis-cli --version; \tredis-server --version # buildkit',
        size,
        files: programs,
      },
      {
        by: 'RUN /bin/sh -c mkdir /data && chown redis:redis /data # buildkit',
        size: 0,
        files: (f) => void f.directory('/data', 0o755, { uid: 999, gid: isAlpine ? 1000 : 999 }),
      },
      { by: 'VOLUME [/data]' },
      { by: 'WORKDIR /data', size: 0 },
      {
        by: 'COPY docker-entrypoint.sh /usr/local/bin/ # buildkit',
        size: 661,
        files: (f) => void f.script('/usr/local/bin/docker-entrypoint.sh', ENTRYPOINT),
      },
      { by: 'ENTRYPOINT ["docker-entrypoint.sh"]' },
      { by: 'EXPOSE map[6379/tcp:{}]' },
      { by: 'CMD ["redis-server"]' },
    ],
  };
};

interface Release {
  version: string;
  tags: string[];
  created: string;
  debian: Parameters<typeof slim>[0];
  alpine: string;
  size: number;
}

const RELEASES: readonly Release[] = [
  {
    version: '8.2.2',
    tags: ['latest', '8', '8.2'],
    created: '2025-10-03T18:38:53Z',
    debian: 'bookworm',
    alpine: '3.22',
    size: 62_000_000,
  },
  {
    version: '7.4.6',
    tags: ['7', '7.4'],
    created: '2025-10-03T18:38:53Z',
    debian: 'bookworm',
    alpine: '3.21',
    size: 42_000_000,
  },
  {
    version: '7.2.11',
    tags: ['7.2'],
    created: '2025-10-03T18:38:53Z',
    debian: 'bookworm',
    alpine: '3.21',
    size: 42_000_000,
  },
  {
    version: '7.0.15',
    tags: ['7.0'],
    created: '2024-01-09T17:40:00Z',
    debian: 'bookworm',
    alpine: '3.20',
    size: 55_000_000,
  },
  {
    version: '6.2.20',
    tags: ['6', '6.2'],
    created: '2025-10-03T18:38:53Z',
    debian: 'bookworm',
    alpine: '3.21',
    size: 30_000_000,
  },
  {
    version: '6.0.20',
    tags: ['6.0'],
    created: '2023-07-10T17:40:00Z',
    debian: 'bullseye',
    alpine: '3.18',
    size: 30_000_000,
  },
  {
    version: '5.0.14',
    tags: ['5', '5.0'],
    created: '2022-11-15T17:40:00Z',
    debian: 'bullseye',
    alpine: '3.16',
    size: 30_000_000,
  },
  {
    version: '4.0.14',
    tags: ['4', '4.0'],
    created: '2020-05-01T17:40:00Z',
    debian: 'buster',
    alpine: '3.9',
    size: 20_000_000,
  },
  {
    version: '3.2.12',
    tags: ['3', '3.2'],
    created: '2018-10-01T17:40:00Z',
    debian: 'buster',
    alpine: '3.8',
    size: 12_000_000,
  },
];

/**
 * The key-value store that counts visits in so many tutorials.
 * Simplified: the server runs as root; the real entry point changes to the user redis.
 */
export const redis = defineImage({
  repository: 'library/redis',
  description: 'Redis is the world’s fastest data platform for caching, vector search, and NoSQL databases.',
  stars: 13400,
  programs: [redisServer, redisCli],
  variants: RELEASES.flatMap(({ version, tags, created, debian, alpine: release, size }) => [
    variant(
      version,
      [
        ...tags,
        ...(debian === 'bookworm'
          ? tags.map((tag) => `${tag}-bookworm`).filter((tag) => !tag.startsWith('latest'))
          : []),
      ],
      created,
      slim(debian),
      size,
      false,
    ),
    variant(
      version,
      tags.map((tag) => (tag === 'latest' ? 'alpine' : `${tag}-alpine`)),
      created,
      base(alpine, release),
      Math.round(size * 0.75),
      true,
    ),
  ]),
});
