import { json, text } from '#network/http';
import type { CatalogImage } from '../../define-image';
import { defineService } from './define-service';
import { html, isoTime, service, versionTool } from './service-program';
import { elasticsearchProgram } from './elasticsearch';
import {
  prometheusProgram,
  grafanaProgram,
  influxProgram,
  exporter,
  kibanaProgram,
  logstashProgram,
} from './monitoring-programs';

const rabbitless = (
  repository: string,
  description: string,
  stars: number,
  program: string,
  ports: string,
  releases: string,
  cmd: readonly string[],
  more: {
    env?: readonly string[];
    volumes?: string;
    user?: string;
    workdir?: string;
    entrypoint?: readonly string[];
    config?: readonly [string, string];
  } = {},
): CatalogImage =>
  defineService({
    repository,
    description,
    stars,
    ports,
    releases,
    ...(cmd.length > 0 && { cmd }),
    ...(more.env && { env: more.env }),
    ...(more.volumes && { volumes: more.volumes }),
    ...(more.workdir && { workdir: more.workdir }),
    ...(more.entrypoint && { entrypoint: more.entrypoint }),
    files: (f) => {
      f.program(program);
      f.program('/usr/bin/curl');
      if (more.config) f.file(more.config[0], more.config[1]);
      for (const path of (more.volumes ?? '').split(' ').filter(Boolean)) f.directory(path);
    },
  });

const ELASTIC =
  '9.2.1 latest 9|8.19.13 8.19 8 8.19.8|8.11.1 8.11 8.5.0 8.6.2 8.1.0|7.17.15 7.17 7.17.29 7|7.10.1 7.9.3 7.8.0 7.6.2 7.3.2 7.0.0 7.14.0 7.16.2|6.8.23 6 6.8 6.4.0 6.2.4 6.5.4|5.6.16 5 5.6 5.5.0 5.6.0|2.4.6 2 2.4|1.7.6 1 1.7';

const elasticReleases = (mb: number, from = 'ubuntu:22.04'): string =>
  ELASTIC.split('|')
    .map((tags) => `${tags} | ${from} | ${mb} | 2025-11-12`)
    .join('\n');

const elastic = ['library/', 'docker.elastic.co/'].flatMap((registry) => {
  const path = (product: string): string =>
    registry === 'library/' ? `library/${product}` : `docker.elastic.co/${product}/${product}`;
  return [
    defineService({
      repository: path('elasticsearch'),
      description: 'Elasticsearch is a powerful open source search and analytics engine.',
      stars: 6700,
      ports: '9200 9300',
      workdir: '/usr/share/elasticsearch',
      env: ({ version }) => [
        'ELASTIC_CONTAINER=true',
        `ELASTIC_VERSION=${version}`,
        'PATH=/usr/share/elasticsearch/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      ],
      user: '1000:0',
      entrypoint: ['/bin/tini', '--', '/usr/local/bin/docker-entrypoint.sh'],
      cmd: ['eswrapper'],
      files: (f) =>
        void f
          .program('/usr/share/elasticsearch/bin/elasticsearch')
          .program('/usr/bin/curl')
          .script('/usr/bin/tini', '#!/bin/sh\n[ "$1" = -- ] && shift\nexec "$@"\n'.replace('#!/bin/sh', '#!/bin/sh'))
          .script(
            '/usr/local/bin/docker-entrypoint.sh',
            '#!/bin/sh\nset -e\n\nif [ "$1" = eswrapper ]; then\n\tset -- elasticsearch\nfi\n\nexec "$@"\n',
          )
          .directory('/usr/share/elasticsearch/data', 0o775, { uid: 1000 })
          .directory('/usr/share/elasticsearch/config', 0o775, { uid: 1000 })
          .file(
            '/usr/share/elasticsearch/config/elasticsearch.yml',
            'cluster.name: "docker-cluster"\nnetwork.host: 0.0.0.0\n',
          ),
      releases: elasticReleases(680),
    }),
    rabbitless(
      path('kibana'),
      'Kibana gives shape to any kind of data — structured and unstructured — indexed in Elasticsearch.',
      2700,
      '/usr/local/bin/kibana',
      '5601',
      elasticReleases(1100),
      ['/usr/local/bin/kibana'],
      { workdir: '/usr/share/kibana', env: ['ELASTIC_CONTAINER=true'] },
    ),
    rabbitless(
      path('logstash'),
      'Logstash is a tool for managing events and logs.',
      2200,
      '/usr/share/logstash/bin/logstash',
      '5044 9600',
      elasticReleases(740),
      [],
      {
        workdir: '/usr/share/logstash',
        env: [
          'ELASTIC_CONTAINER=true',
          'PATH=/usr/share/logstash/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        ],
        entrypoint: ['/usr/share/logstash/bin/logstash'],
      },
    ),
  ];
});

const PROM_YML =
  '# my global config\nglobal:\n  scrape_interval: 15s\n  evaluation_interval: 15s\n\nscrape_configs:\n  - job_name: "prometheus"\n    static_configs:\n      - targets: ["localhost:9090"]\n        labels:\n          app: "prometheus"\n';

/** Metrics, dashboards, logs and search. */
export const monitoring: readonly CatalogImage[] = [
  {
    ...defineService({
      repository: 'prom/prometheus',
      description: 'The Prometheus monitoring system and time series database',
      stars: 2200,
      ports: '9090',
      volumes: '/prometheus',
      workdir: '/prometheus',
      user: 'nobody',
      entrypoint: ['/bin/prometheus'],
      cmd: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus'],
      labels: { maintainer: 'The Prometheus Authors <prometheus-developers@googlegroups.com>' },
      files: (f) =>
        void f
          .program('/bin/prometheus')
          .file('/etc/prometheus/prometheus.yml', PROM_YML)
          .directory('/prometheus', 0o777),
      releases:
        'v3.7.3 latest v3 v3.7.0 | busybox:latest | 380 | 2025-10-30\nv2.55.1 v2.53.0 v2.51.2 v2.47.0 v2.45.0 v2.37.0 v2.30.3 v2.26.0 v2.19.2 v2.1.0 v2.0.0 v1.5.2 v1.8.0 | busybox:latest | 290 | 2024-11-04',
    }),
    programs: [
      prometheusProgram,
      grafanaProgram,
      influxProgram,
      exporter('node_exporter', 9100),
      exporter('cadvisor', 8080),
      exporter('alertmanager', 9093),
      exporter('pushgateway', 9091),
      exporter('blackbox_exporter', 9115),
      kibanaProgram,
      logstashProgram,
      elasticsearchProgram,
      service({
        name: 'telegraf',
        stream: 'stderr',
        log: (process) => [
          `${isoTime(process).slice(0, 19)}Z I! Starting Telegraf 1.36.4`,
          'drydock: plugins of Telegraf are not simulated yet',
        ],
        early: ({ argv }) =>
          argv.includes('--version') || argv.includes('version')
            ? { code: 0, stdout: 'Telegraf 1.36.4 (git: HEAD@b9d41a0c)\n' }
            : undefined,
      }),
      service({ name: 'kapacitord', ports: [{ port: 9092 }], stream: 'stderr' }),
      service({ name: 'chronograf', ports: [{ port: 8888 }], stream: 'stderr' }),
      service({
        name: 'datadog-agent',
        title: 'Datadog Agent',
        log: (process) => [
          `${isoTime(process).slice(0, 19).replace('T', ' ')} UTC | CORE | INFO | (cmd/agent/app/run.go) | Starting Datadog Agent`,
          'drydock: the Datadog Agent sends nothing anywhere',
        ],
        ports: [{ port: 8126 }, { port: 8125, protocol: 'udp', accept: false }],
        early: ({ env }) =>
          env.has('DD_API_KEY')
            ? undefined
            : {
                code: 1,
                stderr: 'You must set an DD_API_KEY environment variable to run the Datadog Agent container\n',
              },
      }),
      service({
        name: 'fluent-bit',
        stream: 'stderr',
        log: () => ['Fluent Bit v4.2.0', 'drydock: pipelines of Fluent Bit are not simulated yet'],
        ports: [{ port: 2020, http: () => json(200, { 'fluent-bit': { version: '4.2.0' } }) }],
      }),
      service({
        name: 'fluentd',
        log: () => ['drydock: pipelines of Fluentd are not simulated yet'],
        ports: [{ port: 24224, accept: (socket) => socket.close() }],
      }),
      service({
        name: 'jaeger',
        title: 'Jaeger UI',
        stream: 'stderr',
        ports: [{ port: 16686 }, { port: 14268 }, { port: 4318 }],
      }),
      service({
        name: 'loki',
        title: 'Loki',
        stream: 'stderr',
        ports: [
          {
            port: 3100,
            http: (request) => (request.target === '/ready' ? text(200, 'ready\n') : html(404, 'Loki', '')),
          },
        ],
      }),
      versionTool(
        'influx',
        () => 'Influx CLI 2.7.5 (git: a79a2a1b825867421d320428538f76a4c90aa34c) build_date: 2024-04-16T14:33:08Z',
        { versionArgs: ['version', '-version', '--version'] },
      ),
      versionTool('promtool', () => 'promtool, version 3.7.3'),
    ],
  },
  rabbitless(
    'prom/node-exporter',
    'node-exporter',
    400,
    '/bin/node_exporter',
    '9100',
    'v1.10.2 latest v1.9.0 v1.8.2 v1.3.1 v1.0.1 v0.18.1 v0.15.2 v0.15.0 | busybox:latest | 22 | 2025-10-25',
    [],
    { entrypoint: ['/bin/node_exporter'] },
  ),
  rabbitless(
    'prom/alertmanager',
    'alertmanager',
    200,
    '/bin/alertmanager',
    '9093',
    'v0.29.0 latest v0.28.1 v0.27.0 v0.21.0 v0.14.0 | busybox:latest | 73 | 2025-11-04',
    ['--config.file=/etc/alertmanager/alertmanager.yml', '--storage.path=/alertmanager'],
    { entrypoint: ['/bin/alertmanager'], volumes: '/alertmanager', workdir: '/alertmanager' },
  ),
  rabbitless(
    'prom/pushgateway',
    'pushgateway',
    100,
    '/bin/pushgateway',
    '9091',
    'latest v1.11.2 | busybox:latest | 25 | 2025-10-04',
    [],
    { entrypoint: ['/bin/pushgateway'] },
  ),
  rabbitless(
    'prom/blackbox-exporter',
    'blackbox',
    90,
    '/bin/blackbox_exporter',
    '9115',
    'latest v0.27.0 | busybox:latest | 28 | 2025-07-04',
    [],
    { entrypoint: ['/bin/blackbox_exporter'] },
  ),
  ...['google/cadvisor', 'gcr.io/cadvisor/cadvisor'].map((name) =>
    rabbitless(
      name,
      'Analyzes resource usage and performance characteristics of running containers.',
      650,
      '/usr/bin/cadvisor',
      '8080',
      'latest v0.53.0 v0.49.1 v0.47.0 v0.36.0 | alpine:3.20 | 75 | 2025-06-04',
      [],
      { entrypoint: ['/usr/bin/cadvisor', '-logtostderr'] },
    ),
  ),
  ...['grafana/grafana', 'grafana/grafana-oss', 'grafana/grafana-enterprise'].map((name) =>
    rabbitless(
      name,
      'The official Grafana docker container',
      3600,
      '/usr/bin/grafana-server',
      '3000',
      'latest 12.3.0 12.3 main 12.0.0 11.6.0 11.5.2 11.1.0 10.4.2 10.2.0 10.0.0 9.5.2 9.3.2 9.0.0 8.5.0 8.3.3 7.5.7 7.0.0 6.7.4 6.5.0 5.4.3 5.1.0 5.0.1 | alpine:3.22 | 690 | 2025-11-19',
      [],
      {
        workdir: '/usr/share/grafana',
        env: [
          'GF_PATHS_CONFIG=/etc/grafana/grafana.ini',
          'GF_PATHS_DATA=/var/lib/grafana',
          'GF_PATHS_HOME=/usr/share/grafana',
          'GF_PATHS_LOGS=/var/log/grafana',
          'GF_PATHS_PLUGINS=/var/lib/grafana/plugins',
          'GF_PATHS_PROVISIONING=/etc/grafana/provisioning',
        ],
        entrypoint: ['/usr/bin/grafana-server'],
      },
    ),
  ),
  rabbitless(
    'grafana/loki',
    'Loki',
    200,
    '/usr/bin/loki',
    '3100',
    'latest 3.6.0 3.0.0 2.9.0 2.8.0 2.0.0 | alpine:3.20 | 120 | 2025-11-19',
    ['-config.file=/etc/loki/local-config.yaml'],
    { entrypoint: ['/usr/bin/loki'] },
  ),
  ...['jaegertracing/all-in-one', 'jaegertracing/jaeger'].map((name) =>
    rabbitless(
      name,
      'Jaeger',
      300,
      '/go/bin/jaeger',
      '5775/udp 6831/udp 6832/udp 5778 14250 14268 16686',
      'latest 1.75.0 1.57 1.6 2.12.0 | scratch | 80 | 2025-11-19',
      [],
      { entrypoint: ['/go/bin/jaeger'] },
    ),
  ),
  rabbitless(
    'library/influxdb',
    'InfluxDB is the open source time series database built for real-time analytic workloads.',
    2000,
    '/usr/bin/influxd',
    '8086',
    '2.7.12 latest 2 2.7 | debian:bookworm-slim | 330 | 2025-05-20\n2.7.12-alpine alpine 2-alpine 2.7-alpine | alpine:3.22 | 190 | 2025-05-20\n1.12.2 1 1.12 1.11 1.8 1.8.10 1.7 1.5 1.3 | debian:bookworm-slim | 260 | 2025-08-20\n1.12-alpine 1-alpine 1.8-alpine 1.11-alpine | alpine:3.22 | 150 | 2025-08-20\n3-core 3.7.0-core core 3-enterprise | ubuntu:24.04 | 300 | 2025-11-20',
    ['influxd'],
    { volumes: '/var/lib/influxdb2 /etc/influxdb2', env: ['INFLUXDB_VERSION=2.7.12'] },
  ),
  rabbitless(
    'library/telegraf',
    'Telegraf is an agent for collecting metrics and writing them to InfluxDB or other outputs.',
    730,
    '/usr/bin/telegraf',
    '8092/udp 8094 8125/udp',
    '1.36.4 latest 1 1.36 1.12.3 1.12 1.5 | debian:bookworm-slim | 380 | 2025-11-18\n1.36.4-alpine alpine 1-alpine | alpine:3.22 | 270 | 2025-11-18',
    ['telegraf'],
  ),
  rabbitless(
    'library/kapacitor',
    'Kapacitor',
    180,
    '/usr/bin/kapacitord',
    '9092',
    '1.8.2 latest 1 1.8 1.5 alpine | debian:bookworm-slim | 250 | 2025-11-18',
    ['kapacitord'],
  ),
  rabbitless(
    'library/chronograf',
    'Chronograf',
    260,
    '/usr/bin/chronograf',
    '8888',
    '1.10.8 latest 1 1.10 1.8 alpine | debian:bookworm-slim | 180 | 2025-11-18',
    ['chronograf'],
  ),
  ...['datadog/agent', 'gcr.io/datadoghq/agent'].map((name) =>
    rabbitless(
      name,
      'Docker container for the new Datadog Agent',
      120,
      '/opt/datadog-agent/bin/datadog-agent',
      '8125/udp 8126',
      'latest 7 7.72.4 7-jmx latest-jmx | ubuntu:24.04 | 700 | 2025-11-18',
      ['/opt/datadog-agent/bin/datadog-agent'],
    ),
  ),
  rabbitless(
    'fluent/fluent-bit',
    'Fluent Bit',
    300,
    '/fluent-bit/bin/fluent-bit',
    '2020',
    'latest 4.2.0 4.2 3.2 3.0 2.2 1.9 1.8 1.5 1.3.5 | debian:bookworm-slim | 80 | 2025-11-18',
    ['/fluent-bit/bin/fluent-bit', '-c', '/fluent-bit/etc/fluent-bit.conf'],
  ),
  ...['fluent/fluentd', 'library/fluentd'].map((name) =>
    rabbitless(
      name,
      'Fluentd',
      400,
      '/usr/bin/fluentd',
      '5140 24224',
      'latest v1.19.1 v1.19 v1.16 v1.14 v1.12-debian v0.12 edge | alpine:3.20 | 60 | 2025-11-18',
      ['fluentd'],
    ),
  ),
  ...elastic,
];
