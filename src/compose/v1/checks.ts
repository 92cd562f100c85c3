import { pythonRepr } from '#yaml/python';
import { ComposeError } from '../errors';
import type { ProjectFiles } from '../load/files';
import type { Dict } from '../tree';
import { isMap } from './json-schema';
import { isBuildUrl, numberOf, VolumeSpec } from './service';

const serviceOf = (mode: unknown): string | undefined =>
  typeof mode === 'string' && mode.startsWith('service:') ? mode.slice(8) : undefined;

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** What one service must fulfil before it is finished. Throws ComposeError. Upstream: config.py validate_service. */
export function checkService(
  name: string,
  service: Dict,
  names: readonly string[],
  isV1: boolean,
  disk: ProjectFiles,
): void {
  checkConstraints(name, service, isV1);
  const context = typeof service.build === 'string' ? service.build : isMap(service.build) && service.build.context;
  if (typeof context === 'string' && !isBuildUrl(context) && disk.kind(context) === undefined) {
    throw new ComposeError(`build path ${context} either does not exist, is not accessible, or is not a valid URL.`);
  }
  const cpus = numberOf(service.cpus);
  if (cpus !== undefined && !Number.isInteger(cpus * 1e9))
    throw new ComposeError('cpus must have nine or less digits after decimal point');
  checkUlimits(name, service.ulimits);
  const known = (dependency: string | undefined, what: string): void => {
    if (dependency !== undefined && !names.includes(dependency))
      throw new ComposeError(`Service '${name}' ${what} '${dependency}' which is undefined.`);
  };
  known(serviceOf(service.ipc), 'uses the IPC namespace of service');
  if (!isEmpty(service.network_mode)) {
    if (service.networks !== undefined) throw new ComposeError("'network_mode' and 'networks' cannot be combined");
    known(serviceOf(service.network_mode), 'uses the network stack of service');
  }
  known(serviceOf(service.pid), 'uses the PID namespace of service');
  for (const dependency of Object.keys((service.depends_on as Dict | undefined) ?? {}))
    known(dependency, 'depends on service');
  for (const link of (service.links as string[] | undefined) ?? []) {
    if (!names.includes(link.split(':')[0]!))
      throw new ComposeError(`Service '${name}' has a link to service '${link}' which is undefined.`);
  }
  checkHealth(name, service.healthcheck);
  const credentials = service.credential_spec;
  if (
    isMap(credentials) &&
    Object.keys(credentials).length > 0 &&
    !('registry' in credentials || 'file' in credentials)
  )
    throw new ComposeError(`Service '${name}' is missing 'credential_spec.file' or credential_spec.registry'`);
  if (isEmpty(service.image) && /[A-Z]/.test(name)) {
    throw new ComposeError(
      `Service '${name}' contains uppercase characters which are not valid as part of an image name. Either use a lowercase service name or use the \`image\` field to set a custom name for the service image.`,
    );
  }
}

function checkConstraints(name: string, service: Dict, isV1: boolean): void {
  const [image, build] = [service.image !== undefined, service.build !== undefined];
  const refuse = (words: string): ComposeError => new ComposeError(`The Compose file is invalid because:\n${words}`);
  if (isV1) {
    const choice = 'A service can either be built to image or use an existing image, not both.';
    if (image && build) throw refuse(`Service ${name} has both an image and build path specified. ${choice}`);
    if (image && service.dockerfile !== undefined)
      throw refuse(`Service ${name} has both an image and alternate Dockerfile. ${choice}`);
  }
  // A build without a context is told in the same words.
  if ((!image && !build) || (!isV1 && isMap(service.build) && service.build.context === undefined)) {
    throw refuse(`Service ${name} has neither an image nor a build context specified. At least one must be provided.`);
  }
}

function checkUlimits(name: string, ulimits: unknown): void {
  if (!isMap(ulimits)) return;
  for (const limit of Object.values(ulimits)) {
    if (!isMap(limit) || numberOf(limit.soft)! <= numberOf(limit.hard)!) continue;
    throw new ComposeError(
      `Service '${name}' has invalid ulimit '${pythonRepr(ulimits)}'. 'soft' value can not be greater than 'hard' value `,
    );
  }
}

function checkHealth(name: string, check: unknown): void {
  if (!isMap(check) || !Array.isArray(check.test)) return;
  const refuse = (words: string): ComposeError =>
    new ComposeError(`Service "${name}" defines an invalid healthcheck: ${words}`);
  const [first] = check.test as unknown[];
  if (check.test.length === 0) throw refuse('"test" is an empty list');
  if (first === 'NONE' && Object.keys(check).length > 1)
    throw refuse('"disable: true" cannot be combined with other options');
  if (!['NONE', 'CMD', 'CMD-SHELL'].includes(String(first)))
    throw refuse('when "test" is a list the first item must be either NONE, CMD or CMD-SHELL');
}

/** A named volume must be declared. Throws ComposeError. */
export function checkNamedVolumes(name: string, service: Dict, volumes: Dict): void {
  for (const volume of (service.volumes as unknown[] | undefined) ?? []) {
    const short = volume instanceof VolumeSpec;
    const source = short ? volume.external : (volume as Dict).type === 'volume' && (volume as Dict).source;
    if (typeof source !== 'string' || source === '' || (short && /^[./~]/.test(source))) continue;
    if (Object.hasOwn(volumes, source)) continue;
    throw new ComposeError(
      `Named volume "${short ? volume.text : pythonRepr(volume)}" is used in service "${name}" but no declaration was found in the volumes section.`,
    );
  }
}

/** Services in the order in which they depend on each other. Throws ComposeError. Upstream: sort_services.py. */
export function sortServices(services: Record<string, Dict>): Record<string, Dict> {
  const open = new Set<string>();
  const done = new Set<string>();
  const sorted: string[] = [];
  const names = Object.keys(services);
  const links = (service: Dict): string[] =>
    ((service.links as string[] | undefined) ?? []).map((link) => link.split(':')[0]!);
  const froms = (service: Dict): string[] =>
    ((service.volumes_from as string[] | undefined) ?? []).map((from) => from.split(':')[1]!);
  const needs = (service: Dict, name: string): boolean =>
    links(service).includes(name) ||
    froms(service).includes(name) ||
    [service.network_mode, service.pid, service.ipc].some((mode) => serviceOf(mode) === name) ||
    Object.hasOwn((service.depends_on as Dict | undefined) ?? {}, name);
  const visit = (name: string): void => {
    const service = services[name]!;
    if (open.has(name)) {
      if (links(service).includes(name)) throw new ComposeError(`A service can not link to itself: ${name}`);
      if (Object.hasOwn((service.depends_on as Dict | undefined) ?? {}, name))
        throw new ComposeError(`A service can not depend on itself: ${name}`);
      // Python prints a set here, in no fixed order.
      throw new ComposeError(`Circular dependency between ${[...open].sort().join(' and ')}`);
    }
    if (done.has(name)) return;
    open.add(name);
    for (const other of names) if (needs(services[other]!, name)) visit(other);
    open.delete(name);
    done.add(name);
    sorted.unshift(name);
  };
  for (const name of [...names].reverse()) if (!done.has(name)) visit(name);
  return Object.fromEntries(sorted.map((name) => [name, services[name]!]));
}
