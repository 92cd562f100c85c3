import { CommandError } from '#cli/command';
import type { FlagValues } from '#cli/flags';
import { objectsOf } from '#docker/api/client';
import { encodeBase64 } from '../base64';
import { keyValues, type DockerCli } from '../docker-command';
import type { PackedContext } from './build-context';
import type { BUILD_FLAGS } from './build-flags';

type Flags = FlagValues<typeof BUILD_FLAGS>;

/** What a build is asked beside its flags. */
export interface BuildRequest {
  readonly packed: PackedContext;
  /** 1 is the classic builder, 2 BuildKit. */
  readonly version: 1 | 2;
  readonly output: 'image' | 'files' | 'none';
  /** Named contexts that are images: name to address. */
  readonly contexts: Readonly<Record<string, string>>;
}

/** `NAME=value`, or `NAME` from the environment when it has a value there. */
function buildArgs(cli: DockerCli, flags: Flags): Record<string, string> {
  const found: Record<string, string> = {};
  for (const text of flags['build-arg']) {
    const at = text.indexOf('=');
    const name = at < 0 ? text : text.slice(0, at);
    const value = at < 0 ? cli.process.env.get(name) : text.slice(at + 1);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** Reads `--secret id=x,src=file` and `id=x,env=NAME`. Throws CommandError. */
function readSecrets(cli: DockerCli, flags: Flags): Record<string, string> {
  const secrets: Record<string, string> = {};
  const { fs, env } = cli.process;
  for (const text of flags.secret) {
    const fields = keyValues(text.split(','));
    const id = fields['id'] ?? fields['src']?.split('/').at(-1);
    if (id === undefined)
      throw new CommandError(`ERROR: failed to build: failed to parse secret ${JSON.stringify(text)}: missing id`);
    const source = fields['src'] ?? fields['source'];
    const name = fields['env'] ?? id;
    if (source !== undefined) {
      if (!fs.exists(source))
        throw new CommandError(
          `ERROR: failed to build: failed to stat ${source}: stat ${source}: no such file or directory`,
        );
      secrets[id] = fs.readText(source);
    } else if (env.has(name)) secrets[id] = env.get(name)!;
    else if (fs.exists(id)) secrets[id] = fs.readText(id);
  }
  return secrets;
}

/** Sends a build; answers what the engine tells. Rejects with EngineError, CommandError. */
export async function sendBuild(cli: DockerCli, flags: Flags, request: BuildRequest): Promise<AsyncIterable<unknown>> {
  const { packed, version, output, contexts } = request;
  const secrets = readSecrets(cli, flags);
  const query = {
    dockerfile: packed.dockerfile,
    t: flags.tag,
    buildargs: JSON.stringify(buildArgs(cli, flags)),
    labels: JSON.stringify(keyValues(flags.label)),
    target: flags.target,
    ...(flags['no-cache'] && { nocache: '1' }),
    nocachefilter: flags['no-cache-filter'].flatMap((text) => text.split(',')),
    ...(flags.pull && { pull: '1' }),
    ...(flags.quiet && { q: '1' }),
    ...((flags.check || flags.call === 'check') && { check: '1' }),
    networkmode: flags.network === 'default' ? '' : flags.network,
    ...(flags.platform.length > 0 && { platform: flags.platform[0]! }),
    ...(flags['add-host'].length > 0 && { extrahosts: flags['add-host'].join(',') }),
    cachefrom: JSON.stringify(flags['cache-from']),
    ...(flags['cache-to'].length > 0 && { inlinecache: '1' }),
    ...(packed.ignoreBytes !== undefined && { ignorebytes: String(packed.ignoreBytes) }),
    ...(version === 2 && output !== 'image' && { output }),
    version: String(version),
  };
  const auths = Object.keys(cli.config.saved.auths ?? {}).map((key) => {
    const registry = key === 'https://index.docker.io/v1/' ? 'docker.io' : key;
    return [registry, cli.config.auth(registry)] as const;
  });
  const headers = {
    ...(packed.text !== undefined && { 'x-drydock-dockerfile': encodeURIComponent(packed.text) }),
    ...(Object.keys(secrets).length > 0 && { 'x-drydock-secrets': JSON.stringify(secrets) }),
    ...(Object.keys(contexts).length > 0 && { 'x-drydock-contexts': JSON.stringify(contexts) }),
    ...(auths.length > 0 && { 'x-registry-config': encodeBase64(JSON.stringify(Object.fromEntries(auths))) }),
  };
  const answer = await cli.client.upload('POST', '/build', packed.archive, { query, headers });
  return objectsOf<unknown>(answer.body);
}
