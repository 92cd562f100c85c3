import type { FlagTable } from '#cli/flags';

/** The flags of `docker buildx build`. Upstream: buildx commands/build.go. */
export const BUILD_FLAGS = {
  'add-host': { kind: 'strings', help: 'Add a custom host-to-IP mapping (format: "host:ip")' },
  allow: {
    kind: 'array',
    help: 'Allow extra privileged entitlement (e.g., "network.host", "security.insecure", "device")',
  },
  annotation: { kind: 'array', help: 'Add annotation to the image' },
  attest: { kind: 'array', help: 'Attestation parameters (format: "type=sbom,generator=image")' },
  'build-arg': { kind: 'array', help: 'Set build-time variables' },
  'build-context': { kind: 'array', help: 'Additional build contexts (e.g., name=path)' },
  builder: { kind: 'string', help: 'Override the configured builder instance' },
  'cache-from': {
    kind: 'array',
    help: 'External cache sources (e.g., "user/app:cache", "type=local,src=path/to/dir")',
  },
  'cache-to': {
    kind: 'array',
    help: 'Cache export destinations (e.g., "user/app:cache", "type=local,dest=path/to/dir")',
  },
  call: { kind: 'string', default: 'build', help: 'Set method for evaluating build ("check", "outline", "targets")' },
  'cgroup-parent': { kind: 'string', help: 'Set the parent cgroup for the "RUN" instructions during build' },
  check: { kind: 'bool', help: 'Shorthand for "--call=check"' },
  debug: { kind: 'bool', short: 'D', help: 'Enable debug logging' },
  file: { kind: 'string', short: 'f', help: 'Name of the Dockerfile (default: "PATH/Dockerfile")' },
  'force-rm': { kind: 'bool', hidden: true, help: 'Always remove intermediate containers' },
  iidfile: { kind: 'string', help: 'Write the image ID to a file' },
  label: { kind: 'array', help: 'Set metadata for an image' },
  load: { kind: 'bool', help: 'Shorthand for "--output=type=docker"' },
  'metadata-file': { kind: 'string', help: 'Write build result metadata to a file' },
  network: {
    kind: 'string',
    default: 'default',
    help: 'Set the networking mode for the "RUN" instructions during build',
  },
  'no-cache': { kind: 'bool', help: 'Do not use cache when building the image' },
  'no-cache-filter': { kind: 'array', help: 'Do not cache specified stages' },
  output: { kind: 'array', short: 'o', help: 'Output destination (format: "type=local,dest=path")' },
  platform: { kind: 'array', help: 'Set target platform for build' },
  progress: {
    kind: 'string',
    default: 'auto',
    help: 'Set type of progress output ("auto", "none",  "plain", "quiet", "rawjson", "tty"). Use plain to show container output',
  },
  provenance: { kind: 'string', help: 'Shorthand for "--attest=type=provenance"' },
  pull: { kind: 'bool', help: 'Always attempt to pull all referenced images' },
  push: { kind: 'bool', help: 'Shorthand for "--output=type=registry"' },
  quiet: { kind: 'bool', short: 'q', help: 'Suppress the build output and print image ID on success' },
  rm: { kind: 'bool', default: true, hidden: true, help: 'Remove intermediate containers after a successful build' },
  sbom: { kind: 'string', help: 'Shorthand for "--attest=type=sbom"' },
  secret: { kind: 'array', help: 'Secret to expose to the build (format: "id=mysecret[,src=/local/secret]")' },
  'shm-size': { kind: 'string', typeName: 'bytes', help: 'Shared memory size for build containers' },
  ssh: {
    kind: 'array',
    help: 'SSH agent socket or keys to expose to the build (format: "default|<id>[=<socket>|<key>[,<key>]]")',
  },
  tag: { kind: 'array', short: 't', help: 'Name and optionally a tag (format: "name:tag")' },
  target: { kind: 'string', help: 'Set the target build stage to build' },
  ulimit: { kind: 'list', typeName: 'ulimit', defaultText: '[]', help: 'Ulimit options' },
} as const satisfies FlagTable;

/** Flags of which this build does nothing; each is refused with a word rather than ignored. */
export const NOT_SIMULATED = ['annotation', 'cgroup-parent', 'shm-size', 'ssh', 'ulimit'] as const;
