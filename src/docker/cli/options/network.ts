import { csv } from '#cli/flags';
import { OptionError } from './option-error';

/** One `--network`: a name, or `name=x,alias=y,ip=...`. Upstream: opts.NetworkAttachmentOpts. */
export interface NetworkAttachment {
  Target: string;
  Aliases: string[];
  DriverOpts?: Record<string, string>;
  Links?: string[];
  IPv4Address?: string;
  IPv6Address?: string;
  LinkLocalIPs?: string[];
  MacAddress?: string;
  GwPriority?: number;
}

/** One `--network` option. Throws OptionError. Upstream: opts.NetworkOpt.Set. */
export function parseNetwork(text: string): NetworkAttachment {
  if (!text.includes('=')) return { Target: text, Aliases: [] };
  const network: NetworkAttachment = { Target: '', Aliases: [] };
  for (const field of csv(text)) {
    const at = field.indexOf('=');
    if (at < 0 || field.slice(0, at) === '') throw new OptionError('invalid field: ' + field);
    const key = field.slice(0, at).trim().toLowerCase();
    const value = field.slice(at + 1).trim();
    switch (key) {
      case 'name':
        network.Target = value;
        break;
      case 'alias':
        network.Aliases.push(value);
        break;
      case 'ip':
        network.IPv4Address = value;
        break;
      case 'ip6':
        network.IPv6Address = value;
        break;
      case 'mac-address':
        if (!/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(value))
          throw new OptionError(`${value} is not a valid mac address`);
        network.MacAddress = value;
        break;
      case 'link-local-ip':
        (network.LinkLocalIPs ??= []).push(value);
        break;
      case 'gw-priority':
        if (!/^[-+]?\d+$/.test(value)) throw new OptionError(`invalid gw-priority (${value}): invalid syntax`);
        network.GwPriority = Number(value);
        break;
      case 'driver-opt': {
        const split = value.indexOf('=');
        if (split < 0) throw new OptionError('invalid key value pair format in driver options');
        // The value is lower-cased too, as upstream does.
        (network.DriverOpts ??= {})[value.slice(0, split).trim().toLowerCase()] = value
          .slice(split + 1)
          .trim()
          .toLowerCase();
        break;
      }
      default:
        throw new OptionError(`invalid field key ${key}`);
    }
  }
  if (network.Target === '') throw new OptionError('network name/id is not specified');
  return network;
}
