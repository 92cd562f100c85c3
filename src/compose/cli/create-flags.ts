import type { FlagTable, FlagValues } from '#cli/flags';

/** The flags that create and up share. */
export const CREATE_FLAGS = {
  build: { kind: 'bool', help: 'Build images before starting containers' },
  'force-recreate': { kind: 'bool', help: "Recreate containers even if their configuration and image haven't changed" },
  'no-build': { kind: 'bool', help: "Don't build an image, even if it's policy" },
  'no-recreate': {
    kind: 'bool',
    help: "If containers already exist, don't recreate them. Incompatible with --force-recreate.",
  },
  pull: { kind: 'string', help: 'Pull image before running ("always"|"missing"|"never"|"build")', default: 'policy' },
  'quiet-pull': { kind: 'bool', help: 'Pull without printing progress information' },
  'remove-orphans': { kind: 'bool', help: 'Remove containers for services not defined in the Compose file' },
  'quiet-build': { kind: 'bool', help: 'Suppress the build output' },
  yes: { kind: 'bool', short: 'y', help: 'Assume "yes" as answer to all prompts and run non-interactively' },
  scale: {
    kind: 'array',
    help: 'Scale SERVICE to NUM instances. Overrides the `scale` setting in the Compose file if present.',
    typeName: 'stringArray',
  },
} as const satisfies FlagTable;

/** The flags of up. */
export const UP_FLAGS = {
  ...CREATE_FLAGS,
  'abort-on-container-exit': {
    kind: 'bool',
    help: 'Stops all containers if any container was stopped. Incompatible with -d',
  },
  'abort-on-container-failure': {
    kind: 'bool',
    help: 'Stops all containers if any container exited with failure. Incompatible with -d',
  },
  'always-recreate-deps': { kind: 'bool', help: 'Recreate dependent containers. Incompatible with --no-recreate.' },
  attach: {
    kind: 'array',
    help: 'Restrict attaching to the specified services. Incompatible with --attach-dependencies.',
    typeName: 'stringArray',
  },
  menu: {
    kind: 'bool',
    help: 'Enable interactive shortcuts when running attached. Incompatible with --detach. Can also be enable/disable by setting COMPOSE_MENU environment var.',
  },
  watch: { kind: 'bool', short: 'w', help: 'Watch source code and rebuild/refresh containers when files are updated.' },
  'attach-dependencies': { kind: 'bool', help: 'Automatically attach to log output of dependent services' },
  detach: { kind: 'bool', short: 'd', help: 'Detached mode: Run containers in the background' },
  'exit-code-from': {
    kind: 'string',
    help: 'Return the exit code of the selected service container. Implies --abort-on-container-exit',
  },
  'no-attach': {
    kind: 'array',
    help: 'Do not attach (stream logs) to the specified services',
    typeName: 'stringArray',
  },
  'no-color': { kind: 'bool', help: 'Produce monochrome output' },
  'no-deps': { kind: 'bool', help: "Don't start linked services" },
  'no-log-prefix': { kind: 'bool', help: "Don't print prefix in logs" },
  'no-start': { kind: 'bool', help: "Don't start the services after creating them" },
  'renew-anon-volumes': {
    kind: 'bool',
    short: 'V',
    help: 'Recreate anonymous volumes instead of retrieving data from the previous containers',
  },
  timeout: {
    kind: 'int',
    short: 't',
    help: 'Use this timeout in seconds for container shutdown when attached or when containers are already running',
    default: 0,
    defaultText: '0',
  },
  timestamps: { kind: 'bool', help: 'Show timestamps' },
  wait: { kind: 'bool', help: 'Wait for services to be running|healthy. Implies detached mode.' },
  'wait-timeout': {
    kind: 'int',
    help: 'Maximum duration in seconds to wait for the project to be running|healthy',
    default: 0,
  },
} as const satisfies FlagTable;

/** What create's flags were set to. */
export type CreateFlags = FlagValues<typeof CREATE_FLAGS>;
