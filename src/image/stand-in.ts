import type { Process, Program } from '#process/process';
import { debian } from './catalog/debian';
import { base, defineImage, DEFAULT_PATH, type CatalogImage } from './define-image';
import { isPlausibleTag } from './near-tag';

/** Docker Hub's official images that the catalog does not have in depth: real names, for which a stand-in answers. */
const OFFICIAL = new Set(
  (
    'adminer aerospike alt amazoncorretto api-firewall arangodb archlinux backdrop bash bonita buildpack-deps cassandra chronograf cirros clearlinux clefos clickhouse clojure couchbase couchdb ' +
    'crate dart drupal eclipse-mosquitto eggdrop elixir emqx erlang express-gateway fluentd flink friendica gazebo gcc geonetwork ghost gradle groovy haskell haxe hitch hylang ' +
    'ibm-semeru-runtimes ibmjava irssi jetty jobber joomla jruby julia kapacitor kong krakend lightstreamer liquibase logstash mageia maven mediawiki mono monica nats nats-streaming ' +
    'neo4j neurodebian nuxeo odoo open-liberty openjdk orientdb percona perl phoenix photon php-zendserver plone postfixadmin presto pypy rakudo-star rapidoid redmine rethinkdb ' +
    'rocket.chat ros r-base rust sapmachine satosa scratch-tiny silverpeas sl solr sonarqube sourcemage spark spiped storm swarm swift swipl teamspeak telegraf thrift tomcat tomee ' +
    'unit varnish websphere-liberty xwiki yourls znc zookeeper'
  ).split(' '),
);

/** Names that pages use for the reader's own account: what was not pushed there is not there. */
const READERS_OWN =
  /^(?:learner|library|user(?:name)?|your[\w-]*|my[\w-]*|<.*|docker-?id|dockerhub[\w-]*|namespace\d*|org(?:anization)?|repo|repository|example|acme|company|foo|test|username[\w-]*|hub-?user[\w-]*)$/i;

/** Registries beside Docker Hub that pages take images from. */
export const OTHER_REGISTRIES =
  'quay.io gcr.io ghcr.io mcr.microsoft.com registry.k8s.io k8s.gcr.io public.ecr.aws docker.elastic.co nvcr.io dhi.io cgr.dev lscr.io us-docker.pkg.dev docker.pkg.github.com'.split(
    ' ',
  );

const TEXT = (name: string): string =>
  `drydock: ${name} is not in the catalog: this is a stand-in, a bare Debian that answers HTTP with this sentence. What its own program does is not simulated yet.\n`;

/** The program of a stand-in: says what it is. Arguments that name a program of the image run that. */
export const standInProgram: Program = {
  name: 'stand-in',
  async run(process) {
    const [command, ...rest] = process.argv.slice(1);
    const path = command === undefined ? undefined : process.findProgram(command);
    if (command !== undefined && path !== undefined && process.fs.exists(path)) {
      const child = process.spawn({ path, argv: [command, ...rest] });
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const)
        process.on(signal, () => process.kill(child.pid, signal));
      return (await process.wait(child.exited)).code;
    }
    const text = TEXT(process.env.get('DRYDOCK_STAND_IN') ?? 'this image');
    await process.stderr.write(text);
    return command === undefined ? serve(process, text) : 1;
  },
};

/** Ports that such programs mostly listen on. */
const PORTS = [80, 3000, 5000, 8000, 8080];

async function serve(process: Process, text: string): Promise<number> {
  const bytes = new TextEncoder().encode(text);
  for (const port of PORTS) {
    process.net.listen({
      port,
      program: 'stand-in',
      http: () => ({
        status: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: { kind: 'bytes', bytes },
      }),
    });
  }
  const ended = new Promise<number>((resolve) => {
    process.on('SIGTERM', () => resolve(143));
    process.on('SIGINT', () => resolve(130));
    process.on('SIGQUIT', () => resolve(0));
  });
  return process.wait(ended);
}

const made = new Map<string, CatalogImage>();

/**
 * A stand-in for a public image that the catalog does not have: official names, and names of others' accounts. Names
 * that nobody published (a mistyped official one, the reader's own) get none. `repository` as in the catalog.
 */
export function standIn(repository: string): CatalogImage | undefined {
  const known = made.get(repository);
  if (known || !isPublic(repository)) return known;
  const image = defineImage({
    repository,
    description: 'Not in the catalog: a stand-in',
    stars: 0,
    programs: [standInProgram],
    anyTag: (tag) => isPlausibleTag(tag) || /^[a-z0-9][\w.-]{0,60}$/i.test(tag),
    variants: [
      {
        tags: ['latest'],
        created: '2025-06-02T00:00:00Z',
        from: base(debian, 'bookworm-slim'),
        config: {
          Env: [DEFAULT_PATH, `DRYDOCK_STAND_IN=${repository.replace(/^library\//, '')}`],
          Entrypoint: ['/usr/local/bin/stand-in'],
        },
        steps: [
          {
            by: 'COPY stand-in /usr/local/bin/ # drydock',
            size: 20_000_000 + (hash(repository) % 180_000_000),
            files: (f) => void f.program('/usr/local/bin/stand-in'),
          },
          { by: 'ENTRYPOINT ["/usr/local/bin/stand-in"]' },
        ],
      },
    ],
  });
  made.set(repository, image);
  return image;
}

function isPublic(repository: string): boolean {
  const [first = '', ...rest] = repository.split('/');
  if (rest.length === 0 || !/^[a-z0-9._/-]+$/.test(repository)) return false;
  if (first === 'library') return OFFICIAL.has(rest.join('/'));
  if (/[.:]/.test(first)) return OTHER_REGISTRIES.includes(first) && !READERS_OWN.test(rest[0] ?? '');
  return rest.length === 1 && !READERS_OWN.test(first);
}

const hash = (text: string): number => [...text].reduce((h, ch) => (Math.imul(h, 31) + ch.charCodeAt(0)) >>> 0, 7);
