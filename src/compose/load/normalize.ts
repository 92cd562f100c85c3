import { goValue } from '../go-format';
import { isDict, own, setKey, type Dict } from '../tree';
import { cleanPath } from './canonical';
import type { Lookup } from './template';

/** Moves what is implied into the open: default networks, dependencies, names. Upstream: compose-go loader/normalize.go. */
export function normalize(model: Dict, project: string, lookup: Lookup): Dict {
  model.name = project;
  normalizeNetworks(model);
  const services = own(model, 'services');
  if (isDict(services)) {
    for (const service of Object.values(services)) if (isDict(service)) normalizeService(service, lookup);
  }
  for (const kind of ['networks', 'volumes', 'configs', 'secrets']) {
    const resources = own(model, kind);
    if (!isDict(resources)) continue;
    for (const [key, value] of Object.entries(resources)) {
      const resource = isDict(value) ? value : {};
      if (resource.name === undefined || resource.name === null) {
        resource.name = goValue(own(resource, 'external')) === 'true' ? key : `${project}_${key}`;
      }
      setKey(resources, key, resource);
    }
  }
  return model;
}

function normalizeService(service: Dict, lookup: Lookup): void {
  if (service.pull_policy === 'if_not_present') service.pull_policy = 'missing';
  const build = own(service, 'build');
  if (isDict(build)) {
    build.context ??= '.';
    if (build.dockerfile === undefined && build.dockerfile_inline === undefined) build.dockerfile = 'Dockerfile';
    if (build.args !== undefined) build.args = resolved(build.args, lookup, false);
  }
  if (service.environment !== undefined) service.environment = resolved(service.environment, lookup, true);
  const dependsOn = isDict(service.depends_on) ? service.depends_on : {};
  const depend = (name: string, restart: boolean): void => {
    if (!Object.hasOwn(dependsOn, name)) {
      setKey(dependsOn, name, { condition: 'service_started', restart, required: true });
    }
  };
  for (const link of Array.isArray(service.links) ? (service.links as unknown[]) : []) {
    const parts = String(link).split(':');
    depend(parts.length === 2 ? parts[0]! : String(link), true);
  }
  for (const namespace of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const ref = own(service, namespace);
    if (typeof ref === 'string' && ref.startsWith('service:')) depend(ref.slice('service:'.length), true);
  }
  for (const volume of Array.isArray(service.volumes) ? (service.volumes as unknown[]) : []) {
    if (isDict(volume) && typeof volume.target === 'string') volume.target = cleanPath(volume.target);
  }
  for (const from of Array.isArray(service.volumes_from) ? (service.volumes_from as unknown[]) : []) {
    if (!String(from).startsWith('container:')) depend(String(from).split(':')[0]!, false);
  }
  if (Object.keys(dependsOn).length > 0) service.depends_on = dependsOn;
}

function normalizeNetworks(model: Dict): void {
  const networks = isDict(model.networks) ? model.networks : {};
  let usesDefault = false;
  const services = isDict(model.services) ? model.services : {};
  for (const service of Object.values(services)) {
    if (!isDict(service) || Object.hasOwn(service, 'provider') || Object.hasOwn(service, 'network_mode')) continue;
    const own = service.networks;
    if (!isDict(own) || Object.keys(own).length === 0) {
      service.networks = { default: null };
      usesDefault = true;
    } else if (Object.hasOwn(own, 'default')) usesDefault = true;
  }
  if (usesDefault && !Object.hasOwn(networks, 'default')) networks.default = null;
  if (Object.keys(networks).length > 0) model.networks = networks;
}

function resolved(value: unknown, lookup: Lookup, keepEmpty: boolean): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      if (typeof item !== 'string' || item.includes('=')) return [item];
      const found = lookup(item);
      return found !== undefined ? [`${item}=${found}`] : keepEmpty ? [item] : [];
    });
  }
  if (!isDict(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
      if (item !== null && item !== undefined) return [[key, item]];
      const found = lookup(key);
      return found !== undefined ? [[key, found]] : keepEmpty ? [[key, null]] : [];
    }),
  );
}
