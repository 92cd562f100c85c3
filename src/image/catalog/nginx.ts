import type { ContainerConfig } from '../image';
import { base, defineImage, type Step, type Variant } from '../define-image';
import type { LayerFiles } from '../layer-files';
import { alpine, alpineGroup, alpinePasswd } from './alpine';
import { slim } from './debian';
import { groupFile, passwdFile } from './debian-files';
import {
  DEFAULT_CONF,
  ENTRYPOINT,
  ENVSUBST,
  FIFTY,
  INDEX,
  LISTEN_ON_IPV6,
  LOCAL_RESOLVERS,
  NGINX_CONF,
  WORKERS,
} from './nginx/packaged-files';
import { MIME_TYPES } from './nginx/pages';
import { nginxProgram } from './nginx/program';

const packageFiles = (f: LayerFiles): void => {
  f.program('/usr/sbin/nginx')
    .file('/etc/nginx/nginx.conf', NGINX_CONF)
    .file('/etc/nginx/mime.types', `\n${MIME_TYPES}`)
    .file('/etc/nginx/conf.d/default.conf', DEFAULT_CONF)
    .file('/etc/nginx/fastcgi_params', '')
    .file('/usr/share/nginx/html/index.html', INDEX)
    .file('/usr/share/nginx/html/50x.html', FIFTY)
    .directory('/var/cache/nginx')
    .directory('/run')
    .directory('/docker-entrypoint.d')
    .symlink('/var/log/nginx/access.log', '/dev/stdout')
    .symlink('/var/log/nginx/error.log', '/dev/stderr');
};

const script = (name: string, text: string, size: number): Step => ({
  by: `COPY ${name} ${name === 'docker-entrypoint.sh' ? '/' : '/docker-entrypoint.d'} # buildkit`,
  size,
  files: (f) => void f.script(name === 'docker-entrypoint.sh' ? `/${name}` : `/docker-entrypoint.d/${name}`, text),
});

const SCRIPTS: readonly Step[] = [
  script('docker-entrypoint.sh', ENTRYPOINT, 1620),
  script('10-listen-on-ipv6-by-default.sh', LISTEN_ON_IPV6, 2122),
  script('15-local-resolvers.envsh', LOCAL_RESOLVERS, 389),
  script('20-envsubst-on-templates.sh', ENVSUBST, 3018),
  script('30-tune-worker-processes.sh', WORKERS, 4619),
  { by: 'ENTRYPOINT ["/docker-entrypoint.sh"]' },
  { by: 'EXPOSE map[80/tcp:{}]' },
  { by: 'STOPSIGNAL SIGQUIT' },
  { by: 'CMD ["nginx" "-g" "daemon off;"]' },
];

const MAINTAINER = 'NGINX Docker Maintainers <docker-maint@nginx.com>';

const common = (version: string, env: string[]): ContainerConfig => ({
  ExposedPorts: { '80/tcp': {} },
  Env: [`NGINX_VERSION=${version}`, ...env],
  Entrypoint: ['/docker-entrypoint.sh'],
  Cmd: ['nginx', '-g', 'daemon off;'],
  Labels: { maintainer: MAINTAINER },
  StopSignal: 'SIGQUIT',
});

interface Release {
  version: string;
  tags: string[];
  alpineTags: string[];
  created: string;
  debian: Parameters<typeof slim>[0];
  alpine: string;
  size: number;
  alpineSize: number;
}

const RELEASES: readonly Release[] = [
  {
    version: '1.29.3',
    tags: ['latest', '1.29', '1', 'mainline', 'trixie'],
    alpineTags: ['alpine', '1.29-alpine', '1-alpine', 'mainline-alpine', 'alpine3.22'],
    created: '2025-10-28T21:50:57Z',
    debian: 'trixie',
    alpine: '3.22',
    size: 73_100_000,
    alpineSize: 44_400_000,
  },
  {
    version: '1.28.0',
    tags: ['1.28', 'stable', 'stable-bookworm'],
    alpineTags: ['stable-alpine', '1.28-alpine'],
    created: '2025-04-23T19:50:57Z',
    debian: 'bookworm',
    alpine: '3.21',
    size: 116_900_000,
    alpineSize: 40_100_000,
  },
  {
    version: '1.27.5',
    tags: ['1.27'],
    alpineTags: ['1.27-alpine'],
    created: '2025-04-16T14:50:31Z',
    debian: 'bookworm',
    alpine: '3.21',
    size: 117_100_000,
    alpineSize: 40_200_000,
  },
  {
    version: '1.26.3',
    tags: ['1.26'],
    alpineTags: ['1.26-alpine'],
    created: '2025-02-05T21:27:16Z',
    debian: 'bookworm',
    alpine: '3.20',
    size: 117_000_000,
    alpineSize: 40_000_000,
  },
  {
    version: '1.25.5',
    tags: ['1.25'],
    alpineTags: ['1.25-alpine'],
    created: '2024-04-16T18:49:08Z',
    debian: 'bookworm',
    alpine: '3.19',
    size: 113_000_000,
    alpineSize: 35_300_000,
  },
  {
    version: '1.24.0',
    tags: ['1.24'],
    alpineTags: ['1.24-alpine'],
    created: '2023-04-11T17:22:32Z',
    debian: 'bullseye',
    alpine: '3.17',
    size: 61_400_000,
    alpineSize: 33_800_000,
  },
  {
    version: '1.23.4',
    tags: ['1.23'],
    alpineTags: ['1.23-alpine'],
    created: '2023-03-28T17:40:24Z',
    debian: 'bullseye',
    alpine: '3.17',
    size: 61_300_000,
    alpineSize: 33_700_000,
  },
  {
    version: '1.22.1',
    tags: ['1.22'],
    alpineTags: ['1.22-alpine'],
    created: '2022-10-19T11:56:54Z',
    debian: 'bullseye',
    alpine: '3.16',
    size: 61_200_000,
    alpineSize: 18_000_000,
  },
  {
    version: '1.21.6',
    tags: ['1.21'],
    alpineTags: ['1.21-alpine'],
    created: '2022-01-26T08:58:35Z',
    debian: 'bullseye',
    alpine: '3.15',
    size: 61_100_000,
    alpineSize: 17_800_000,
  },
  {
    version: '1.20.2',
    tags: ['1.20'],
    alpineTags: ['1.20-alpine'],
    created: '2021-11-17T10:38:14Z',
    debian: 'bullseye',
    alpine: '3.14',
    size: 61_000_000,
    alpineSize: 17_000_000,
  },
  {
    version: '1.19.10',
    tags: ['1.19'],
    alpineTags: ['1.19-alpine'],
    created: '2021-04-13T17:20:57Z',
    debian: 'bullseye',
    alpine: '3.13',
    size: 63_900_000,
    alpineSize: 17_000_000,
  },
  {
    version: '1.17.10',
    tags: ['1.17'],
    alpineTags: ['1.17-alpine'],
    created: '2020-04-14T14:17:04Z',
    debian: 'buster',
    alpine: '3.10',
    size: 57_600_000,
    alpineSize: 14_200_000,
  },
  {
    version: '1.16.1',
    tags: ['1.16'],
    alpineTags: ['1.16-alpine'],
    created: '2019-08-13T17:28:49Z',
    debian: 'buster',
    alpine: '3.10',
    size: 57_300_000,
    alpineSize: 14_000_000,
  },
  {
    version: '1.15.12',
    tags: ['1.15'],
    alpineTags: ['1.15-alpine'],
    created: '2019-04-16T17:26:49Z',
    debian: 'buster',
    alpine: '3.9',
    size: 53_900_000,
    alpineSize: 12_400_000,
  },
  {
    version: '1.14.2',
    tags: ['1.14'],
    alpineTags: ['1.14-alpine'],
    created: '2018-12-04T15:26:49Z',
    debian: 'buster',
    alpine: '3.9',
    size: 53_800_000,
    alpineSize: 12_400_000,
  },
];

const onDebian = ({ version, tags, created, debian, size }: Release): Variant => ({
  tags: [version, ...tags],
  created,
  from: slim(debian),
  config: common(version, [
    'NJS_VERSION=0.9.4',
    'NJS_RELEASE=1~trixie',
    'PKG_RELEASE=1~trixie',
    'DYNPKG_RELEASE=1~trixie',
  ]),
  steps: [
    { by: `LABEL maintainer=${MAINTAINER}` },
    { by: `ENV NGINX_VERSION=${version}` },
    { by: 'ENV NJS_VERSION=0.9.4' },
    { by: 'ENV NJS_RELEASE=1~trixie' },
    { by: 'ENV PKG_RELEASE=1~trixie' },
    { by: 'ENV DYNPKG_RELEASE=1~trixie' },
    {
      by: 'RUN /bin/sh -c set -x     && groupadd --system --gid 101 nginx     && useradd --system --gid nginx --no-create-home --home /nonexistent --comment "nginx user" --shell /bin/false --uid 101 nginx     && apt-get update     && apt-get install --no-install-recommends --no-install-suggests -y gnupg1 ca-certificates     && apt-get install --no-install-recommends --no-install-suggests -y                         $nginxPackages                         gettext-base                         curl     && apt-get remove --purge --auto-remove -y     && rm -rf /var/lib/apt/lists/* /etc/apt/sources.list.d/nginx.list     && ln -sf /dev/stdout /var/log/nginx/access.log     && ln -sf /dev/stderr /var/log/nginx/error.log     && mkdir /docker-entrypoint.d # buildkit',
      size,
      files: (f) => {
        packageFiles(f);
        f.programs('/usr/bin', 'curl envsubst openssl')
          .file('/etc/passwd', passwdFile('nginx:x:101:101:nginx user:/nonexistent:/bin/false'))
          .file('/etc/group', groupFile('nginx:x:101:'));
      },
    },
    ...SCRIPTS,
  ],
});

const onAlpine = ({ version, alpineTags, created, alpine: release, alpineSize }: Release): Variant => ({
  tags: [`${version}-alpine`, ...alpineTags],
  created,
  from: base(alpine, release),
  config: common(version, ['PKG_RELEASE=1', 'DYNPKG_RELEASE=1', 'NJS_VERSION=0.9.4', 'NJS_RELEASE=1']),
  steps: [
    { by: `LABEL maintainer=${MAINTAINER}` },
    { by: `ENV NGINX_VERSION=${version}` },
    { by: 'ENV PKG_RELEASE=1' },
    { by: 'ENV DYNPKG_RELEASE=1' },
    {
      by: 'RUN /bin/sh -c set -x     && addgroup -g 101 -S nginx     && adduser -S -D -H -u 101 -h /var/cache/nginx -s /sbin/nologin -G nginx -g nginx nginx     && apk add --no-cache $nginxPackages gettext-envsubst tzdata     && ln -sf /dev/stdout /var/log/nginx/access.log     && ln -sf /dev/stderr /var/log/nginx/error.log     && mkdir /docker-entrypoint.d # buildkit',
      size: alpineSize,
      files: (f) => {
        packageFiles(f);
        f.programs('/usr/bin', 'curl envsubst')
          .file('/etc/passwd', alpinePasswd('nginx:x:101:101:nginx:/var/cache/nginx:/sbin/nologin'))
          .file('/etc/group', alpineGroup('nginx:x:101:'));
      },
    },
    ...SCRIPTS,
  ],
});

/** The web server of half the tutorials. */
export const nginx = defineImage({
  repository: 'library/nginx',
  description: 'Official build of Nginx.',
  stars: 20900,
  programs: [nginxProgram],
  variants: [...RELEASES.map(onDebian), ...RELEASES.map(onAlpine)],
});
