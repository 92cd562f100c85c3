/** A failed request: the HTTP status and moby's words. Upstream: moby errdefs, daemon/errors.go. */
export class DaemonError extends Error {
  override readonly name = 'DaemonError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const invalid = (message: string): DaemonError => new DaemonError(400, message);
const forbidden = (message: string): DaemonError => new DaemonError(403, message);
const notFound = (message: string): DaemonError => new DaemonError(404, message);
const conflict = (message: string): DaemonError => new DaemonError(409, message);
const system = (message: string): DaemonError => new DaemonError(500, message);

const NAME_CHARS = '[a-zA-Z0-9][a-zA-Z0-9_.-]';

/** Every message of the daemon. Texts are moby's; each function answers the error to throw. */
export const errors = {
  invalid,
  forbidden,
  notFound,
  conflict,
  system,

  pageNotFound: () => notFound('page not found'),
  tooNew: (version: string, max: string) =>
    invalid(`client version ${version} is too new. Maximum supported API version is ${max}`),
  tooOld: (version: string, min: string) =>
    invalid(
      `client version ${version} is too old. Minimum supported API version is ${min}, please upgrade your client to a newer version`,
    ),
  badJson: (detail: string) => invalid(`invalid JSON: ${detail}`),
  contentType: (type: string) => invalid(`unsupported Content-Type header (${type}): must be 'application/json'`),
  invalidFilter: () => invalid('invalid filter'),
  unknownFilter: (name: string) => invalid(`invalid filter '${name}'`),
  filterValue: (name: string, value: string, why?: string) =>
    invalid(`invalid filter '${name}=${value}'${why === undefined ? '' : `: ${why}`}`),

  noSuchContainer: (word: string) => notFound(`No such container: ${word}`),
  ambiguousContainer: (prefix: string) => invalid(`Multiple IDs found with provided prefix: ${prefix}`),
  containerName: (name: string) => invalid(`Invalid container name (${name}), only ${NAME_CHARS} are allowed`),
  nameInUse: (name: string, id: string) =>
    conflict(
      `Conflict. The container name "/${name}" is already in use by container "${id}". You have to remove (or rename) that container to be able to reuse that name.`,
    ),
  emptyConfig: () => invalid('config cannot be empty in order to create a container'),
  noCommand: () => invalid('no command specified'),
  workdirRelative: (dir: string) =>
    invalid(`the working directory '${dir}' is invalid, it needs to be an absolute path`),
  restartPolicy: (name: string) =>
    invalid(
      `invalid restart policy: unknown policy '${name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`,
    ),
  restartCount: () => invalid("invalid restart policy: maximum retry count can only be used with 'on-failure'"),
  restartCountNegative: () => invalid('invalid restart policy: maximum retry count cannot be negative'),
  autoRemoveRestart: () => invalid("can't create 'AutoRemove' container with restart policy"),
  memoryMinimum: () => invalid('Minimum memory limit allowed is 6MB'),
  memorySwap: () => invalid('Minimum memoryswap limit should be larger than memory limit, see usage'),
  swapWithoutMemory: () => invalid('You should always set the Memory limit when using Memoryswap limit, see usage'),
  reservation: () => invalid('Minimum memory limit can not be less than memory reservation limit, see usage'),
  updateMemorySwap: () =>
    conflict(
      'Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time',
    ),
  cpus: (count: number) =>
    invalid(`range of CPUs is from 0.01 to ${count.toFixed(2)}, as there are only ${String(count)} CPUs available`),
  nanoCpusConflict: () => invalid('Conflicting options: Nano CPUs and CPU Period cannot both be set'),
  cpuset: (asked: string, last: number) =>
    invalid(
      `Requested CPUs are not available - requested ${asked}, available: ${last > 0 ? `0-${String(last)}` : '0'}`,
    ),
  capability: (which: 'CapAdd' | 'CapDrop', name: string) => invalid(`invalid ${which}: unknown capability: "${name}"`),
  logDriver: (name: string) => system(`error looking up logging plugin ${name}: plugin "${name}" not found`),
  logOption: (option: string, driver: string) => invalid(`unknown log opt '${option}' for ${driver} log driver`),
  logsUnreadable: () => system('configured logging driver does not support reading'),
  logsNoStream: () => invalid('Bad parameters: you must choose at least one stream'),
  bindMissing: (path: string) =>
    invalid(`invalid mount config for type "bind": bind source path does not exist: ${path}`),
  mountConfig: (type: string, why: string) => invalid(`invalid mount config for type "${type}": ${why}`),
  duplicateMount: (path: string) => invalid(`Duplicate mount point: ${path}`),
  volumeSpec: (spec: string) => invalid(`invalid volume specification: '${spec}'`),
  mountRoot: (spec: string) =>
    invalid(
      `invalid volume specification: '${spec}': invalid mount config for type "bind": invalid specification: destination can't be '/'`,
    ),
  mountRelative: (spec: string, path: string) =>
    invalid(
      `invalid volume specification: '${spec}': invalid mount config for type "volume": invalid mount path: '${path}' mount path must be absolute`,
    ),
  volumesFromMode: (mode: string) => invalid(`invalid mode: ${mode}`),

  isRunning: (id: string) => new DaemonError(304, `container ${id} is already running`),
  startPaused: () => conflict('cannot start a paused container, try unpause instead'),
  startRemoving: () => conflict('container is marked for removal and cannot be started'),
  alreadyPaused: (id: string) => conflict(`Container ${id} is already paused`),
  notPaused: (id: string) => system(`Container ${id} is not paused`),
  notRunning: (id: string) => conflict(`Container ${id} is not running`),
  pauseRestarting: (id: string) => conflict(`Container ${id} is restarting, wait until the container is running`),
  killNotRunning: (word: string, id: string) =>
    conflict(`cannot kill container: ${word}: container ${id} is not running`),
  killSignal: (word: string, signal: string) => invalid(`cannot kill container: ${word}: invalid signal: ${signal}`),
  invalidSignal: (signal: string) => invalid(`invalid signal: ${signal}`),
  removeRunning: (word: string) =>
    conflict(
      `cannot remove container "${word}": container is running: stop the container before removing or force remove`,
    ),
  removePaused: (word: string) =>
    conflict(`cannot remove container "${word}": container is paused and must be unpaused first`),
  removeRestarting: (word: string) =>
    conflict(
      `cannot remove container "${word}": container is restarting: stop the container before removing or force remove`,
    ),
  removalInProgress: (word: string) => conflict(`removal of container ${word} is already in progress`),
  renameSame: () => invalid('Renaming a container with the same name as its current name'),
  renameEmpty: () => invalid('Neither old nor new names may be empty'),
  renameInvalid: (name: string) =>
    system(`Error when allocating new name: Invalid container name (/${name}), only ${NAME_CHARS} are allowed`),
  renameInUse: (name: string, id: string) =>
    conflict(
      `Error when allocating new name: Conflict. The container name "/${name}" is already in use by container "${id}". You have to remove (or rename) that container to be able to reuse that name.`,
    ),
  updateAutoRemove: () => conflict('Restart policy cannot be updated because AutoRemove is enabled for the container'),
  noExec: (id: string) => notFound(`No such exec instance: ${id}`),
  execEmpty: () => invalid('No exec command specified'),
  execPaused: (word: string) => conflict(`Container ${word} is paused, unpause the container before exec`),
  execRestarting: (id: string) => conflict(`Container ${id} is restarting, wait until the container is running`),
  execNotRunning: (id: string) => conflict(`container ${id} is not running`),
  execStarted: (id: string) => conflict(`exec command ${id} is already running`),
  execFinished: (id: string) => conflict(`exec command ${id} has already run`),
  execFailed: (why: string) => `OCI runtime exec failed: exec failed: unable to start container process: ${why}`,
  createFailed: (why: string) =>
    `failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${why}`,
  pathNotFound: (path: string, word: string) => notFound(`Could not find the file ${path} in container ${word}`),
  notDirectory: () => invalid('extraction point is not a directory'),
  rootfsReadOnly: () => forbidden('container rootfs is marked read-only'),
  mountReadOnly: () => forbidden('mounted volume is marked read-only'),
  topArgs: (field: string) => system(`ps: unknown user-defined format specifier "${field}"`),
  linkFormat: (link: string) => invalid(`bad format for links: ${link}`),
  linkNotRunning: (name: string, child: string) =>
    system(`Cannot link to a non running container: ${name} AS ${child}`),
  linkNoContainer: (name: string) => invalid(`could not get container for ${name}: No such container: ${name}`),
  linkHostMode: () =>
    invalid(
      "conflicting options: host type networking can't be used with links. This would result in undefined behavior",
    ),

  networking: (why: string) => `failed to set up container networking: ${why}`,
  joinNotRunning: (id: string) => conflict(`cannot join network namespace of a non running container: ${id}`),
  joinRestarting: (id: string) => conflict(`cannot join network of a restarting container: ${id}`),
  portDriver: (name: string, endpoint: string, why: string) =>
    `driver failed programming external connectivity on endpoint ${name} (${endpoint}): ${why}`,
  addressInUse: () => 'Address already in use',
  addressNotInPool: (address: string) => `no configured subnet or ip-range contain the IP address ${address}`,
  noConfigNetwork: (name: string) => notFound(`configuration network "${name}" not found`),
  configAndFrom: () =>
    errors.forbidden(
      'user supplied configurations are not supported if the network depends on a configuration network',
    ),
  noNetwork: (word: string) => notFound(`network ${word} not found`),
  ambiguousNetwork: (word: string) => conflict(`network ${word} is ambiguous (2 matches found on name)`),
  networkNameEmpty: () => invalid('invalid name: name is empty'),
  networkExists: (name: string) => conflict(`network with name ${name} already exists`),
  predefined: (name: string) => forbidden(`operation is not permitted on predefined ${name} network`),
  predefinedRemove: (name: string) => forbidden(`${name} is a pre-defined network and cannot be removed`),
  networkInUse: (name: string, endpoints: readonly { name: string; id: string }[]) =>
    forbidden(
      `error while removing network: network ${name} has active endpoints (${endpoints
        .map((e) => `name:"${e.name}" id:"${e.id.slice(0, 12)}"`)
        .join(', ')})`,
    ),
  endpointExists: (container: string, network: string) =>
    forbidden(`endpoint with name ${container} already exists in network ${network}`),
  notConnected: (id: string, network: string) => system(`container ${id} is not connected to network ${network}`),
  connectHost: () =>
    forbidden('cannot connect container to host network - container must be created in host network mode'),
  disconnectHost: () =>
    forbidden('cannot disconnect container from host network - container was created in host network mode'),
  sharedNamespace: () =>
    forbidden(
      'container sharing network namespace with another container or host cannot be connected to any other network',
    ),
  connectNone: () =>
    forbidden('container cannot be connected to multiple networks with one of the networks in private (none) mode'),
  removedContainer: (id: string) =>
    conflict(`Container ${id} is marked for removal and cannot be connected or disconnected to the network`),
  endpointConfig: (network: string, problems: readonly string[]) =>
    invalid(
      `invalid config for network ${network}: invalid endpoint settings:\n${problems
        .map((p) => (problems.length > 1 ? `* ${p}` : p))
        .join('\n')}`,
    ),
  networkConfig: (problems: readonly string[]) =>
    invalid(`invalid network config:\n${problems.map((p) => (problems.length > 1 ? `* ${p}` : p)).join('\n')}`),
  plugin: (name: string) => notFound(`plugin "${name}" not found`),
  poolOverlap: () => forbidden('invalid pool request: Pool overlaps with other one on this address space'),
  poolsExhausted: () => forbidden('all predefined address pools have been fully subnetted'),
  noAddress: (network: string, id: string) =>
    `no available IPv4 addresses on this network's address pools: ${network} (${id})`,
  notSwarm: () =>
    new DaemonError(
      503,
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    ),

  noVolume: (name: string) => notFound(`get ${name}: no such volume`),
  volumeName: (name: string) =>
    invalid(
      `create ${name}: "${name}" includes invalid characters for a local volume name, only "${NAME_CHARS}" are allowed. If you intended to pass a host directory, use absolute path`,
    ),
  volumeShort: (name: string) =>
    invalid(`create ${name}: volume name is too short, names should be at least two alphanumeric characters`),
  volumeDriver: (name: string, driver: string) =>
    notFound(`create ${name}: error looking up volume plugin ${driver}: plugin "${driver}" not found`),
  volumeOption: (name: string, option: string) => invalid(`create ${name}: invalid option: "${option}"`),
  volumeConflict: (name: string) => conflict(`create ${name}: conflict: volume name must be unique`),
  volumeInUse: (name: string, ids: readonly string[]) =>
    conflict(`remove ${name}: volume is in use - [${ids.join(', ')}]`),
  volumeMount: (mountpoint: string, type: string, device: string, options: string, why: string) =>
    system(
      `failed to populate volume: error while mounting volume '${mountpoint}': failed to mount local volume: mount ${device || type}:${mountpoint}${options && `, data: ${options}`}: ${why}`,
    ),

  noImage: (name: string) => notFound(`No such image: ${name}`),
  noPlatform: (name: string, wanted: string, got: string) =>
    notFound(
      `image with reference ${name} was found but does not provide the specified platform (${wanted}): the actual platform is ${got}`,
    ),
  imageInUse: (word: string, container: string, image: string) =>
    conflict(
      `conflict: unable to remove repository reference "${word}" (must force) - container ${container} is using its referenced image ${image}`,
    ),
  imageHardConflict: (id: string, container: string) =>
    conflict(
      `conflict: unable to delete ${id} (cannot be forced) - image is being used by running container ${container}`,
    ),
  imageSoftConflict: (id: string, container: string) =>
    conflict(
      `conflict: unable to delete ${id} (must be forced) - image is being used by stopped container ${container}`,
    ),
  imageManyNames: (id: string) =>
    conflict(`conflict: unable to delete ${id} (must be forced) - image is referenced in multiple repositories`),
  imageChildren: (id: string) =>
    conflict(`conflict: unable to delete ${id} (cannot be forced) - image has dependent child images`),
  pushNoTag: (name: string) => `tag does not exist: ${name}`,
  pushNoImage: (name: string) => `An image does not exist locally with the tag: ${name}`,

  notSimulated: (what: string) => new DaemonError(501, `drydock: ${what} is not simulated yet`),
} as const;
