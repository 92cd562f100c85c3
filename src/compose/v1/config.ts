import { dump } from '#yaml/dump';
import { parsePort } from '../model/port-spec';
import { parseDuration } from '../model/units';
import { isDict, type Dict } from '../tree';
import type { LegacyConfig } from './load';

/** `docker-compose config`: the text it prints. Upstream: compose 1.29 config/serialize.py. */
export function renderLegacy(config: LegacyConfig): string {
  const out: Dict = { services: {}, version: config.version };
  const services = out.services as Dict;
  for (const [name, service] of Object.entries(config.services)) services[name] = serviceView(service, config.isV1);
  for (const kind of ['networks', 'volumes', 'secrets', 'configs'] as const) {
    if (Object.keys(config[kind]).length > 0) out[kind] = config[kind];
  }
  return `${dump(escape(out), { style: 'python', sortKeys: true })}\n`;
}

const escape = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replaceAll('$', () => '$$');
  if (Array.isArray(value)) return value.map(escape);
  return isDict(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escape(item)])) : value;
};

function serviceView(service: Dict, isV1: boolean): Dict {
  const out: Dict = { ...service };
  if (isV1) out.network_mode ??= 'bridge';
  if (Array.isArray(out.ports)) out.ports = out.ports.flatMap((port) => portView(port, isV1));
  if (Array.isArray(out.volumes)) {
    out.volumes = out.volumes.map((volume) => {
      if (isDict(volume)) return volume;
      const parts = String(volume).split(':');
      return parts.length === 1 ? parts[0] : parts.length === 2 ? `${parts.join(':')}:rw` : parts.join(':');
    });
  }
  if (isDict(out.healthcheck)) {
    const check: Dict = { ...out.healthcheck };
    if (check.disable !== undefined) {
      delete check.disable;
      check.test = ['NONE'];
    }
    for (const key of ['interval', 'timeout', 'start_period']) {
      if (typeof check[key] === 'string') check[key] = nanoseconds(parseDuration(check[key]));
    }
    out.healthcheck = check;
  }
  for (const key of ['secrets', 'configs']) {
    if (Array.isArray(out[key]))
      out[key] = (out[key] as unknown[]).map((item) => (isDict(item) ? item : { source: item }));
  }
  if (Array.isArray(out.volumes_from)) out.volumes_from = out.volumes_from.map((from) => volumesFrom(String(from)));
  return out;
}

const volumesFrom = (text: string): string => {
  const parts = text.split(':');
  if (parts.length === 3) return text;
  if (parts.length === 2) return parts[0] === 'container' ? `${text}:rw` : `service:${text}`;
  return `service:${text}:rw`;
};

// The largest unit that divides the time.
function nanoseconds(value: number): string {
  let amount = value;
  let unit = 'ns';
  for (const [scale, name] of [
    [1000, 'us'],
    [1000, 'ms'],
    [1000, 's'],
    [60, 'm'],
    [60, 'h'],
  ] as const) {
    if (amount % scale !== 0) break;
    amount /= scale;
    unit = name;
  }
  return `${amount}${unit}`;
}

function portView(port: unknown, isV1: boolean): unknown[] {
  if (isDict(port)) return [port];
  return parsePort(String(port)).map(({ host_ip, published, target, protocol }) => {
    const legacy = isV1 || host_ip !== undefined;

    if (legacy)
      return `${host_ip !== undefined ? `${host_ip}:` : ''}${published ?? ''}${published !== undefined || host_ip !== undefined ? ':' : ''}${target}/${protocol}`;
    const shown = published === undefined ? undefined : /^\d+$/.test(published) ? Number(published) : published;
    return {
      ...(String(port).includes('/') && { protocol }),
      ...(shown !== undefined && { published: shown }),
      target,
    };
  });
}
