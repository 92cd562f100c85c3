import { expect, test } from 'vitest';
import { readerOf, Sink } from '../../src/io/streams';
import { json, type HttpRequest } from '../../src/network/http';
import type { Process } from '../../src/process/process';
import { runCompose } from '../../src/compose/cli/docker-compose';
import { COMPOSE_V1, COMPOSE_V2, type Flavor } from '../../src/compose/engine/labels';
import { legacyProject } from '../../src/compose/v1/project';

interface FakeContainer {
  Id: string;
  Names: string[];
  Labels: Record<string, string>;
  State: string;
  [key: string]: unknown;
}

/** A daemon that only keeps lists: enough to see what compose asks for. */
function fakeDaemon() {
  const containers = new Map<string, FakeContainer>();
  const networks = new Map<string, { Name: string; Id: string; Labels: Record<string, string> }>();
  const requests: string[] = [];
  let next = 1;
  const handler = (request: HttpRequest) => {
    const url = new URL(request.target, 'http://d');
    const path = url.pathname.replace(/^\/v[\d.]+/, '');
    const body = request.body.kind === 'json' ? (request.body.value as Record<string, unknown>) : {};
    if (request.method !== 'GET') requests.push(`${request.method} ${path}`);
    const missing = json(404, { message: `No such thing: ${path}` });
    if (path === '/containers/json') {
      const all = url.searchParams.get('all') === '1';
      return json(
        200,
        [...containers.values()].filter((c) => all || c.State === 'running'),
      );
    }
    if (path === '/containers/create') {
      const Id = String(next++).padStart(64, '0');
      const name = url.searchParams.get('name')!;
      containers.set(Id, {
        Id,
        Names: [`/${name}`],
        Labels: body.Labels as Record<string, string>,
        State: 'created',
        Image: body.Image,
        ImageID: 'sha256:1',
        Command: 'sleep 1',
        Created: 0,
        Ports: [],
        Status: 'Created',
        Mounts: ((body.HostConfig as { Mounts?: { Source?: string }[] }).Mounts ?? []).map((m) => ({ Name: m.Source })),
        NetworkSettings: {
          Networks: (body.NetworkingConfig as { EndpointsConfig: object }).EndpointsConfig,
        },
      });
      return json(201, { Id, Warnings: [] });
    }
    const one = /^\/containers\/(\w+)\/?(\w*)$/.exec(path);
    const container = one && containers.get(one[1]!);
    if (one && !container) return missing;
    if (one && container) {
      if (request.method === 'DELETE') containers.delete(container.Id);
      if (one[2] === 'start') container.State = 'running';
      if (one[2] === 'stop') container.State = 'exited';
      if (one[2] === 'rename') container.Names = [`/${url.searchParams.get('name')!}`];
      if (one[2] === 'json')
        return json(200, {
          State: { Status: container.State, Running: container.State === 'running' },
          Config: {},
          Mounts: [],
          Path: 'sleep',
          Args: ['1'],
        });
      return json(204, undefined);
    }
    if (path === '/networks/create') {
      networks.set(body.Name as string, {
        Name: body.Name as string,
        Id: body.Name as string,
        Labels: body.Labels as Record<string, string>,
      });
      return json(201, { Id: body.Name });
    }
    if (path === '/networks') return json(200, [...networks.values()]);
    const network = /^\/networks\/(.+)$/.exec(path)?.[1];
    if (network !== undefined) {
      if (!networks.has(network)) return missing;
      if (request.method === 'DELETE') networks.delete(network);
      return json(200, networks.get(network));
    }
    if (path.startsWith('/images/')) return json(200, { Id: 'sha256:1', RepoTags: ['busybox:latest'] });
    return missing;
  };
  return { handler, requests, containers };
}

async function run(line: string, text: string, daemon: ReturnType<typeof fakeDaemon>, flavor: Flavor = COMPOSE_V2) {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const files = new Map([['/root/demo/docker-compose.yml', text]]);
  const process = {
    argv: [],
    env: new Map([['HOME', '/root']]),
    fs: {
      cwd: '/root/demo',
      readFile: (path: string) => new TextEncoder().encode(files.get(path)),
      exists: (path: string) => files.has(path),
      isDirectory: (path: string) => path === '/root/demo',
    },
    clock: { now: () => 0, epochNow: () => 0, wake: () => undefined },
    random: { hex: (n: number) => '0'.repeat(n) },
    stdin: readerOf(''),
    stdout,
    stderr,
    isTTY: () => false,
    pty: undefined,
    sleep: () => Promise.resolve(),
    wait: <T>(promise: Promise<T>) => promise,
    on: () => 'default',
    fds: new Map(),
    dialUnix: () => daemon.handler,
  } as unknown as Process;
  const load =
    flavor.generation === 1
      ? (cli: { options: { selection: never }; place: never }, names: readonly string[]) =>
          legacyProject(cli.options.selection, cli.place, names)
      : undefined;
  const code = await runCompose(
    process,
    line.split(' '),
    flavor,
    flavor.generation === 1 ? 'docker-compose' : 'docker compose',
    load as never,
  );
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

const FILE = `
services:
  web:
    image: busybox
    depends_on: [db]
  db:
    image: busybox
`;

test('up creates network and containers in the order of dependencies, and starts them', async () => {
  const daemon = fakeDaemon();
  expect(await run('up -d', FILE, daemon)).toEqual({
    code: 0,
    stdout: '',
    stderr: [
      ' Network demo_default  Creating',
      ' Network demo_default  Created',
      ' Container demo-db-1  Creating',
      ' Container demo-db-1  Created',
      ' Container demo-web-1  Creating',
      ' Container demo-web-1  Created',
      ' Container demo-db-1  Starting',
      ' Container demo-db-1  Started',
      ' Container demo-web-1  Starting',
      ' Container demo-web-1  Started',
      '',
    ].join('\n'),
  });
  expect((await run('up -d', FILE, daemon)).stderr).toBe(
    ' Container demo-db-1  Running\n Container demo-web-1  Running\n',
  );
});

test('a changed service is created anew, and its name stays', async () => {
  const daemon = fakeDaemon();
  await run('up -d', FILE, daemon);
  const changed = FILE.replace('depends_on: [db]', 'depends_on: [db]\n    command: sleep 2');
  expect((await run('up -d', changed, daemon)).stderr).toBe(
    [
      ' Container demo-db-1  Running',
      ' Container demo-web-1  Recreate',
      ' Container demo-web-1  Recreated',
      ' Container demo-web-1  Starting',
      ' Container demo-web-1  Started',
      '',
    ].join('\n'),
  );
  expect([...daemon.containers.values()].map((c) => c.Names[0])).toEqual(['/demo-db-1', '/demo-web-1']);
});

test('down stops and removes dependents first, then the network', async () => {
  const daemon = fakeDaemon();
  await run('up -d', FILE, daemon);
  expect((await run('down', FILE, daemon)).stderr).toBe(
    [
      ' Container demo-web-1  Stopping',
      ' Container demo-web-1  Stopped',
      ' Container demo-web-1  Removing',
      ' Container demo-web-1  Removed',
      ' Container demo-db-1  Stopping',
      ' Container demo-db-1  Stopped',
      ' Container demo-db-1  Removing',
      ' Container demo-db-1  Removed',
      ' Network demo_default  Removing',
      ' Network demo_default  Removed',
      '',
    ].join('\n'),
  );
});

test('docker-compose speaks of its work in its own way', async () => {
  const daemon = fakeDaemon();
  const file = `version: '2'\n${FILE}`;
  expect((await run('up -d', file, daemon, COMPOSE_V1)).stderr).toBe(
    [
      'Creating network "demo_default" with the default driver',
      'Creating demo_db_1 ... ',
      'Creating demo_db_1 ... done',
      'Creating demo_web_1 ... ',
      'Creating demo_web_1 ... done',
      '',
    ].join('\n'),
  );
  expect((await run('rm -fs', file, daemon, COMPOSE_V1)).stdout).toBe('Going to remove demo_db_1, demo_web_1\n');
});

test('an unknown service is refused', async () => {
  expect(await run('stop nosuch', FILE, fakeDaemon())).toEqual({
    code: 1,
    stdout: '',
    stderr: 'no such service: nosuch\n',
  });
});
