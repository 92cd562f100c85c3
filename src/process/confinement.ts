/** Linux' capabilities in the order of their bits. Upstream: include/uapi/linux/capability.h. */
export const CAPABILITIES: readonly string[] =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'.split(
    ' ',
  );

/** A soft and a hard limit of setrlimit(2); -1 is unlimited. */
export interface Limit {
  readonly soft: number;
  readonly hard: number;
}

/** What the processes of a container may not do, or find set. A machine's own processes have none. */
export interface Confinement {
  /** What root has there, without `CAP_`. */
  readonly capabilities: ReadonlySet<string>;
  /** By Docker's names: `nofile`, `nproc`, `core`. */
  readonly limits: ReadonlyMap<string, Limit>;
  /** By name with dots: `net.core.somaxconn`. */
  readonly sysctls: Readonly<Record<string, string>>;
  readonly noNewPrivileges: boolean;
  readonly oomScoreAdj: number;
  readonly domainName: string;
}

/** A set of capabilities as /proc/PID/status shows it. */
export function capabilityMask(has: (name: string) => boolean): string {
  let bits = 0n;
  for (const [bit, name] of CAPABILITIES.entries()) if (has(name)) bits |= 1n << BigInt(bit);
  return bits.toString(16).padStart(16, '0');
}

/** The capabilities that are missing, as `Credentials.lacks` wants them. */
export const lacking = (capabilities: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(CAPABILITIES.filter((name) => !capabilities.has(name)));

/** The limits that a process has when nobody sets any. */
export const USUAL_LIMITS: ReadonlyMap<string, Limit> = new Map([
  ['core', { soft: 0, hard: -1 }],
  ['memlock', { soft: 8_388_608, hard: 8_388_608 }],
  ['msgqueue', { soft: 819_200, hard: 819_200 }],
  ['nice', { soft: 0, hard: 0 }],
  ['nofile', { soft: 1024, hard: 524_288 }],
  ['nproc', { soft: 31_345, hard: 31_345 }],
  ['rtprio', { soft: 0, hard: 0 }],
  ['sigpending', { soft: 31_345, hard: 31_345 }],
  ['stack', { soft: 8_388_608, hard: -1 }],
]);

const UNLIMITED: Limit = { soft: -1, hard: -1 };

/** A limit as it holds under a confinement. */
export const limitOf = (confinement: Confinement | undefined, name: string): Limit =>
  confinement?.limits.get(name) ?? USUAL_LIMITS.get(name) ?? UNLIMITED;

const SHOWN: readonly (readonly [string, string, string])[] = [
  ['cpu', 'cpu time', 'seconds'],
  ['fsize', 'file size', 'bytes'],
  ['data', 'data size', 'bytes'],
  ['stack', 'stack size', 'bytes'],
  ['core', 'core file size', 'bytes'],
  ['rss', 'resident set', 'bytes'],
  ['nproc', 'processes', 'processes'],
  ['nofile', 'open files', 'files'],
  ['memlock', 'locked memory', 'bytes'],
  ['as', 'address space', 'bytes'],
  ['locks', 'file locks', 'locks'],
  ['sigpending', 'pending signals', 'signals'],
  ['msgqueue', 'msgqueue size', 'bytes'],
  ['nice', 'nice priority', ''],
  ['rtprio', 'realtime priority', ''],
  ['rttime', 'realtime timeout', 'us'],
];

/** /proc/PID/limits. */
export function limitLines(confinement: Confinement | undefined): string {
  const text = (value: number): string => (value < 0 ? 'unlimited' : String(value)).padEnd(21);
  const head = 'Limit                     Soft Limit           Hard Limit           Units     \n';
  return (
    head +
    SHOWN.map(([name, title, unit]) => {
      const { soft, hard } = limitOf(confinement, name);
      return `${`Max ${title}`.padEnd(26)}${text(soft)}${text(hard)}${unit.padEnd(10)}\n`;
    }).join('')
  );
}
