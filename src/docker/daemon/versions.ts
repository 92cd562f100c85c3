/** What the engine presents itself as, in one place. Upstream: dockerversion, `docker version`. */
export const VERSIONS = {
  engine: '28.5.2',
  api: '1.51',
  minApi: '1.24',
  gitCommit: '89c5e8f',
  goVersion: 'go1.25.3',
  buildTime: '2025-11-05T14:43:29.000000000+00:00',
  containerd: 'v1.7.29',
  containerdCommit: '442cb34bda9a6a0fed82a2ca7cade05c5c749582',
  runc: '1.3.3',
  runcCommit: 'v1.3.3-0-gd842d771',
  init: '0.19.0',
  initCommit: 'de40ad0',
} as const;

/** The `Server` header of every answer. */
export const SERVER_HEADER = `Docker/${VERSIONS.engine} (linux)`;
