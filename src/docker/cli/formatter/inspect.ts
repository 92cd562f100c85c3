import { CommandError } from '#cli/command';
import { TemplateError } from '#gotemplate/parser';
import { Template } from '#gotemplate/template';
import { GoList, GoMap } from '#gotemplate/value';
import type { DockerCli } from '../docker-command';
import { isToldError, messageOf } from '../docker-command';
import { templateFunctions } from './functions';
import { JsonStruct, plainOf } from './plain';

/** Members that are maps in Go; every other object is a struct. */
const MAPS = new Set([
  'Annotations',
  'AuxiliaryAddresses',
  'Containers',
  'Data',
  'DriverOpts',
  'ExposedPorts',
  'Labels',
  'Networks',
  'Options',
  'PortBindings',
  'Ports',
  'StorageOpt',
  'Sysctls',
  'Tmpfs',
  'Volumes',
]);
/** Members that are lists of text when they are null. */
const LISTS = new Set([
  'Aliases',
  'Binds',
  'CapAdd',
  'CapDrop',
  'Cmd',
  'DNSNames',
  'DeviceCgroupRules',
  'DeviceRequests',
  'Devices',
  'Dns',
  'DnsOptions',
  'DnsSearch',
  'Entrypoint',
  'Env',
  'ExecIDs',
  'ExtraHosts',
  'GroupAdd',
  'Links',
  'MaskedPaths',
  'Mounts',
  'OnBuild',
  'ReadonlyPaths',
  'SecurityOpt',
  'Ulimits',
  'VolumesFrom',
  'BlkioWeightDevice',
  'BlkioDeviceReadBps',
  'BlkioDeviceWriteBps',
  'BlkioDeviceReadIOps',
  'BlkioDeviceWriteIOps',
  'Options',
  'RepoTags',
  'RepoDigests',
]);

/** An object of the API as the typed Go value that templates first meet. */
export function typed(value: unknown, name = '', inMap = false): unknown {
  if (value === null || value === undefined) {
    if (name === 'Config' || MAPS.has(name)) return new GoMap('map[string]string', null);
    return LISTS.has(name) ? new GoList('[]string', null) : value;
  }
  if (Array.isArray(value))
    return new GoList(
      '[]string',
      value.map((item) => typed(item)),
    );
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value);
  if (!inMap && (MAPS.has(name) || (name === 'Config' && !('Image' in value) && !('Env' in value)))) {
    return new GoMap('map[string]string', new Map(entries.map(([key, item]) => [key, typed(item, '', true)])));
  }
  const fields = Object.fromEntries(entries.map(([key, item]) => [key, typed(item, key)]));
  return new JsonStruct('*container.InspectResponse', fields, {}, () => value, false);
}

/**
 * Prints each object that `find` answers, as a JSON list or by a template; what cannot be found is told afterwards.
 * Answers the exit code. Upstream: cli/command/inspect.
 */
export async function inspect(
  cli: DockerCli,
  names: readonly string[],
  format: string,
  find: (name: string) => Promise<unknown>,
): Promise<number> {
  const template = format === '' || format === 'json' ? undefined : parsed(format);
  const found: unknown[] = [];
  const failures: string[] = [];
  let out = '';
  for (const name of names) {
    try {
      const object = await find(name);
      found.push(object);
      if (template) out += `${executed(template, object)}\n`;
    } catch (error) {
      if (!isToldError(error)) throw error;
      failures.push(messageOf(error));
      if (error instanceof CommandError && error.message.startsWith('template parsing')) {
        out += '\n';
        break;
      }
    }
  }
  if (format === 'json') out = `${JSON.stringify(found)}\n`;
  else if (!template) out = found.length === 0 ? '[]\n' : `${JSON.stringify(found, undefined, '    ')}\n`;
  else if (out === '') out = '\n';
  await cli.out(out);
  if (failures.length > 0) await cli.err(`${failures.join('\n')}\n`);
  return failures.length > 0 ? 1 : 0;
}

interface Pair {
  first: Template;
  second: Template;
}

function parsed(format: string): Pair {
  try {
    const first = new Template('', { functions: templateFunctions }).parse(format);
    return { first, second: new Template('', { functions: templateFunctions, missingKey: 'error' }).parse(format) };
  } catch (error) {
    if (error instanceof TemplateError) throw new CommandError(`template parsing error: ${error.message}`);
    throw error;
  }
}

// What the typed object does not have may still be in the raw answer.
function executed({ first, second }: Pair, object: unknown): string {
  try {
    return first.execute(typed(object));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    try {
      return second.execute(object);
    } catch (again) {
      if (!(again instanceof TemplateError)) throw again;
      throw new CommandError(`template parsing error: ${again.message}`);
    }
  }
}

/** One object by a template or as JSON (`docker info`, `docker version`). */
export function formatted(object: unknown, format: string): string {
  if (format === 'json') return `${plainOf(object)}\n`;
  try {
    return `${new Template('', { functions: templateFunctions }).parse(format).execute(typed(object))}\n`;
  } catch (error) {
    if (error instanceof TemplateError) throw new CommandError(`template parsing error: ${error.message}`);
    throw error;
  }
}
