/** What a field of the typed project holds; `*` before a struct's name is a pointer (kept when empty), `[]` a list, `{}` a map. */
export interface Field {
  readonly name: string;
  readonly kind: string;
  /** Written even when empty. */
  readonly always: boolean;
}

const struct = (text: string): readonly Field[] =>
  text
    .trim()
    .split(/\s*\n\s*|\s*,\s*/)
    .map((line) => {
      const [name = '', kind = 'string'] = line.split(' ');
      return { name: name.replace('!', ''), kind, always: name.endsWith('!') };
    });

const FILE_REFERENCE = struct('source\ntarget\nuid\ngid\nmode *filemode');
const FILE_OBJECT = struct(
  'name\nfile\nenvironment\ncontent\nexternal bool\nlabels labels\ndriver\ndriver_opts options\ntemplate_driver',
);
const UPDATE = struct(
  'parallelism *int, delay duration, failure_action, monitor duration, max_failure_ratio float, order',
);

/** The project's types in the order in which compose prints them. Upstream: compose-go types/types.go (field names are the file format's). */
export const STRUCTS: Readonly<Record<string, readonly Field[]>> = {
  Project: struct(
    'name, services! {}Service, networks {}Network, volumes {}Volume, secrets {}Secret, configs {}Config, models {}Model',
  ),
  Service: struct(
    `profiles strings, annotations mapping, attach *bool, build *Build, develop *Develop, blkio_config *Blkio,
     cap_add strings, cap_drop strings, cgroup_parent, cgroup, cpu_count int, cpu_percent float, cpu_period int,
     cpu_quota int, cpu_rt_period int, cpu_rt_runtime int, cpus float, cpuset, cpu_shares int, command command,
     configs []FileReference, container_name, credential_spec *CredentialSpec, depends_on {}Dependency, deploy *Deploy,
     device_cgroup_rules strings, devices []Device, dns strings, dns_opt strings, dns_search strings, dockerfile,
     domainname, entrypoint command, provider *Provider, environment mappingEquals, env_file []EnvFile, expose strings,
     extends *Extends, external_links strings, extra_hosts hosts, group_add strings, gpus []DeviceRequest, hostname,
     healthcheck *HealthCheck, image, init *bool, ipc, isolation, labels labels, label_file strings, links strings,
     logging *Logging, log_driver, log_opt options, mem_limit bytes, mem_reservation bytes, memswap_limit bytes,
     mem_swappiness bytes, mac_address, models {}*ServiceModel, net, network_mode, networks {}*ServiceNetwork,
     oom_kill_disable bool, oom_score_adj int, pid, pids_limit int, platform, ports []Port, privileged bool, pull_policy,
     read_only bool, restart, runtime, scale *int, secrets []FileReference, security_opt strings, shm_size bytes,
     stdin_open bool, stop_grace_period *duration, stop_signal, storage_opt options, sysctls mapping, tmpfs strings,
     tty bool, ulimits {}Ulimits, use_api_socket bool, user, userns_mode, uts, volume_driver, volumes []ServiceVolume,
     volumes_from strings, working_dir, post_start []Hook, pre_stop []Hook`,
  ),
  Build: struct(
    `context, dockerfile, dockerfile_inline, entitlements strings, args mappingEquals, provenance, sbom, ssh ssh,
     labels labels, cache_from strings, cache_to strings, no_cache bool, additional_contexts mapping, pull bool,
     extra_hosts hosts, isolation, network, target, secrets []FileReference, shm_size bytes, tags strings,
     ulimits {}Ulimits, platforms strings, privileged bool`,
  ),
  Develop: struct('watch []Trigger'),
  Trigger: struct('path!, action!, target, exec Hook, include strings, ignore strings, initial_sync bool'),
  Hook: struct('command command, user, privileged bool, working_dir, environment mappingEquals'),
  Blkio: struct(
    'weight int, weight_device []WeightDevice, device_read_bps []Throttle, device_read_iops []Throttle, device_write_bps []Throttle, device_write_iops []Throttle',
  ),
  WeightDevice: struct('path!, weight! int'),
  Throttle: struct('path!, rate! bytes'),
  FileReference: FILE_REFERENCE,
  CredentialSpec: struct('config, file, registry'),
  Dependency: struct('condition, restart bool, required! bool'),
  Deploy: struct(
    `mode, replicas *int, labels labels, update_config *Update, rollback_config *Update, resources Resources,
     restart_policy *RestartPolicy, placement Placement, endpoint_mode`,
  ),
  Update: UPDATE,
  Resources: struct('limits *Resource, reservations *Resource'),
  Resource: struct(
    'cpus nanocpus, memory bytes, pids int, devices []DeviceRequest, generic_resources []GenericResource',
  ),
  GenericResource: struct('discrete_resource_spec *DiscreteResource'),
  DiscreteResource: struct('kind!, value! int'),
  RestartPolicy: struct('condition, delay *duration, max_attempts *int, window *duration'),
  Placement: struct('constraints strings, preferences []Preference, max_replicas_per_node int'),
  Preference: struct('spread'),
  Device: struct('source, target, permissions'),
  Provider: struct('type, options multiOptions'),
  EnvFile: struct('path, required! bool, format'),
  Extends: struct('file, service'),
  DeviceRequest: struct('capabilities strings, driver, count deviceCount, device_ids strings, options mapping'),
  HealthCheck: struct(
    'test healthTest, timeout *duration, interval *duration, retries *int, start_period *duration, start_interval *duration, disable bool',
  ),
  Logging: struct('driver, options options'),
  ServiceModel: struct('endpoint_var, model_var'),
  ServiceNetwork: struct(
    'aliases strings, driver_opts options, gw_priority int, interface_name, ipv4_address, ipv6_address, link_local_ips strings, mac_address, priority int',
  ),
  Port: struct('name, mode, host_ip, target int, published, protocol, app_protocol'),
  Ulimits: struct('single int, soft int, hard int'),
  ServiceVolume: struct(
    'type, source, target, read_only bool, consistency, bind *Bind, volume *VolumeOptions, tmpfs *Tmpfs, image *ImageOptions',
  ),
  Bind: struct('selinux, propagation, create_host_path bool, recursive'),
  VolumeOptions: struct('labels mapping, nocopy bool, subpath'),
  Tmpfs: struct('size bytes, mode int'),
  ImageOptions: struct('subpath'),
  Network: struct(
    'name, driver, driver_opts options, ipam Ipam, external bool, internal bool, attachable bool, labels labels, enable_ipv4 *bool, enable_ipv6 *bool',
  ),
  Ipam: struct('driver, config []*IpamPool'),
  IpamPool: struct('subnet, gateway, ip_range, aux_addresses mapping'),
  Volume: struct('name, driver, driver_opts options, external bool, labels labels'),
  Secret: FILE_OBJECT,
  Config: FILE_OBJECT,
  Model: struct('name, model, context_size int, runtime_flags strings'),
};
