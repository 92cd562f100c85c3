import { DEFAULT_PATH, defineImage, type Variant } from '../define-image';
import { debianRoot } from './debian-files';

interface Release {
  readonly number: string;
  readonly point: string;
  readonly name: string;
  readonly adjective: string;
  readonly debian: string;
  readonly created: string;
  readonly size: number;
  readonly add: string;
  readonly tags: readonly string[];
}

const RELEASES: readonly Release[] = [
  {
    number: '24.04',
    point: '24.04.3',
    name: 'noble',
    adjective: 'Noble Numbat',
    debian: 'trixie/sid',
    created: '2025-10-13T07:43:22Z',
    size: 78_121_233,
    add: '3077ba8ffd7ab4fb5a3b3ab5c4d1ba5a98c5a9b3ccbba72ee2a4cf7e1f5f8b0d',
    tags: ['latest'],
  },
  {
    number: '22.04',
    point: '22.04.5',
    name: 'jammy',
    adjective: 'Jammy Jellyfish',
    debian: 'bookworm/sid',
    created: '2025-10-01T07:52:53Z',
    size: 77_868_301,
    add: '82f38ebced7b2756311fb492d3d44cc131b22654e8620baa93883537a3e355aa',
    tags: [],
  },
  {
    number: '25.10',
    point: '25.10',
    name: 'questing',
    adjective: 'Questing Quokka',
    debian: 'forky/sid',
    created: '2025-10-09T12:13:45Z',
    size: 81_000_221,
    add: '0ff0ab2f5f2c0d7b2a4b9bf9c0d13ab9ef0bb6e3f0c7d3b7e2a3a1c0b8dd4a11',
    tags: ['rolling'],
  },
  {
    number: '20.04',
    point: '20.04.6',
    name: 'focal',
    adjective: 'Focal Fossa',
    debian: 'bullseye/sid',
    created: '2025-04-08T10:43:11Z',
    size: 72_812_030,
    add: '7486147a645d8835a5181c79f00a3606c6b714c83bcbfcd8862221eb14690f9e',
    tags: [],
  },
  {
    number: '18.04',
    point: '18.04.6',
    name: 'bionic',
    adjective: 'Bionic Beaver',
    debian: 'buster/sid',
    created: '2023-05-30T09:32:09Z',
    size: 63_146_040,
    add: '365c129e0f7ef594c1e5e9ac4ee4c9a9d1d8a5e6a5e1b6b0b2ffc0a6ad92ea4e',
    tags: [],
  },
  {
    number: '16.04',
    point: '16.04.7',
    name: 'xenial',
    adjective: 'Xenial Xerus',
    debian: 'stretch/sid',
    created: '2021-08-04T21:01:12Z',
    size: 134_955_136,
    add: '11b425d4c08e81a3e0cb2fbee12d81a3b4d5af9be8a2a1bd9fd5c1d3b0f2aa31',
    tags: [],
  },
  {
    number: '14.04',
    point: '14.04.6',
    name: 'trusty',
    adjective: 'Trusty Tahr',
    debian: 'jessie/sid',
    created: '2021-03-25T22:21:18Z',
    size: 196_518_104,
    add: '276b5d943a4d284f8a7249b36d8b6f0b1c4e8f1b7bcd0f3d8e5f4b1a4a6b3b77',
    tags: [],
  },
];

const osRelease = ({ number, point, name, adjective }: Release): string => {
  const lts = /^(?:14|16|18|20|22|24)\.04$/.test(number) ? ' LTS' : '';
  return `PRETTY_NAME="Ubuntu ${point}${lts}"\nNAME="Ubuntu"\nVERSION_ID="${number}"\nVERSION="${point}${lts} (${adjective})"\nVERSION_CODENAME=${name}\nID=ubuntu\nID_LIKE=debian\nHOME_URL="https://www.ubuntu.com/"\nSUPPORT_URL="https://help.ubuntu.com/"\nBUG_REPORT_URL="https://bugs.launchpad.net/ubuntu/"\nPRIVACY_POLICY_URL="https://www.ubuntu.com/legal/terms-and-policies/privacy-policy"\nUBUNTU_CODENAME=${name}\n${number >= '24' ? 'LOGO=ubuntu-logo\n' : ''}`;
};

const COMPONENTS = 'main universe restricted multiverse';

const sources = ({ number, name }: Release): Record<string, string> =>
  number >= '24'
    ? {
        '/etc/apt/sources.list': '# Ubuntu sources have moved to /etc/apt/sources.list.d/ubuntu.sources\n',
        '/etc/apt/sources.list.d/ubuntu.sources': `Types: deb\nURIs: http://archive.ubuntu.com/ubuntu/\nSuites: ${name} ${name}-updates ${name}-backports\nComponents: ${COMPONENTS}\nSigned-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg\n\nTypes: deb\nURIs: http://security.ubuntu.com/ubuntu/\nSuites: ${name}-security\nComponents: ${COMPONENTS}\nSigned-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg\n`,
      }
    : {
        '/etc/apt/sources.list': ['', '-updates', '-backports']
          .map((pocket) => `deb http://archive.ubuntu.com/ubuntu/ ${name}${pocket} ${COMPONENTS}\n`)
          .concat(`deb http://security.ubuntu.com/ubuntu/ ${name}-security ${COMPONENTS}\n`)
          .join(''),
      };

const variant = (release: Release): Variant => ({
  tags: [release.number, release.name, ...release.tags],
  created: release.created,
  config: {
    Env: [DEFAULT_PATH],
    Cmd: ['/bin/bash'],
    Labels: { 'org.opencontainers.image.ref.name': 'ubuntu', 'org.opencontainers.image.version': release.number },
  },
  steps: [
    { by: '/bin/sh -c #(nop)  ARG RELEASE', comment: '' },
    { by: '/bin/sh -c #(nop)  ARG LAUNCHPAD_BUILD_ARCH', comment: '' },
    { by: '/bin/sh -c #(nop)  LABEL org.opencontainers.image.ref.name=ubuntu', comment: '' },
    { by: `/bin/sh -c #(nop)  LABEL org.opencontainers.image.version=${release.number}`, comment: '' },
    {
      by: `/bin/sh -c #(nop) ADD file:${release.add} in / `,
      size: release.size,
      comment: '',
      files: (f) => {
        const modern = release.number >= '24';
        debianRoot(f, {
          osRelease: osRelease(release),
          issue: `Ubuntu ${release.point}${release.tags.includes('rolling') ? '' : ' LTS'}`,
          version: release.debian,
          sources: sources(release),
          procps: true,
          ...(modern && { passwd: ['ubuntu:x:1000:1000:Ubuntu:/home/ubuntu:/bin/bash'], group: ['ubuntu:x:1000:'] }),
        });
        if (modern) f.directory('/home/ubuntu', 0o750, { uid: 1000, gid: 1000 });
        f.file(
          '/etc/lsb-release',
          `DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=${release.number}\nDISTRIB_CODENAME=${release.name}\nDISTRIB_DESCRIPTION="Ubuntu ${release.point} LTS"\n`,
        );
      },
    },
    { by: '/bin/sh -c #(nop)  CMD ["/bin/bash"]', comment: '' },
  ],
});

/** Ubuntu: as Debian, with procps; no ping, curl, vim or ip until they are installed. */
export const ubuntu = defineImage({
  repository: 'library/ubuntu',
  description: 'Ubuntu is a Debian-based Linux operating system based on free software.',
  stars: 17600,
  variants: RELEASES.map(variant),
});
