/** The labels by which Compose knows its own. Upstream: compose pkg/api/labels.go. */
export const LABEL = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  number: 'com.docker.compose.container-number',
  oneoff: 'com.docker.compose.oneoff',
  hash: 'com.docker.compose.config-hash',
  image: 'com.docker.compose.image',
  dependencies: 'com.docker.compose.depends_on',
  workingDir: 'com.docker.compose.project.working_dir',
  configFiles: 'com.docker.compose.project.config_files',
  version: 'com.docker.compose.version',
  network: 'com.docker.compose.network',
  volume: 'com.docker.compose.volume',
  replace: 'com.docker.compose.replace',
  slug: 'com.docker.compose.slug',
} as const;

/** How the two programs differ in what they make: names, labels, versions. */
export interface Flavor {
  readonly generation: 1 | 2;
  /** Between project, service and number in names. */
  readonly separator: '-' | '_';
  readonly version: string;
}

export const COMPOSE_V2: Flavor = { generation: 2, separator: '-', version: '2.40.3' };
export const COMPOSE_V1: Flavor = { generation: 1, separator: '_', version: '1.29.2' };
