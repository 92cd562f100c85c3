import type { ContainerView, WorldCalls, WorldEvents, WorldView } from '../../../src/browser/protocol';

type Emit = <K extends keyof WorldEvents>(event: K, value: WorldEvents[K]) => void;

const container = (over: Partial<ContainerView> & { name: string }): ContainerView => ({
  id: over.name.padEnd(64, '0'),
  image: 'nginx:latest',
  command: 'nginx -g daemon off;',
  state: 'running',
  status: 'Up 2 minutes',
  created: 1763848800,
  ports: [],
  endpoints: [{ network: 'bridge', address: '172.17.0.2', aliases: [] }],
  mounts: [],
  networkMode: 'bridge',
  ...over,
});

/** A world made of nothing, with which the page can be drawn and tried without its engines. */
export function createWorldHost(emit: Emit): WorldCalls {
  const files = new Map<string, string>([
    [
      '/root/compose.yaml',
      'services:\n  web:\n    build: .\n    ports:\n      - "5000:5000"\n  mongo:\n    image: mongo\n',
    ],
    ['/root/Dockerfile', 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n'],
  ]);
  const lines = new Map<number, string>();
  let nextTerminal = 1;
  let now = 0;
  let paused = false;
  let speed = 1;
  const world: WorldView = {
    machines: [
      {
        name: 'laptop',
        containers: [
          container({
            name: 'demo-web-1',
            image: 'demo-web',
            project: 'demo',
            service: 'web',
            ports: [{ containerPort: 5000, protocol: 'tcp', hostIp: '0.0.0.0', hostPort: 5000 }],
            endpoints: [{ network: 'demo_default', address: '172.18.0.3', aliases: ['web'] }],
          }),
          container({
            name: 'demo-mongo-1',
            image: 'mongo',
            project: 'demo',
            service: 'mongo',
            status: 'Up 2 minutes (healthy)',
            health: 'healthy',
            endpoints: [
              { network: 'demo_default', address: '172.18.0.2', aliases: ['mongo'] },
              { network: 'backup', address: '172.19.0.2', aliases: [] },
            ],
            mounts: [{ type: 'volume', source: 'demo_data', target: '/data/db', readOnly: false }],
          }),
          container({
            name: 'proxy',
            image: 'traefik:v3',
            state: 'restarting',
            status: 'Restarting (1) 3 seconds ago',
            exitCode: 1,
          }),
          container({
            name: 'nightly',
            image: 'busybox',
            state: 'exited',
            exitCode: 0,
            status: 'Exited (0) 5 minutes ago',
            endpoints: [{ network: 'backup', address: '', aliases: [] }],
            mounts: [{ type: 'volume', source: 'demo_data', target: '/backup', readOnly: true }],
          }),
          container({
            name: 'broken',
            image: 'postgres',
            state: 'exited',
            exitCode: 1,
            status: 'Exited (1) 9 minutes ago',
          }),
          container({ name: 'new', image: 'alpine', state: 'created', status: 'Created' }),
        ],
        networks: [
          { id: 'b', name: 'bridge', driver: 'bridge', subnet: '172.17.0.0/16', internal: false, bridge: 'br' },
          { id: 'd', name: 'demo_default', driver: 'bridge', subnet: '172.18.0.0/16', internal: false, bridge: 'br' },
          { id: 'x', name: 'backup', driver: 'bridge', subnet: '172.19.0.0/16', internal: true, bridge: 'br' },
        ],
        volumes: [{ name: 'demo_data', driver: 'local', anonymous: false }],
        images: [],
      },
    ],
  };
  setInterval(() => {
    if (!paused) now += 100 * speed;
    emit('clock', { nowMs: now, epochMs: 1763848800000 + now, paused, speed, behind: false });
  }, 100);
  const answer = (line: string): string =>
    line === '' ? '' : `bash: ${line.split(' ')[0] ?? ''}: command not found\r\n`;
  return {
    boot: () => {
      setTimeout(() => emit('world', world), 50);
      return Promise.resolve({ restored: false, kept: true, notes: [], home: '/root' });
    },
    openTerminal: () => {
      const id = nextTerminal++;
      lines.set(id, '');
      setTimeout(() => emit('output', { terminal: id, text: '\x1b[1;32mroot@laptop\x1b[0m:\x1b[1;34m~\x1b[0m# ' }), 1);
      return Promise.resolve(id);
    },
    type: (id, keys) => {
      for (const key of keys) {
        if (key === '\r') {
          emit('output', {
            terminal: id,
            text: `\r\n${answer(lines.get(id)!)}\x1b[1;32mroot@laptop\x1b[0m:\x1b[1;34m~\x1b[0m# `,
          });
          lines.set(id, '');
        } else {
          lines.set(id, lines.get(id)! + key);
          emit('output', { terminal: id, text: key });
        }
      }
    },
    resize: () => undefined,
    closeTerminal: () => undefined,
    run: () => Promise.resolve({ stdout: '', stderr: '', exitCode: 1 }),
    listFiles: (path) =>
      Promise.resolve(
        [...files]
          .filter(([f]) => f.startsWith(path))
          .map(([f, t]) => ({ name: f.slice(path.length + 1), type: 'file', size: t.length })),
      ),
    readFile: (path) => Promise.resolve(files.get(path) ?? ''),
    readBytes: (path) => Promise.resolve(new TextEncoder().encode(files.get(path))),
    writeFile: (path, text) => Promise.resolve(void files.set(path, text)),
    renameFile: () => Promise.resolve(),
    deleteFile: (path) => Promise.resolve(void files.delete(path)),
    makeDirectory: () => Promise.resolve(),
    inspect: (_, id) => Promise.resolve({ Id: id, State: { Status: 'running', Running: true, ExitCode: 0 } }),
    logs: () => Promise.resolve('server listening on port 5000\nGET / 200\n'),
    life: () => Promise.resolve({ created: { start: 'running' }, running: { exit: 'exited' }, exited: {} }),
    why: () => Promise.resolve([]),
    because: () => Promise.resolve([]),
    fetchPage: (request) =>
      Promise.resolve({
        status: 200,
        url: request.url,
        headers: { 'content-type': 'text/html' },
        bytes: new TextEncoder().encode('<h1>Hello from web</h1><p>Visits: 3 <a href="/next">next</a></p>'),
        hops: [],
      }),
    diagnose: (_, text) =>
      Promise.resolve(
        text.includes('iamge')
          ? [
              {
                from: text.indexOf('iamge'),
                to: text.indexOf('iamge') + 5,
                severity: 'error',
                message: 'services.web Additional property iamge is not allowed',
              },
            ]
          : [],
      ),
    complete: () => Promise.resolve([]),
    describe: () => Promise.resolve(undefined),
    edited: () => undefined,
    pause: (value) => void (paused = value),
    step: () => Promise.resolve(void (now += 1000)),
    speed: (value) => void (speed = value),
    save: () => Promise.resolve(new Uint8Array()),
    flush: () => Promise.resolve(),
  };
}
