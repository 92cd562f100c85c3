import { staticFiles } from '#network/static-files';
import type { CatalogImage } from '../../define-image';
import { defineService, entrypointScript, type Release } from './define-service';
import { html, isoTime, service, versionTool } from './service-program';

const BUILD_TOOLS = 'curl wget git ps top free gcc make unzip';
const JAVA = (version: string): string => {
  const major = version.split('.')[0]!;
  return `openjdk version "${major === '8' ? '1.8.0_472' : version}" 2025-10-21\nOpenJDK Runtime Environment (build ${version})\nOpenJDK 64-Bit Server VM (build ${version}, mixed mode, sharing)`;
};

const javaVersion = (process: { env: Map<string, string> }): string =>
  /(\d+(?:\.\d+)*)/.exec(process.env.get('JAVA_VERSION') ?? '21.0.9')?.[1] ?? '21.0.9';

/** Compilers and runtimes that are there but do not run what they are given. */
const TOOLS = [
  versionTool('go', ({ env }) => `go version go${env.get('GOLANG_VERSION') ?? '1.25.4'} linux/amd64`, {
    versionArgs: ['version'],
  }),
  versionTool('gofmt', () => ''),
  versionTool('gcc', () => 'gcc (Debian 14.2.0-19) 14.2.0'),
  versionTool('java', (process) => JAVA(javaVersion(process)), {
    versionArgs: ['-version', '--version'],
    stream: 'stderr',
    what: () => 'running Java programs',
  }),
  versionTool('javac', (process) => `javac ${javaVersion(process)}`, { versionArgs: ['-version', '--version'] }),
  versionTool('jshell', (process) => `jshell ${javaVersion(process)}`),
  versionTool('ruby', ({ env }) => `ruby ${env.get('RUBY_VERSION') ?? '3.4.7'} +PRISM [x86_64-linux]`),
  versionTool('irb', () => 'irb 1.15.2 (2025-04-03)'),
  versionTool('gem', () => '3.6.9'),
  versionTool('bundle', () => 'Bundler version 2.6.9'),
  versionTool('rustc', ({ env }) => `rustc ${env.get('RUST_VERSION') ?? '1.91.1'}`),
  versionTool('cargo', ({ env }) => `cargo ${env.get('RUST_VERSION') ?? '1.91.1'}`),
  versionTool('mvn', ({ env }) => `Apache Maven ${env.get('MAVEN_VERSION') ?? '3.9.11'}`),
  versionTool('gradle', ({ env }) => `Gradle ${env.get('GRADLE_VERSION') ?? '9.2.1'}`),
  versionTool('dotnet bash', ({ env }) => env.get('DOTNET_SDK_VERSION') ?? env.get('DOTNET_VERSION') ?? '9.0.11'),
  versionTool('composer', () => 'Composer version 2.9.2 2025-11-19 21:57:25'),
  versionTool(
    'php',
    ({ env }) =>
      `PHP ${env.get('PHP_VERSION') ?? '8.4.15'} (cli) (built: Nov 20 2025 20:00:00) (NTS)\nCopyright (c) The PHP Group\nZend Engine v4.4.15, Copyright (c) Zend Technologies`,
    { what: () => 'running PHP' },
  ),
  versionTool('perl', () => 'This is perl 5, version 42, subversion 0 (v5.42.0) built for x86_64-linux-gnu', {
    what: () => 'running Perl',
  }),
  versionTool('Rscript', () => 'Rscript (R) version 4.5.2 (2025-10-31)'),
];

const GO = (tags: string, debian: string, alpine: string, size: number, day: string): string => {
  const [version, ...rest] = tags.split(' ');
  const all = [version!, ...rest];
  const ends = (end: string): string => all.map((tag) => (tag === 'latest' ? end.slice(1) : tag + end)).join(' ');
  const release = debian.split(':')[1]!;
  return `${all.join(' ')} ${ends(`-${release}`)} | ${debian} | ${size} | ${day}\n${ends('-alpine')} ${ends(`-alpine${alpine.split(':')[1]!}`)} | ${alpine} | ${Math.round(size * 0.32)} | ${day}`;
};

const golang = defineService({
  repository: 'library/golang',
  description: 'Go (golang) is a general purpose, higher-level, imperative programming language.',
  stars: 5100,
  programs: TOOLS,
  env: ({ version }) => [
    'PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    `GOLANG_VERSION=${version}`,
    'GOTOOLCHAIN=local',
    'GOPATH=/go',
  ],
  workdir: '/go',
  cmd: ({ from }) => [from.startsWith('alpine') ? '/bin/sh' : 'bash'],
  files: (f, { from }) => {
    f.programs('/usr/local/go/bin', 'go gofmt').directory('/go/src', 0o1777).directory('/go/bin', 0o1777);
    if (!from.startsWith('alpine')) f.programs('/usr/bin', BUILD_TOOLS);
  },
  releases: [
    GO('1.25.4 latest 1 1.25', 'debian:trixie', 'alpine:3.22', 790, '2025-11-06'),
    GO('1.26', 'debian:trixie', 'alpine:3.22', 795, '2025-11-20'),
    GO('1.24.10 1.24', 'debian:bookworm', 'alpine:3.22', 780, '2025-11-06'),
    GO('1.23.12 1.23', 'debian:bookworm', 'alpine:3.21', 735, '2025-08-07'),
    GO('1.22.12 1.22', 'debian:bookworm', 'alpine:3.21', 715, '2025-02-05'),
    GO('1.21.13 1.21', 'debian:bookworm', 'alpine:3.20', 705, '2024-08-07'),
    GO('1.20.14 1.20', 'debian:bookworm', 'alpine:3.19', 733, '2024-02-07'),
    GO('1.19.13 1.19', 'debian:bullseye', 'alpine:3.18', 860, '2023-09-07'),
    GO('1.18.10 1.18', 'debian:bullseye', 'alpine:3.17', 842, '2023-01-11'),
    GO('1.17.13 1.17', 'debian:bullseye', 'alpine:3.16', 817, '2022-08-02'),
    GO('1.16.15 1.16', 'debian:bullseye', 'alpine:3.15', 795, '2022-03-04'),
    GO('1.15.15 1.15', 'debian:buster', 'alpine:3.14', 725, '2021-08-05'),
    GO('1.14.15 1.14', 'debian:buster', 'alpine:3.13', 696, '2021-02-05'),
    GO('1.13.15 1.13', 'debian:buster', 'alpine:3.12', 689, '2020-08-07'),
    GO('1.12.17 1.12', 'debian:buster', 'alpine:3.10', 660, '2020-02-13'),
    GO('1.11.13 1.11', 'debian:buster', 'alpine:3.10', 705, '2019-08-14'),
    GO('1.10.8 1.10', 'debian:buster', 'alpine:3.8', 640, '2019-01-23'),
    GO('1.7.6 1.7.0 1.7', 'debian:buster', 'alpine:3.5', 560, '2017-06-01'),
  ].join('\n'),
});

const javaTags = (kind: string, alpine: string): string =>
  [
    ['25.0.1_8', '25', '214'],
    ['21.0.9_10', '21', '205'],
    ['21.0.8_9', '', '205'],
    ['17.0.17_10', '17', '185'],
    ['11.0.29_7', '11', '182'],
    ['8u472-b08', '8', '103'],
  ]
    .flatMap(([full, major, size]) => {
      const tags = (end: string): string => [`${full!}${end}`, ...(major ? [`${major}${end}`] : [])].join(' ');
      const plain = kind === 'jdk' && major ? [major, ...(major === '25' ? ['latest'] : [])] : [];
      const megabytes = Number(size) * (kind === 'jdk' ? 1.7 : 0.95);
      return [
        `${[tags(`-${kind}`), ...plain, tags(`-${kind}-noble`)].join(' ')} | ubuntu:24.04 | ${megabytes.toFixed(1)} | 2025-11-14`,
        `${tags(`-${kind}-jammy`)} | ubuntu:22.04 | ${megabytes.toFixed(1)} | 2025-11-14`,
        `${tags(`-${kind}-alpine`)} | ${alpine} | ${megabytes.toFixed(1)} | 2025-11-14`,
      ];
    })
    .join('\n');

const temurin = defineService({
  repository: 'library/eclipse-temurin',
  description: 'Official Images for OpenJDK binaries built by Eclipse Temurin.',
  stars: 620,
  env: ({ tags }) => [
    'JAVA_HOME=/opt/java/openjdk',
    'PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'LANG=en_US.UTF-8',
    'LANGUAGE=en_US:en',
    'LC_ALL=en_US.UTF-8',
    `JAVA_VERSION=jdk-${tags[0]!.replace(/-(jdk|jre).*$/, '').replace('_', '+')}`,
  ],
  entrypoint: ['/__cacert_entrypoint.sh'],
  cmd: ({ tags }) => (tags[0]!.includes('jdk') ? ['jshell'] : []),
  files: (f) =>
    void f
      .programs('/opt/java/openjdk/bin', 'java javac jshell')
      .script('/__cacert_entrypoint.sh', '#!/bin/sh\nexec "$@"\n'),
  releases: `${javaTags('jdk', 'alpine:3.22')}\n${javaTags('jre', 'alpine:3.22')}`,
});

const openjdk = defineService({
  repository: 'library/openjdk',
  description: 'DEPRECATED; "Vanilla" builds of OpenJDK (an open-source implementation of the Java Platform)',
  stars: 4100,
  env: ({ version }) => [
    'JAVA_HOME=/usr/local/openjdk',
    'PATH=/usr/local/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    `JAVA_VERSION=${version}`,
  ],
  cmd: ({ tags }) => (tags[0]!.includes('jre') ? undefined : ['jshell']),
  files: (f) => void f.programs('/usr/local/openjdk/bin', 'java javac jshell').programs('/usr/bin', 'curl'),
  releases: `
18 latest | debian:bullseye | 350 | 2022-04-01
17 17-jdk 17.0.2 | debian:bullseye | 347 | 2022-04-20
17-slim 17-jdk-slim 17-slim-bullseye | debian:bullseye-slim | 327 | 2022-04-20
17-alpine 17-jdk-alpine | alpine:3.14 | 320 | 2021-06-20
11 11-jdk 11.0.16 | debian:bullseye | 530 | 2022-07-22
11-slim 11-jdk-slim | debian:bullseye-slim | 342 | 2022-07-22
11-jre 11.0.16-jre | debian:bullseye | 178 | 2022-07-22
11-jre-slim | debian:bullseye-slim | 142 | 2022-07-22
8 8-jdk 8u342 | debian:bullseye | 400 | 2022-07-22
8-slim 8-jdk-slim | debian:bullseye-slim | 215 | 2022-07-22
8-alpine 8-jdk-alpine | alpine:3.9 | 99.4 | 2019-05-11
8-jre | debian:bullseye | 150 | 2022-07-22
8-jre-slim | debian:bullseye-slim | 115 | 2022-07-22
8-jre-alpine | alpine:3.9 | 79.4 | 2019-05-11`,
});

/** Simplified: files are served as they are; a PHP script answers a page that says that PHP does not run. */
const phpApache = service({
  name: 'apache2-foreground',
  stream: 'stderr',
  log: (process) => {
    const at = `[${new Date(process.clock.epochNow()).toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1 $3 $2 $5.000000 $4')}]`;
    const name =
      "AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using 127.0.0.1. Set the 'ServerName' directive globally to suppress this message";
    return [
      name,
      `${at} [mpm_prefork:notice] [pid ${process.pid}:tid ${process.pid}] AH00163: Apache/2.4.65 (Debian) PHP/${process.env.get('PHP_VERSION') ?? '8.4.15'} configured -- resuming normal operations`,
      `${at} [core:notice] [pid ${process.pid}:tid ${process.pid}] AH00094: Command line: 'apache2 -D FOREGROUND'`,
    ];
  },
  ports: [
    {
      port: 80,
      http: (request, process) => {
        const root = process.env.get('APACHE_DOCUMENT_ROOT') ?? '/var/www/html';
        const path = request.target.split('?')[0]!;
        const headers = { server: 'Apache/2.4.65 (Debian)' };
        const hasIndex =
          path.endsWith('/') &&
          process.fs.exists(`${root}${path}index.php`) &&
          !process.fs.exists(`${root}${path}index.html`);
        if (hasIndex || (path.endsWith('.php') && process.fs.exists(root + path))) {
          return html(501, 'PHP', '<p>drydock: running PHP is not simulated yet.</p>');
        }
        const errorPage = (status: number): { body: string; type: string } => ({
          body: `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status === 403 ? '403 Forbidden' : '404 Not Found'}</title>\n</head><body>\n<h1>${status === 403 ? 'Forbidden' : 'Not Found'}</h1>\n<p>${status === 403 ? "You don't have permission to access this resource." : 'The requested URL was not found on this server.'}</p>\n<hr>\n<address>Apache/2.4.65 (Debian) Server at ${request.headers['host']?.split(':')[0] ?? 'localhost'} Port 80</address>\n</body></html>\n`,
          type: 'text/html; charset=iso-8859-1',
        });
        return staticFiles({ files: process.fs, root, headers, errorPage })(request);
      },
    },
  ],
});

const phpFpm = service({
  name: 'php-fpm',
  stream: 'stderr',
  log: (process) => {
    const at = `[${new Date(process.clock.epochNow())
      .toUTCString()
      .slice(5, 25)
      .replaceAll(/ (?=\d{4}|[A-Z])/g, '-')}]`;
    return [`${at} NOTICE: fpm is running, pid ${process.pid}`, `${at} NOTICE: ready to handle connections`];
  },
  ports: [{ port: 9000, accept: (socket) => socket.close() }],
});

const PHP = [
  '8.5.0 latest 8 8.5',
  '8.4.15 8.4',
  '8.3.28 8.3',
  '8.2.29 8.2',
  '8.1.33 8.1',
  '8.0.30 8.0',
  '7.4.33 7 7.4',
  '7.3.33 7.3',
  '7.2.34 7.2',
  '7.1.33 7.1',
  '7.0.33 7.0',
  '5.6.40 5 5.6',
];
const php = defineService({
  repository: 'library/php',
  description: 'PHP is a server-side scripting language designed for web development.',
  stars: 7700,
  programs: [phpApache, phpFpm],
  env: ({ version, tags }) => [
    'PHPIZE_DEPS=autoconf dpkg-dev file g++ gcc libc-dev make pkg-config re2c',
    'PHP_INI_DIR=/usr/local/etc/php',
    ...(tags[0]!.includes('apache') ? ['APACHE_CONFDIR=/etc/apache2', 'APACHE_ENVVARS=/etc/apache2/envvars'] : []),
    `PHP_VERSION=${version}`,
  ],
  entrypoint: ['docker-php-entrypoint'],
  cmd: ({ tags }) =>
    tags[0]!.includes('apache') ? ['apache2-foreground'] : tags[0]!.includes('fpm') ? ['php-fpm'] : ['php', '-a'],
  ports: ({ tags }) => (tags[0]!.includes('apache') ? '80' : tags[0]!.includes('fpm') ? '9000' : ''),
  workdir: ({ tags }) => (/apache|fpm/.test(tags[0]!) ? '/var/www/html' : '/'),
  stopSignal: 'SIGQUIT',
  files: (f, { tags }) => {
    f.programs('/usr/local/bin', 'php')
      .programs('/usr/bin', 'curl')
      .script('/usr/local/bin/docker-php-entrypoint', entrypointScript('php'))
      .directory('/usr/local/etc/php/conf.d');
    for (const tool of [
      'docker-php-ext-install',
      'docker-php-ext-enable',
      'docker-php-ext-configure',
      'pecl',
      'a2enmod',
    ])
      f.script(
        `/usr/local/bin/${tool}`,
        '#!/bin/sh\n# PHP and its extensions are not simulated: there is nothing to build.\nexit 0\n',
      );
    if (tags[0]!.includes('apache'))
      f.program('/usr/local/bin/apache2-foreground').directory('/var/www/html', 0o1777, { uid: 33, gid: 33 });
    if (tags[0]!.includes('fpm'))
      f.program('/usr/local/sbin/php-fpm').directory('/var/www/html', 0o1777, { uid: 33, gid: 33 });
  },
  releases: PHP.flatMap((line) => {
    const tags = line.split(' ');
    const debian = line.startsWith('8') ? 'debian:bookworm-slim' : 'debian:bullseye-slim';
    const alpine = line.startsWith('8') ? 'alpine:3.22' : 'alpine:3.16';
    const named = (end: string): string => tags.map((tag) => (tag === 'latest' ? end : `${tag}-${end}`)).join(' ');
    return [
      `${named('cli')} ${line} | ${debian} | 435 | 2025-11-20`,
      `${named('apache')} | ${debian} | 432 | 2025-11-20`,
      `${named('fpm')} | ${debian} | 430 | 2025-11-20`,
      `${named('cli-alpine')} ${named('alpine')} | ${alpine} | 100 | 2025-11-20`,
      `${named('fpm-alpine')} | ${alpine} | 83 | 2025-11-20`,
    ];
  }).join('\n'),
});

const simple = (
  repository: string,
  description: string,
  stars: number,
  tools: string,
  env: (release: Release) => readonly string[],
  cmd: readonly string[],
  releases: string,
): CatalogImage =>
  defineService({
    repository,
    description,
    stars,
    env,
    cmd,
    files: (f, { from }) => {
      f.programs('/usr/local/bin', tools);
      if (from.startsWith('debian') && !from.endsWith('slim')) f.programs('/usr/bin', BUILD_TOOLS);
    },
    releases,
  });

const tomcat = defineService({
  repository: 'library/tomcat',
  description: 'Apache Tomcat is an open source implementation of the Java Servlet and JavaServer Pages technologies',
  stars: 3800,
  programs: [
    service({
      name: 'catalina.sh',
      title: 'Apache Tomcat',
      stream: 'stderr',
      memory: 120_000_000,
      startupMs: 800,
      log: (process) => {
        const version = process.env.get('TOMCAT_VERSION') ?? '11.0.14';
        const at = isoTime(process).replace(
          /^(\d+)-(\d+)-(\d+)T([\d:.]+)Z$/,
          (_, y: string, m: string, d: string, t: string) =>
            `${d}-${'JanFebMarAprMayJunJulAugSepOctNovDec'.slice(Number(m) * 3 - 3, Number(m) * 3)}-${y} ${t}`,
        );
        const line = (where: string, text: string): string => `${at} INFO [main] ${where} ${text}`;
        return [
          line(
            'org.apache.catalina.startup.VersionLoggerListener.log',
            `Server version name:   Apache Tomcat/${version}`,
          ),
          line('org.apache.coyote.AbstractProtocol.init', 'Initializing ProtocolHandler ["http-nio-8080"]'),
          line('org.apache.catalina.startup.Catalina.load', 'Server initialization in [512] milliseconds'),
          line('org.apache.catalina.core.StandardService.startInternal', 'Starting service [Catalina]'),
          line(
            'org.apache.catalina.core.StandardEngine.startInternal',
            `Starting Servlet engine: [Apache Tomcat/${version}]`,
          ),
          line('org.apache.coyote.AbstractProtocol.start', 'Starting ProtocolHandler ["http-nio-8080"]'),
          line('org.apache.catalina.startup.Catalina.start', 'Server startup in [97] milliseconds'),
        ];
      },
      ports: [
        {
          port: 8080,
          http: (request, process) => {
            const answer = staticFiles({ files: process.fs, root: '/usr/local/tomcat/webapps/ROOT' })(request);
            return process.fs.exists('/usr/local/tomcat/webapps/ROOT')
              ? answer
              : html(
                  404,
                  'HTTP Status 404 – Not Found',
                  `<h3>Apache Tomcat/${process.env.get('TOMCAT_VERSION') ?? ''}</h3>`,
                );
          },
        },
      ],
      exit: () => 143,
    }),
  ],
  env: ({ version }) => [
    'CATALINA_HOME=/usr/local/tomcat',
    'PATH=/usr/local/tomcat/bin:/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'JAVA_HOME=/opt/java/openjdk',
    `TOMCAT_MAJOR=${version.split('.')[0]!}`,
    `TOMCAT_VERSION=${version}`,
  ],
  workdir: '/usr/local/tomcat',
  ports: '8080',
  cmd: ['catalina.sh', 'run'],
  files: (f) =>
    void f
      .program('/usr/local/tomcat/bin/catalina.sh')
      .directory('/usr/local/tomcat/webapps')
      .program('/opt/java/openjdk/bin/java'),
  releases: `
11.0.14 latest 11 11.0 11-jdk21 | ubuntu:24.04 | 395 | 2025-11-10
10.1.49 10 10.1 10-jdk17 | ubuntu:24.04 | 380 | 2025-11-10
9.0.112 9 9.0 9.0-jdk17 9-jdk17 9-jre17 9.0-jre11 | ubuntu:24.04 | 372 | 2025-11-10
8.5.100 8 8.5 8.0 | ubuntu:22.04 | 375 | 2024-03-25
7.0.109 7 7-jre8 | ubuntu:20.04 | 290 | 2021-05-12`,
});

/** Languages beside Node.js and Python, whose programs are built by nothing here, and servers for them. */
export const languages: readonly CatalogImage[] = [
  golang,
  temurin,
  openjdk,
  php,
  tomcat,
  simple(
    'library/ruby',
    'Ruby is a dynamic, reflective, object-oriented, general-purpose, open-source programming language.',
    2400,
    'ruby irb gem bundle',
    ({ version }) => ['LANG=C.UTF-8', `RUBY_VERSION=${version}`, 'GEM_HOME=/usr/local/bundle'],
    ['irb'],
    `
3.4.7 latest 3 3.4 | debian:bookworm | 880 | 2025-10-08
3.4.7-slim slim 3-slim 3.4-slim | debian:bookworm-slim | 140 | 2025-10-08
3.4.7-alpine alpine 3-alpine 3.4-alpine | alpine:3.22 | 88 | 2025-10-08
3.3.10 3.3 | debian:bookworm | 870 | 2025-10-23
3.3.10-slim 3.3-slim | debian:bookworm-slim | 135 | 2025-10-23
3.2.9 3.2 | debian:bookworm | 860 | 2025-07-24
2.7.8 2 2.7 | debian:bullseye | 740 | 2023-03-30
2.2.2 2.2 | debian:buster | 600 | 2017-03-28`,
  ),
  simple(
    'library/rust',
    'Rust is a systems programming language focused on safety, speed, and concurrency.',
    1500,
    'rustc cargo bash',
    ({ version }) => ['RUSTUP_HOME=/usr/local/rustup', 'CARGO_HOME=/usr/local/cargo', `RUST_VERSION=${version}`],
    ['bash'],
    `
1.91.1 latest 1 1.91 | debian:trixie | 1390 | 2025-11-10
1.91.1-slim slim 1-slim | debian:trixie-slim | 750 | 2025-11-10
1.91.1-alpine alpine 1-alpine | alpine:3.22 | 900 | 2025-11-10
1.70.0 1.70 1.70.0-slim-bullseye | debian:bullseye | 1290 | 2023-06-02
1.67.1 1.67 | debian:bullseye | 1270 | 2023-02-10
1.23.0 1.23 | debian:buster | 1200 | 2018-01-05`,
  ),
  simple(
    'library/perl',
    'Perl is a high-level, general-purpose, interpreted, dynamic programming language.',
    420,
    'perl',
    ({ version }) => [`PERL_VERSION=${version}`],
    ['perl', '-de0'],
    `
5.42.0 latest 5 5.42 stable | debian:bookworm | 860 | 2025-07-04
5.42.0-slim slim 5-slim | debian:bookworm-slim | 60 | 2025-07-04
5.34.3 5.34 5.34.0 | debian:bullseye | 760 | 2023-11-29`,
  ),
  simple(
    'library/maven',
    'Apache Maven is a software project management and comprehension tool.',
    1700,
    'mvn java javac',
    () => ['MAVEN_HOME=/usr/share/maven', 'MAVEN_CONFIG=/root/.m2', 'MAVEN_VERSION=3.9.11'],
    ['mvn'],
    `
3.9.11 latest 3 3.9 3-eclipse-temurin-21 3.9-eclipse-temurin-21 | ubuntu:24.04 | 440 | 2025-11-14
3.9.11-eclipse-temurin-17 3-eclipse-temurin-17 3.9-eclipse-temurin-17 | ubuntu:24.04 | 410 | 2025-11-14
3.9.11-eclipse-temurin-17-alpine 3-eclipse-temurin-17-alpine | alpine:3.22 | 320 | 2025-11-14
3.5.2-jdk-8 3-jdk-8 3.3-jdk-8 3-jdk-7 3-jdk-11 3-jdk-8-alpine 3.5-jdk-8 3.6-jdk-11 | debian:buster | 560 | 2018-02-17`,
  ),
  simple(
    'library/gradle',
    'Gradle is a build tool with a focus on build automation.',
    620,
    'gradle java javac',
    () => ['GRADLE_HOME=/opt/gradle', 'GRADLE_VERSION=9.2.1'],
    ['gradle'],
    `
9.2.1-jdk21 latest jdk21 9-jdk21 | ubuntu:24.04 | 720 | 2025-11-17
9.2.1-jdk17 jdk17 8-jdk17 7-jdk17 | ubuntu:24.04 | 700 | 2025-11-17`,
  ),
  simple(
    'library/composer',
    'Composer is a dependency manager written in and for PHP.',
    1200,
    'composer php',
    () => ['COMPOSER_HOME=/tmp'],
    ['composer'],
    '2.9.2 latest lts 2 2.9 | alpine:3.22 | 190 | 2025-11-19',
  ),
  simple(
    'mcr.microsoft.com/dotnet/sdk',
    '.NET SDK',
    0,
    'dotnet bash',
    ({ version }) => ['DOTNET_RUNNING_IN_CONTAINER=true', `DOTNET_SDK_VERSION=${version}`],
    ['bash'],
    `
10.0 latest | ubuntu:24.04 | 780 | 2025-11-11
9.0 | debian:bookworm-slim | 770 | 2025-11-11
8.0 | debian:bookworm-slim | 790 | 2025-11-11
7.0 | debian:bullseye-slim | 710 | 2024-05-14
6.0 | debian:bullseye-slim | 670 | 2024-11-12
9.0-alpine 8.0-alpine | alpine:3.22 | 650 | 2025-11-11`,
  ),
  simple(
    'mcr.microsoft.com/dotnet/aspnet',
    'ASP.NET Core Runtime',
    0,
    'dotnet',
    ({ version }) => ['ASPNETCORE_HTTP_PORTS=8080', 'DOTNET_RUNNING_IN_CONTAINER=true', `DOTNET_VERSION=${version}`],
    ['bash'],
    `
10.0 latest | ubuntu:24.04 | 150 | 2025-11-11
9.0 | debian:bookworm-slim | 150 | 2025-11-11
8.0 | debian:bookworm-slim | 145 | 2025-11-11
7.0 | debian:bullseye-slim | 140 | 2024-05-14
6.0 | debian:bullseye-slim | 135 | 2024-11-12`,
  ),
  simple(
    'mcr.microsoft.com/dotnet/runtime',
    '.NET Runtime',
    0,
    'dotnet',
    ({ version }) => ['DOTNET_RUNNING_IN_CONTAINER=true', `DOTNET_VERSION=${version}`],
    ['bash'],
    `
9.0 latest | debian:bookworm-slim | 120 | 2025-11-11
8.0 | debian:bookworm-slim | 118 | 2025-11-11
6.0 | debian:bullseye-slim | 112 | 2024-11-12`,
  ),
  simple(
    'library/r-base',
    'R is a system for statistical computation and graphics.',
    330,
    'Rscript',
    ({ version }) => [`R_BASE_VERSION=${version}`],
    ['Rscript'],
    '4.5.2 latest | debian:trixie | 800 | 2025-11-10',
  ),
];
