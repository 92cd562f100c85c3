import { dump, Verbatim } from '#yaml/dump';
import { floatText, PyDate, PyFloat } from '#yaml/python';
import type { Dict } from '../tree';
import { isMap } from './json-schema';
import type { LegacyConfig } from './load';
import { LegacyPort, portView } from './port';
import { VolumeSpec } from './service';
import { crash } from './validate';
import { nanosecondsText } from './values';

/** `docker-compose config`: the text it prints. Throws ComposeError. Upstream: compose 1.29 config/serialize.py. */
export function renderLegacy(config: LegacyConfig, escapeDollars = true): string {
  const text = dump(printable(legacyView(config), escapeDollars), {
    style: 'python',
    sortKeys: true,
    unicode: true,
    doubleQuoted: (word) => /^(?:y|n|yes|no|on|off|true|false)$/i.test(word),
  });
  return `${text}\n`;
}

/** A configuration as plain data in Compose's own forms, floats and dates of Python among it. */
export function legacyView(config: LegacyConfig): Dict {
  const services = Object.entries(config.services).map(([name, service]) => [name, serviceView(service, config.isV1)]);
  const out: Dict = { version: config.version, services: Object.fromEntries(services) };
  for (const kind of ['networks', 'volumes', 'secrets', 'configs'] as const) {
    if (Object.keys(config[kind]).length === 0) continue;
    out[kind] = Object.fromEntries(
      Object.entries(config[kind]).map(([name, item]) => [
        name,
        'name' in item && 'external' in item ? { ...item, external: isSet(item.external) } : item,
      ]),
    );
  }
  return out;
}

const isSet = (value: unknown): boolean => (isMap(value) ? Object.keys(value).length > 0 : Boolean(value));

function serviceView(service: Dict, isV1: boolean): Dict {
  const out: Dict = { ...service };
  if (isV1) out.network_mode ??= 'bridge';
  if (isMap(out.healthcheck)) {
    const check: Dict = { ...out.healthcheck };
    for (const key of ['interval', 'timeout', 'start_period']) {
      if (check[key] === undefined) continue;
      if (typeof check[key] !== 'number')
        throw crash("TypeError: unsupported operand type(s) for /: 'NoneType' and 'float'");
      check[key] = nanosecondsText(check[key]);
    }
    out.healthcheck = check;
  }
  if (Array.isArray(out.ports)) out.ports = out.ports.map((port) => portView(port as LegacyPort, isV1));
  if (Array.isArray(out.volumes))
    out.volumes = out.volumes.map((volume) => (volume instanceof VolumeSpec ? volume.text : (volume as Dict)));
  return out;
}

function printable(value: unknown, escapeDollars: boolean): unknown {
  if (typeof value === 'string') return escapeDollars ? value.replaceAll('$', () => '$$') : value;
  if (value instanceof PyFloat) return new Verbatim(pythonYamlFloat(value.value));
  if (typeof value === 'number' && !Number.isInteger(value)) return new Verbatim(pythonYamlFloat(value));
  if (value instanceof PyDate) return new Verbatim(value.text);
  if (Array.isArray(value)) return value.map((item) => printable(item, escapeDollars));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [printable(key, escapeDollars), printable(item, escapeDollars)]),
  );
}

const pythonYamlFloat = (value: number): string => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
  const text = floatText(value);
  return text.includes('.') ? text : text.replace('e', '.0e');
};
