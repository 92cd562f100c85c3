import { json, text, type HttpRequest } from '#network/http';
import type { Process, Program } from '#process/process';
import { isoTime, service, stopSignal } from './service-program';

const flag = (process: Process, name: string): string | undefined => {
  const args = process.argv.slice(1);
  for (const [index, arg] of args.entries()) {
    const match = /^--?([^=]+)(?:=([\s\S]*))?$/.exec(arg);
    if (match?.[1] === name) return match[2] ?? args[index + 1];
  }
  return undefined;
};

const logTime = (process: Process): string => isoTime(process).slice(0, 19).replaceAll('-', '/').replace('T', ' ');

/** Upstream: hashicorp/http-echo main.go. */
export const httpEcho = service({
  name: 'http-echo',
  early: (process) => {
    if (flag(process, 'version') !== undefined) return { code: 0, stderr: 'http-echo v1.0.0 ()\n' };
    const echo = flag(process, 'text') ?? process.env.get('ECHO_TEXT');
    return echo === undefined || echo === '' ? { code: 127, stderr: 'Missing -text option!\n' } : undefined;
  },
  log: (process) => [`${logTime(process)} [INFO] server is listening on ${flag(process, 'listen') ?? ':5678'}`],
  ports: [
    {
      port: (process) => Number(/:(\d+)$/.exec(flag(process, 'listen') ?? ':5678')?.[1] ?? 5678),
      http: (request, process) => {
        const headers = { 'x-app-name': 'http-echo', 'x-app-version': '1.0.0' };
        if (request.target === '/health') return json(200, { status: 'ok' }, headers);
        return text(200, `${flag(process, 'text') ?? process.env.get('ECHO_TEXT') ?? ''}\n`, headers);
      },
    },
  ],
  exit: () => 2,
});

const greeter = (
  name: string,
  port: number,
  answer: (request: HttpRequest, process: Process) => string,
  log: (process: Process) => string[] = () => [],
): Program =>
  service({
    name,
    log,
    stream: 'stderr',
    ports: [
      {
        port: (process) => Number(process.env.get('PORT') ?? port),
        http: (request, process) => text(200, answer(request, process)),
      },
    ],
  });

/** A program of a small demonstration. */
export const helloApp = greeter(
  'hello-app',
  8080,
  (_, { host }) => `Hello, world!\nVersion: 1.0.0\nHostname: ${host.hostname}\n`,
  (process) => [`${logTime(process)} Server listening on port ${process.env.get('PORT') ?? '8080'}`],
);

/** A program of a small demonstration. */
export const helloApp2 = greeter(
  'hello-app-2',
  8080,
  (_, { host }) => `Hello, world!\nVersion: 2.0.0\nHostname: ${host.hostname}\n`,
);

/** A program of a small demonstration. */
export const helloworldGo = greeter(
  'helloworld-go',
  8080,
  (_, { env }) => `Hello ${env.get('TARGET') ?? 'World'}!\n`,
  (process) => [
    `${logTime(process)} helloworld: starting server...`,
    `${logTime(process)} helloworld: listening on port ${process.env.get('PORT') ?? '8080'}`,
  ],
);

/** A program of a small demonstration. */
export const trainingWebapp = service({
  name: 'training-webapp',
  stream: 'stderr',
  log: () => [' * Running on http://0.0.0.0:5000/ (Press CTRL+C to quit)'],
  ports: [{ port: 5000, http: (_, { env }) => text(200, `Hello ${env.get('PROVIDER') ?? 'world'}!`) }],
});

/** A program of a small demonstration. */
export const httpServer = greeter(
  'katacoda-http-server',
  80,
  (_, { host }) => `<h1>This request was processed by host: ${host.hostname}</h1>\n`,
);

/** A program of a small demonstration. */
export const restApi = greeter('hello-world-rest-api', 8080, (request) =>
  request.target.startsWith('/hello-world') ? 'Hello World' : '{healthy:true}',
);

/** A program of a small demonstration. */
export const echoServer = service({
  name: 'echo-server',
  log: () => ['Echo server listening on port 8080.'],
  ports: [
    {
      port: (process) => Number(process.env.get('PORT') ?? 8080),
      http: (request, { host }) =>
        text(
          200,
          `Request served by ${host.hostname}\n\n${request.method} ${request.target} HTTP/1.1\n\n${Object.entries(
            request.headers,
          )
            .map(([name, value]) => `${name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())}: ${value}\n`)
            .join('')}`,
        ),
    },
  ],
});

/** A program of a small demonstration. */
export const podinfo = service({
  name: 'podinfo',
  log: (process) => [
    JSON.stringify({
      level: 'info',
      ts: isoTime(process),
      caller: 'podinfo/main.go:153',
      msg: 'Starting podinfo',
      version: process.env.get('PODINFO_VERSION') ?? '6.9.2',
      port: '9898',
    }),
  ],
  ports: [
    {
      port: 9898,
      http: (request, process) => {
        const version = process.env.get('PODINFO_VERSION') ?? '6.9.2';
        const path = request.target.split('?')[0]!;
        if (path === '/healthz' || path === '/readyz') return json(200, { status: 'OK' });
        if (path === '/version') return json(200, { version, commit: 'unknown' });
        if (path === '/env')
          return json(
            200,
            [...process.env].map(([key, value]) => `${key}=${value}`),
          );
        if (path === '/') {
          return json(200, {
            hostname: process.host.hostname,
            version,
            revision: 'unknown',
            color: process.env.get('PODINFO_UI_COLOR') ?? '#34577c',
            logo: 'https://raw.githubusercontent.com/stefanprodan/podinfo/gh-pages/cuddle_clap.gif',
            message: process.env.get('PODINFO_UI_MESSAGE') ?? `greetings from podinfo v${version}`,
            goos: 'linux',
            goarch: 'amd64',
            runtime: 'go1.25.1',
            num_goroutine: '8',
            num_cpu: String(process.host.cpus),
          });
        }
        return text(404, '404 page not found\n');
      },
    },
  ],
});

/** A program of a small demonstration. */
export const fakeService = service({
  name: 'fake-service',
  log: (process) => [
    `${isoTime(process)} [INFO]  Using seed: seed=1`,
    `${isoTime(process)} [INFO]  Adding handler for UI static files`,
    `${isoTime(process)} [INFO]  Started service: name=${process.env.get('NAME') ?? 'Service'} upstreamURIs="" upstreamWorkers=1 listenAddress=${process.env.get('LISTEN_ADDR') ?? '0.0.0.0:9090'}`,
  ],
  ports: [
    {
      port: (process) => Number(/:(\d+)$/.exec(process.env.get('LISTEN_ADDR') ?? ':9090')?.[1] ?? 9090),
      http: (request, process) =>
        json(200, {
          name: process.env.get('NAME') ?? 'Service',
          uri: request.target,
          type: 'HTTP',
          ip_addresses: process.net
            .interfaces()
            .flatMap((device) =>
              device.kind === 'loopback' ? [] : device.addresses.map((address) => address.split('/')[0]!),
            ),
          body: process.env.get('MESSAGE') ?? 'Hello World',
          code: 200,
        }),
    },
  ],
});

/** A program of a small demonstration. */
export const pause: Program = {
  name: 'pause',
  async run(process) {
    const signal = await stopSignal(process);
    await process.stderr.write(`Shutting down, got signal: ${signal === 'SIGINT' ? 'Interrupt' : 'Terminated'}\n`);
    return 0;
  },
};

/** Upstream: chentex/random-logger entrypoint.sh. */
export const randomLogger: Program = {
  name: 'random-logger',
  async run(process) {
    const lines = [
      'ERROR An error is usually an exception that has been caught and not handled.',
      'INFO This is less important than debug log and is often used to provide context in the current task.',
      'WARN A warning that should be ignored is usually at this level and should be actionable.',
      'DEBUG This is a debug log that shows a log that can be ignored.',
    ];
    const [low, high] = process.argv.slice(1, 3).map(Number);
    for (;;) {
      const at = `${isoTime(process).slice(0, 19)}+0000`;
      await process.stdout.write(`${at} ${lines[process.random.below(lines.length)]!}\n`);
      await process.sleep((low || 100) + process.random.below(Math.max(1, (high || 400) - (low || 100))));
    }
  },
};

/** Takes what it is told as memory and processor time. Upstream: stress(1). */
export const stress: Program = {
  name: 'stress',
  async run(process) {
    const args = process.argv.slice(1);
    if (args.length === 0 || args[0] === '--help') {
      await process.stdout.write(
        "`stress' imposes certain types of compute stress on your system\n\nUsage: stress [OPTION [ARG]] ...\n",
      );
      return 0;
    }
    const value = (...names: string[]): string | undefined => args[args.findIndex((arg) => names.includes(arg)) + 1];
    const has = (...names: string[]): boolean => args.some((arg) => names.includes(arg));
    const cpu = has('-c', '--cpu') ? Number(value('-c', '--cpu')) : 0;
    const vm = has('-m', '--vm') ? Number(value('-m', '--vm')) : 0;
    const io = has('-i', '--io') ? Number(value('-i', '--io')) : 0;
    const hdd = has('-d', '--hdd') ? Number(value('-d', '--hdd')) : 0;
    const bytes = bytesOf(has('--vm-bytes') ? value('--vm-bytes')! : '256M');
    const timeout = has('-t', '--timeout') ? Number.parseFloat(value('-t', '--timeout')!) * 1000 : Infinity;
    await process.stdout.write(
      `stress: info: [${process.pid}] dispatching hogs: ${cpu} cpu, ${io} io, ${vm} vm, ${hdd} hdd\n`,
    );
    const started = process.clock.now();
    const work = async (child: Process, memoryBytes: number): Promise<number> => {
      child.use({ memoryBytes });
      while (child.clock.now() - started < timeout) {
        await child.sleep(Math.min(100, timeout));
        child.use({ cpuMs: 100 });
      }
      return 0;
    };
    const hogs = [
      ...Array.from({ length: Math.min(64, cpu + io + hdd) }, () =>
        process.fork((child) => work(child, 300_000), { argv: ['stress'] }),
      ),
      ...Array.from({ length: Math.min(64, vm) }, () =>
        process.fork((child) => work(child, bytes), { argv: ['stress'] }),
      ),
    ];
    for (const hog of hogs) {
      const status = await process.wait(hog.exited);
      if (status.code === 0) continue;
      await process.stderr.write(
        `stress: FAIL: [${process.pid}] (415) <-- worker ${hog.pid} got signal ${status.code - 128}\nstress: WARN: [${process.pid}] (417) now reaping child worker processes\nstress: FAIL: [${process.pid}] (451) failed run completed in ${Math.round((process.clock.now() - started) / 1000)}s\n`,
      );
      return 1;
    }
    await process.stdout.write(
      `stress: info: [${process.pid}] successful run completed in ${Math.round((process.clock.now() - started) / 1000)}s\n`,
    );
    return 0;
  },
};

const bytesOf = (size: string): number => {
  const [, number = '256', unit = ''] = /^(\d+)([BKMG]?)/i.exec(size) ?? [];
  return (
    Number(number) * (({ K: 1024, M: 1024 ** 2, G: 1024 ** 3 } as Record<string, number>)[unit.toUpperCase()] ?? 1)
  );
};
