import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Drives the simulated Engine API with the real `docker` and `docker-compose`, where they are installed:
 * `npm run wire:test`. What is missing on the machine is skipped and said.
 */
const ADDRESS = '127.0.0.1:23750';
const folder = mkdtempSync(join(tmpdir(), 'drydock-wire-'));
const env = {
  PATH: process.env['PATH'] ?? '',
  HOME: folder,
  DOCKER_HOST: `tcp://${ADDRESS}`,
  DOCKER_CONFIG: join(folder, '.docker'),
  COMPOSE_HTTP_TIMEOUT: '60',
};
const results = { passed: 0, failed: 0, skipped: 0 };

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

interface Expectation {
  readonly code?: number;
  /** Each must occur in what both streams said. */
  readonly says?: readonly (string | RegExp)[];
  readonly input?: string;
  readonly timeoutMs?: number;
  /** The command only ends when it is killed. */
  readonly endless?: boolean;
  /** Runs on a terminal. */
  readonly tty?: boolean;
}

function check(command: string, expectation: Expectation = {}): void {
  const line = expectation.tty ? `script -qec ${JSON.stringify(command)} /dev/null` : command;
  const wrapped = expectation.endless ? `timeout -s KILL 4 ${line}` : line;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', wrapped], {
    cwd: folder,
    env,
    encoding: 'utf8',
    input: expectation.input ?? '',
    timeout: expectation.timeoutMs ?? 90_000,
  });
  const output = `${stdout}${stderr}`;
  const problems = (expectation.says ?? [])
    .filter((text) => (typeof text === 'string' ? !output.includes(text) : !text.test(output)))
    .map((text) => `does not say ${String(text)}`);
  if (!expectation.endless && status !== (expectation.code ?? 0)) problems.push(`exit code ${String(status)}`);
  if (problems.length === 0) {
    results.passed++;
    console.log(`ok      ${command}`);
  } else {
    results.failed++;
    console.log(
      `FAILED  ${command}\n        ${problems.join('; ')}\n${output.slice(0, 1500).replace(/^/gm, '        | ')}`,
    );
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

async function start(): Promise<ChildProcess> {
  const bridge = spawn('npx', ['tsx', 'scripts/wire.ts', '--docker', ADDRESS], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, WIRE_SPEED: '4' },
    detached: true,
  });
  await new Promise<void>((resolve, reject) => {
    bridge.stdout.on('data', (data: Buffer) => data.toString().includes('wire:') && resolve());
    bridge.on('exit', () => reject(new Error('the bridge ended')));
  });
  return bridge;
}

function dockerClient(): void {
  check('docker version', { says: ['Server:', '28.5.2'] });
  check('docker info', { says: ['Containers: 0'] });
  check('docker run --rm hello-world', { says: ['Hello from Docker!'] });
  check('docker run -d --name web -p 8080:80 nginx', { says: [/^[0-9a-f]{64}$/m] });
  check('docker ps', { says: ['web', '0.0.0.0:8080->80/tcp'] });
  check('docker logs web', { says: ['start worker processes'] });
  check('docker logs -f web', { endless: true, says: ['start worker'] });
  check('docker exec web ls /usr/share/nginx/html', { says: ['index.html'] });
  check('docker exec -i web cat', { input: 'through the wire\n', says: ['through the wire'] });
  check('docker run -i --rm busybox cat', { input: 'hello\n', says: ['hello'] });
  check("docker run -it --rm busybox sh -c 'echo tty; tty'", { tty: true, says: ['/dev/pts/0'] });
  check('docker run --rm busybox false', { code: 1 });
  check('docker run --rm busybox nosuch', { code: 127, says: ['executable file not found'] });
  write('page.html', '<h1>from the wire</h1>');
  check('docker cp page.html web:/usr/share/nginx/html/page.html');
  check('docker run --rm --network container:web busybox wget -qO- http://localhost/page.html', {
    says: ['from the wire'],
  });
  check('docker cp web:/usr/share/nginx/html/page.html - | tar xO', { says: ['from the wire'] });
  check('docker stats --no-stream', { says: ['web'] });
  check('docker top web', { says: ['nginx'] });
  check('docker inspect -f {{.State.Status}} web', { says: ['running'] });
  check('docker network create front');
  check('docker network ls', { says: ['front', 'bridge', 'host', 'none'] });
  check('docker network connect front web');
  check('docker network inspect front', { says: ['"Name": "front"', 'web'] });
  check('docker network rm front', { code: 1, says: ['has active endpoints'] });
  check('docker network disconnect front web');
  check('docker network rm front', { says: ['front'] });
  check('docker volume create data');
  check("docker run --rm -v data:/data busybox sh -c 'echo kept > /data/f'");
  check('docker run --rm -v data:/data busybox cat /data/f', { says: ['kept'] });
  check('docker volume ls', { says: ['data'] });
  check('docker volume rm data');
  check('docker events --since 10m --until 0s', { says: ['container create'] });
  write('build/Dockerfile', 'FROM alpine\nRUN echo built > /built\nCOPY note /note\nCMD ["cat", "/built", "/note"]\n');
  write('build/note', 'a note\n');
  check('DOCKER_BUILDKIT=0 docker build -t wire:classic build', { says: ['Successfully tagged wire:classic'] });
  check('docker run --rm wire:classic', { says: ['built', 'a note'] });
  check('docker image ls', { says: ['wire', 'classic'] });
  check('docker rm -f web', { says: ['web'] });
}

const LESSONS: Record<string, string> = {
  one: 'web:\n  build: .\n  ports:\n    - "5000:5000"\n  links:\n    - mongo\nmongo:\n  image: mongo\n',
  two: "version: '2'\nservices:\n  web:\n    build:\n      context: .\n      dockerfile: Dockerfile\n    image: demoapp:0.1\n    ports:\n      - 5000:5000\n    links:\n      - mongo\n  mongo:\n    image: mongo\n",
  three:
    "version: '2'\nservices:\n  service1:\n    image: ubuntu\n    command: sleep 3600\n    networks: [internal1, default]\n  service2:\n    image: ubuntu\n    command: sleep 3600\n    networks: [internal1]\n  service3:\n    image: ubuntu\n    command: sleep 3600\n    networks: [default]\nnetworks:\n  internal1: {}\n",
  four: "version: '2'\nservices:\n  one:\n    image: ubuntu\n    command: sleep 3600\n    volumes: ['data:/data']\n  two:\n    image: ubuntu\n    command: sleep 3600\n    volumes: ['data:/data']\nvolumes:\n  data: {}\n",
};

function composeClient(): void {
  for (const [name, text] of Object.entries(LESSONS)) {
    write(`${name}/docker-compose.yml`, text);
    write(`${name}/Dockerfile`, 'FROM alpine\nCMD ["sleep", "3600"]\n');
    const at = `cd ${name} && docker-compose`;
    check(`${at} up -d`, { says: ['Creating'], timeoutMs: 180_000 });
    check(`${at} ps`, { says: ['Up'] });
    check(`${at} logs`);
    const service = { one: 'web', two: 'web', three: 'service1', four: 'one' }[name]!;
    check(`${at} exec -T ${service} echo inside`, { says: ['inside'] });
    check(`${at} stop -t 1`, { says: ['Stopping'], timeoutMs: 180_000 });
    check(`${at} down -v`, { says: ['Removing'], timeoutMs: 180_000 });
  }
}

const bridge = await start();
try {
  if (has('docker')) dockerClient();
  else {
    results.skipped++;
    console.log('skipped: the docker client is not installed');
  }
  if (has('docker-compose')) composeClient();
  else {
    results.skipped++;
    console.log('skipped: docker-compose is not installed');
  }
} finally {
  if (bridge.pid !== undefined) process.kill(-bridge.pid);
}
console.log(`${String(results.passed)} passed, ${String(results.failed)} failed, ${String(results.skipped)} skipped`);
process.exit(results.failed > 0 ? 1 : 0);
