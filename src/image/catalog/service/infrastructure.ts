import type { CatalogImage } from '../../define-image';
import { defineService } from './define-service';
import { versionTool } from './service-program';
import {
  traefikProgram,
  haproxyProgram,
  caddyProgram,
  consulProgram,
  vaultProgram,
  zookeeperProgram,
  kafkaProgram,
  dockerd,
  portainerProgram,
  minioProgram,
  etcdProgram,
} from './infrastructure-programs';

const scratchTool = (
  repository: string,
  description: string,
  stars: number,
  releases: string,
  files: string,
  entrypoint: readonly string[] | undefined,
  cmd: readonly string[] | undefined,
  more: { user?: string } = {},
): CatalogImage =>
  defineService({
    repository,
    description,
    stars,
    releases,
    ...more,
    ...(entrypoint && { entrypoint }),
    ...(cmd && { cmd }),
    files: (f) => void f.programs('/usr/bin', files),
  });

const compose = (
  repository: string,
  description: string,
  stars: number,
  command: readonly string[],
  ports: string,
  releases: string,
  program: string,
  env: readonly string[] = [],
  volumes = '',
): CatalogImage =>
  defineService({
    repository,
    description,
    stars,
    entrypoint: command,
    ports,
    env,
    releases,
    volumes,
    files: (f) => void f.program(program),
  });

/** Proxies, coordination, storage and the tools people run in containers. */
export const infrastructure: readonly CatalogImage[] = [
  defineService({
    repository: 'library/traefik',
    description: 'Traefik, The Cloud Native Edge Router',
    stars: 3500,
    programs: [
      traefikProgram,
      haproxyProgram,
      caddyProgram,
      consulProgram,
      vaultProgram,
      zookeeperProgram,
      kafkaProgram,
      dockerd,
      portainerProgram,
      minioProgram,
      etcdProgram,
      versionTool('etcdctl', () => 'etcdctl version: 3.6.6\nAPI version: 3.6', { versionArgs: ['version'] }),
      versionTool('zkCli.sh', () => ''),
      versionTool('socat', () => 'socat version 1.8.0.3'),
      versionTool('git-lfs', () => 'git-lfs/3.6.0'),
    ],
    ports: '80',
    entrypoint: ['/entrypoint.sh'],
    cmd: ['traefik'],
    files: (f) =>
      void f
        .program('/usr/local/bin/traefik')
        .script(
          '/entrypoint.sh',
          '#!/bin/sh\nset -e\n\nif [ "${1#-}" != "$1" ]; then\n    set -- traefik "$@"\nfi\n\nexec "$@"\n',
        ),
    releases: [
      'v3.6.2 latest v3.6 v3 3.6 3',
      'v3.5.6 v3.5',
      'v3.1.7 v3.1',
      'v3.0.4 v3.0',
      'v2.11.31 v2.11 v2',
      'v2.10.7 v2.10',
      'v2.9.10 v2.9',
      'v2.5.7 v2.5',
      'v2.4.14 v2.4',
      'v2.2.11 v2.2',
      'v2.0.7 v2.0',
      'v1.7.34 1.7 v1.7 1.7-alpine',
    ]
      .map((tags) => `${tags} | alpine:3.22 | 190 | 2025-11-18`)
      .join('\n'),
  }),
  defineService({
    repository: 'library/haproxy',
    description: 'HAProxy - The Reliable, High Performance TCP/HTTP Load Balancer',
    stars: 1900,
    user: 'haproxy',
    workdir: '/var/lib/haproxy',
    stopSignal: 'SIGUSR1',
    env: ({ version }) => [`HAPROXY_VERSION=${version}`],
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['haproxy', '-f', '/usr/local/etc/haproxy/haproxy.cfg'],
    script: '#!/bin/sh\nset -e\n\nif [ "${1#-}" != "$1" ]; then\n\tset -- haproxy "$@"\nfi\n\nexec "$@"\n',
    files: (f) =>
      void f
        .program('/usr/local/sbin/haproxy')
        .directory('/usr/local/etc/haproxy')
        .file('/etc/passwd', 'root:x:0:0:root:/root:/bin/bash\nhaproxy:x:99:99::/var/lib/haproxy:/bin/sh\n')
        .file('/etc/group', 'root:x:0:\nhaproxy:x:99:\n'),
    releases:
      '3.2.8 latest lts 3.2 3 | debian:trixie-slim | 28 | 2025-11-06\n3.2.8-alpine alpine lts-alpine | alpine:3.22 | 24 | 2025-11-06\n2.8.16 2.8 | debian:bookworm-slim | 27 | 2025-10-03\n2.3.21 2.3 | debian:bullseye-slim | 20 | 2022-07-12\n1.8.30 1.8 1.7 1.6 | debian:buster-slim | 15 | 2021-06-23',
  }),
  defineService({
    repository: 'library/caddy',
    description: 'Caddy 2 is a powerful, enterprise-ready, open source web server with automatic HTTPS written in Go.',
    stars: 720,
    ports: '80 443 443/udp 2019',
    workdir: '/srv',
    env: ({ version }) => [`CADDY_VERSION=v${version}`, 'XDG_CONFIG_HOME=/config', 'XDG_DATA_HOME=/data'],
    cmd: ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
    files: (f) =>
      void f
        .program('/usr/bin/caddy')
        .file('/etc/caddy/Caddyfile', ':80 {\n\troot * /usr/share/caddy\n\tfile_server\n}\n')
        .directory('/config/caddy')
        .directory('/data/caddy'),
    releases:
      '2.10.2 latest 2 2.10 alpine 2-alpine 2.10-alpine | alpine:3.22 | 45 | 2025-08-23\n2.9.1 2.9 2.8 2.7 2.6 | alpine:3.21 | 43 | 2025-01-08',
  }),
  ...['library/consul', 'hashicorp/consul'].map((repository) =>
    defineService({
      repository,
      description: 'Consul is a datacenter runtime that provides service discovery, configuration, and orchestration.',
      stars: 1400,
      ports: '8300 8301 8301/udp 8302 8302/udp 8500 8600 8600/udp',
      volumes: '/consul/data',
      entrypoint: ['docker-entrypoint.sh'],
      cmd: ['agent', '-dev', '-client', '0.0.0.0'],
      script:
        '#!/bin/sh\nset -e\n\ncase "$1" in\n-*) set -- consul agent "$@" ;;\nagent | members | version) set -- consul "$@" ;;\nesac\n\nexec "$@"\n',
      files: (f) => void f.program('/bin/consul').directory('/consul/data').directory('/consul/config'),
      releases:
        '1.22.0 latest 1.22 | alpine:3.22 | 190 | 2025-10-24\n1.15.4 1.15 | alpine:3.18 | 150 | 2023-06-29\n1.4.5 1.4 1.2.0 0.9.3 0.7 0.7.2 | alpine:3.9 | 100 | 2019-05-23',
    }),
  ),
  ...['library/vault', 'hashicorp/vault'].map((repository) =>
    defineService({
      repository,
      description: 'Vault is a tool for securely accessing secrets via a unified interface and tight access control.',
      stars: 1200,
      ports: '8200',
      volumes: '/vault/logs /vault/file',
      env: ({ version }) => ['NAME=vault', `VERSION=${version}`],
      entrypoint: ['docker-entrypoint.sh'],
      cmd: ['server', '-dev'],
      script:
        '#!/usr/bin/dumb-init /bin/sh\nset -e\n\ncase "$1" in\n-*) set -- vault server "$@" ;;\nserver | status | version) set -- vault "$@" ;;\nesac\n\nexec "$@"\n'.replace(
          '#!/usr/bin/dumb-init /bin/sh',
          '#!/bin/sh',
        ),
      files: (f) => void f.program('/bin/vault').directory('/vault/config'),
      releases:
        '1.21.1 latest 1.21 | alpine:3.22 | 480 | 2025-11-18\n1.13.3 1.13 | alpine:3.17 | 230 | 2023-06-09\n1.2.3 1.2.0 1.0.2 0.9.6 0.8.3 0.6.5 | alpine:3.9 | 130 | 2019-09-12',
    }),
  ),
  defineService({
    repository: 'library/zookeeper',
    description: 'Apache ZooKeeper is an open-source server which enables highly reliable distributed coordination.',
    stars: 1480,
    ports: '2181 2888 3888 8080',
    volumes: '/data /datalog /logs',
    workdir: '/apache-zookeeper-3.9.4-bin',
    env: [
      'ZOO_CONF_DIR=/conf',
      'ZOO_DATA_DIR=/data',
      'ZOO_DATA_LOG_DIR=/datalog',
      'PATH=/apache-zookeeper-3.9.4-bin/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ],
    entrypoint: ['/docker-entrypoint.sh'],
    cmd: ['zkServer.sh', 'start-foreground'],
    files: (f) =>
      void f
        .programs('/apache-zookeeper-3.9.4-bin/bin', 'zkServer.sh zkCli.sh')
        .script('/docker-entrypoint.sh', '#!/bin/bash\nset -e\n\nexec "$@"\n')
        .file('/conf/zoo.cfg', 'dataDir=/data\ndataLogDir=/datalog\ntickTime=2000\nclientPort=2181\n'),
    releases:
      '3.9.4 latest 3.9 | ubuntu:22.04 | 240 | 2025-08-20\n3.8.4 3.8 | ubuntu:22.04 | 230 | 2024-10-19\n3.4.14 3.4 3.4.10 | debian:buster-slim | 180 | 2019-08-22',
  }),
  ...[
    'bitnami/kafka',
    'apache/kafka',
    'bitnami/zookeeper',
    'confluentinc/cp-kafka',
    'confluentinc/cp-zookeeper',
    'solsson/kafka',
    'wurstmeister/kafka',
    'wurstmeister/zookeeper',
  ].map((repository) => {
    const zoo = repository.includes('zookeeper');
    return compose(
      repository,
      'Apache Kafka is a distributed streaming platform.',
      500,
      zoo ? ['/opt/zkServer.sh'] : ['/opt/kafka-server'],
      zoo ? '2181' : '9092',
      'latest 4.1.0 3.9.0 3.8 3.7 3.6 3.5 3.4 3.3 2.8 7.5.0 7.3.0 | debian:bookworm-slim | 600 | 2025-09-01',
      zoo ? '/opt/zkServer.sh' : '/opt/kafka-server',
    );
  }),
  ...['minio/minio', 'quay.io/minio/minio'].map((repository) =>
    defineService({
      repository,
      description: 'Multi-Cloud Object Storage',
      stars: 890,
      ports: '9000',
      volumes: '/data',
      entrypoint: ['/usr/bin/docker-entrypoint.sh'],
      cmd: ['minio'],
      files: (f) =>
        void f
          .program('/usr/bin/minio')
          .script(
            '/usr/bin/docker-entrypoint.sh',
            '#!/bin/sh\nif [ "${1}" != "minio" ] && [ -n "${1}" ]; then\n\tset -- minio "$@"\nfi\nexec "$@"\n',
          )
          .program('/usr/bin/curl')
          .directory('/data'),
      releases:
        'latest RELEASE.2025-09-07T16-13-09Z | alpine:3.22 | 167 | 2025-09-07\nRELEASE.2023-01-25T00-19-54Z | alpine:3.17 | 240 | 2023-01-25',
    }),
  ),
  ...['quay.io/coreos/etcd', 'gcr.io/etcd-development/etcd'].map((repository) =>
    defineService({
      repository,
      description: 'etcd',
      ports: '2379 2380',
      cmd: ['/usr/local/bin/etcd'],
      files: (f) => void f.programs('/usr/local/bin', 'etcd etcdctl'),
      releases:
        'v3.6.6 latest v3.6 | scratch | 60 | 2025-11-01\nv3.5.24 v3.5 v3.5.0 v3.5.9 v3.4.13 v3.3.8 v3.2 v3.1.10 v2.3.8 | scratch | 55 | 2025-10-20',
    }),
  ),
  ...['portainer/portainer-ce', 'portainer/portainer'].map((repository) =>
    defineService({
      repository,
      description: 'Portainer CE - a lightweight service delivery platform for containerized applications',
      stars: 2600,
      ports: '8000 9000 9443',
      volumes: '/data',
      workdir: '/',
      entrypoint: ['/portainer'],
      files: (f) => void f.program('/portainer').directory('/data'),
      releases: 'latest 2.33.4 lts 2.33 alpine 1.24.2 | scratch | 175 | 2025-11-12',
    }),
  ),
  defineService({
    repository: 'library/docker',
    description: 'Docker in Docker!',
    stars: 2600,
    env: ['DOCKER_VERSION=29.0.2', 'DOCKER_TLS_CERTDIR=/certs'],
    entrypoint: ({ tags }) => [tags[0]!.includes('dind') ? 'dockerd-entrypoint.sh' : 'docker-entrypoint.sh'],
    cmd: ({ tags }) => (tags[0]!.includes('dind') ? [] : ['sh']),
    ports: ({ tags }) => (tags[0]!.includes('dind') ? '2375 2376' : ''),
    files: (f) =>
      void f
        .programs('/usr/local/bin', 'docker dockerd')
        .script(
          '/usr/local/bin/docker-entrypoint.sh',
          '#!/bin/sh\nset -eu\n\nif [ "${1#-}" != "$1" ]; then\n\tset -- docker "$@"\nfi\n\nexec "$@"\n',
        )
        .script(
          '/usr/local/bin/dockerd-entrypoint.sh',
          '#!/bin/sh\nset -eu\n\nif [ "$#" -eq 0 ] || [ "${1#-}" != "$1" ]; then\n\tset -- dockerd "$@"\nfi\n\nexec "$@"\n',
        ),
    releases:
      '29.0.2-cli cli latest 29 29-cli 28 28-cli 27 24 20.10 stable | alpine:3.22 | 160 | 2025-11-17\n29.0.2-dind dind 29-dind 28-dind 27-dind 24-dind 20.10-dind 18.09-dind stable-dind | alpine:3.22 | 370 | 2025-11-17\n29.0.2-dind-rootless dind-rootless 25.0-dind-rootless | alpine:3.22 | 400 | 2025-11-17',
  }),
  scratchTool(
    'curlimages/curl',
    'official docker image for curl - command line tool and library for transferring data with URLs',
    210,
    '8.17.0 latest | alpine:3.22 | 15 | 2025-11-05\n8.10.1 8.10 8.00.1 8.1.2 7.88.1 7.87.0 7.85.0 7.84.0 7.83.1 7.80.0 7.75.0 | alpine:3.20 | 12 | 2024-09-18',
    'curl',
    ['curl'],
    ['--help', 'all'],
  ),
  scratchTool(
    'byrnedo/alpine-curl',
    'Alpine linux image with curl as entry point',
    40,
    'latest 0.1.8 | alpine:3.12 | 3 | 2020-02-20',
    'curl',
    ['curl'],
    undefined,
  ),
  scratchTool(
    'appropriate/curl',
    'curl',
    30,
    'latest edge 3.1 | alpine:3.8 | 1.5 | 2018-02-20',
    'curl',
    ['curl'],
    undefined,
  ),
  scratchTool('alpine/curl', 'curl', 30, 'latest 8.14.1 | alpine:3.22 | 6 | 2025-06-20', 'curl', ['curl'], undefined),
  scratchTool(
    'alpine/git',
    'A simple git container running in alpine linux',
    250,
    'latest v2.49.1 2.49.1 | alpine:3.22 | 70 | 2025-07-10',
    'git git-lfs',
    ['git'],
    ['--help'],
  ),
  scratchTool(
    'alpine/socat',
    'socat',
    60,
    'latest 1.8.0.3 | alpine:3.22 | 1.5 | 2025-07-10',
    'socat',
    ['socat'],
    undefined,
  ),
  scratchTool(
    'nicolaka/netshoot',
    'a Docker + Kubernetes network trouble-shooting swiss-army container',
    480,
    'v0.14 latest v0.13 v0.12 | alpine:3.22 | 470 | 2025-06-30',
    'bash curl dig host jq netstat ss ip tcpdump iperf nmap socat httpie mtr traceroute git vim zsh drill',
    undefined,
    ['bash'],
  ),
  scratchTool(
    'praqma/network-multitool',
    'Multi-arch multitool for container network testing',
    60,
    'latest extra | alpine:3.20 | 30 | 2023-06-30',
    'bash curl dig host jq netstat ss ip tcpdump socat mtr',
    undefined,
    ['/bin/sh', '-c', 'sleep infinity'],
  ),
  scratchTool(
    'tutum/dnsutils',
    'dnsutils',
    40,
    'latest | ubuntu:20.04 | 60 | 2016-06-30',
    'dig nslookup host',
    undefined,
    ['bash'],
  ),
  ...['registry.k8s.io/e2e-test-images/jessie-dnsutils', 'gcr.io/kubernetes-e2e-test-images/dnsutils'].map(
    (repository) =>
      scratchTool(
        repository,
        'dnsutils',
        0,
        '1.3 1.7 latest | debian:buster-slim | 120 | 2020-06-30',
        'dig nslookup host ping',
        undefined,
        ['/bin/sh', '-c', 'sleep 3600'],
      ),
  ),
  defineService({
    repository: 'nginxinc/nginx-unprivileged',
    description: 'Unprivileged NGINX Dockerfiles',
    stars: 160,
    user: '101',
    ports: '8080',
    releases: 'latest 1.29 1.28 1.27 stable alpine 1.29-alpine stable-alpine | nginx:alpine | 0.1 | 2025-10-28',
    files: (f) =>
      void f
        .file(
          '/etc/nginx/conf.d/default.conf',
          'server {\n    listen       8080;\n    server_name  localhost;\n\n    location / {\n        root   /usr/share/nginx/html;\n        index  index.html index.htm;\n    }\n}\n',
        )
        .directory('/run', 0o777),
  }),
];
