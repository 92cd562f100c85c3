import type { FlagValues } from '#cli/flags';
import { platformOf } from '#docker/builder/platform';
import { NOT_SIMULATED, type BUILD_FLAGS } from './build-flags';
import type { BuilderInstance } from './instances';
import type { Output } from './outputs';

type Flags = FlagValues<typeof BUILD_FLAGS>;

const unsupported = (feature: string, page: string): string =>
  `ERROR: failed to build: ${feature} is not supported for the docker driver.\nSwitch to a different driver, or turn on the containerd image store, and try again.\nLearn more at https://docs.docker.com/go/${page}/\n`;

const missing = (what: string): string => `drydock: docker build ${what} is not simulated yet\n`;

const wantsAttestation = (flags: Flags): boolean =>
  flags.attest.length > 0 || [flags.sbom, flags.provenance].some((text) => text !== '' && text !== 'false');

/**
 * Why a build is refused before it begins: what the builder's driver cannot do, and what is not simulated; undefined
 * when nothing is in its way. Upstream: buildx build/opt.go, driver/features.go.
 */
export function refusal(
  flags: Flags,
  changed: ReadonlySet<string>,
  builder: BuilderInstance,
  outputs: readonly Output[],
): string | undefined {
  const docker = builder.Driver === 'docker';
  const never = NOT_SIMULATED.find((name) => changed.has(name));
  if (never !== undefined) return missing(`--${never}`);
  const platforms = new Set(flags.platform.flatMap((text) => text.split(',')).map(platformOf));
  if (platforms.size > 1)
    return docker
      ? unsupported('Multi-platform build', 'build-multi-platform')
      : missing('for several platforms at once');
  if (wantsAttestation(flags))
    return docker ? unsupported('Attestation', 'attestations') : missing('with attestations (--sbom, --provenance)');
  const cacheTo = flags['cache-to'].map((text) => /(?:^|,)type=([^,]*)/.exec(text)?.[1] ?? 'registry');
  if (cacheTo.some((type) => type !== 'inline'))
    return docker
      ? unsupported('Cache export', 'build-cache-backends')
      : missing(`--cache-to=${flags['cache-to'][0]!}`);
  for (const { type, fields } of outputs) {
    const file = fields['dest'] !== undefined;
    if (type === 'oci' || (type === 'docker' && file))
      return docker
        ? unsupported(type === 'oci' ? 'OCI exporter' : 'Docker exporter', 'build-exporters')
        : missing(`--output=type=${type}`);
    if (!['local', 'tar', 'image', 'docker', 'cacheonly'].includes(type))
      return `ERROR: failed to build: failed to solve: exporter ${JSON.stringify(type)} could not be found\n`;
    if ((type === 'local' || type === 'tar') && !file)
      return `ERROR: failed to build: dest is required for ${type} output\n`;
  }
  if (outputs.length > 1) return missing('with several outputs');
  if (flags.call !== 'build' && flags.call !== 'check') return missing(`--call=${flags.call}`);
  const entitlement = flags.allow.find((text) => text !== 'network.host');
  if (entitlement !== undefined) return missing(`--allow=${entitlement}`);
  return undefined;
}
