import { staticFiles } from '#network/static-files';
import { defineService } from './define-service';
import { html, isoTime, service } from './service-program';

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

/** An image for Java programs. */
export const temurin = defineService({
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

/** An image for Java programs. */
export const openjdk = defineService({
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

/** An image for Java programs. */
export const tomcat = defineService({
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
