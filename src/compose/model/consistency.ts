import { ComposeError } from '../errors';
import { isDict, own, type Dict } from '../tree';

const q = (text: unknown): string => JSON.stringify(text);
const INVALID = 'invalid compose project';

/** What a project may not say although each part of it is right. Throws ComposeError. Upstream: compose-go loader/validate.go. */
export function checkConsistency(project: Dict, disabled: Dict): void {
  const services = project.services as Record<string, Dict>;
  const has = (kind: string, name: string): boolean => isDict(project[kind]) && Object.hasOwn(project[kind], name);
  for (const [name, service] of Object.entries(services)) {
    const at = (...path: string[]): string[] => ['services', name, ...path];
    const bad = (message: string, ...path: string[]): ComposeError =>
      new ComposeError(`${message}: ${INVALID}`, at(...path));
    const build = service.build as Dict | undefined;
    const deploy = service.deploy as Dict | undefined;
    if (!build && service.image === undefined && service.provider === undefined) {
      throw bad(`service ${q(name)} has neither an image nor a build context specified`);
    }
    if (build) checkBuild(name, build, service, services, bad);
    const networks = Object.keys((service.networks as Dict | undefined) ?? {});
    if (service.network_mode !== undefined && networks.length > 0) {
      throw bad(`service ${name} declares mutually exclusive \`network_mode\` and \`networks\``, 'network_mode');
    }
    for (const network of networks) {
      if (!has('networks', network)) {
        throw bad(`service ${q(name)} refers to undefined network ${network}`, 'networks', network);
      }
    }
    const test = ((service.healthcheck as Dict | undefined)?.test as string[] | undefined)?.[0];
    if (test !== undefined && !['CMD', 'CMD-SHELL', 'NONE'].includes(test)) {
      throw new ComposeError(
        'healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"',
        at('healthcheck', 'test'),
      );
    }
    for (const [other, dependency] of Object.entries((service.depends_on as Record<string, Dict> | undefined) ?? {})) {
      if (Object.hasOwn(services, other) || (Object.hasOwn(disabled, other) && dependency.required === false)) continue;
      throw bad(`service ${q(name)} depends on undefined service ${q(other)}`, 'depends_on', other);
    }
    const mode = service.network_mode as string | undefined;
    if (mode?.startsWith('service:') && !Object.hasOwn(services, mode.slice(8))) {
      const other = mode.slice(8);
      throw new ComposeError(`service ${q(other)} not found for network_mode 'service:${other}'`, at('network_mode'));
    }
    for (const volume of (service.volumes as Dict[] | undefined) ?? []) {
      if (volume.type === 'volume' && volume.source !== undefined && !has('volumes', volume.source as string)) {
        throw bad(`service ${q(name)} refers to undefined volume ${volume.source as string}`, 'volumes');
      }
    }
    for (const [field, kind, word] of [
      ['configs', 'configs', 'config'],
      ['secrets', 'secrets', 'secret'],
    ] as const) {
      for (const reference of (service[field] as Dict[] | undefined) ?? []) {
        if (!has(kind, reference.source as string)) {
          throw bad(`service ${q(name)} refers to undefined ${word} ${reference.source as string}`, field);
        }
      }
    }
    for (const model of Object.keys((service.models as Dict | undefined) ?? {})) {
      if (!has('models', model)) throw bad(`service ${q(name)} refers to undefined model ${model}`, 'models');
    }
    checkScale(name, service, deploy);
    checkResources(name, service, deploy);
    checkMounts(name, service);
  }
  for (const [name, secret] of Object.entries((project.secrets as Record<string, Dict> | undefined) ?? {})) {
    if (secret.external !== true && secret.file === undefined && secret.environment === undefined) {
      throw new ComposeError(`secret ${q(name)} must declare either \`file\` or \`environment\`: ${INVALID}`, [
        'secrets',
        name,
      ]);
    }
  }
  checkCycle(services);
}

function checkBuild(
  name: string,
  build: Dict,
  service: Dict,
  services: Record<string, Dict>,
  bad: (message: string, ...path: string[]) => ComposeError,
): void {
  if (build.dockerfile_inline !== undefined && build.dockerfile !== undefined) {
    throw bad(`service ${q(name)} declares mutualy exclusive dockerfile and dockerfile_inline`, 'build');
  }
  for (const [add, context] of Object.entries(
    (build.additional_contexts as Record<string, string> | undefined) ?? {},
  )) {
    if (!context.startsWith('service:')) continue;
    const target = context.slice(8);
    const other = own(services, target) as Dict | undefined;
    const what = other ? (other.build === undefined ? 'non-buildable' : undefined) : 'unknown';
    if (what) {
      throw new ComposeError(`service ${q(name)} declares ${what} service ${q(target)} as additional contexts ${add}`);
    }
  }
  const platforms = build.platforms as string[] | undefined;
  if (platforms && service.platform !== undefined && !platforms.includes(service.platform as string)) {
    throw bad(`service.build.platforms MUST include service.platform ${q(service.platform)}`, 'build', 'platforms');
  }
}

function checkScale(name: string, service: Dict, deploy: Dict | undefined): void {
  const scale = service.scale as number | undefined;
  const replicas = deploy?.replicas as number | undefined;
  if (scale !== undefined && deploy) {
    if (replicas !== undefined && replicas !== scale) {
      throw new ComposeError(
        `services.${name}: can't set distinct values on 'scale' and 'deploy.replicas': ${INVALID}`,
        ['services', name, 'scale'],
      );
    }
    deploy.replicas = scale;
  }
  if (scale !== undefined && scale < 0) {
    throw new ComposeError(`services.${name}.scale: must be greater than or equal to 0`, ['services', name, 'scale']);
  }
  if (replicas !== undefined && replicas < 0) {
    throw new ComposeError(`services.${name}.deploy.replicas: must be greater than or equal to 0`, [
      'services',
      name,
      'deploy',
    ]);
  }
  if ((scale ?? replicas ?? 1) > 1 && service.container_name !== undefined) {
    // Upstream's message has the two names the wrong way round.
    const attribute = scale === undefined ? 'deploy.replicas' : 'scale';
    throw new ComposeError(
      `services.${attribute}: can't set container_name and ${name} as container name must be unique: ${INVALID}`,
      ['services', name, 'container_name'],
    );
  }
}

function checkResources(name: string, service: Dict, deploy: Dict | undefined): void {
  const resources = deploy?.resources as Dict | undefined;
  for (const [field, group, key] of [
    ['cpus', 'limits', 'cpus'],
    ['mem_limit', 'limits', 'memory'],
    ['mem_reservation', 'reservations', 'memory'],
    ['pids_limit', 'limits', 'pids'],
  ] as const) {
    const other = resources?.[group] as Dict | undefined;
    if (service[field] === undefined || !other || (other[key] ?? 0) === service[field]) continue;
    throw new ComposeError(
      `services.${name}: can't set distinct values on '${field}' and 'deploy.resources.${group}.${key}': ${INVALID}`,
      ['services', name, field],
    );
  }
}

function checkMounts(name: string, service: Dict): void {
  for (const watch of ((service.develop as Dict | undefined)?.watch as Dict[] | undefined) ?? []) {
    if (watch.target === undefined && watch.action !== 'rebuild' && watch.action !== 'restart') {
      throw new ComposeError(`services.${name}.develop.watch: target is required for non-rebuild actions: ${INVALID}`, [
        'services',
        name,
        'develop',
      ]);
    }
  }
  const mounts = new Map<string, string>();
  const add = (target: string, where: string): void => {
    const other = mounts.get(target);
    if (other !== undefined) {
      throw new ComposeError(`${where}: target ${target} already mounted as ${other}`, ['services', name, 'volumes']);
    }
    mounts.set(target, where);
  };
  for (const [i, tmpfs] of ((service.tmpfs as string[] | undefined) ?? []).entries()) {
    add(tmpfs.split(':')[0]!, `services.${name}.tmpfs[${i}]`);
  }
  for (const [i, volume] of ((service.volumes as Dict[] | undefined) ?? []).entries()) {
    add((volume.target as string | undefined) ?? '', `services.${name}.volumes[${i}]`);
  }
}

function checkCycle(services: Record<string, Dict>): void {
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    if (trail.includes(name)) {
      const cycle = [...trail.slice(trail.indexOf(name)), name];
      throw new ComposeError(`dependency cycle detected: ${cycle.join(' -> ')}`, ['services', name, 'depends_on']);
    }
    if (done.has(name)) return;
    for (const other of Object.keys((services[name]?.depends_on as Dict | undefined) ?? {}).sort()) {
      visit(other, [...trail, name]);
    }
    done.add(name);
  };
  for (const name of Object.keys(services).sort()) visit(name, []);
}
