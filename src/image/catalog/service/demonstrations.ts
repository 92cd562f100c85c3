import type { CatalogImage } from '../../define-image';
import { nginx } from '../nginx';
import { defineService, mirror } from './define-service';
import { html } from './service-program';
import {
  httpEcho,
  helloApp,
  helloApp2,
  helloworldGo,
  trainingWebapp,
  httpServer,
  restApi,
  echoServer,
  podinfo,
  fakeService,
  pause,
  randomLogger,
  stress,
} from './demonstration-programs';

const one = (
  repository: string,
  program: string | undefined,
  ports: string,
  tags: string,
  from = 'scratch',
  size = 8,
  more: { entrypoint?: readonly string[]; cmd?: readonly string[]; env?: readonly string[]; workdir?: string } = {},
): CatalogImage =>
  defineService({
    repository,
    description: `${repository} of the tutorials`,
    ports,
    ...more,
    ...(program !== undefined && !more.entrypoint && !more.cmd && { entrypoint: [`/${program}`] }),
    ...(program !== undefined && { files: (f) => void f.program(`/${program}`) }),
    releases: tags
      .split(';')
      .map((line) => `${line.trim()} | ${from} | ${size} | 2024-03-01`)
      .join('\n'),
  });

const site = (repository: string, tags: string, title: string, words: string): CatalogImage =>
  defineService({
    repository,
    description: title,
    ports: '80',
    files: (f) => void f.file('/usr/share/nginx/html/index.html', new TextDecoder().decode(pageBytes(title, words))),
    releases: `${tags} | nginx:alpine | 1 | 2024-01-01`,
  });

const pageBytes = (title: string, words: string): Uint8Array => {
  const { body } = html(200, title, `<p>${words}</p>`);
  return body.kind === 'bytes' ? body.bytes : new Uint8Array();
};

const nginxTags = Object.fromEntries(
  ['latest', '1.29', '1.28', '1.27', '1.25', '1.24', '1.21', '1.20', '1.19', 'alpine', 'stable'].map((tag) => [
    tag,
    tag,
  ]),
);

/** The small images that tutorials are made of. */
export const demonstrations: readonly CatalogImage[] = [
  {
    ...one('hashicorp/http-echo', 'http-echo', '5678', '1.0.0 latest 1.0;0.2.3', 'scratch', 5.1),
    programs: [
      httpEcho,
      helloApp,
      helloApp2,
      helloworldGo,
      trainingWebapp,
      httpServer,
      restApi,
      echoServer,
      podinfo,
      fakeService,
      pause,
      randomLogger,
      stress,
    ],
  },
  ...['ghcr.io/stefanprodan/podinfo', 'stefanprodan/podinfo'].map((name) =>
    defineService({
      repository: name,
      description: 'Go microservice template for Kubernetes',
      ports: '9797 9898 9999',
      user: 'app',
      workdir: '/home/app',
      env: ({ version }) => [`PODINFO_VERSION=${version}`],
      cmd: ['./podinfo'],
      files: (f) =>
        void f
          .program('/home/app/podinfo')
          .file('/etc/passwd', 'root:x:0:0:root:/root:/bin/ash\napp:x:100:101:Linux User,,,:/home/app:/sbin/nologin\n')
          .file('/etc/group', 'root:x:0:root\napp:x:101:app\n')
          .program('/usr/bin/curl'),
      releases: [
        '6.9.2 latest',
        '6.0.0',
        '6.0.1',
        '6.0.2',
        '6.0.3',
        '6.0.4',
        '6.1.0',
        '6.2.0',
        '6.3.0',
        '6.5.0',
        '5.0.0',
        '5.0.3',
      ]
        .map((tags) => `${tags} | alpine:3.22 | 60 | 2025-09-01`)
        .join('\n'),
    }),
  ),
  ...['gcr.io/google-samples/hello-app', 'us-docker.pkg.dev/google-samples/containers/gke/hello-app'].map((name) =>
    defineService({
      repository: name,
      description: 'hello-app',
      ports: '8080',
      env: ['PORT=8080'],
      cmd: ['/hello-app'],
      files: (f, { version }) => void f.program('/hello-app', version === '2.0' ? 'hello-app-2' : 'hello-app'),
      releases: '1.0 latest | scratch | 11.5 | 2022-05-01\n2.0 | scratch | 11.5 | 2022-05-01',
    }),
  ),
  ...['ghcr.io/knative/helloworld-go', 'gcr.io/knative-samples/helloworld-go'].map((name) =>
    one(name, 'helloworld-go', '8080', 'latest', 'scratch', 12),
  ),
  one('training/webapp', 'training-webapp', '5000', 'latest', 'ubuntu:20.04', 280, {
    cmd: ['/training-webapp'],
    workdir: '/opt/webapp',
  }),
  one('katacoda/docker-http-server', 'katacoda-http-server', '80', 'latest v1 v2 v3 health unhealthy', 'alpine:3.8', 7),
  one(
    'in28min/hello-world-rest-api',
    'hello-world-rest-api',
    '8080',
    '0.0.1.RELEASE latest 0.0.2.RELEASE 0.0.3.RELEASE 0.0.4-SNAPSHOT',
    'alpine:3.9',
    115,
  ),
  one('kicbase/echo-server', 'echo-server', '8080', '1.0 latest', 'scratch', 4.9),
  one('jmalloc/echo-server', 'echo-server', '8080', 'latest 0.3.6', 'scratch', 8),
  one('registry.k8s.io/echoserver', 'echo-server', '8080', '1.4 1.10', 'debian:buster-slim', 90),
  one('k8s.gcr.io/echoserver', 'echo-server', '8080', '1.4 1.10', 'debian:buster-slim', 90),
  one(
    'nicholasjackson/fake-service',
    'fake-service',
    '9090',
    'v0.26.2 latest;v0.7.11 v0.7.8 v0.20.0',
    'alpine:3.20',
    30,
  ),
  ...['registry.k8s.io/pause', 'k8s.gcr.io/pause', 'gcr.io/google_containers/pause'].map((name) =>
    one(name, 'pause', '', '3.10 latest 3.9 3.8 3.7 3.6 3.5 3.2 3.1 2.0', 'scratch', 0.7),
  ),
  one('chentex/random-logger', 'random-logger', '', 'latest v1.0.1 v3.0.0', 'alpine:3.12', 1, {
    entrypoint: ['/random-logger'],
    cmd: ['100', '400'],
  }),
  one('polinux/stress', 'stress', '', 'latest 1.0.4', 'alpine:3.12', 4, { cmd: ['/stress'] }),
  mirror('k8s.gcr.io/nginx-slim', nginx, { '0.8 0.7 0.24': '1.14', latest: 'latest' }),
  mirror('registry.k8s.io/nginx-slim', nginx, { '0.8 0.7 0.24 0.27': '1.14', latest: 'latest' }),
  mirror('public.ecr.aws/nginx/nginx', nginx, nginxTags),
  mirror('public.ecr.aws/docker/library/nginx', nginx, nginxTags),
  site(
    'docker/getting-started',
    'latest pwd',
    'Getting Started',
    'The getting-started tutorial: this page stands in for it.',
  ),
  site(
    'docker/welcome-to-docker',
    'latest',
    'Congratulations!!!',
    'You ran your first container. This page stands in for the real one.',
  ),
  site('ajeetraina/hellowhale', 'latest', 'Hello Whale', 'A whale says hello.'),
  site('nginxdemos/hello', 'latest', 'Hello World', 'This page stands in for the real one.'),
  site('piotrzan/nginx-demo', 'latest blue green', 'nginx demo', 'This page stands in for the real one.'),
  site(
    'dockersamples/static-site',
    'latest',
    'Hello Docker!',
    'This is being served from a docker container running nginx.',
  ),
  site(
    'prakhar1989/static-site',
    'latest',
    'Hello Docker!',
    'This is being served from a docker container running Nginx.',
  ),
];
