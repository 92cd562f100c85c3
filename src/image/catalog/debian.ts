import { base, DEFAULT_PATH, defineImage, type Variant } from '../define-image';
import type { Image } from '../image';
import { debianRoot } from './debian-files';

interface Release {
  readonly number: string;
  readonly point: string;
  readonly name: string;
  readonly created: string;
  readonly epoch: number;
  readonly date: string;
  readonly size: number;
  readonly slim: number;
  readonly latest?: boolean;
}

const RELEASES: readonly Release[] = [
  {
    number: '13',
    point: '13.1',
    name: 'trixie',
    created: '2025-10-20T00:00:00Z',
    epoch: 1760918400,
    date: '20251020',
    size: 120_186_540,
    slim: 78_622_183,
    latest: true,
  },
  {
    number: '12',
    point: '12.12',
    name: 'bookworm',
    created: '2025-10-20T00:00:00Z',
    epoch: 1760918400,
    date: '20251020',
    size: 116_530_182,
    slim: 74_819_610,
  },
  {
    number: '11',
    point: '11.11',
    name: 'bullseye',
    created: '2025-10-20T00:00:00Z',
    epoch: 1760918400,
    date: '20251020',
    size: 124_262_144,
    slim: 80_668_500,
  },
  {
    number: '10',
    point: '10.13',
    name: 'buster',
    created: '2024-06-12T00:00:00Z',
    epoch: 1718150400,
    date: '20240612',
    size: 114_354_176,
    slim: 69_331_353,
  },
];

const osRelease = ({ number, name, point }: Release): string =>
  `PRETTY_NAME="Debian GNU/Linux ${number} (${name})"\nNAME="Debian GNU/Linux"\nVERSION_ID="${number}"\nVERSION="${number} (${name})"\nVERSION_CODENAME=${name}\n${number >= '12' ? `DEBIAN_VERSION_FULL=${point}\n` : ''}ID=debian\nHOME_URL="https://www.debian.org/"\nSUPPORT_URL="https://www.debian.org/support"\nBUG_REPORT_URL="https://bugs.debian.org/"\n`;

const sources = ({ name, date }: Release): string => `Types: deb
# http://snapshot.debian.org/archive/debian/${date}T000000Z
URIs: http://archive.example/debian
Suites: ${name} ${name}-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
# http://snapshot.debian.org/archive/debian-security/${date}T000000Z
URIs: http://archive.example/debian-security
Suites: ${name}-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`;

const variants = RELEASES.flatMap((release): Variant[] =>
  [false, true].map((slim) => {
    const end = slim ? '-slim' : '';
    const names = [release.name, `${release.name}-${release.date}`, release.number, release.point].map(
      (tag) => tag + end,
    );
    return {
      tags: [...names, ...(release.latest ? (slim ? ['stable-slim'] : ['latest', 'stable']) : [])],
      created: release.created,
      config: { Env: [DEFAULT_PATH], Cmd: ['bash'] },
      steps: [
        {
          by: `# debian.sh --arch 'amd64' out/ '${release.name}' '@${String(release.epoch)}'`,
          size: slim ? release.slim : release.size,
          comment: 'debuerreotype 0.16',
          files: (f) => {
            debianRoot(f, {
              osRelease: osRelease(release),
              issue: `Debian GNU/Linux ${release.number}`,
              version: release.point,
              sources: { '/etc/apt/sources.list.d/debian.sources': sources(release) },
              procps: false,
            });
          },
        },
      ],
    };
  }),
);

/** Debian: bash, coreutils, dpkg and apt; no ps, ping, curl, vim or ip. */
export const debian = defineImage({
  repository: 'library/debian',
  description: "Debian is a Linux distribution that's composed entirely of free and open-source software.",
  stars: 5200,
  variants,
});

/** The slim image that most official images build on. */
export const slim = (release: 'trixie' | 'bookworm' | 'bullseye' | 'buster'): (() => Image) =>
  base(debian, `${release}-slim`);
