import { DEFAULT_PATH, defineImage, type CatalogImage } from '../../define-image';
import { debianRoot, passwdFile } from '../debian-files';
import { alpine } from '../alpine';
import { busybox } from '../busybox';
import { defineService, mirror } from './define-service';
import { versionTool } from './service-program';

const DEBIAN_ONLY =
  'dpkg dpkg-deb dpkg-divert dpkg-query dpkg-split dpkg-statoverride dpkg-trigger apt apt-cache apt-cdrom apt-config apt-get apt-key apt-mark debconf deb-systemd-helper';

interface Distribution {
  readonly repository: string;
  readonly description: string;
  readonly stars: number;
  readonly id: string;
  readonly name: string;
  /** `tags | version | size in MB | day`. */
  readonly releases: string;
  readonly packageManager: string;
  readonly more?: string;
  readonly releaseFile?: (version: string) => readonly [path: string, text: string];
}

const distribution = (spec: Distribution): CatalogImage =>
  defineImage({
    repository: spec.repository,
    description: spec.description,
    stars: spec.stars,
    variants: spec.releases
      .trim()
      .split('\n')
      .map((line) => {
        const [tags, version, size, day] = line.split('|').map((part) => part.trim()) as [
          string,
          string,
          string,
          string,
        ];
        return {
          tags: tags.split(' '),
          created: `${day}T00:00:00Z`,
          config: { Env: [DEFAULT_PATH], Cmd: ['/bin/bash'], WorkingDir: '/' },
          steps: [
            {
              by: `ADD ${spec.id}-${version}-x86_64.tar.xz / # buildkit`,
              size: Math.round(Number(size) * 1e6),
              files: (f) => {
                debianRoot(f, {
                  osRelease: `NAME="${spec.name}"\nVERSION="${version}"\nID="${spec.id}"\nVERSION_ID="${version}"\nPRETTY_NAME="${spec.name} ${version}"\n`,
                  issue: '\\S',
                  version,
                  sources: {},
                  procps: spec.id !== 'fedora',
                });
                for (const tool of DEBIAN_ONLY.split(' ')) f.remove(`/usr/bin/${tool}`);
                f.remove('/etc/debian_version')
                  .remove('/var/lib/dpkg/status')
                  .file('/etc/passwd', passwdFile())
                  .programs('/usr/bin', `${spec.packageManager} curl ${spec.more ?? ''}`);
                const file = spec.releaseFile?.(version);
                if (file) f.file(file[0], `${file[1]}\n`);
              },
            },
            { by: 'CMD ["/bin/bash"]' },
          ],
        };
      }),
  });

const redhat =
  (name: string) =>
  (version: string): readonly [string, string] => ['/etc/redhat-release', `${name} release ${version}`];

/** What the package managers of these distributions say: their packages are not simulated. */
export const packageManagers = [
  versionTool('dnf', () => '4.14.0'),
  versionTool('microdnf', () => 'microdnf 3.10.1'),
  versionTool('yum', () => '3.4.3'),
  versionTool('rpm', () => 'RPM version 4.18.2'),
  versionTool('pacman', () => ' .--.                  Pacman v7.0.0 - libalpm v15.0.0'),
  versionTool('zypper', () => 'zypper 1.14.78'),
];

const amazonLinux = distribution({
  repository: 'library/amazonlinux',
  description: 'Amazon Linux provides a stable, secure, and high-performance execution environment for applications.',
  stars: 1200,
  id: 'amzn',
  name: 'Amazon Linux',
  packageManager: 'dnf yum rpm',
  releaseFile: (version) => ['/etc/system-release', `Amazon Linux release ${version}`],
  releases: `
latest 2023 | 2023 | 144 | 2025-10-27
2 | 2 | 165 | 2025-10-27
1 2018.03 | 2018.03 | 167 | 2023-12-05`,
});

const centos = distribution({
  repository: 'library/centos',
  description: 'DEPRECATED; The official build of CentOS.',
  stars: 7800,
  id: 'centos',
  name: 'CentOS Linux',
  packageManager: 'dnf yum rpm',
  more: 'ps top ping',
  releaseFile: redhat('CentOS Linux'),
  releases: `
latest 8 centos8 8.4.2105 | 8 | 231.3 | 2021-09-15
7 centos7 7.9.2009 | 7 | 203.9 | 2021-09-15
6 centos6 6.10 | 6 | 193.9 | 2021-09-15`,
});

const fedora = distribution({
  repository: 'library/fedora',
  description: 'Official Docker builds of Fedora',
  stars: 1260,
  id: 'fedora',
  name: 'Fedora Linux',
  packageManager: 'dnf yum rpm',
  releaseFile: redhat('Fedora'),
  releases: `
latest 43 | 43 | 176 | 2025-11-01
rawhide 44 | 44 | 176 | 2025-11-01
42 | 42 | 171 | 2025-10-01
41 | 41 | 170 | 2025-10-01
40 | 40 | 223 | 2025-05-01
20 heisenbug | 20 | 291 | 2015-04-23`,
});

const rocky = distribution({
  repository: 'library/rockylinux',
  description: 'The official build of Rocky Linux.',
  stars: 270,
  id: 'rocky',
  name: 'Rocky Linux',
  packageManager: 'dnf yum rpm microdnf',
  releaseFile: redhat('Rocky Linux'),
  releases: `
9 9.3 | 9.3 | 176 | 2023-11-25
8 8.9 | 8.9 | 198 | 2023-11-25
9-minimal 9.3-minimal | 9.3 | 118 | 2023-11-25`,
});

const alma = distribution({
  repository: 'library/almalinux',
  description: 'The official build of AlmaLinux OS.',
  stars: 160,
  id: 'almalinux',
  name: 'AlmaLinux',
  packageManager: 'dnf yum rpm',
  releaseFile: redhat('AlmaLinux'),
  releases: `
latest 10 | 10 | 190 | 2025-10-20
9 | 9.6 | 177 | 2025-10-20
8 | 8.10 | 191 | 2025-10-20`,
});

const oracle = distribution({
  repository: 'library/oraclelinux',
  description: 'Official Docker builds of Oracle Linux.',
  stars: 1080,
  id: 'ol',
  name: 'Oracle Linux Server',
  packageManager: 'dnf yum rpm',
  releaseFile: (version) => ['/etc/oracle-release', `Oracle Linux Server release ${version}`],
  releases: `
9 | 9.6 | 240 | 2025-10-20
8 | 8.10 | 255 | 2025-10-20
7 | 7.9 | 232 | 2024-06-20`,
});

const arch = distribution({
  repository: 'library/archlinux',
  description: 'Arch Linux is a simple, lightweight Linux distribution aimed for flexibility.',
  stars: 560,
  id: 'arch',
  name: 'Arch Linux',
  packageManager: 'pacman',
  releases: 'latest base base-20251116.0.453932 | rolling | 465 | 2025-11-16\nbase-devel | rolling | 789 | 2025-11-16',
});

const suse = ['opensuse/leap:15.6 latest 15:15.6:111', 'opensuse/tumbleweed:latest:20251116:97'].map((line) => {
  const [repository, tags, version, size] = line.split(':') as [string, string, string, string];
  return distribution({
    repository,
    description: 'Official openSUSE images',
    stars: 20,
    id: 'opensuse',
    name: 'openSUSE',
    packageManager: 'zypper rpm',
    releases: `${tags} | ${version} | ${size} | 2025-11-16`,
  });
});

/** bash by itself, on Alpine. */
const bash = defineService({
  repository: 'library/bash',
  description: 'Bash is the GNU Project’s Bourne Again SHell',
  stars: 800,
  env: ({ version }) => [`_BASH_VERSION=${version}`, '_BASH_BASELINE=5.3'],
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['bash'],
  script:
    '#!/usr/bin/env bash\nset -Eeuo pipefail\n\nif [ "${1:0:1}" = \'-\' ]; then\n\tset -- bash "$@"\nfi\n\nexec "$@"\n',
  files: (f) => void f.program('/usr/local/bin/bash'),
  releases: `
5.3.3 latest 5 5.3 devel | alpine:3.22 | 7.1 | 2025-10-09
5.2.37 5.2 | alpine:3.22 | 6.9 | 2025-10-09
5.1.16 5.1 | alpine:3.22 | 6.7 | 2025-10-09
5.0.18 5.0 | alpine:3.22 | 6.7 | 2025-10-09
4.4.23 4 4.4 | alpine:3.22 | 6.0 | 2025-10-09
3.2.57 3 3.2 | alpine:3.22 | 4.9 | 2025-10-09`,
});

const LATEST = { latest: 'latest' };

/** Distributions beside Debian, Ubuntu and Alpine, and other registries' copies of busybox and alpine. */
export const distributions: readonly CatalogImage[] = [
  { ...amazonLinux, programs: packageManagers },
  centos,
  fedora,
  rocky,
  alma,
  oracle,
  arch,
  ...suse,
  bash,
  mirror('registry.k8s.io/busybox', busybox, { 'latest 1.24 1.27.2 1.27 1.28 1.35 1.36': 'latest' }),
  mirror('k8s.gcr.io/busybox', busybox, { 'latest 1.24 1.27 1.28': 'latest' }),
  mirror('gcr.io/google_containers/busybox', busybox, { 'latest 1.24 1.27': 'latest' }),
  mirror('gcr.io/google-containers/busybox', busybox, { 'latest 1.24 1.27': 'latest' }),
  mirror('public.ecr.aws/docker/library/busybox', busybox, { 'latest 1.36 stable': 'latest' }),
  mirror('quay.io/prometheus/busybox', busybox, LATEST),
  mirror('public.ecr.aws/docker/library/alpine', alpine, { latest: 'latest', '3.20': '3.20' }),
  defineService({
    repository: 'radial/busyboxplus',
    description: 'Full-chain, Internet enabled, busybox made from scratch. Comes in git and cURL flavors.',
    stars: 50,
    cmd: ['/bin/sh'],
    files: (f) => void f.program('/usr/bin/curl'),
    releases:
      'latest | busybox:latest | 1.3 | 2014-10-01\ncurl | busybox:latest | 4.2 | 2014-10-01\ngit | busybox:latest | 9.5 | 2014-10-01',
  }),
];
