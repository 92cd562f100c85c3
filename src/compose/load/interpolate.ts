import { ComposeError } from '../errors';
import { goQuote, parseDecimal, parseFloatGo } from '../go-format';
import { isDict, matches, pathText, pattern, type Dict, type Path } from '../tree';
import { InvalidTemplate, substitute, type Lookup } from './template';

type Cast = (text: string, warn: (message: string) => void) => unknown;

const failed = (function_: string, text: string): Error =>
  new Error(`strconv.${function_}: parsing ${goQuote(text)}: invalid syntax`);

const whole =
  (function_: string): Cast =>
  (text) => {
    const value = parseDecimal(text);
    if (value === undefined) throw failed(function_, text);
    return value;
  };
const toFloat: Cast = (text) => {
  const value = parseFloatGo(text);
  if (value === undefined) throw failed('ParseFloat', text);
  return value;
};

/** A boolean as YAML 1.1 had them; yes, no, on and off with a warning. Throws for other words. */
export const toBoolean: Cast = (text, warn) => {
  const word = text.toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  const yes = ['y', 'yes', 'on'].includes(word);
  if (!yes && !['n', 'no', 'off'].includes(word)) throw new Error(`invalid boolean: ${text}`);
  warn(`${goQuote(text)} for boolean is not supported by YAML 1.2, please use \`${String(yes)}\``);
  return yes;
};

const [toInt, toInt64] = [whole('Atoi'), whole('ParseInt')];

const CASTS: readonly (readonly [readonly string[], Cast])[] = Object.entries({
  'services.*.cpu_count': toInt64,
  'services.*.cpu_percent': toFloat,
  'services.*.cpu_period': toInt64,
  'services.*.cpu_quota': toInt64,
  'services.*.cpu_rt_period': toInt64,
  'services.*.cpu_rt_runtime': toInt64,
  'services.*.cpus': toFloat,
  'services.*.cpu_shares': toInt64,
  'services.*.init': toBoolean,
  'services.*.deploy.replicas': toInt,
  'services.*.deploy.update_config.parallelism': toInt,
  'services.*.deploy.update_config.max_failure_ratio': toFloat,
  'services.*.deploy.rollback_config.parallelism': toInt,
  'services.*.deploy.rollback_config.max_failure_ratio': toFloat,
  'services.*.deploy.restart_policy.max_attempts': toInt,
  'services.*.deploy.placement.max_replicas_per_node': toInt,
  'services.*.healthcheck.retries': toInt,
  'services.*.healthcheck.disable': toBoolean,
  'services.*.oom_kill_disable': toBoolean,
  'services.*.oom_score_adj': toInt64,
  'services.*.pids_limit': toInt64,
  'services.*.ports.[].target': toInt,
  'services.*.privileged': toBoolean,
  'services.*.read_only': toBoolean,
  'services.*.scale': toInt,
  'services.*.stdin_open': toBoolean,
  'services.*.tty': toBoolean,
  'services.*.ulimits.*': toInt,
  'services.*.ulimits.*.hard': toInt,
  'services.*.ulimits.*.soft': toInt,
  'services.*.volumes.[].read_only': toBoolean,
  'services.*.volumes.[].volume.nocopy': toBoolean,
  'networks.*.external': toBoolean,
  'networks.*.internal': toBoolean,
  'networks.*.attachable': toBoolean,
  'networks.*.enable_ipv4': toBoolean,
  'networks.*.enable_ipv6': toBoolean,
  'volumes.*.external': toBoolean,
  'secrets.*.external': toBoolean,
  'configs.*.external': toBoolean,
}).map(([path, cast]) => [pattern(path), cast] as const);

/** Variables replaced in every text of a model, and texts cast where numbers and booleans belong. Throws ComposeError. */
export function interpolate(model: Dict, lookup: Lookup, warn: (message: string) => void): Dict {
  const unset = (name: string): void => warn(`The ${goQuote(name)} variable is not set. Defaulting to a blank string.`);
  const walk = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return text(value, path);
    if (Array.isArray(value)) return value.map((item) => walk(item, [...path, '[]']));
    if (!isDict(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]));
  };
  const text = (value: string, path: Path): unknown => {
    let result: string;
    try {
      result = value.includes('$') ? substitute(value, lookup, unset) : value;
    } catch (error) {
      const where = pathText(path);
      if (error instanceof InvalidTemplate) {
        throw new ComposeError(
          `invalid interpolation format for ${where}.\nYou may need to escape any $ with another $.\n${error.template}`,
          path,
        );
      }
      throw new ComposeError(`error while interpolating ${where}: ${(error as Error).message}`, path);
    }
    const cast = CASTS.find(([p]) => matches(path, p))?.[1];
    if (!cast) return result;
    try {
      return cast(result, warn);
    } catch (error) {
      throw new ComposeError(
        `error while interpolating ${pathText(path)}: failed to cast to expected type: ${(error as Error).message}`,
        path,
      );
    }
  };
  return walk(model, []) as Dict;
}
