/** A schema in the words of JSON Schema draft 4; the order of its keys is the order of the checks. */
export interface LegacySchema {
  readonly id?: string;
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, LegacySchema>>;
  readonly additionalProperties?: false;
  readonly patternProperties?: Readonly<Record<string, LegacySchema>>;
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly items?: LegacySchema;
  readonly uniqueItems?: true;
  readonly oneOf?: readonly LegacySchema[];
  readonly enum?: readonly string[];
  readonly format?: 'ports' | 'expose' | 'subnet_ip_address';
  readonly minimum?: number;
  readonly maximum?: number;
}

type Properties = Readonly<Record<string, LegacySchema>>;

const of = (...types: string[]): LegacySchema => ({ type: types.length === 1 ? types[0]! : types });
const text = of('string');
const whole = of('integer');
const flag = of('boolean');
const amount = of('number', 'string');
const EXTENSIONS = { '^x-': {} };
const NAMES = '^[a-zA-Z0-9._-]+$';

const closed = (properties: Properties): LegacySchema => ({ type: 'object', properties, additionalProperties: false });
const extensible = (properties: Properties): LegacySchema => ({
  ...closed(properties),
  patternProperties: EXTENSIONS,
});
const list = (items: LegacySchema): LegacySchema => ({ type: 'array', items });
const set = (items: LegacySchema): LegacySchema => ({ type: 'array', items, uniqueItems: true });
const either = (...oneOf: LegacySchema[]): LegacySchema => ({ oneOf });
const named = (pattern: string, schema: LegacySchema): LegacySchema => ({
  type: 'object',
  patternProperties: { [pattern]: schema },
});
const only = (schema: LegacySchema): LegacySchema => ({ ...schema, additionalProperties: false });

const strings = set(text);
const command = either(text, list(text));
const textOrList = either(text, strings);
const listOrDict = either(only(named('.+', of('string', 'number', 'null'))), strings);
const options = named('^.+$', amount);
const unlimited = (extra: boolean): LegacySchema =>
  named(
    '^[a-z]+$',
    either(whole, {
      type: 'object',
      properties: { hard: whole, soft: whole },
      required: ['soft', 'hard'],
      additionalProperties: false,
      ...(extra && { patternProperties: EXTENSIONS }),
    }),
  );
const extension = either(text, {
  type: 'object',
  properties: { service: text, file: text },
  required: ['service'],
  additionalProperties: false,
});
const exposed = set({ type: ['string', 'number'], format: 'expose' });

/** What version 1 and the later versions have in common. */
const shared: Properties = {
  cap_add: strings,
  cap_drop: strings,
  cgroup_parent: text,
  command,
  container_name: text,
  cpu_shares: amount,
  cpu_quota: amount,
  cpuset: text,
  devices: strings,
  dns: textOrList,
  dns_search: textOrList,
  domainname: text,
  entrypoint: command,
  env_file: textOrList,
  environment: listOrDict,
  expose: exposed,
  extends: extension,
  external_links: strings,
  extra_hosts: listOrDict,
  hostname: text,
  image: text,
  ipc: text,
  links: strings,
  mac_address: text,
  mem_limit: amount,
  memswap_limit: amount,
  mem_swappiness: whole,
  pid: of('string', 'null'),
  privileged: flag,
  read_only: flag,
  restart: text,
  security_opt: strings,
  shm_size: amount,
  stdin_open: flag,
  stop_signal: text,
  tty: flag,
  user: text,
  volumes_from: strings,
  working_dir: text,
};

const reference = list(
  either(text, extensible({ source: text, target: text, uid: text, gid: text, mode: of('number') })),
);
const limits = (key: string, value: LegacySchema): LegacySchema => list(closed({ path: text, [key]: value }));
const rates = limits('rate', of('integer', 'string'));
const rollout = extensible({
  parallelism: whole,
  delay: text,
  failure_action: text,
  monitor: text,
  max_failure_ratio: of('number'),
  order: { type: 'string', enum: ['start-first', 'stop-first'] },
});

const deployment: LegacySchema = {
  id: '#/definitions/deployment',
  type: ['object', 'null'],
  properties: {
    mode: text,
    endpoint_mode: text,
    replicas: whole,
    labels: listOrDict,
    rollback_config: rollout,
    update_config: rollout,
    resources: extensible({
      limits: extensible({ cpus: amount, memory: text }),
      reservations: extensible({
        cpus: amount,
        memory: text,
        generic_resources: {
          id: '#/definitions/generic_resources',
          ...list(extensible({ discrete_resource_spec: extensible({ kind: text, value: of('number') }) })),
        },
        devices: {
          id: '#/definitions/devices',
          ...list(
            extensible({
              capabilities: strings,
              count: of('string', 'integer'),
              device_ids: strings,
              driver: text,
              options: listOrDict,
            }),
          ),
        },
      }),
    }),
    restart_policy: extensible({ condition: text, delay: text, max_attempts: whole, window: text }),
    placement: extensible({
      constraints: list(text),
      preferences: list(extensible({ spread: text })),
      max_replicas_per_node: whole,
    }),
  },
  additionalProperties: false,
  patternProperties: EXTENSIONS,
};

const healthcheck: LegacySchema = {
  id: '#/definitions/healthcheck',
  ...extensible({
    disable: flag,
    interval: text,
    retries: of('number'),
    test: command,
    timeout: text,
    start_period: text,
  }),
};

const mount = either(text, {
  type: 'object',
  required: ['type'],
  properties: {
    type: text,
    source: text,
    target: text,
    read_only: flag,
    consistency: text,
    bind: extensible({ propagation: text }),
    volume: extensible({ nocopy: flag }),
    tmpfs: extensible({ size: { type: 'integer', minimum: 0 } }),
  },
  additionalProperties: false,
  patternProperties: EXTENSIONS,
});

const service: LegacySchema = {
  id: '#/definitions/service',
  ...extensible({
    ...shared,
    deploy: deployment,
    build: either(
      text,
      extensible({
        context: text,
        dockerfile: text,
        args: listOrDict,
        labels: listOrDict,
        cache_from: list(text),
        network: text,
        target: text,
        shm_size: of('integer', 'string'),
        extra_hosts: listOrDict,
        isolation: text,
      }),
    ),
    blkio_config: closed({
      device_read_bps: rates,
      device_read_iops: rates,
      device_write_bps: rates,
      device_write_iops: rates,
      weight: whole,
      weight_device: limits('weight', whole),
    }),
    configs: reference,
    cpu_count: { type: 'integer', minimum: 0 },
    cpu_percent: { type: 'integer', minimum: 0, maximum: 100 },
    cpu_period: amount,
    cpu_rt_period: amount,
    cpu_rt_runtime: amount,
    cpus: amount,
    credential_spec: extensible({ config: text, file: text, registry: text }),
    depends_on: either(strings, {
      type: 'object',
      additionalProperties: false,
      patternProperties: {
        [NAMES]: {
          type: 'object',
          additionalProperties: false,
          properties: {
            condition: {
              type: 'string',
              enum: ['service_started', 'service_healthy', 'service_completed_successfully'],
            },
          },
          required: ['condition'],
        },
      },
    }),
    device_cgroup_rules: strings,
    dns_opt: strings,
    group_add: set(amount),
    healthcheck,
    init: flag,
    isolation: text,
    labels: listOrDict,
    logging: extensible({ driver: text, options: named('^.+$', of('string', 'number', 'null')) }),
    mem_reservation: of('string', 'integer'),
    network_mode: text,
    networks: either(
      strings,
      only(
        named(
          NAMES,
          either(
            extensible({
              aliases: strings,
              ipv4_address: text,
              ipv6_address: text,
              link_local_ips: strings,
              priority: of('number'),
            }),
            of('null'),
          ),
        ),
      ),
    ),
    oom_kill_disable: flag,
    oom_score_adj: { type: 'integer', minimum: -1000, maximum: 1000 },
    pids_limit: amount,
    platform: text,
    ports: set(
      either(
        { type: 'number', format: 'ports' },
        { type: 'string', format: 'ports' },
        extensible({ mode: text, target: whole, published: whole, protocol: text }),
      ),
    ),
    profiles: strings,
    pull_policy: { type: 'string', enum: ['always', 'never', 'if_not_present', 'build'] },
    runtime: text,
    scale: whole,
    secrets: reference,
    sysctls: listOrDict,
    stop_grace_period: text,
    storage_opt: of('object'),
    tmpfs: textOrList,
    ulimits: unlimited(true),
    userns_mode: text,
    volumes: set(mount),
  }),
};

const external = (open: boolean): LegacySchema => ({
  type: ['boolean', 'object'],
  properties: { name: text },
  ...(!open && { additionalProperties: false, patternProperties: EXTENSIONS }),
});
const resource = (kind: string, type: readonly string[], properties: Properties): LegacySchema => ({
  ...extensible(properties),
  id: `#/definitions/${kind}`,
  type: type.length === 1 ? type[0]! : type,
});

const network = resource('network', ['object', 'null'], {
  name: text,
  driver: text,
  driver_opts: options,
  ipam: extensible({
    driver: text,
    config: list(
      extensible({
        subnet: { type: 'string', format: 'subnet_ip_address' },
        ip_range: text,
        gateway: text,
        aux_addresses: only(named('^.+$', text)),
      }),
    ),
    options: only(named('^.+$', text)),
  }),
  external: external(false),
  internal: flag,
  enable_ipv6: flag,
  attachable: flag,
  labels: listOrDict,
});
const volume = resource('volume', ['object', 'null'], {
  name: text,
  driver: text,
  driver_opts: options,
  external: external(false),
  labels: listOrDict,
});
const file: Properties = {
  name: text,
  file: text,
  external: external(true),
  labels: listOrDict,
  template_driver: text,
};
const secret = resource('secret', ['object'], { ...file, driver: text, driver_opts: options });

/** Compose files with a `services` key. Upstream: compose 1.29 config/compose_spec.json. */
export const SPEC_SCHEMA: LegacySchema = {
  id: 'compose_spec.json',
  ...extensible({
    version: text,
    services: { id: '#/properties/services', ...only(named(NAMES, service)) },
    networks: { id: '#/properties/networks', ...named(NAMES, network) },
    volumes: { id: '#/properties/volumes', ...only(named(NAMES, volume)) },
    secrets: { id: '#/properties/secrets', ...only(named(NAMES, secret)) },
    configs: { id: '#/properties/configs', ...only(named(NAMES, resource('config', ['object'], file))) },
  }),
};

/** Compose files of version 1, services at the top. Upstream: compose 1.29 config/config_schema_v1.json. */
export const V1_SCHEMA: LegacySchema = {
  id: 'config_schema_v1.json',
  ...only(
    named(NAMES, {
      id: '#/definitions/service',
      type: 'object',
      properties: {
        ...shared,
        build: text,
        dockerfile: text,
        labels: either(only(named('.+', text)), strings),
        log_driver: text,
        log_opt: of('object'),
        net: text,
        ports: set({ type: ['string', 'number'], format: 'ports' }),
        ulimits: unlimited(false),
        volumes: strings,
        volume_driver: text,
      },
      dependencies: { memswap_limit: ['mem_limit'] },
      additionalProperties: false,
    }),
  ),
};
