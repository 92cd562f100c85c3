import { json, text, type HttpRequest, type HttpResponse } from '#network/http';
import type { Process } from '#process/process';
import { isoTime, service, standIn } from './service-program';

const goLog = (process: Process, msg: string, caller = 'main.go:1'): string =>
  `time=${isoTime(process)} level=INFO source=${caller} msg="${msg}"`;

/** Only its outside is simulated. */
export const metrics =
  (name: string) =>
  (request: HttpRequest): HttpResponse =>
    request.target === '/metrics'
      ? text(200, `# HELP ${name}_up Whether it runs.\n# TYPE ${name}_up gauge\n${name}_up 1\n`)
      : standIn(name, request);

/** Only its outside is simulated. */
export const prometheusProgram = service({
  name: 'prometheus',
  title: 'Prometheus',
  stream: 'stderr',
  early: ({ argv, fs }) => {
    if (argv[1] === '--version')
      return {
        code: 0,
        stdout: 'prometheus, version 3.7.3 (branch: HEAD, revision: 0a41f0000605c69ab8d5e5e6d0e5d2b1d0c5a3ef)\n',
      };
    const file =
      argv.map((arg) => /^--config\.file=(.*)$/.exec(arg)?.[1]).find(Boolean) ?? '/etc/prometheus/prometheus.yml';
    return fs.exists(file) && !fs.isDirectory(file)
      ? undefined
      : {
          code: 2,
          stderr: `level=ERROR source=main.go:641 msg="Error loading config (--config.file=${file})" file=${file} err="open ${file}: no such file or directory"\n`,
        };
  },
  log: (process) => [
    goLog(process, 'Starting Prometheus Server', 'main.go:728'),
    goLog(process, 'Start listening for connections', 'web.go:656'),
    goLog(process, 'TSDB started', 'main.go:1320'),
    goLog(process, 'Server is ready to receive web requests.', 'main.go:1280'),
  ],
  ports: [
    {
      port: 9090,
      http: (request) => {
        if (request.target === '/-/healthy') return text(200, 'Prometheus Server is Healthy.\n');
        if (request.target === '/-/ready') return text(200, 'Prometheus Server is Ready.\n');
        if (request.target.startsWith('/api/v1/query'))
          return json(200, { status: 'success', data: { resultType: 'vector', result: [] } });
        if (request.target === '/') return { status: 302, headers: { location: '/query' }, body: { kind: 'empty' } };
        return metrics('prometheus')(request);
      },
    },
  ],
});

/** Only its outside is simulated. */
export const grafanaProgram = service({
  name: 'grafana-server',
  title: 'Grafana',
  memory: 90_000_000,
  startupMs: 1500,
  log: (process) => [
    `logger=settings t=${isoTime(process)} level=info msg="Starting Grafana" version=12.3.0 commit=20051fb1fc604fc54aae76356da1c14612af41d0 branch=release-12.3.0`,
    `logger=http.server t=${isoTime(process)} level=info msg="HTTP Server Listen" address=[::]:3000 protocol=http subUrl= socket=`,
  ],
  ports: [
    {
      port: 3000,
      http: (request) => {
        if (request.target === '/api/health')
          return json(200, { database: 'ok', version: '12.3.0', commit: '20051fb1fc604fc54aae76356da1c14612af41d0' });
        if (request.target === '/') return { status: 302, headers: { location: '/login' }, body: { kind: 'empty' } };
        return standIn('Grafana', request);
      },
    },
  ],
});

/** Simplified: databases are named and points are taken, but no query language is simulated. */
export const influxProgram = service({
  name: 'influxd',
  title: 'InfluxDB',
  stream: 'stderr',
  early: ({ argv }) =>
    argv[1] === 'version'
      ? { code: 0, stdout: 'InfluxDB v2.7.12 (git: ec9dcde5d6) build_date: 2025-05-20T22:48:54Z\n' }
      : undefined,
  log: (process) => [
    `ts=${isoTime(process)} lvl=info msg="Welcome to InfluxDB" log_id=0 version=v2.7.12`,
    `ts=${isoTime(process)} lvl=info msg=Listening log_id=0 service=tcp-listener transport=http addr=:8086 port=8086`,
  ],
  ports: [
    {
      port: 8086,
      http: (request, process) => {
        const path = request.target.split('?')[0]!;
        const headers = { 'x-influxdb-version': process.env.get('INFLUXDB_VERSION') ?? '2.7.12' };
        if (path === '/ping') return { status: 204, headers, body: { kind: 'empty' } };
        if (path === '/health')
          return json(
            200,
            {
              name: 'influxdb',
              message: 'ready for queries and writes',
              status: 'pass',
              checks: [],
              version: 'v2.7.12',
            },
            headers,
          );
        if (path === '/') return standIn('InfluxDB', request);
        return json(501, { error: 'drydock: queries and writes of InfluxDB are not simulated yet' }, headers);
      },
    },
  ],
});

/** Only its outside is simulated. */
export const exporter = (name: string, port: number) =>
  service({
    name,
    ports: [{ port, http: metrics(name) }],
    stream: 'stderr',
    log: (process) => [
      `time=${isoTime(process)} level=INFO source=tls_config.go:346 msg="Listening on" address=[::]:${port}`,
    ],
  });

/** Only its outside is simulated. */
export const kibanaProgram = service({
  name: 'kibana',
  title: 'Kibana',
  memory: 300_000_000,
  startupMs: 4000,
  log: (process) => [
    `[${isoTime(process)}][INFO ][root] Kibana is starting`,
    `[${isoTime(process)}][INFO ][http.server.Preboot] http server running at http://0.0.0.0:5601`,
    `[${isoTime(process)}][INFO ][status] Kibana is now available`,
  ],
  ports: [
    {
      port: 5601,
      http: (request) =>
        request.target.startsWith('/api/status')
          ? json(200, { status: { overall: { level: 'available' } } })
          : standIn('Kibana', request),
    },
  ],
});

/** Only its outside is simulated. */
export const logstashProgram = service({
  name: 'logstash',
  memory: 500_000_000,
  startupMs: 6000,
  log: (process) => [
    `[${isoTime(process).slice(0, 23).replace('.', ',').replace('Z', '')}][INFO ][logstash.agent           ] Successfully started Logstash API endpoint {:port=>9600, :ssl_enabled=>false}`,
    'drydock: pipelines of Logstash are not simulated yet',
  ],
  ports: [
    { port: 9600, http: () => json(200, { status: 'green' }) },
    { port: 5044, accept: (socket) => socket.close() },
  ],
  exit: () => 143,
});
