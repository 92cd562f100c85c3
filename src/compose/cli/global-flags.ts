import type { FlagTable } from '#cli/flags';

/** The flags before the command's name. */
export const GLOBAL_FLAGS = {
  'all-resources': { kind: 'bool', help: 'Include all resources, even those not used by services' },
  ansi: {
    kind: 'string',
    help: 'Control when to print ANSI control characters ("never"|"always"|"auto")',
    default: 'auto',
  },
  compatibility: { kind: 'bool', help: 'Run compose in backward compatibility mode' },
  'dry-run': { kind: 'bool', help: 'Execute command in dry run mode' },
  'env-file': { kind: 'array', help: 'Specify an alternate environment file', typeName: 'stringArray' },
  file: { kind: 'array', short: 'f', help: 'Compose configuration files', typeName: 'stringArray' },
  parallel: { kind: 'int', help: 'Control max parallelism, -1 for unlimited', default: -1 },
  profile: { kind: 'array', help: 'Specify a profile to enable', typeName: 'stringArray' },
  progress: { kind: 'string', help: 'Set type of progress output (auto, tty, plain, json, quiet)' },
  'project-directory': {
    kind: 'string',
    help: 'Specify an alternate working directory\n(default: the path of the, first specified, Compose file)',
  },
  'project-name': { kind: 'string', short: 'p', help: 'Project name' },
  verbose: { kind: 'bool', help: 'Show more output', hidden: true },
  version: { kind: 'bool', short: 'v', help: 'Show the Docker Compose version information', hidden: true },
  'no-ansi': { kind: 'bool', help: 'Do not print ANSI control characters (DEPRECATED)', hidden: true },
} as const satisfies FlagTable;
