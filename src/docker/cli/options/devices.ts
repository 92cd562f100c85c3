import { csv } from '#cli/flags';
import type { DeviceMapping } from '#docker/api/host-config';
import { OptionError } from './option-error';
import { parseDevice } from './validate';

/** A device that a driver provides. Upstream: container.DeviceRequest. */
export interface DeviceRequest {
  Driver: string;
  Count: number;
  DeviceIDs: string[] | null;
  Capabilities: string[][] | null;
  Options: Record<string, string> | null;
}

/** `vendor.com/class=name`: a device that the Container Device Interface names. */
const isCdi = (text: string): boolean => /^[a-zA-Z][\w.-]*\/[a-zA-Z][\w.-]*=[\w.:-]+$/.test(text);

/** All `--device` options: paths of the host, and names that a CDI file describes. Throws OptionError. */
export function deviceOptions(texts: readonly string[]): { devices: DeviceMapping[]; requests: DeviceRequest[] } {
  const named = texts.filter(isCdi);
  return {
    devices: texts.filter((text) => !isCdi(text)).map(parseDevice),
    requests:
      named.length === 0 ? [] : [{ Driver: 'cdi', Count: 0, DeviceIDs: named, Capabilities: null, Options: null }],
  };
}

/** `--gpus all`, `--gpus 2`, `--gpus device=0,capabilities=utility`. Throws OptionError. Upstream: opts.GpuOpts. */
export function parseGpus(text: string): DeviceRequest {
  const request: DeviceRequest = { Driver: '', Count: 0, DeviceIDs: null, Capabilities: null, Options: {} };
  const count = (value: string): number => {
    if (value === 'all') return -1;
    if (!/^[-+]?\d+$/.test(value))
      throw new OptionError(`invalid count (${value}): value must be either "all" or an integer: invalid syntax`);
    return Number(value);
  };
  const seen = new Set<string>();
  for (const field of csv(text)) {
    const at = field.indexOf('=');
    const key = at < 0 ? 'count' : field.slice(0, at).toLowerCase();
    const value = at < 0 ? field : field.slice(at + 1);
    if (seen.has(key)) throw new OptionError(`gpu request key '${key}' can be specified only once`);
    seen.add(key);
    if (key === 'count') request.Count = count(value);
    else if (key === 'device') request.DeviceIDs = value.split(',');
    else if (key === 'driver') request.Driver = value;
    else if (key === 'capabilities') request.Capabilities = [[...value.split(','), 'gpu']];
    else if (key === 'options')
      request.Options = Object.fromEntries(csv(value).map((pair) => pair.split('=', 2) as [string, string]));
    else throw new OptionError(`unexpected key '${key}' in '${field}'`);
  }
  if (request.Count === 0 && request.DeviceIDs === null) request.Count = 1;
  request.Capabilities ??= [['gpu']];
  return request;
}
