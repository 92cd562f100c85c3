import { CAPABILITIES, type Confinement } from '#process/confinement';
import type { HostConfig } from '../../api/host-config';
import type { ContainerRecord } from '../container';
import type { Daemon } from '../daemon';
import { DaemonError } from '../errors';

/** What root has in a container that asks for nothing. Upstream: moby daemon/pkg/oci/caps/defaults.go. */
const DEFAULT = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FSETID',
  'FOWNER',
  'MKNOD',
  'NET_RAW',
  'SETGID',
  'SETUID',
  'SETFCAP',
  'SETPCAP',
  'NET_BIND_SERVICE',
  'SYS_CHROOT',
  'KILL',
  'AUDIT_WRITE',
];

/** What a container's processes may do, by its host configuration. */
export function confinementOf({ config, hostConfig }: ContainerRecord): Confinement {
  const { Ulimits, Sysctls, SecurityOpt, OomScoreAdj } = hostConfig;
  return {
    capabilities: capabilitiesOf(hostConfig),
    limits: new Map((Ulimits ?? []).map(({ Name, Soft, Hard }) => [Name, { soft: Soft, hard: Hard }])),
    sysctls: Sysctls ?? {},
    noNewPrivileges: (SecurityOpt ?? []).some((option) => /^no-new-privileges(?:[:=]true)?$/.test(option)),
    oomScoreAdj: OomScoreAdj,
    domainName: config.Domainname,
  };
}

/** Upstream: moby daemon/pkg/oci/caps/utils.go TweakCapabilities. */
function capabilitiesOf({ Privileged, CapAdd, CapDrop }: HostConfig): ReadonlySet<string> {
  const short = (names: readonly string[] | null): string[] => (names ?? []).map((name) => name.replace(/^CAP_/, ''));
  const [add, drop] = [short(CapAdd), short(CapDrop)];
  if (Privileged) return new Set(CAPABILITIES);
  const base = add.includes('ALL') ? CAPABILITIES : drop.includes('ALL') ? [] : DEFAULT;
  const left = base.filter((name) => !drop.includes(name));
  return new Set([...left, ...add.filter((name) => name !== 'ALL')]);
}

/** The devices of the machine that a container sees, by their paths in it. Throws DaemonError. */
export function devicesOf(
  daemon: Daemon,
  devices: readonly { readonly PathOnHost: string; readonly PathInContainer: string }[],
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { PathOnHost, PathInContainer } of devices) {
    const { files } = daemon.host;
    const gathering = `error gathering device information while adding custom device "${PathOnHost}"`;
    if (!files.exists(PathOnHost)) throw new DaemonError(500, `${gathering}: no such file or directory`);
    const { type, special } = files.stat(PathOnHost);
    if (special === undefined || (type !== 'char' && type !== 'block')) {
      throw new DaemonError(500, `${gathering}: not a device node`);
    }
    found[PathInContainer || PathOnHost] = special;
  }
  return found;
}
