import { PyDate, pyFloat, pythonRepr, pythonText } from '#yaml/python';
import { ComposeError } from '../errors';
import type { Dict } from '../tree';
import { isMap } from './json-schema';
import { crash } from './validate';
import { parseBytes, parseNanoseconds } from './values';

const WITH_DEFAULTS = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*(?:(:?[-?])[^}]*)?)\}|())/gi;
const PLAIN = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*)()\}|())/gi;
const MAX_VALUES = 500_000;

/** What interpolation asks of its surroundings. */
export interface InterpolationContext {
  readonly environment: ReadonlyMap<string, string>;
  readonly warn: (message: string) => void;
  /** Variables that were already warned of. */
  readonly warned: Set<string>;
  readonly interpolate: boolean;
}

/**
 * Replaces the variables of one section and casts what is of another type in the schema. Throws ComposeError.
 * Upstream: compose 1.29 config/interpolation.py.
 */
export function interpolateSection(
  items: Dict,
  section: string,
  context: InterpolationContext,
  isV1: boolean,
): Record<string, Dict> {
  const budget = { left: MAX_VALUES };
  return Object.fromEntries(
    Object.entries(items).map(([name, item]) => {
      const out: Dict = {};
      for (const [key, value] of Object.entries(isMap(item) ? item : {})) {
        const fill = (text: string): string => substitute(text, { key, name, section, whole: value }, context, isV1);
        out[key] = walk(value, `${section}/${name}/${key}`, fill, budget, 0);
      }
      return [name, out];
    }),
  );
}

function walk(
  value: unknown,
  path: string,
  fill: (text: string) => string,
  budget: { left: number },
  depth: number,
): unknown {
  if (--budget.left < 0 || depth > 200) throw crash('RecursionError: maximum recursion depth exceeded');
  if (typeof value === 'string') return convert(path, fill(value));
  if (isMap(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, walk(item, `${path}/${key}`, fill, budget, depth + 1)]),
    );
  }
  if (Array.isArray(value)) return value.map((item) => walk(item, path, fill, budget, depth + 1));
  return convert(path, value);
}

interface Place {
  readonly key: string;
  readonly name: string;
  readonly section: string;
  readonly whole: unknown;
}

function substitute(value: string, place: Place, context: InterpolationContext, isV1: boolean): string {
  if (!value.includes('$')) return value;
  const { environment, warn, warned } = context;
  const lookup = (name: string): string => {
    const found = environment.get(name);
    if (found === undefined && !warned.has(name)) {
      warned.add(name);
      warn(`The ${name} variable is not set. Defaulting to a blank string.`);
    }
    return found ?? '';
  };
  const { key, name, section, whole } = place;
  const replace = (_: string, escaped?: string, bare?: string, braced?: string, operator?: string): string => {
    if (escaped) return '$';
    if (bare) return lookup(bare);
    if (braced === undefined) {
      throw new ComposeError(`Invalid interpolation format for "${key}" option in ${section} "${name}": "${value}"`);
    }
    if (!operator) return lookup(braced);
    const at = braced.indexOf(operator);
    const variable = braced.slice(0, at);
    const word = braced.slice(at + operator.length);
    const found = environment.get(variable);
    if (operator === ':-') return found === undefined || found === '' ? word : found;
    if (operator === '-') return found ?? word;
    if (found !== undefined && (operator === '?' || found !== '')) return found;
    throw new ComposeError(
      `Missing mandatory value for "${key}" option interpolating ${pythonText(whole)} in ${section} "${name}": ${word === '' ? variable : word}`,
    );
  };
  return value.replace(isV1 ? PLAIN : WITH_DEFAULTS, replace);
}

type Cast = (value: unknown) => unknown;

const onText =
  (cast: (text: string) => unknown): Cast =>
  (value) =>
    typeof value === 'string' ? cast(value) : value;
const refuse = (text: unknown, what: string): Error => new TypeError(`"${pythonText(text)}" is not a valid ${what}`);

const toBoolean = onText((text) => {
  if (/^(?:y|yes|true|on)$/i.test(text)) return true;
  if (/^(?:n|no|false|off)$/i.test(text)) return false;
  throw refuse(text.toLowerCase(), 'boolean value');
});
const toInt = onText((given) => {
  // A leading 0 is octal, as the modes of files need.
  const text = /^0[0-9]+$/.test(given.trim()) ? `0o${given.slice(1)}` : given;
  const found = /^\s*([-+]?)(0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|0+|[1-9][\d_]*)\s*$/.exec(text);
  if (!found) throw refuse(text, 'integer');
  const value = Number(found[2]!.replaceAll('_', ''));
  return found[1] === '-' ? -value : value;
});
const toFloat = onText((text) => {
  if (!/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(text)) throw refuse(text, 'float');
  return pyFloat(Number(text));
});
const toText: Cast = (value) =>
  value === null || typeof value === 'string' || value instanceof PyDate || Array.isArray(value)
    ? value
    : pythonRepr(value);
const toBytes: Cast = (value) => {
  const bytes = parseBytes(value);
  if (bytes === undefined) throw refuse(value, 'byte value');
  return bytes;
};
const toMicroseconds = onText((text) => {
  const nanoseconds = parseNanoseconds(text);
  if (nanoseconds === null) throw crash("TypeError: unsupported operand type(s) for /: 'NoneType' and 'int'");
  return Math.trunc(nanoseconds / 1000);
});

const casts: [string, Cast][] = [
  ['blkio_config/weight', toInt],
  ['blkio_config/weight_device/weight', toInt],
  ['build/labels/.+', toText],
  ['cpus', toFloat],
  ['cpu_count', toInt],
  ['cpu_quota', toMicroseconds],
  ['cpu_period', toMicroseconds],
  ['cpu_rt_period', toMicroseconds],
  ['cpu_rt_runtime', toMicroseconds],
  ['configs/mode', toInt],
  ['secrets/mode', toInt],
  ['healthcheck/retries', toInt],
  ['healthcheck/disable', toBoolean],
  ['deploy/labels/[^/]+', toText],
  ['deploy/replicas', toInt],
  ['deploy/placement/max_replicas_per_node', toInt],
  ['deploy/resources/limits/cpus', toFloat],
  ['deploy/update_config/parallelism', toInt],
  ['deploy/update_config/max_failure_ratio', toFloat],
  ['deploy/rollback_config/parallelism', toInt],
  ['deploy/rollback_config/max_failure_ratio', toFloat],
  ['deploy/restart_policy/max_attempts', toInt],
  ['mem_swappiness', toInt],
  ['labels/.+', toText],
  ['oom_kill_disable', toBoolean],
  ['oom_score_adj', toInt],
  ['ports/target', toInt],
  ['ports/published', toInt],
  ['scale', toInt],
  ['ulimits/[^/]+', toInt],
  ['ulimits/[^/]+/soft', toInt],
  ['ulimits/[^/]+/hard', toInt],
  ['privileged', toBoolean],
  ['read_only', toBoolean],
  ['stdin_open', toBoolean],
  ['tty', toBoolean],
  ['volumes/read_only', toBoolean],
  ['volumes/volume/nocopy', toBoolean],
  ['volumes/tmpfs/size', toBytes],
];
const CASTS: [RegExp, Cast][] = [
  ...casts.map(([path, cast]): [RegExp, Cast] => [new RegExp(`^service/[^/]+/${path}$`), cast]),
  [/^network\/[^/]+\/(?:attachable|external|internal)$/, toBoolean],
  [/^(?:volume|secret|config)\/[^/]+\/external$/, toBoolean],
  [/^(?:network|volume|secret|config)\/[^/]+\/labels\/.+$/, toText],
];

function convert(path: string, value: unknown): unknown {
  const cast = CASTS.find(([pattern]) => pattern.test(path))?.[1];
  if (!cast) return value;
  try {
    return cast(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ComposeError(
      `Error while attempting to convert ${path.replaceAll('/', '.')} to appropriate type: ${error.message}`,
    );
  }
}
