import type { Process, Program } from '#process/process';
import { decode, encode } from '#io/streams';
import { base, defineImage, type Variant } from '../define-image';
import { RegistryServer, type RegistryStorage } from '../registry-server';
import { digestOf } from '../sha256';
import { alpine } from './alpine';

const ROOT = '/var/lib/registry/docker/registry/v2';

/** What a registry keeps, in the files of its volume, laid out as the real one does. */
function filesOf({ fs }: Process): RegistryStorage {
  const blobPath = (digest: string): string => `${ROOT}/blobs/sha256/${digest.slice(7, 9)}/${digest.slice(7)}/data`;
  const repository = (name: string): string => `${ROOT}/repositories/${name}`;
  const write = (path: string, data: Uint8Array): void => {
    fs.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true });
    fs.writeFile(path, data);
  };
  const blob = (digest: string): Uint8Array | undefined =>
    /^sha256:[0-9a-f]{64}$/.test(digest) && fs.exists(blobPath(digest)) ? fs.readFile(blobPath(digest)) : undefined;
  const tags = (name: string): string[] | undefined => {
    const path = `${repository(name)}/_manifests/tags`;
    return fs.isDirectory(path) ? fs.readdir(path) : undefined;
  };
  return {
    blob,
    tags,
    putBlob: (digest, bytes) => write(blobPath(digest), bytes),
    manifest(name, reference) {
      if (reference.startsWith('sha256:')) return blob(reference);
      const link = `${repository(name)}/_manifests/tags/${reference}/current/link`;
      return fs.exists(link) ? blob(decode(fs.readFile(link))) : undefined;
    },
    putManifest(name, reference, bytes) {
      const digest = digestOf(bytes);
      write(blobPath(digest), bytes);
      write(`${repository(name)}/_manifests/revisions/sha256/${digest.slice(7)}/link`, encode(digest));
      if (!reference.startsWith('sha256:'))
        write(`${repository(name)}/_manifests/tags/${reference}/current/link`, encode(digest));
    },
    repositories() {
      const found: string[] = [];
      const visit = (path: string, name: string): void => {
        if (!fs.isDirectory(path)) return;
        const names = fs.readdir(path);
        if (names.includes('_manifests')) found.push(name);
        for (const child of names)
          if (!child.startsWith('_')) visit(`${path}/${child}`, name === '' ? child : `${name}/${child}`);
      };
      visit(`${ROOT}/repositories`, '');
      return found.sort();
    },
  };
}

const program: Program = {
  name: 'registry',
  async run(process) {
    if (process.argv.includes('--version')) {
      await process.stdout.write('/bin/registry github.com/docker/distribution v2.8.3\n');
      return 0;
    }
    const port = Number(/:(\d+)$/.exec(process.env.get('REGISTRY_HTTP_ADDR') ?? ':5000')?.[1] ?? 5000);
    const log = (message: string): Promise<void> => {
      const time = new Date(process.clock.epochNow()).toISOString();
      return process.stderr.write(`time="${time}" level=info msg="${message}" go.version=go1.20.8 version=2.8.3\n`);
    };
    const server = new RegistryServer(filesOf(process));
    process.net.listen({
      port,
      program: 'registry',
      http: async (request) => {
        const response = await server.handle(request);
        const time = new Date(process.clock.epochNow()).toUTCString();
        await process.stdout.write(
          `${request.from ?? '127.0.0.1'} - - [${time}] "${request.method} ${request.target} HTTP/1.1" ${String(response.status)} 0 "" "${request.headers['user-agent'] ?? ''}"\n`,
        );
        return response;
      },
    });
    await log('using inmemory blob descriptor cache');
    await log(`listening on [::]:${String(port)}`);
    await process.wait(new Promise(() => undefined));
    return 0;
  },
};

const variant = (version: string, tags: string[], created: string, release: string, size: number): Variant => ({
  tags: [version, ...tags],
  created,
  from: base(alpine, release),
  config: {
    Entrypoint: ['/entrypoint.sh'],
    Cmd: ['/etc/docker/registry/config.yml'],
    ExposedPorts: { '5000/tcp': {} },
    Volumes: { '/var/lib/registry': {} },
    WorkingDir: '',
  },
  steps: [
    { by: 'RUN /bin/sh -c apk add --no-cache ca-certificates # buildkit', size: 640_000 },
    {
      by: 'RUN /bin/sh -c set -eux; \tversion; \twget -q registry.tar.gz; \ttar --extract --file registry.tar.gz --directory /bin/ registry # buildkit',
      size,
      files: (f) => void f.program('/bin/registry'),
    },
    {
      by: 'COPY ./config-example.yml /etc/docker/registry/config.yml # buildkit',
      size: 295,
      files: (f) =>
        void f
          .file(
            '/etc/docker/registry/config.yml',
            'version: 0.1\nlog:\n  fields:\n    service: registry\nstorage:\n  cache:\n    blobdescriptor: inmemory\n  filesystem:\n    rootdirectory: /var/lib/registry\nhttp:\n  addr: :5000\n  headers:\n    X-Content-Type-Options: [nosniff]\nhealth:\n  storagedriver:\n    enabled: true\n    interval: 10s\n    threshold: 3\n',
          )
          .directory('/var/lib/registry'),
    },
    { by: 'VOLUME [/var/lib/registry]' },
    { by: 'EXPOSE map[5000/tcp:{}]' },
    {
      by: 'COPY ./entrypoint.sh /entrypoint.sh # buildkit',
      size: 155,
      files: (f) =>
        void f.script(
          '/entrypoint.sh',
          '#!/bin/sh\n\nset -e\n\ncase "$1" in\n    *.yaml|*.yml) set -- registry serve "$@" ;;\n    serve|garbage-collect|help|-*) set -- registry "$@" ;;\nesac\n\nexec "$@"\n',
        ),
    },
    { by: 'ENTRYPOINT ["/entrypoint.sh"]' },
    { by: 'CMD ["/etc/docker/registry/config.yml"]' },
  ],
});

/** A registry of one's own. */
export const registry = defineImage({
  repository: 'library/registry',
  description: 'Distribution implementation for storing and distributing of container images and artifacts',
  stars: 4100,
  programs: [program],
  variants: [
    variant('3.0.0', ['latest', '3', '3.0'], '2025-04-03T17:23:00Z', '3.21', 48_000_000),
    variant('2.8.3', ['2', '2.8'], '2023-10-02T18:42:31Z', '3.18', 17_300_000),
    variant('2.7.1', ['2.7'], '2021-04-14T19:20:00Z', '3.13', 20_100_000),
  ],
});
