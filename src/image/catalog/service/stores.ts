import { json, text } from '#network/http';
import type { Socket } from '#network/stack';
import type { Process, Program } from '#process/process';
import type { CatalogImage } from '../../define-image';
import { defineService, entrypointScript } from './define-service';
import { isoTime, service, standIn, stopSignal } from './service-program';

interface Item {
  flags: string;
  value: string;
  until: number;
  cas: number;
}

/** The text protocol. Upstream: memcached doc/protocol.txt. */
async function memcachedClient(process: Process, socket: Socket, items: Map<string, Item>): Promise<void> {
  let rest = '';
  // One byte is one letter here, so that sizes count bytes.
  const latin = (bytes: Uint8Array): string => [...bytes].map((byte) => String.fromCharCode(byte)).join('');
  const say = (line: string): Promise<void> =>
    socket.writer.write(Uint8Array.from(line, (letter) => letter.charCodeAt(0)));
  const more = async (): Promise<boolean> => {
    const chunk = await socket.reader.read();
    if (chunk) rest += latin(chunk);
    return chunk !== undefined;
  };
  const alive = (key: string): Item | undefined => {
    const item = items.get(key);
    if (item && item.until <= process.clock.now()) items.delete(key);
    return items.get(key);
  };
  for (;;) {
    while (!rest.includes('\n')) {
      if (rest.length > 65536 || !(await more())) return socket.close();
    }
    const end = rest.indexOf('\n');
    const [verb = '', key = '', ...args] = rest.slice(0, end).replace(/\r$/, '').split(' ');
    rest = rest.slice(end + 1);
    const quiet = args.at(-1) === 'noreply';
    const reply = async (line: string): Promise<void> => (quiet ? undefined : say(`${line}\r\n`));
    if (['set', 'add', 'replace', 'append', 'prepend', 'cas'].includes(verb)) {
      const size = Number(args[2]);
      if (!(size >= 0 && size <= 1024 * 1024)) {
        await say(
          size > 0 ? 'SERVER_ERROR object too large for cache\r\n' : 'CLIENT_ERROR bad command line format\r\n',
        );
        continue;
      }
      while (rest.length < size + 2) if (!(await more())) return socket.close();
      const value = rest.slice(0, size);
      rest = rest.slice(size).replace(/^\r?\n/, '');
      const old = alive(key);
      const seconds = Number(args[1]);
      const until = seconds === 0 ? Infinity : process.clock.now() + seconds * 1000;
      const cas = (old?.cas ?? 0) + 1;
      if ((verb === 'add' && old) || (['replace', 'append', 'prepend'].includes(verb) && !old))
        await reply('NOT_STORED');
      else if (verb === 'cas' && !old) await reply('NOT_FOUND');
      else if (verb === 'cas' && old!.cas !== Number(args[3])) await reply('EXISTS');
      else {
        const joined = verb === 'append' ? old!.value + value : verb === 'prepend' ? value + old!.value : value;
        items.set(key, { flags: args[0] ?? '0', value: joined, until, cas });
        await reply('STORED');
      }
    } else if (verb === 'get' || verb === 'gets') {
      for (const wanted of [key, ...args]) {
        const item = alive(wanted);
        if (item)
          await say(
            `VALUE ${wanted} ${item.flags} ${String(item.value.length)}${verb === 'gets' ? ` ${String(item.cas)}` : ''}\r\n${item.value}\r\n`,
          );
      }
      await say('END\r\n');
    } else if (verb === 'delete') {
      await reply(alive(key) && items.delete(key) ? 'DELETED' : 'NOT_FOUND');
    } else if (verb === 'incr' || verb === 'decr') {
      const item = alive(key);
      if (!item) await reply('NOT_FOUND');
      else if (!/^\d+$/.test(item.value)) await reply('CLIENT_ERROR cannot increment or decrement non-numeric value');
      else {
        item.value = String(Math.max(0, Number(item.value) + (verb === 'incr' ? 1 : -1) * Number(args[0])));
        await reply(item.value);
      }
    } else if (verb === 'touch') await reply(alive(key) ? 'TOUCHED' : 'NOT_FOUND');
    else if (verb === 'flush_all') {
      items.clear();
      await say('OK\r\n');
    } else if (verb === 'version') await say(`VERSION ${process.env.get('MEMCACHED_VERSION') ?? '1.6.39'}\r\n`);
    else if (verb === 'stats')
      await say(
        `STAT pid ${process.pid}\r\nSTAT version ${process.env.get('MEMCACHED_VERSION') ?? '1.6.39'}\r\nSTAT curr_connections 2\r\nSTAT curr_items ${items.size}\r\nSTAT limit_maxbytes 67108864\r\nEND\r\n`,
      );
    else if (verb === 'verbosity') await reply('OK');
    else if (verb === 'quit') return socket.close();
    else await say('ERROR\r\n');
  }
}

const memcached: Program = {
  name: 'memcached',
  async run(process) {
    if (process.argv.includes('-V') || process.argv.includes('--version')) {
      await process.stdout.write(`memcached ${process.env.get('MEMCACHED_VERSION') ?? '1.6.39'}\n`);
      return 0;
    }
    const at = process.argv.indexOf('-p');
    const port = at >= 0 ? Number(process.argv[at + 1]) : 11211;
    const items = new Map<string, Item>();
    process.use({ memoryBytes: 3_000_000 });
    process.net.listen({
      port,
      program: 'memcached',
      accept: (socket) => void memcachedClient(process, socket, items).catch(() => socket.close()),
    });
    const signal = await stopSignal(process);
    await process.stderr.write(`Signal handled: ${signal === 'SIGINT' ? 'Interrupt' : 'Terminated'}.\n`);
    return 0;
  },
};

const rabbitLine = (process: Process, level: string, text: string): string =>
  `${isoTime(process).slice(0, 23).replace('T', ' ')}000+00:00 [${level}] <0.230.0> ${text}`;

const credentials = (process: Process): [string, string] => [
  process.env.get('RABBITMQ_DEFAULT_USER') ?? 'guest',
  process.env.get('RABBITMQ_DEFAULT_PASS') ?? 'guest',
];

/** Simplified: messages are not simulated; the node, its logs and the first answers of its management API are. */
const rabbitServer = (process: Process, management: boolean): string[] => [
  rabbitLine(process, 'notice', 'Feature flags: list of feature flags found:'),
  rabbitLine(
    process,
    'info',
    ` Starting RabbitMQ ${process.env.get('RABBITMQ_VERSION') ?? '4.2.1'} on Erlang 27.3.4 [jit]`,
  ),
  ' Copyright (c) 2007-2025 Broadcom Inc and/or its subsidiaries',
  ' Licensed under the MPL 2.0. Website: https://rabbitmq.com',
  '',
  '  ##  ##      RabbitMQ ' + (process.env.get('RABBITMQ_VERSION') ?? '4.2.1'),
  '  ##  ##',
  '  ##########  Copyright (c) 2007-2025 Broadcom Inc and/or its subsidiaries',
  '  ######  ##',
  '  ##########  Licensed under the MPL 2.0. Website: https://rabbitmq.com',
  '',
  '  Starting broker...',
  rabbitLine(process, 'info', ` node           : rabbit@${process.host.hostname}`),
  rabbitLine(process, 'info', 'started TCP listener on [::]:5672'),
  ...(management
    ? [rabbitLine(process, 'info', 'Management plugin: HTTP (non-TLS) listener started on port 15672')]
    : []),
  rabbitLine(process, 'info', `Server startup complete; ${management ? '5 plugins started.' : '0 plugins started.'}`),
  ...(management
    ? [' * rabbitmq_prometheus', ' * rabbitmq_management', ' * rabbitmq_management_agent', ' * rabbitmq_web_dispatch']
    : []),
  rabbitLine(process, 'info', 'Time to start RabbitMQ: 4123 ms'),
  ...(management ? [' completed with 4 plugins.'] : [' completed with 0 plugins.']),
];

const basic = (user: string, password: string): string => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes = [...new TextEncoder().encode(`${user}:${password}`)];
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    out += [18, 12, 6, 0]
      .map((shift, index) => (at + index > bytes.length ? '=' : letters[(bits >> shift) & 63]!))
      .join('');
  }
  return `Basic ${out}`;
};

const rabbit = (name: string, management: boolean): Program =>
  service({
    name,
    title: 'RabbitMQ Management',
    memory: 140_000_000,
    startupMs: 4000,
    log: (process) => rabbitServer(process, management),
    ports: [
      {
        port: 5672,
        accept: async (socket) => {
          await socket.reader.read(8);
          await socket.writer.write('AMQP\0\0\x09\x01');
          socket.close();
        },
      },
      ...(management
        ? [
            {
              port: 15672,
              http: (request: Parameters<typeof standIn>[1] & object, process: Process) => {
                if (!request.target.startsWith('/api/')) return standIn('RabbitMQ Management', request);
                const [user, password] = credentials(process);
                if (request.headers['authorization'] !== basic(user, password)) {
                  return json(
                    401,
                    { error: 'not_authorized', reason: 'Not_Authorized' },
                    { 'www-authenticate': 'Basic realm="RabbitMQ Management"' },
                  );
                }
                const path = request.target.split('?')[0]!;
                if (path === '/api/overview')
                  return json(200, {
                    management_version: process.env.get('RABBITMQ_VERSION'),
                    rabbitmq_version: process.env.get('RABBITMQ_VERSION'),
                    cluster_name: `rabbit@${process.host.hostname}`,
                    object_totals: { channels: 0, connections: 0, consumers: 0, exchanges: 7, queues: 0 },
                    node: `rabbit@${process.host.hostname}`,
                  });
                if (path === '/api/queues' || path === '/api/connections' || path === '/api/channels')
                  return json(200, []);
                if (path === '/api/vhosts') return json(200, [{ name: '/' }]);
                if (
                  path.startsWith('/api/healthchecks') ||
                  path.startsWith('/api/health/checks') ||
                  path.startsWith('/api/aliveness-test')
                )
                  return json(200, { status: 'ok' });
                return json(501, {
                  error: 'not_simulated',
                  reason: 'drydock: this part of the management API is not simulated yet',
                });
              },
            },
          ]
        : []),
    ],
    farewell: (process) => [rabbitLine(process, 'info', 'RabbitMQ is asked to stop...')],
  });

const rabbitctl = (name: string): Program => ({
  name,
  async run(process) {
    const [command = '', ...args] = process.argv.slice(1).filter((arg) => !arg.startsWith('-'));
    const node = `rabbit@${process.host.hostname}`;
    const up = process.net.sockets().some((socket) => socket.state === 'LISTEN' && socket.local.port === 5672);
    const say = (text: string): Promise<void> => process.stdout.write(`${text}\n`);
    if (command === 'version') return say(process.env.get('RABBITMQ_VERSION') ?? '4.2.1').then(() => 0);
    if (!up) {
      await process.stderr.write(
        `Error: unable to perform an operation on node '${node}'. Please see diagnostics information and suggestions below.\n`,
      );
      return 69;
    }
    const file = '/var/lib/rabbitmq/drydock.users';
    const users = process.fs.exists(file)
      ? process.fs.readText(file).split('\n').filter(Boolean)
      : [`${credentials(process)[0]}\t[administrator]`];
    if (command === 'status')
      await say(
        `Status of node ${node} ...\nRuntime\n\nOS PID: 1\nOS: Linux\nUptime (seconds): 60\nIs under maintenance?: false\nRabbitMQ version: ${process.env.get('RABBITMQ_VERSION') ?? ''}`,
      );
    else if (command === 'list_queues') await say('Timeout: 60.0 seconds ...\nListing queues for vhost / ...');
    else if (command === 'list_vhosts') await say('Listing vhosts ...\nname\n/');
    else if (command === 'list_exchanges')
      await say(
        'Listing exchanges for vhost / ...\nname\ttype\namq.topic\ttopic\namq.match\theaders\namq.direct\tdirect\namq.fanout\tfanout\namq.headers\theaders\namq.rabbitmq.trace\ttopic\n\tdirect',
      );
    else if (command === 'list_users') await say(`Listing users ...\nuser\ttags\n${users.join('\n')}`);
    else if (command === 'add_user') {
      process.fs.writeFile(file, `${[...users, `${args[0] ?? ''}\t[]`].join('\n')}\n`);
      await say(
        `Adding user "${args[0] ?? ''}" ...\nDone. Don't forget to grant the user permissions to some virtual hosts! See 'rabbitmqctl help set_permissions' to learn more.`,
      );
    } else if (command === 'set_user_tags') {
      process.fs.writeFile(
        file,
        `${users.map((line) => (line.startsWith(`${args[0] ?? ''}\t`) ? `${args[0] ?? ''}\t[${args.slice(1).join(', ')}]` : line)).join('\n')}\n`,
      );
      await say(`Setting tags for user "${args[0] ?? ''}" to [${args.slice(1).join(', ')}] ...`);
    } else if (command === 'set_permissions')
      await say(`Setting permissions for user "${args[0] ?? ''}" in vhost "/" ...`);
    else if (command === 'cluster_status')
      await say(
        `Cluster status of node ${node} ...\nBasics\n\nCluster name: ${node}\n\nDisk Nodes\n\n${node}\n\nRunning Nodes\n\n${node}`,
      );
    else if (command === 'ping')
      await say(
        `Will ping ${node}. This only checks if the OS process is running and registered with epmd. Timeout: 60000 ms.\nPing succeeded`,
      );
    else if (['check_running', 'check_port_connectivity', 'check_local_alarms'].includes(command))
      await say(
        `Checking if RabbitMQ is running on node ${node} ...\nRabbitMQ on node ${node} is fully booted and running`,
      );
    else if (name === 'rabbitmq-plugins' && command === 'list')
      await say(
        `Listing plugins with pattern ".*" ...\n Configured: E = explicitly enabled; e = implicitly enabled\n | Status: * = running on ${node}\n |/\n[E*] rabbitmq_management ${process.env.get('RABBITMQ_VERSION') ?? ''}`,
      );
    else {
      await process.stderr.write(`drydock: ${name} ${command} is not simulated yet\n`);
      return 1;
    }
    return 0;
  },
});

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
