import { ramInBytes } from '#cli/units';
import { OptionError } from './option-error';

function devicePath(text: string): readonly [path: string, value: string] {
  const at = text.indexOf(':');
  const [path, value] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  if (path === '' || at < 0) throw new OptionError(`bad format: ${text}`);
  if (!path.startsWith('/dev/')) throw new OptionError(`bad format for device path: ${text}`);
  return [path, value];
}

/** `--blkio-weight-device /dev/sda:200`. Throws OptionError. Upstream: opts.ValidateWeightDevice. */
export function parseWeightDevice(text: string): { Path: string; Weight: number } {
  const [path, value] = devicePath(text);
  const weight = Number(value);
  if (!/^\d+$/.test(value) || (weight > 0 && weight < 10) || weight > 1000)
    throw new OptionError(`invalid weight for device: ${text}`);
  return { Path: path, Weight: weight };
}

/** `--device-read-bps /dev/sda:1mb`. Throws OptionError. Upstream: opts.ValidateThrottleBpsDevice. */
export function parseThrottleBps(text: string): { Path: string; Rate: number } {
  const [path, value] = devicePath(text);
  try {
    return { Path: path, Rate: ramInBytes(value) };
  } catch {
    throw new OptionError(
      `invalid rate for device: ${text}. The correct format is <device-path>:<number>[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb`,
    );
  }
}

/** `--device-read-iops /dev/sda:1000`. Throws OptionError. Upstream: opts.ValidateThrottleIOpsDevice. */
export function parseThrottleIops(text: string): { Path: string; Rate: number } {
  const [path, value] = devicePath(text);
  if (!/^\d+$/.test(value)) {
    throw new OptionError(
      `invalid rate for device: ${text}. The correct format is <device-path>:<number>. Number must be a positive integer`,
    );
  }
  return { Path: path, Rate: Number(value) };
}
