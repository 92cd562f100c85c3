/** A package as the simulated archives know it, for apt, apk, dnf and their like. */
export interface PackageEntry {
  readonly name: string;
  readonly version: string;
  /** The size of the download and of what it installs, KiB. */
  readonly sizeKb: number;
  readonly installedKb: number;
  readonly about: string;
  readonly depends?: readonly string[];
  /** Paths to the programs that they run. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Paths to texts (configuration, pages). */
  readonly files?: Readonly<Record<string, string>>;
  /** Which archives have it; both when absent. */
  readonly only?: 'apt' | 'apk';
}

type Row = [
  name: string,
  version: string,
  sizeKb: number,
  installedKb: number,
  about: string,
  programs?: string,
  depends?: string,
  only?: 'apt' | 'apk',
];

/**
 * Name, version, sizes, what it is, programs (`path` or `path=program`; `/usr/bin/` when there is no slash), depends.
 * Simplified: one version for all distributions.
 */
const ROWS: readonly Row[] = [
  ['ca-certificates', '20240203', 159, 384, 'Common CA certificates', 'update-ca-certificates=true', 'openssl'],
  ['openssl', '3.0.13-0ubuntu3', 1002, 2111, 'Secure Sockets Layer toolkit', 'openssl'],
  [
    'curl',
    '8.5.0-2ubuntu10',
    227,
    534,
    'command line tool for transferring data with URL syntax',
    'curl',
    'libcurl4 ca-certificates',
  ],
  ['libcurl4', '8.5.0-2ubuntu10', 341, 900, 'easy-to-use client-side URL transfer library', '', '', 'apt'],
  ['wget', '1.21.4-1ubuntu4', 334, 983, 'retrieves files from the web', 'wget'],
  [
    'iputils-ping',
    '3:20240117-1build1',
    44,
    115,
    'Tools to test the reachability of network hosts',
    'ping',
    'libcap2-bin',
  ],
  ['iputils', '20240117-r0', 90, 250, 'IP configuration utilities', 'ping arping=arp', '', 'apk'],
  ['inetutils-ping', '2:2.5-3ubuntu4', 55, 130, 'ICMP echo tool', 'ping', '', 'apt'],
  ['libcap2-bin', '1:2.66-5ubuntu2', 34, 140, 'POSIX 1003.1e capabilities (utilities)', '', '', 'apt'],
  [
    'iputils-tracepath',
    '3:20240117-1build1',
    13,
    43,
    'Tools to trace the network path to a remote host',
    'tracepath=traceroute',
    '',
    'apt',
  ],
  ['traceroute', '1:2.1.5-1', 48, 141, 'Traces the route taken by packets', 'traceroute'],
  ['mtr-tiny', '0.95-1.1build2', 58, 180, 'Full screen ncurses traceroute tool', 'mtr=traceroute', '', 'apt'],
  ['net-tools', '2.10-0.1ubuntu4', 204, 811, 'NET-3 networking toolkit', 'netstat ifconfig route arp'],
  [
    'iproute2',
    '6.1.0-1ubuntu6',
    1120,
    3190,
    'networking and traffic control tools',
    '/usr/sbin/ip=ip ss /usr/sbin/bridge=brctl',
    'libcap2-bin',
  ],
  [
    'bridge-utils',
    '1.7.1-1ubuntu2',
    30,
    110,
    'Utilities for configuring the Linux Ethernet bridge',
    '/usr/sbin/brctl=brctl',
  ],
  [
    'iptables',
    '1.8.10-3ubuntu2',
    381,
    2390,
    'administration tools for packet filtering and NAT',
    '/usr/sbin/iptables=iptables /usr/sbin/iptables-save=iptables-save',
  ],
  ['dnsutils', '1:9.18.28-0ubuntu0', 4, 20, 'Transitional package for bind9-dnsutils', '', 'bind9-dnsutils', 'apt'],
  [
    'bind9-dnsutils',
    '1:9.18.28-0ubuntu0',
    156,
    640,
    'Clients provided with BIND 9',
    'dig nslookup',
    'bind9-host',
    'apt',
  ],
  ['bind9-host', '1:9.18.28-0ubuntu0', 50, 160, 'DNS Lookup Utility', 'host', '', 'apt'],
  ['bind-tools', '9.18.32-r0', 220, 700, 'The ISC DNS tools', 'dig nslookup host', '', 'apk'],
  ['netcat-openbsd', '1.226-1ubuntu2', 44, 109, 'TCP/IP swiss army knife', 'nc netcat=nc'],
  ['netcat-traditional', '1.10-48', 66, 140, 'TCP/IP swiss army knife', 'nc netcat=nc', '', 'apt'],
  ['netcat', '1.226-1ubuntu2', 4, 14, 'TCP/IP swiss army knife (transitional package)', '', 'netcat-openbsd', 'apt'],
  ['telnet', '0.17+2.5-3ubuntu4', 4, 15, 'basic telnet client', 'telnet', '', 'apt'],
  [
    'procps',
    '2:4.0.4-4ubuntu3',
    708,
    1570,
    '/proc file system utilities',
    'ps top free uptime pgrep pkill kill watch vmstat=free',
    '',
  ],
  ['htop', '3.3.0-4build1', 171, 434, 'interactive processes viewer', 'htop=top'],
  ['psmisc', '23.7-1build1', 178, 800, 'utilities that use the proc file system', 'killall'],
  ['lsof', '4.95.0-1build3', 250, 460, 'utility to list open files'],
  ['strace', '6.8-0ubuntu2', 590, 1980, 'System call tracer'],
  ['vim', '2:9.1.0016-1ubuntu7', 1881, 4100, 'Vi IMproved - enhanced vi editor', 'vim vi=vim', 'vim-common'],
  ['vim-common', '2:9.1.0016-1ubuntu7', 385, 1100, 'Vi IMproved - Common files', '', '', 'apt'],
  ['vim-tiny', '2:9.1.0016-1ubuntu7', 803, 1700, 'Vi IMproved - compact version', 'vi=vim vim', '', 'apt'],
  ['nano', '7.2-2build1', 282, 870, 'small, friendly text editor', 'nano'],
  ['less', '590-2ubuntu2', 142, 290, 'pager program similar to more', 'less'],
  ['tree', '2.1.1-2ubuntu3', 47, 113, 'displays an indented directory tree', 'tree'],
  ['jq', '1.7.1-3build1', 65, 110, 'lightweight and flexible command-line JSON processor', 'jq'],
  [
    'git',
    '1:2.43.0-1ubuntu7',
    3679,
    21500,
    'fast, scalable, distributed revision control system',
    'git',
    'ca-certificates',
  ],
  ['unzip', '6.0-28ubuntu4', 174, 384, 'De-archiver for .zip files', 'unzip'],
  ['zip', '3.0-13build1', 176, 540, 'Archiver for .zip files', 'zip'],
  ['xz-utils', '5.6.1+really5.4.5-1', 267, 590, 'XZ-format compression utilities'],
  ['gzip', '1.12-1ubuntu3', 99, 250, 'GNU compression utilities', 'gzip gunzip zcat'],
  ['tar', '1.35+dfsg-3build1', 254, 890, 'GNU version of the tar archiving utility', 'tar'],
  [
    'gettext-base',
    '0.21-14ubuntu2',
    38,
    190,
    'GNU Internationalization utilities for the base system',
    'envsubst',
    '',
    'apt',
  ],
  ['gettext', '0.22.5-r0', 1900, 6100, 'GNU locale utilities', 'envsubst'],
  ['sudo', '1.9.15p5-3ubuntu5', 947, 2560, 'Provide limited super user privileges to specific users', 'sudo'],
  ['bash', '5.2.21-2ubuntu4', 794, 1900, 'GNU Bourne Again SHell', '/bin/bash=bash'],
  ['coreutils', '9.5-r2', 560, 1100, 'The basic file, shell and text manipulation utilities', '', '', 'apk'],
  ['gnupg', '2.4.4-2ubuntu17', 359, 440, 'GNU privacy guard', 'gpg=true'],
  ['gnupg2', '2.4.4-2ubuntu17', 5, 20, 'GNU privacy guard (dummy transitional package)', '', 'gnupg', 'apt'],
  ['lsb-release', '12.0-2', 7, 20, 'Linux Standard Base version reporting utility', 'lsb_release', '', 'apt'],
  ['apt-transport-https', '2.7.14build2', 4, 36, 'transitional package for https support', '', '', 'apt'],
  [
    'software-properties-common',
    '0.99.48',
    14,
    197,
    'manage the repositories that you install software from',
    'add-apt-repository=true',
    '',
    'apt',
  ],
  ['apt-utils', '2.7.14build2', 214, 1000, 'package management related utility programs', '', '', 'apt'],
  ['dialog', '1.3-20240101-1', 260, 1200, 'Displays user-friendly dialog boxes from shell scripts', '', '', 'apt'],
  [
    'locales',
    '2.39-0ubuntu8',
    4223,
    17000,
    'GNU C Library: National Language (locale) data',
    'locale-gen=true',
    '',
    'apt',
  ],
  ['tzdata', '2024a-3ubuntu1', 275, 3800, 'time zone and daylight-saving time data'],
  ['build-essential', '12.10ubuntu1', 5, 20, 'Informational list of build-essential packages', '', 'gcc make', 'apt'],
  ['build-base', '0.5-r3', 2, 8, 'Meta package for build base', '', 'gcc make musl-dev', 'apk'],
  ['gcc', '4:13.2.0-7ubuntu1', 49000, 170000, 'GNU C compiler', 'gcc cc=gcc'],
  ['g++', '4:13.2.0-7ubuntu1', 12000, 41000, 'GNU C++ compiler', 'g++=gcc', 'gcc'],
  ['make', '4.3-4.1build2', 180, 420, 'utility for directing compilation', 'make'],
  ['cmake', '3.28.3-1build7', 11200, 38000, 'cross-platform, open-source make system'],
  ['musl-dev', '1.2.5-r8', 2100, 11000, 'the musl c library (libc) implementation (development files)', '', '', 'apk'],
  ['libffi-dev', '3.4.6-1build1', 62, 310, 'Foreign Function Interface library (development files)'],
  ['libssl-dev', '3.0.13-0ubuntu3', 2400, 13000, 'Secure Sockets Layer toolkit - development files', '', '', 'apt'],
  ['openssl-dev', '3.3.2-r4', 420, 1700, 'Toolkit for Transport Layer Security (development files)', '', '', 'apk'],
  ['libpq-dev', '16.4-0ubuntu0', 146, 620, 'header files for libpq5 (PostgreSQL library)', '', '', 'apt'],
  ['postgresql-dev', '16.6-r0', 620, 3500, 'PostgreSQL development files', '', '', 'apk'],
  ['zlib1g-dev', '1:1.3.dfsg-3.1', 894, 1300, 'compression library - development', '', '', 'apt'],
  ['linux-headers', '6.6-r1', 1700, 10000, 'Linux system headers', '', '', 'apk'],
  ['python3', '3.12.3-0ubuntu1', 22, 92, 'interactive high-level object-oriented language', 'python3', ''],
  ['python', '2.7.18-4', 3, 20, 'interactive high-level object-oriented language', 'python=python3', '', 'apt'],
  ['python3-pip', '24.0+dfsg-1ubuntu1', 1320, 6700, 'Python package installer', 'pip3=pip pip=pip', 'python3', 'apt'],
  [
    'py3-pip',
    '24.3.1-r0',
    1400,
    7900,
    'Tool for installing and managing Python packages',
    'pip3=pip pip=pip',
    'python3',
    'apk',
  ],
  ['python3-venv', '3.12.3-0ubuntu1', 5, 6, 'venv module for python3', '', 'python3', 'apt'],
  ['python3-dev', '3.12.3-0ubuntu1', 26, 30, 'header files and a static library for Python', '', 'python3'],
  ['python-is-python3', '3.11.4-1', 3, 14, 'symlinks /usr/bin/python to python3', 'python=python3', 'python3', 'apt'],
  ['nodejs', '18.19.1+dfsg-6ubuntu5', 11300, 56000, 'evented I/O for V8 javascript', 'node nodejs=node', ''],
  ['npm', '9.2.0~ds1-2', 3800, 14000, 'package manager for Node.js', 'npm', 'nodejs'],
  [
    'yarn',
    '1.22.22-r1',
    1300,
    5400,
    'Fast, reliable, and secure dependency management for Node.js',
    'yarn=npm',
    'nodejs',
    'apk',
  ],
  ['nginx', '1.24.0-2ubuntu7', 520, 1600, 'small, powerful, scalable web/proxy server', '/usr/sbin/nginx=nginx', ''],
  [
    'apache2',
    '2.4.58-1ubuntu8',
    90,
    550,
    'Apache HTTP Server',
    '/usr/sbin/apache2=httpd /usr/sbin/apachectl=httpd /usr/sbin/apache2ctl=httpd',
    '',
  ],
  ['apache2-utils', '2.4.58-1ubuntu8', 97, 290, 'Apache HTTP Server (utility programs for web servers)', 'ab htpasswd'],
  [
    'redis-tools',
    '5:7.0.15-1build2',
    1300,
    5100,
    'Persistent key-value database with network interface (client)',
    'redis-cli',
    '',
    'apt',
  ],
  [
    'redis-server',
    '5:7.0.15-1build2',
    50,
    200,
    'Persistent key-value database with network interface',
    'redis-server',
    'redis-tools',
    'apt',
  ],
  ['redis', '7.2.7-r0', 1100, 3800, 'Advanced key-value store', 'redis-cli redis-server', ''],
  ['postgresql-client', '16+257build1', 12, 70, 'front-end programs for PostgreSQL', 'psql pg_isready', ''],
  ['mysql-client', '8.0.39-0ubuntu0', 10, 38, 'MySQL database client', 'mysql mysqladmin', ''],
  ['mariadb-client', '1:10.11.8-0ubuntu0', 3100, 19000, 'MariaDB database client', 'mariadb=mysql mysql', ''],
  ['default-mysql-client', '1.1.0build1', 3, 20, 'MySQL database client binaries', '', 'mariadb-client', 'apt'],
  ['openssh-client', '1:9.6p1-3ubuntu13', 905, 3300, 'secure shell (SSH) client', 'ssh-keygen=true'],
  ['openssh-server', '1:9.6p1-3ubuntu13', 510, 1900, 'secure shell (SSH) server'],
  ['supervisor', '4.2.5-1ubuntu0', 284, 1600, 'System for controlling process state', '', 'python3'],
  ['cron', '3.0pl1-184ubuntu2', 85, 250, 'process scheduling daemon'],
  ['tini', '0.19.0-1', 210, 900, 'tiny but valid init for containers', ''],
  ['dumb-init', '1.2.5-3', 16, 60, 'wrapper script which proxies signals to a child'],
  ['gosu', '1.17-1', 900, 2200, 'Simple Go-based setuid+setgid+setgroups+exec'],
  ['su-exec', '0.2-r3', 4, 20, 'switch user and group id, setgid, setuid and exec', '', '', 'apk'],
  ['stress', '1.0.7-1', 18, 60, 'tool to impose load on and stress test a computer system', 'stress'],
  ['stress-ng', '0.17.06-1build1', 2400, 9000, 'tool to load and stress a computer', 'stress-ng=stress'],
  ['figlet', '2.2.5-3', 133, 752, 'Make large character ASCII banners out of ordinary text', 'figlet'],
  ['cowsay', '3.03+dfsg2-8', 18, 93, 'configurable talking cow', '/usr/games/cowsay=cowsay'],
  ['fortune', '1:1.99.1-7.3', 30, 120, 'provides fortune cookies on demand', '/usr/games/fortune=fortune'],
  ['fortunes', '1:1.99.1-7.3', 600, 2000, 'Data files containing fortune cookies', '', 'fortune'],
  ['fortune-mod', '1:1.99.1-7.3', 30, 120, 'provides fortune cookies on demand', '/usr/games/fortune=fortune'],
  ['sl', '5.02-1', 12, 60, "Correct you if you type `sl' by mistake"],
  ['tmux', '3.4-1build1', 430, 1100, 'terminal multiplexer'],
  ['rsync', '3.2.7-1ubuntu1', 435, 800, 'fast, versatile, remote (and local) file-copying tool'],
  ['file', '1:5.45-3build1', 22, 80, 'Recognize the type of data in a file using "magic" numbers', 'file'],
  ['bsdmainutils', '12.1.8', 3, 20, 'Transitional package for more utilities', 'column', '', 'apt'],
  ['util-linux', '2.40.4-r0', 700, 2500, 'Random collection of Linux utilities', '', '', 'apk'],
  ['libmemcached-dev', '1.1.4-1build3', 98, 400, 'C and C++ client library to the memcached server', '', '', 'apt'],
  ['docker.io', '26.1.3-0ubuntu1', 32300, 122000, 'Linux container runtime', 'docker', '', 'apt'],
  [
    'docker-ce',
    '5:28.5.2-1',
    20000,
    98000,
    'Docker: the open-source application container engine',
    'docker',
    'docker-ce-cli containerd.io',
    'apt',
  ],
  [
    'docker-ce-cli',
    '5:28.5.2-1',
    16000,
    42000,
    'Docker CLI: the open-source application container engine',
    'docker',
    '',
    'apt',
  ],
  ['containerd.io', '1.7.29-1', 29000, 120000, 'An open and reliable container runtime', '', '', 'apt'],
  ['docker-compose-plugin', '2.40.3-1', 14000, 70000, 'Docker Compose (V2) plugin for the Docker CLI', '', '', 'apt'],
  ['docker-buildx-plugin', '0.29.1-1', 16000, 77000, 'Docker Buildx plugin extends build capabilities', '', '', 'apt'],
  [
    'docker-compose',
    '1.29.2-6ubuntu1',
    93,
    430,
    'define and run multi-container Docker applications with YAML',
    'docker-compose',
    '',
    'apt',
  ],
  ['docker-cli', '27.3.1-r1', 15000, 40000, 'A Docker CLI', 'docker', '', 'apk'],
];

const words = (text: string | undefined): string[] => (text ?? '').split(' ').filter((word) => word !== '');

const entryOf = ([name, version, sizeKb, installedKb, about, programs, depends, only]: Row): PackageEntry => ({
  name,
  version,
  sizeKb,
  installedKb,
  about,
  depends: words(depends),
  programs: Object.fromEntries(
    words(programs).map((word) => {
      const [path = '', program = path.replace(/^.*\//, '')] = word.split('=');
      return [path.includes('/') ? path : `/usr/bin/${path}`, program];
    }),
  ),
  ...(only && { only }),
});

const PACKAGES = new Map(ROWS.map((row) => [row[0], entryOf(row)]));

/** A package of the archive of this kind of distribution, or undefined. */
export function packageNamed(name: string, archive: 'apt' | 'apk'): PackageEntry | undefined {
  const found = PACKAGES.get(name);
  return found && (found.only ?? archive) === archive ? found : undefined;
}

/** All packages of an archive, by name. */
export const archivePackages = (archive: 'apt' | 'apk'): PackageEntry[] =>
  [...PACKAGES.values()]
    .filter((entry) => (entry.only ?? archive) === archive)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** The packages that installing these brings along, dependencies first, without those that `has` says are there. */
export function closure(
  names: readonly string[],
  archive: 'apt' | 'apk',
  has: (name: string) => boolean,
): PackageEntry[] {
  const result = new Map<string, PackageEntry>();
  const visit = (name: string): void => {
    const entry = packageNamed(name, archive);
    if (!entry || result.has(name) || has(name)) return;
    for (const dependency of entry.depends ?? []) visit(dependency);
    result.set(name, entry);
  };
  for (const name of names) visit(name);
  return [...result.values()];
}
