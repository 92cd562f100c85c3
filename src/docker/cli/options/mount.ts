import { csv, parseBool } from '#cli/flags';
import { ramInBytes } from '#cli/units';
import type { MountRequest, MountType } from '#docker/api/host-config';
import { OptionError } from './option-error';

/** `--mount type=bind,source=...,target=...`. Throws OptionError. Upstream: docker/cli opts/mount.go. */
export function parseMount(text: string): MountRequest {
  if (text.trim() === '') throw new OptionError('value is empty');
  const mount: MountRequest & { Target: string } = { Type: 'volume', Target: '' };
  const volume = (): NonNullable<MountRequest['VolumeOptions']> => (mount.VolumeOptions ??= {});
  const bind = (): NonNullable<MountRequest['BindOptions']> => (mount.BindOptions ??= {});
  const tmpfs = (): NonNullable<MountRequest['TmpfsOptions']> => (mount.TmpfsOptions ??= {});

  for (const field of csv(text)) {
    const at = field.indexOf('=');
    const key = at < 0 ? field : field.slice(0, at);
    const value = at < 0 ? '' : field.slice(at + 1);
    if (key !== key.trim())
      throw new OptionError(`invalid option '${key.trim()}' in '${field}': option should not have whitespace`);
    if (value !== value.trim())
      throw new OptionError(`invalid value for '${key}' in '${field}': value should not have whitespace`);
    const name = key.toLowerCase();
    const flag = (): boolean => {
      if (at < 0) return true;
      if (value === '') throw new OptionError(`invalid value for '${key}': value is empty`);
      try {
        if (['0', '1', 'true', 'false'].includes(value)) return parseBool(value);
      } catch {
        // Told below.
      }
      throw new OptionError(
        `invalid value for '${key}': invalid boolean value ("${value}"): must be one of "true", "1", "false", or "0" (default "true")`,
      );
    };
    const boolean = ['readonly', 'ro', 'volume-nocopy', 'bind-nonrecursive', 'bind-create-src'].includes(name);
    if (at < 0 && !boolean) throw new OptionError(`invalid field '${field}' must be a key=value pair`);
    switch (name) {
      case 'type':
        mount.Type = value.toLowerCase() as MountType;
        break;
      case 'source':
      case 'src':
        mount.Source = value;
        break;
      case 'target':
      case 'dst':
      case 'destination':
        mount.Target = value;
        break;
      case 'readonly':
      case 'ro':
        mount.ReadOnly = flag();
        break;
      case 'consistency':
        mount.Consistency = value.toLowerCase();
        break;
      case 'bind-propagation':
        bind().Propagation = value.toLowerCase();
        break;
      case 'bind-nonrecursive':
        bind().NonRecursive = flag();
        break;
      case 'bind-create-src':
        bind().CreateMountpoint = flag();
        break;
      case 'bind-recursive':
        if (value === 'enabled') break;
        else if (value === 'disabled') bind().NonRecursive = true;
        else if (value === 'writable') bind().ReadOnlyNonRecursive = true;
        else if (value === 'readonly') bind().ReadOnlyForceRecursive = true;
        else
          throw new OptionError(
            `invalid value for ${key}: ${value} (must be "enabled", "disabled", "writable", or "readonly")`,
          );
        break;
      case 'volume-subpath':
        volume().Subpath = value;
        break;
      case 'volume-nocopy':
        volume().NoCopy = flag();
        break;
      case 'volume-label':
      case 'volume-opt': {
        const split = value.indexOf('=');
        const pair = split < 0 ? [value, ''] : [value.slice(0, split), value.slice(split + 1)];
        const holder =
          name === 'volume-label' ? (volume().Labels ??= {}) : ((volume().DriverConfig ??= {}).Options ??= {});
        if (pair[0] !== '') holder[pair[0]!] = pair[1]!;
        break;
      }
      case 'volume-driver':
        (volume().DriverConfig ??= {}).Name = value;
        break;
      case 'image-subpath':
        (mount.ImageOptions ??= {}).Subpath = value;
        break;
      case 'tmpfs-size':
        try {
          tmpfs().SizeBytes = ramInBytes(value);
        } catch {
          throw new OptionError(`invalid value for ${key}: ${value}`);
        }
        break;
      case 'tmpfs-mode':
        if (!/^[0-7]+$/.test(value)) throw new OptionError(`invalid value for ${key}: ${value}`);
        tmpfs().Mode = parseInt(value, 8);
        break;
      default:
        throw new OptionError(`unknown option '${key}' in '${field}'`);
    }
  }
  check(mount);
  return mount;
}

function check(mount: MountRequest): void {
  if ((mount.Type as string) === '') throw new OptionError('type is required');
  if (mount.VolumeOptions && mount.Type !== 'volume')
    throw new OptionError(`cannot mix 'volume-*' options with mount type '${mount.Type}'`);
  if (mount.BindOptions && mount.Type !== 'bind')
    throw new OptionError(`cannot mix 'bind-*' options with mount type '${mount.Type}'`);
  if (mount.TmpfsOptions && mount.Type !== 'tmpfs')
    throw new OptionError(`cannot mix 'tmpfs-*' options with mount type '${mount.Type}'`);
  if (mount.ImageOptions && mount.Type !== 'image')
    throw new OptionError(`cannot mix 'image-*' options with mount type '${mount.Type}'`);
  if (mount.Target === '') throw new OptionError('target is required');
}
