import { json, text, type HttpRequest, type HttpResponse } from '#network/http';
import { bodyChunks } from '#network/http-wire';
import { concat, decode } from '#io/streams';
import type { Process } from '#process/process';
import { isoTime, service } from './service-program';

interface Index {
  uuid: string;
  documents: Record<string, { version: number; source: Record<string, unknown> }>;
}

type Indices = Record<string, Index>;

const FILE = 'indices.json';
const directory = (process: Process): string => process.env.get('path.data') ?? '/usr/share/elasticsearch/data';

function load(process: Process): Indices {
  const path = `${directory(process)}/${FILE}`;
  return process.fs.exists(path) ? (JSON.parse(process.fs.readText(path)) as Indices) : {};
}

const save = (process: Process, indices: Indices): void =>
  process.fs.writeFile(`${directory(process)}/${FILE}`, JSON.stringify(indices));

const problem = (status: number, type: string, reason: string, more: object = {}): HttpResponse =>
  json(status, { error: { root_cause: [{ type, reason, ...more }], type, reason, ...more }, status }, ES);
const ES = { 'x-elastic-product': 'Elasticsearch' };

const missing = (index: string): HttpResponse =>
  problem(404, 'index_not_found_exception', `no such index [${index}]`, {
    'resource.type': 'index_or_alias',
    'resource.id': index,
    index_uuid: '_na_',
    index,
  });

/** Indices, documents and plain searches (match, term, match_all, query_string by words); the rest says so. */
async function answer(request: HttpRequest, process: Process): Promise<HttpResponse> {
  const [path = '/', queryText = ''] = request.target.split('?');
  const query = new Map(
    queryText
      .split('&')
      .filter(Boolean)
      .map((pair) => pair.split('=').map(decodeURIComponent) as [string, string]),
  );
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  const chunks: Uint8Array[] = [];
  for await (const chunk of bodyChunks(request.body)) chunks.push(chunk);
  const body = decode(concat(chunks));
  let data: Record<string, unknown> = {};
  try {
    if (body.trim() !== '' && parts.at(-1) !== '_bulk') data = JSON.parse(body) as Record<string, unknown>;
  } catch {
    return problem(400, 'parse_exception', 'request body is not valid JSON');
  }
  const version = process.env.get('ELASTIC_VERSION') ?? '9.2.1';
  const indices = load(process);
  if (parts.length === 0) {
    const info = {
      name: process.host.hostname,
      cluster_name: 'docker-cluster',
      cluster_uuid: 'drydockAAAAAAAAAAAAAAA',
      version: {
        number: version,
        build_flavor: 'default',
        build_type: 'docker',
        build_hash: '4ad0ef0e98a2e72fafbd79a19fa5cae2f026117d',
        build_date: '2025-11-06T22:07:39.673130621Z',
        build_snapshot: false,
        lucene_version: '10.3.1',
        minimum_wire_compatibility_version: '8.19.0',
        minimum_index_compatibility_version: '8.0.0',
      },
      tagline: 'You Know, for Search',
    };
    return text(200, `${JSON.stringify(info, undefined, 2).replaceAll('": ', '" : ')}\n`, {
      ...ES,
      'content-type': 'application/json',
    });
  }
  const names = Object.keys(indices).sort();
  if (parts[0] === '_cluster' && parts[1] === 'health') {
    return json(
      200,
      {
        cluster_name: 'docker-cluster',
        status: names.length ? 'yellow' : 'green',
        timed_out: false,
        number_of_nodes: 1,
        number_of_data_nodes: 1,
        active_primary_shards: names.length,
        active_shards: names.length,
        unassigned_shards: names.length,
      },
      ES,
    );
  }
  if (parts[0] === '_cat') return cat(parts[1] ?? '', query.has('v'), indices, process);
  if (parts[0] === '_search') return search(names, indices, data, query);
  if (parts[0]!.startsWith('_')) return problem(501, 'not_simulated', `drydock: ${parts[0]!} is not simulated yet`);
  const [index = '', action, id] = parts;
  const found = indices[index];
  if (action === undefined) {
    if (request.method === 'PUT') {
      if (found)
        return problem(400, 'resource_already_exists_exception', `index [${index}/${found.uuid}] already exists`, {
          index_uuid: found.uuid,
          index,
        });
      indices[index] = { uuid: process.random.hex(22), documents: {} };
      save(process, indices);
      return json(200, { acknowledged: true, shards_acknowledged: true, index }, ES);
    }
    if (!found) return missing(index);
    if (request.method === 'DELETE') {
      Reflect.deleteProperty(indices, index);
      save(process, indices);
      return json(200, { acknowledged: true }, ES);
    }
    return json(
      200,
      {
        [index]: {
          aliases: {},
          mappings: {},
          settings: { index: { number_of_shards: '1', number_of_replicas: '1', uuid: found.uuid } },
        },
      },
      ES,
    );
  }
  if (action === '_search') return found ? search([index], indices, data, query) : missing(index);
  if (action === '_count')
    return found ? json(200, { count: Object.keys(found.documents).length, _shards: SHARDS }, ES) : missing(index);
  if (action === '_refresh') return json(200, { _shards: { total: 2, successful: 1, failed: 0 } }, ES);
  if (!['_doc', '_create'].includes(action))
    return problem(501, 'not_simulated', `drydock: ${action} is not simulated yet`);
  if (request.method === 'GET') {
    if (!found) return missing(index);
    const document = found.documents[id ?? ''];
    return document
      ? json(
          200,
          {
            _index: index,
            _id: id,
            _version: document.version,
            _seq_no: 0,
            _primary_term: 1,
            found: true,
            _source: document.source,
          },
          ES,
        )
      : json(404, { _index: index, _id: id, found: false }, ES);
  }
  const target = (indices[index] ??= { uuid: process.random.hex(22), documents: {} });
  const key = id ?? process.random.hex(20);
  const old = target.documents[key];
  if (request.method === 'DELETE') {
    Reflect.deleteProperty(target.documents, key);
    save(process, indices);
    return json(
      old ? 200 : 404,
      {
        _index: index,
        _id: key,
        _version: (old?.version ?? 0) + 1,
        result: old ? 'deleted' : 'not_found',
        _shards: WRITTEN,
      },
      ES,
    );
  }
  target.documents[key] = { version: (old?.version ?? 0) + 1, source: data };
  save(process, indices);
  return json(
    old ? 200 : 201,
    {
      _index: index,
      _id: key,
      _version: target.documents[key].version,
      result: old ? 'updated' : 'created',
      _shards: WRITTEN,
      _seq_no: Object.keys(target.documents).length - 1,
      _primary_term: 1,
    },
    ES,
  );
}

const SHARDS = { total: 1, successful: 1, skipped: 0, failed: 0 };
const WRITTEN = { total: 2, successful: 1, failed: 0 };

function cat(what: string, verbose: boolean, indices: Indices, process: Process): HttpResponse {
  const address =
    process.net
      .interfaces()
      .find((device) => device.kind !== 'loopback')
      ?.addresses[0]?.split('/')[0] ?? '127.0.0.1';
  const tables: Record<string, readonly [string, string[]] | undefined> = {
    indices: [
      'health status index uuid                   pri rep docs.count docs.deleted store.size pri.store.size dataset.size',
      Object.entries(indices).map(
        ([name, { uuid, documents }]) =>
          `yellow open   ${name} ${uuid}   1   1 ${String(Object.keys(documents).length).padStart(10)}            0       5.1kb          5.1kb        5.1kb`,
      ),
    ],
    nodes: [
      'ip         heap.percent ram.percent cpu load_1m load_5m load_15m node.role   master name',
      [`${address}           24          60   2    0.10    0.20     0.20 cdfhilmrstw *      ${process.host.hostname}`],
    ],
    health: [
      'epoch      timestamp cluster        status node.total node.data shards pri relo init unassign unassign.pri pending_tasks max_task_wait_time active_shards_percent',
      [
        `${String(Math.floor(process.clock.epochNow() / 1000))} ${isoTime(process).slice(11, 19)}  docker-cluster green           1         1      0   0    0    0        0            0             0                  -                100.0%`,
      ],
    ],
  };
  const table = tables[what];
  if (!table) return text(200, '=^.^=\n/_cat/indices\n/_cat/nodes\n/_cat/health\n', ES);
  return text(200, [...(verbose ? [table[0]] : []), ...table[1]].map((line) => `${line}\n`).join(''), ES);
}

function search(
  names: readonly string[],
  indices: Indices,
  data: Record<string, unknown>,
  query: ReadonlyMap<string, string>,
): HttpResponse {
  const wanted = (data['query'] ?? {}) as Record<string, Record<string, unknown> | undefined>;
  const kind = Object.keys(wanted)[0] ?? (query.has('q') ? 'q' : 'match_all');
  const words = (value: unknown): string[] =>
    (typeof value === 'string' ? value : JSON.stringify(value ?? '')).toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const score = (source: Record<string, unknown>): number => {
    if (kind === 'match_all') return 1;
    const tests: [string | undefined, unknown][] =
      kind === 'q'
        ? [(/^([^:]+):(.*)$/.exec(query.get('q')!)?.slice(1) as [string, string]) ?? [undefined, query.get('q')]]
        : kind === 'query_string'
          ? [[undefined, wanted[kind]!['query']]]
          : Object.entries(wanted[kind] ?? {});
    return tests.reduce((sum, [field, value]) => {
      const asked = words(
        typeof value === 'object' && value
          ? ((value as Record<string, unknown>)['query'] ?? (value as Record<string, unknown>)['value'])
          : value,
      );
      const has = words(field === undefined ? source : source[field.replace(/\.keyword$/, '')]);
      return sum + asked.filter((word) => has.includes(word)).length;
    }, 0);
  };
  if (!['match_all', 'match', 'term', 'q', 'query_string', 'match_phrase'].includes(kind))
    return problem(501, 'not_simulated', `drydock: the query ${kind} is not simulated yet`);
  const hits = names
    .flatMap((name) =>
      Object.entries(indices[name]!.documents).map(([id, { source }]) => ({
        _index: name,
        _id: id,
        _score: score(source),
        _source: source,
      })),
    )
    .filter((hit) => hit._score > 0)
    .sort((a, b) => b._score - a._score);
  const size = Number(data['size'] ?? query.get('size') ?? 10);
  return json(
    200,
    {
      took: 2,
      timed_out: false,
      _shards: SHARDS,
      hits: {
        total: { value: hits.length, relation: 'eq' },
        max_score: hits[0]?._score ?? null,
        hits: hits.slice(0, size),
      },
    },
    ES,
  );
}

const logLine = (process: Process, logger: string, message: string): string =>
  JSON.stringify({
    '@timestamp': isoTime(process),
    'log.level': 'INFO',
    message,
    'ecs.version': '1.2.0',
    'service.name': 'ES_ECS',
    'event.dataset': 'elasticsearch.server',
    'process.thread.name': 'main',
    'log.logger': logger,
    'elasticsearch.node.name': process.host.hostname,
    'elasticsearch.cluster.name': 'docker-cluster',
  });

/**
 * Elasticsearch as a document store with searches by words.
 * Simplified: plain HTTP without a password, also in releases that would ask for both; scores count words.
 */
export const elasticsearchProgram = service({
  name: 'elasticsearch',
  memory: 900_000_000,
  startupMs: 9000,
  log: (process) => [
    logLine(
      process,
      'org.elasticsearch.node.Node',
      `version[${process.env.get('ELASTIC_VERSION') ?? '9.2.1'}], pid[${process.pid}]`,
    ),
    logLine(
      process,
      'org.elasticsearch.http.AbstractHttpServerTransport',
      'publish_address {127.0.0.1:9200}, bound_addresses {[::]:9200}',
    ),
    logLine(process, 'org.elasticsearch.node.Node', 'started {' + process.host.hostname + '}'),
  ],
  ports: [
    { port: 9200, http: answer },
    { port: 9300, accept: (socket) => socket.close() },
  ],
  exit: () => 143,
});
