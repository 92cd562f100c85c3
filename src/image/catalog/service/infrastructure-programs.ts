import { json, text } from '#network/http';
import type { Process } from '#process/process';
import { isoTime, service, standIn } from './service-program';

const argument = (process: Process, name: string): string | undefined =>
  process.argv.map((arg) => new RegExp(`^--?${name}(?:=(.*))?$`).exec(arg)?.[1]).find((value) => value !== undefined);

/** Only its outside is simulated. */
export const traefikProgram = service({
  name: 'traefik',
  title: 'Traefik',
  early: ({ argv }) =>
    argv[1] === 'version'
      ? {
          code: 0,
          stdout: 'Version:      3.6.2\nCodename:     ramequin\nGo version:   go1.25.4\nOS/Arch:      linux/amd64\n',
        }
      : undefined,
  log: (process) => [
    `${isoTime(process).slice(0, 19)}Z INF Traefik version 3.6.2 built on 2025-11-18T00:00:00Z version=3.6.2`,
    `${isoTime(process).slice(0, 19)}Z WRN drydock: routers and providers are not simulated yet`,
  ],
  ports: [{ port: 80, http: () => text(404, '404 page not found\n') }, { port: 8080 }],
});

/** Only its outside is simulated. */
export const haproxyProgram = service({
  name: 'haproxy',
  early: ({ argv, fs }) => {
    if (argv[1] === '-v' || argv[1] === '-vv')
      return { code: 0, stdout: 'HAProxy version 3.2.8-1 2025/11/06 - https://haproxy.org/\n' };
    const file = argv[argv.indexOf('-f') + 1] ?? '/usr/local/etc/haproxy/haproxy.cfg';
    if (fs.exists(file)) return undefined;
    return {
      code: 1,
      stderr: `[NOTICE]   (1) : haproxy version is 3.2.8-1\n[NOTICE]   (1) : path to executable is /usr/local/sbin/haproxy\n[ALERT]    (1) : config : Cannot open configuration file/directory ${file} : No such file or directory\n`,
    };
  },
  stream: 'stderr',
  log: () => [
    '[NOTICE]   (1) : New worker (8) forked',
    '[NOTICE]   (1) : Loading success.',
    'drydock: proxying by haproxy is not simulated yet; its ports answer with a page that says so',
  ],
  ports: [{ port: 80, http: (request) => ({ ...standIn('HAProxy', request), status: 503 }) }],
  exit: () => 143,
});

/** Only its outside is simulated. */
export const caddyProgram = service({
  name: 'caddy',
  title: 'Caddy',
  early: ({ argv }) =>
    argv[1] === 'version'
      ? { code: 0, stdout: 'v2.10.2 h1:g/gTYjGMD0dec+UgMw8SnfmJ3I9+M2TdvoRL/Ovu6U8=\n' }
      : undefined,
  stream: 'stderr',
  log: (process) => {
    const line = (msg: string, more = {}): string =>
      JSON.stringify({ level: 'info', ts: process.clock.epochNow() / 1000, msg, ...more });
    return [line('using config from file', { file: '/etc/caddy/Caddyfile' }), line('serving initial configuration')];
  },
  ports: [{ port: 80 }, { port: 2019, http: () => json(200, {}) }],
});

/** Only its outside is simulated. */
export const consulProgram = service({
  name: 'consul',
  early: ({ argv }) => {
    if (argv[1] === 'version' || argv[1] === '--version')
      return { code: 0, stdout: 'Consul v1.22.0\nRevision 1c3aa4bb\n' };
    if (argv[1] === 'members')
      return {
        code: 0,
        stdout:
          'Node      Address         Status  Type    Build   Protocol  DC   Partition  Segment\nconsul    127.0.0.1:8301  alive   server  1.22.0  2         dc1  default    <all>\n',
      };
    return argv[1] === 'agent'
      ? undefined
      : { code: 1, stderr: `drydock: consul ${argv[1] ?? ''} is not simulated yet\n` };
  },
  log: (process) => [
    '==> Starting Consul agent...',
    "               Version: '1.22.0'",
    "             Node name: '" + process.host.hostname + "'",
    "            Datacenter: 'dc1' (Segment: '<all>')",
    '                Server: true (Bootstrap: false)',
    '',
    '==> Log data will now stream in as it occurs:',
    '',
    `${isoTime(process)} [INFO]  agent: Consul agent running!`,
    `${isoTime(process)} [INFO]  agent.leader: started routine: routine="cluster leadership acquired"`,
  ],
  ports: [
    {
      port: 8500,
      http: (request, process) => {
        const path = request.target.split('?')[0]!;
        if (path === '/v1/status/leader') return json(200, '127.0.0.1:8300');
        if (path === '/v1/catalog/nodes')
          return json(200, [{ Node: process.host.hostname, Address: '127.0.0.1', Datacenter: 'dc1' }]);
        if (path === '/v1/catalog/services') return json(200, { consul: [] });
        if (path.startsWith('/v1/')) return json(501, { error: 'drydock: this part of Consul is not simulated yet' });
        return standIn('Consul', request);
      },
    },
    { port: 8600, http: () => text(400, '') },
  ],
});

/** Simplified: the development server with secrets kept nowhere; `vault` commands beside it say so. */
export const vaultProgram = service({
  name: 'vault',
  early: ({ argv, env }) => {
    if (argv[1] === 'version' || argv[1] === '--version' || argv[1] === '-v')
      return {
        code: 0,
        stdout: 'Vault v1.21.1 (2453aac2638a6ae243341b4e0657fd8aea1cbf18), built 2025-11-18T13:04:32Z\n',
      };
    if (argv[1] === 'status')
      return {
        code: 0,
        stdout: `Key             Value\n---             -----\nSeal Type       shamir\nInitialized     true\nSealed          false\nTotal Shares    1\nThreshold       1\nVersion         ${env.get('VERSION') ?? '1.21.1'}\nStorage Type    inmem\nHA Enabled      false\n`,
      };
    return argv[1] === 'server'
      ? undefined
      : { code: 1, stderr: `drydock: vault ${argv[1] ?? ''} is not simulated yet\n` };
  },
  log: (process) => [
    '==> Vault server configuration:',
    '',
    '             Api Address: http://0.0.0.0:8200',
    '                     Cgo: disabled',
    '         Cluster Address: https://0.0.0.0:8201',
    '                 Storage: inmem',
    '                 Version: Vault v1.21.1',
    '',
    '==> Vault server started! Log data will stream in below:',
    '',
    'WARNING! dev mode is enabled! In this mode, Vault runs entirely in-memory',
    'and starts unsealed with a single unseal key. The root token is already',
    'authenticated to the CLI, so you can immediately begin using Vault.',
    '',
    'You may need to set the following environment variables:',
    '',
    "    $ export VAULT_ADDR='http://0.0.0.0:8200'",
    '',
    'The unseal key and root token are displayed below in case you want to',
    'seal/unseal the Vault or re-authenticate.',
    '',
    `Unseal Key: ${process.random.hex(43)}=`,
    `Root Token: ${process.env.get('VAULT_DEV_ROOT_TOKEN_ID') ?? `hvs.${process.random.hex(24)}`}`,
    '',
    'Development mode should NOT be used in production installations!',
    '',
  ],
  ports: [
    {
      port: 8200,
      http: (request) => {
        const path = request.target.split('?')[0]!;
        const health = {
          initialized: true,
          sealed: false,
          standby: false,
          version: '1.21.1',
          cluster_name: 'vault-cluster',
        };
        if (path === '/v1/sys/health') return json(200, health);
        if (path === '/v1/sys/seal-status') return json(200, { ...health, type: 'shamir', t: 1, n: 1, progress: 0 });
        if (path.startsWith('/v1/')) return json(501, { errors: ['drydock: this part of Vault is not simulated yet'] });
        return standIn('Vault', request);
      },
    },
  ],
});

/** Only its outside is simulated. */
export const zookeeperProgram = service({
  name: 'zkServer.sh',
  log: (process) => [
    'ZooKeeper JMX enabled by default',
    'Using config: /conf/zoo.cfg',
    `${isoTime(process).slice(0, 23).replace('T', ' ')} [myid:] - INFO  [main:o.a.z.s.ZooKeeperServer@588] - Snapshot taken`,
    `${isoTime(process).slice(0, 23).replace('T', ' ')} [myid:] - INFO  [main:o.a.z.s.NIOServerCnxnFactory@660] - binding to port 0.0.0.0/0.0.0.0:2181`,
  ],
  ports: [
    {
      port: 2181,
      accept: async (socket) => {
        const word = new TextDecoder().decode(await socket.reader.read(4));
        if (word === 'ruok') await socket.writer.write('imok');
        socket.close();
      },
    },
    {
      port: 8080,
      http: (request) =>
        request.target === '/commands/ruok'
          ? json(200, { command: 'ruok', error: null })
          : standIn('ZooKeeper', request),
    },
  ],
  exit: () => 143,
});

/** Only its outside is simulated. */
export const kafkaProgram = service({
  name: 'kafka-server',
  memory: 350_000_000,
  log: (process) => {
    const at = `[${isoTime(process).slice(0, 23).replace('T', ' ').replace('.', ',')}]`;
    return [
      `${at} INFO Registered kafka:type=kafka.Log4jController MBean (kafka.utils.Log4jControllerRegistration$)`,
      `${at} INFO [KafkaRaftServer nodeId=1] Kafka Server started (kafka.server.KafkaRaftServer)`,
    ];
  },
  ports: [{ port: 9092, accept: (socket) => socket.close() }],
  exit: () => 143,
});

/** Only its outside is simulated. */
export const dockerd = service({
  name: 'dockerd',
  stream: 'stderr',
  early: () => ({ code: 1, stderr: 'drydock: a Docker engine inside a container is not simulated yet\n' }),
});

/** Only its outside is simulated. */
export const portainerProgram = service({
  name: 'portainer',
  title: 'Portainer',
  stream: 'stderr',
  log: (process) => {
    const at =
      isoTime(process)
        .slice(0, 16)
        .replaceAll('-', '/')
        .replace('T', ' ')
        .replace(/:(\d\d)$/, ':$1') + (Number(isoTime(process).slice(11, 13)) < 12 ? 'AM' : 'PM');
    return [
      `${at} INF github.com/portainer/portainer/api/http/server.go:369 > starting HTTPS server | bind_address=:9443`,
      `${at} INF github.com/portainer/portainer/api/http/server.go:353 > starting HTTP server | bind_address=:9000`,
    ];
  },
  ports: [{ port: 9000 }, { port: 9443, tls: true }, { port: 8000 }],
});

/** Only its outside is simulated. */
export const minioProgram = service({
  name: 'minio',
  title: 'MinIO',
  early: ({ argv }) => {
    if (argv[1] === '--version') return { code: 0, stdout: 'minio version RELEASE.2025-09-07T16-13-09Z\n' };
    if (argv[1] !== 'server')
      return {
        code: 0,
        stdout:
          'NAME:\n  minio - High Performance Object Storage\n\nUSAGE:\n  minio [FLAGS] COMMAND [ARGS...]\n\nCOMMANDS:\n  server  start object storage server\n',
      };
    return undefined;
  },
  log: (process) => {
    const address =
      process.net
        .interfaces()
        .find((device) => device.kind !== 'loopback')
        ?.addresses[0]?.split('/')[0] ?? '127.0.0.1';
    const port =
      /(\d+)$/.exec(
        argument(process, 'console-address') ?? process.argv[process.argv.indexOf('--console-address') + 1] ?? '',
      )?.[1] ?? '9001';
    return [
      ...(process.env.has('MINIO_ROOT_USER')
        ? []
        : [
            "INFO: WARNING: Detected default credentials 'minioadmin:minioadmin', we recommend that you change these values with 'MINIO_ROOT_USER' and 'MINIO_ROOT_PASSWORD' environment variables",
          ]),
      'MinIO Object Storage Server',
      'Copyright: 2015-2025 MinIO, Inc.',
      'License: GNU AGPLv3 - https://www.gnu.org/licenses/agpl-3.0.html',
      'Version: RELEASE.2025-09-07T16-13-09Z (go1.24.6 linux/amd64)',
      '',
      `API: http://${address}:9000  http://127.0.0.1:9000 `,
      `WebUI: http://${address}:${port} http://127.0.0.1:${port} `,
      '',
      'Docs: https://docs.min.io',
    ];
  },
  ports: [
    {
      port: 9000,
      http: (request) =>
        request.target.startsWith('/minio/health/')
          ? text(200, '')
          : text(
              403,
              '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied.</Message><Resource>/</Resource></Error>',
              { 'content-type': 'application/xml' },
            ),
    },
    {
      port: (process) =>
        Number(/(\d+)$/.exec(process.argv[process.argv.indexOf('--console-address') + 1] ?? '')?.[1] ?? 9001),
    },
  ],
});

/** Only its outside is simulated. */
export const etcdProgram = service({
  name: 'etcd',
  stream: 'stderr',
  log: (process) => [
    JSON.stringify({
      level: 'info',
      ts: isoTime(process),
      caller: 'embed/serve.go:187',
      msg: 'serving client traffic insecurely; this is strongly discouraged!',
      traffic: 'grpc+http',
      address: '[::]:2379',
    }),
  ],
  ports: [
    {
      port: 2379,
      http: (request) =>
        request.target === '/health'
          ? json(200, { health: 'true', reason: '' })
          : request.target === '/version'
            ? json(200, { etcdserver: '3.6.6', etcdcluster: '3.6.0' })
            : text(404, '404 page not found\n'),
    },
    { port: 2380 },
  ],
});
