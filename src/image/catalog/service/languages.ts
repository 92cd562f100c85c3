import type { CatalogImage } from '../../define-image';
import { defineService, entrypointScript, type Release } from './define-service';
import { TOOLS, phpApache, phpFpm } from './language-programs';
import { temurin, openjdk, tomcat } from './java';

const BUILD_TOOLS = 'curl wget git ps top free gcc make unzip';

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
