import { decode, encode } from '#io/streams';
import { json, type HttpResponse } from '#network/http';
import { parseReference, ReferenceFormatError, withDefaultTag } from '#image/reference';
import type { LayerEntry } from '#vfs/layer';
import { normalise } from '#vfs/path';
import { readTar } from '#vfs/tar';
import type { AuthConfig } from '../api/auth';
import type { BuildCacheRecord } from '../api/disk-usage';
import type { JsonMessage } from '../api/json-message';
import type { BuilderPort } from '../daemon/builder-port';
import type { Call } from '../daemon/call';
import { Channel } from '../daemon/channel';
import { base64Text } from '../daemon/containers/base64';
import { DaemonError } from '../daemon/errors';
import type { EngineHost } from '../daemon/host';
import type { RegistryPort } from '../daemon/registry-port';
import { buildCache } from './build-cache';
import type { BuildOptions } from './build-options';
import { platformOf } from './platform';
import { BuildkitBuild } from './buildkit';
import { ClassicBuild } from './classic';
import type { SolveMessage } from './solve-status';

/** The most files that a context may have. */
const MOST_FILES = 50_000;

/** Builds images for an engine: the classic builder, and BuildKit for `version=2`. */
export class Builder implements BuilderPort {
  constructor(
    private readonly host: EngineHost,
    private readonly registry: RegistryPort,
  ) {}

  build(call: Call, { context }: { readonly context: Uint8Array }): HttpResponse {
    const options = readOptions(call, context);
    if (call.query.get('version') === '2') {
      const out = new Channel<SolveMessage>(this.host.clock);
      void new BuildkitBuild(this.host, this.registry, options, out).run();
      return { status: 200, headers: { 'content-type': 'application/json' }, body: { kind: 'objects', objects: out } };
    }
    const out = new Channel<JsonMessage>(this.host.clock);
    const build = new ClassicBuild(this.host, this.registry, options, out);
    build.prepare();
    void build.run();
    return { status: 200, headers: { 'content-type': 'application/json' }, body: { kind: 'objects', objects: out } };
  }

  prune(call: Call): HttpResponse {
    const all = call.query.flag('all');
    const gone = buildCache(this.host).prune(all);
    if (all) this.host.images.forgetKept();
    const space = gone.reduce((sum, row) => sum + row.size, 0);
    return json(200, { CachesDeleted: gone.length > 0 ? gone.map((row) => row.id) : null, SpaceReclaimed: space });
  }

  cache(): BuildCacheRecord[] {
    const cache = buildCache(this.host);
    return cache.list().map((row) => ({
      ID: row.id,
      Type: row.type,
      Description: row.description,
      InUse: false,
      Shared: cache.shared(row),
      Size: row.size,
      CreatedAt: new Date(row.createdAt).toISOString(),
      LastUsedAt: new Date(row.lastUsedAt).toISOString(),
      UsageCount: row.usageCount,
    }));
  }
}

function readOptions({ query, headers }: Call, archive: Uint8Array): BuildOptions {
  const context = new Map<string, LayerEntry>();
  const contexts = new Map<string, Map<string, LayerEntry> | string>();
  for (const [name, address] of Object.entries(
    JSON.parse(headers['x-drydock-contexts'] ?? '{}') as Record<string, string>,
  ))
    contexts.set(name, address);
  for (const entry of readTar(archive)) {
    if (context.size > MOST_FILES) throw new DaemonError(400, 'the build context has too many files');
    const { path, hardLink, ...node } = entry;
    const full = normalise(path, '/');
    if (full === '/') continue;
    const named = /^\/\.drydock-contexts\/([^/]+)(\/.*)?$/.exec(full);
    if (named) {
      const known = contexts.get(named[1]!);
      const files = typeof known === 'object' ? known : new Map<string, LayerEntry>();
      contexts.set(named[1]!, files);
      if (named[2] !== undefined) files.set(named[2], node);
      continue;
    }
    const linked = hardLink === undefined ? undefined : context.get(normalise(hardLink, '/'));
    context.set(full, linked ?? node);
  }
  const object = <T>(name: string): T => JSON.parse(query.get(name) || '{}') as T;
  const name = query.get('dockerfile') || 'Dockerfile';
  const separate = headers['x-drydock-dockerfile'];
  const file = context.get(normalise(name, '/'));
  const inside = file?.type === 'file' ? decode(file.data ?? new Uint8Array(0)) : undefined;
  const text = separate === undefined ? inside : decodeURIComponent(separate);
  const secrets = new Map<string, Uint8Array>();
  for (const [id, value] of Object.entries(
    JSON.parse(headers['x-drydock-secrets'] ?? '{}') as Record<string, string>,
  )) {
    secrets.set(id, encode(value));
  }
  const ignore = query.get('ignorebytes');
  const buildArgs = Object.entries(object<Record<string, string | null>>('buildargs'));
  try {
    return {
      context,
      dockerfile: { name: name.split('/').at(-1)!, text },
      tags: query
        .all('t')
        .filter((tag) => tag !== '')
        .map((tag) => withDefaultTag(parseReference(tag))),
      buildArgs: new Map(buildArgs.filter((pair): pair is [string, string] => pair[1] !== null)),
      labels: object('labels'),
      target: query.get('target') ?? '',
      noCache: query.flag('nocache'),
      noCacheFilter: query.all('nocachefilter').filter((name) => name !== ''),
      platform: platformOf(query.get('platform') ?? ''),
      contexts,
      cacheFrom: JSON.parse(query.get('cachefrom') || '[]') as string[],
      inlineCache: query.flag('inlinecache'),
      addHosts: (query.get('extrahosts') ?? '').split(',').filter((text) => text !== ''),
      output: (['files', 'none'] as const).find((kind) => kind === query.get('output')) ?? 'image',
      auths: authsOf(headers['x-registry-config']),
      pull: query.flag('pull'),
      secrets,
      network: query.get('networkmode') || 'default',
      ignoreBytes: ignore === undefined ? undefined : Number(ignore),
      check: query.flag('check'),
      quiet: query.flag('q'),
    };
  } catch (error) {
    if (error instanceof ReferenceFormatError) throw new DaemonError(400, error.message);
    throw error;
  }
}

/** The logins that the client sends along. Upstream: X-Registry-Config. */
function authsOf(header: string | undefined): Record<string, AuthConfig> {
  if (header === undefined || header === '') return {};
  try {
    return JSON.parse(base64Text(header)) as Record<string, AuthConfig>;
  } catch {
    throw new DaemonError(400, 'X-Registry-Config: invalid header');
  }
}
