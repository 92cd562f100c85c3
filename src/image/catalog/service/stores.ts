import { json, text } from '#network/http';
import type { Program } from '#process/process';
import type { CatalogImage } from '../../define-image';
import { defineService, entrypointScript } from './define-service';
import { isoTime, service } from './service-program';
import { memcached } from './memcached';
import { rabbit, rabbitctl } from './rabbitmq';

const rabbitmq = defineService({
  repository: 'library/rabbitmq',
  description: 'RabbitMQ is an open source multi-protocol messaging broker.',
  stars: 5300,
  env: ({ version }) => [
    'RABBITMQ_DATA_DIR=/var/lib/rabbitmq',
    `RABBITMQ_VERSION=${version}`,
    'RABBITMQ_HOME=/opt/rabbitmq',
    'HOME=/var/lib/rabbitmq',
    'PATH=/opt/rabbitmq/sbin:/opt/erlang/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'LANG=C.UTF-8',
  ],
  ports: ({ tags }) => `4369 5671 5672 15691 15692 25672${tags[0]!.includes('management') ? ' 15671 15672' : ''}`,
  volumes: '/var/lib/rabbitmq',
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['rabbitmq-server'],
  script: entrypointScript('rabbitmq-server'),
  programs: [
    rabbit('rabbitmq-server', false),
    rabbit('rabbitmq-server-management', true),
    rabbitctl('rabbitmqctl'),
    rabbitctl('rabbitmq-diagnostics'),
    rabbitctl('rabbitmq-plugins'),
    memcached,
  ],
  files: (f, { tags }) => {
    f.programs('/opt/rabbitmq/sbin', 'rabbitmqctl rabbitmq-diagnostics rabbitmq-plugins')
      .program(
        '/opt/rabbitmq/sbin/rabbitmq-server',
        tags[0]!.includes('management') ? 'rabbitmq-server-management' : 'rabbitmq-server',
      )
      .directory('/var/lib/rabbitmq', 0o777)
      .directory('/etc/rabbitmq/conf.d');
  },
  releases: ['4.2.1 latest 4 4.2', '4.1.6 4.1 4.0', '3.13.7 3 3.13 3.12 3.11 3.10 3.9', '3.8.34 3.8 3.7 3.6']
    .flatMap((line) => {
      const tags = line.split(' ');
      const ends = (end: string): string => tags.map((tag) => (tag === 'latest' ? end : `${tag}-${end}`)).join(' ');
      return [
        `${line} | ubuntu:24.04 | 170 | 2025-11-14`,
        `${ends('management')} | ubuntu:24.04 | 185 | 2025-11-14`,
        `${ends('alpine')} | alpine:3.22 | 110 | 2025-11-14`,
        `${ends('management-alpine')} | alpine:3.22 | 125 | 2025-11-14`,
      ];
    })
    .join('\n'),
});

const simple = (
  repository: string,
  description: string,
  stars: number,
  program: Program,
  path: string,
  ports: string,
  volumes: string,
  releases: string,
): CatalogImage =>
  defineService({
    repository,
    description,
    stars,
    programs: [program],
    ports,
    ...(volumes && { volumes }),
    cmd: [path],
    files: (f) => void f.program(path, program.name),
    releases,
  });

const documents = (name: string, title: string, port: number, root: object): Program =>
  service({
    name,
    title,
    ports: [
      {
        port,
        http: (request) =>
          request.target === '/' ? json(200, root) : text(501, `drydock: ${title} is not simulated further\n`),
      },
    ],
  });

/** Caches, queues and databases without an engine of their own. */
export const stores: readonly CatalogImage[] = [
  rabbitmq,
  defineService({
    repository: 'library/memcached',
    description: 'Free & open source, high-performance, distributed memory object caching system.',
    stars: 2400,
    env: ({ version }) => [`MEMCACHED_VERSION=${version}`],
    ports: '11211',
    user: 'memcache',
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['memcached'],
    script: entrypointScript('memcached'),
    files: (f, { from }) => {
      const user = 'memcache:x:11211:11211::/home/memcache:/bin/sh\n';
      f.program('/usr/local/bin/memcached')
        .file('/etc/passwd', `root:x:0:0:root:/root:/bin/${from.startsWith('alpine') ? 'sh' : 'bash'}\n${user}`)
        .file('/etc/group', 'root:x:0:\nmemcache:x:11211:\n');
    },
    releases:
      '1.6.39 latest 1 1.6 trixie | debian:trixie-slim | 7 | 2025-07-29\n1.6.39-alpine alpine 1-alpine 1.6-alpine | alpine:3.22 | 3 | 2025-07-29\n1.5.22 1.5 1.4 | debian:buster-slim | 5 | 2020-02-29',
  }),
  simple(
    'library/cassandra',
    'Apache Cassandra is an open-source distributed storage system.',
    1600,
    service({
      name: 'cassandra',
      memory: 1_200_000_000,
      startupMs: 15000,
      log: (process) => [
        `INFO  [main] ${isoTime(process).slice(0, 19).replace('T', ' ')},000 StorageService.java:864 - Cassandra version: 5.0.6`,
        `INFO  [main] ${isoTime(process).slice(0, 19).replace('T', ' ')},000 PipelineConfigurator.java:125 - Starting listening for CQL clients on /0.0.0.0:9042 (unencrypted)...`,
        'drydock: CQL is not simulated yet',
      ],
      ports: [{ port: 9042, accept: (socket) => socket.close() }],
      exit: () => 143,
    }),
    '/usr/local/bin/cassandra',
    '7000 7001 7199 9042 9160',
    '/var/lib/cassandra',
    '5.0.6 latest 5 5.0 | ubuntu:24.04 | 340 | 2025-10-28\n4.1.10 4 4.1 4.0 3.11 3 2.1 | ubuntu:22.04 | 320 | 2025-10-28',
  ),
  simple(
    'library/couchdb',
    'CouchDB is a database that uses JSON for documents, an HTTP API, & JavaScript/declarative indexing.',
    600,
    documents('couchdb', 'CouchDB', 5984, {
      couchdb: 'Welcome',
      version: '3.5.1',
      git_sha: '44f6a43d8',
      uuid: 'drydock',
      features: ['search', 'access-ready'],
      vendor: { name: 'The Apache Software Foundation' },
    }),
    '/opt/couchdb/bin/couchdb',
    '4369 5984 9100',
    '/opt/couchdb/data',
    '3.5.1 latest 3 3.5 3.4 3.3 3.2.2 3.1 2.3 2 1.7 | debian:bookworm-slim | 330 | 2025-11-12',
  ),
  simple(
    'library/neo4j',
    'Neo4j is a highly scalable, robust native graph database.',
    1300,
    service({
      name: 'neo4j',
      title: 'Neo4j Browser',
      log: () => ['Started.', 'drydock: Cypher is not simulated yet'],
      ports: [{ port: 7474 }, { port: 7687, accept: (socket) => socket.close() }],
    }),
    '/startup/neo4j',
    '7473 7474 7687',
    '/data /logs',
    '5.26.16 latest 5 2025.10.1 4.4 4 3.5 | debian:bookworm-slim | 520 | 2025-11-12',
  ),
  simple(
    'mcr.microsoft.com/mssql/server',
    'Microsoft SQL Server',
    0,
    service({
      name: 'sqlservr',
      memory: 800_000_000,
      startupMs: 8000,
      early: ({ env }) =>
        env.get('ACCEPT_EULA')?.toUpperCase() === 'Y'
          ? undefined
          : {
              code: 1,
              stderr:
                'The SQL Server End-User License Agreement (EULA) must be accepted before SQL\nServer can start. The license terms for this product can be downloaded from\nhttps://aka.ms/mssqleula and set ACCEPT_EULA=Y in the environment.\n',
            },
      log: (process) => [
        `${isoTime(process).slice(0, 22).replace('T', ' ')} Server      Microsoft SQL Server 2022 (RTM-CU21) (KB5065865) - 16.0.4215.2 (X64)`,
        `${isoTime(process).slice(0, 22).replace('T', ' ')} spid28s     SQL Server is now ready for client connections. This is an informational message; no user action is required.`,
        'drydock: T-SQL is not simulated yet',
      ],
      ports: [{ port: 1433, accept: (socket) => socket.close() }],
    }),
    '/opt/mssql/bin/sqlservr',
    '1433',
    '',
    '2022-latest latest 2022-CU21-ubuntu-22.04 | ubuntu:22.04 | 1500 | 2025-09-11\n2019-latest 2019-CU18-ubuntu-20.04 2017-latest 2017-CU11-ubuntu | ubuntu:20.04 | 1450 | 2025-02-13',
  ),
];
