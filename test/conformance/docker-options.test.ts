import { expect } from 'vitest';
import { parseThrottleBps, parseThrottleIops, parseWeightDevice } from '#docker/cli/options/block-devices';
import { effectiveCapabilities, normalizeCapability } from '#docker/cli/options/capabilities';
import { deviceOptions } from '#docker/cli/options/devices';
import { parseGitUrl } from '#docker/cli/options/git-url';
import { parseMount } from '#docker/cli/options/mount';
import { parseNetwork } from '#docker/cli/options/network';
import { parsePublish } from '#docker/cli/options/ports';
import { systemPaths } from '#docker/cli/options/security';
import { extraHost, parseRestart, validateEnv, validateIp, validateLabel } from '#docker/cli/options/validate';
import { splitVolume } from '#docker/cli/options/volume';
import { allCreateFlags, createBody, type CreateFlags } from '#docker/cli/container/options';
import { splitCopyArgument } from '#docker/cli/container/cp';
import { portsText } from '#docker/cli/formatter/container';
import { ellipsis, formatText, truncatedId } from '#docker/cli/formatter/formatter';
import { create as createNetwork } from '#docker/cli/network/create';
import { create as createVolume } from '#docker/cli/volume/create';
import { parseFlags, type FlagTable } from '#cli/flags';
import { runCommand } from '#cli/run-command';
import type { DockerCli } from '#docker/cli/docker-command';
import type { Process } from '#process/process';
import { registryConfig } from '#docker/daemon/system/registry-config';
import { lines, suite } from './fixtures';

/** The fields of upstream's rows; each check knows the types of its own. */
type Fields = Readonly<
  Record<
    | 'args'
    | 'deviceMapping'
    | 'deviceRequests'
    | 'devices'
    | 'err'
    | 'error'
    | 'exp'
    | 'expErr'
    | 'expHostConfigLinks'
    | 'expNetConfigLinks'
    | 'expected'
    | 'expectedContainer'
    | 'expectedErr'
    | 'expectedError'
    | 'expectedHostCfg'
    | 'expectedOut'
    | 'expectedPath'
    | 'expectedRate'
    | 'expectedWeight'
    | 'f'
    | 'flags'
    | 'id'
    | 'in'
    | 'index'
    | 'input'
    | 'isJSON'
    | 'isTable'
    | 'masked'
    | 'n'
    | 'out'
    | 'path'
    | 'ports'
    | 'registries'
    | 'source'
    | 'template'
    | 'url'
    | 'value'
    | 'width',
    never
  >
>;

interface Case {
  name?: string;
  group: string;
  input: Fields;
  expect: Fields;
  skip?: string;
}

/** A process of which the options read the environment alone. */
const process = { env: new Map<string, string>() } as unknown as Process;

const body = (args: readonly string[]): ReturnType<typeof createBody> => {
  const { values, changed, args: rest } = parseFlags(allCreateFlags, [...args, 'ubuntu', 'bash'], true);
  return createBody(process, values as CreateFlags, changed, rest);
};

/** Runs `act`; with an error expected, it fails with these words. Answers what came when none is. */
function outcome<T>(wanted: unknown, act: () => T): T | undefined {
  if (typeof wanted !== 'string' || wanted === '') return act();
  expect(act).toThrow(wanted);
  return undefined;
}

/** `got` has what `wanted` has, and nothing of weight besides: missing fields are Go's zero values. */
function same(got: unknown, wanted: unknown): void {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(plain);
    if (typeof value !== 'object' || value === null)
      return value === '' || value === 0 || value === false || value === null ? undefined : value;
    const entries = Object.entries(value).map(
      ([k, v]) => [k, typeof v === 'string' && isMap(value) ? v : plain(v)] as const,
    );
    const kept = entries.filter(([, v]) => v !== undefined);
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  };
  // The values of labels and driver options count even when they are empty.
  const isMap = (value: object): boolean => Object.keys(value).some((key) => /^[a-z]/.test(key));
  expect(plain(got)).toEqual(plain(wanted));
}

type Check = (input: Fields, wanted: Fields) => unknown;

/** Runs a command as the program would, with a daemon that answers nothing. Answers what it says on standard error. */
async function failure(
  command: Parameters<typeof runCommand<DockerCli>>[0],
  path: string,
  words: string[],
): Promise<string> {
  let said = '';
  const err = async (text: string): Promise<void> => void (said += text);
  const cli = { process, err, out: err } as unknown as DockerCli;
  try {
    await runCommand({ name: 'docker', short: '', commands: [command] }, path, words, {
      environment: cli,
      out: err,
      err,
      help: { columns: 80 },
      flagErrorCode: 125,
      binary: 'docker',
    });
  } catch (error) {
    said += (error as Error).message;
  }
  return said;
}

const words = (flags: Record<string, string> | undefined): string[] =>
  Object.entries(flags ?? {}).map(([name, value]) => `--${name}=${value}`);

const mountField =
  (base: string, field: (mount: ReturnType<typeof parseMount>) => unknown): Check =>
  ({ value }, { exp, expErr }) => {
    const mount = outcome(expErr, () => parseMount(base + (value === '' ? '' : `,${String(value)}`)));
    if (mount) expect(field(mount) ?? false).toBe(exp ?? false);
  };

const CHECKS: Readonly<Record<string, Check>> = {
  TestSplitCpArg: ({ path }, { expectedContainer, expectedPath }) =>
    expect(splitCopyArgument(path)).toEqual({ container: expectedContainer ?? '', path: expectedPath }),
  TestParseRunLinks: ({ input }, { expHostConfigLinks, expNetConfigLinks }) => {
    const { HostConfig, NetworkingConfig } = body((input as string).split(' '));
    same(HostConfig?.Links, expHostConfigLinks);
    for (const [name, links] of Object.entries(expNetConfigLinks ?? {}))
      same(NetworkingConfig?.EndpointsConfig?.[name]?.Links, links);
  },
  TestParseRunAttach: ({ input }, { expected }) => {
    const { AttachStdin, AttachStdout, AttachStderr } = body((input as string).split(' '));
    same({ AttachStdin, AttachStdout, AttachStderr }, expected);
  },
  TestParseRunWithInvalidArgs: ({ args }, { error }) =>
    outcome(error, () => parseFlags(allCreateFlags as FlagTable, args, true)),
  TestParseDevice: ({ devices, deviceRequests }, { deviceMapping }) => {
    const got = deviceOptions(devices);
    same(got.devices, [deviceMapping]);
    const [request] = (deviceRequests ?? []) as { driver: string; deviceIDs: string[] }[];
    same(got.requests, request ? [{ Driver: request.driver, DeviceIDs: request.deviceIDs }] : []);
  },
  TestParseNetworkConfig: ({ flags }, { expected, expectedHostCfg, expectedErr }) => {
    const got = outcome(expectedErr, () => body(flags));
    if (!got) return;
    same(got.NetworkingConfig?.EndpointsConfig, expected);
    expect(got.HostConfig).toMatchObject(expectedHostCfg);
  },
  TestParseRestartPolicy: ({ input }, { expected, expectedErr }) =>
    same(
      outcome(expectedErr, () => parseRestart(input)),
      expected,
    ),
  TestParseSystemPaths: ({ in: given, masked }, { out }) => {
    expect(systemPaths(given)).toEqual({ options: out, unconfined: masked !== undefined });
  },
  TestDisplayablePorts: ({ ports }, { expected }) => expect(portsText(ports)).toBe(expected),
  TestTruncateID: ({ id }, { expected }) => expect(truncatedId(id)).toBe(expected),
  TestEllipsis: ({ source, width }, { expected }) => expect(ellipsis(source, width)).toBe(expected),
  TestFormat: ({ f }, { isJSON, isTable, template }) => {
    expect({ isJSON: f === 'json', isTable: (f as string).startsWith('table'), template: formatText(f) }).toEqual({
      isJSON,
      isTable,
      template,
    });
  },
  TestParseRemoteURL: ({ url }, { expected }) =>
    expect(parseGitUrl(url)).toEqual({ subdir: '', ...(expected as object) }),
  TestLoadInsecureRegistries: ({ index, registries }, { err }) => {
    const config = outcome(err, () => registryConfig(registries));
    if (config) expect(config.IndexConfigs[index as string]?.Secure).toBe(false);
  },
  TestNetworkCreateErrors: async ({ args, flags }, { expectedError }) =>
    expect(
      await failure(createNetwork, 'docker network', ['create', ...words(flags), ...((args ?? []) as string[])]),
    ).toContain(expectedError),
  TestVolumeCreateErrors: async ({ args, flags }, { expectedError }) =>
    expect(
      await failure(createVolume, 'docker volume', ['create', ...words(flags), ...((args ?? []) as string[])]),
    ).toContain(expectedError),
  TestParseVolumeSplitCases: ({ input, n }, { expected }) =>
    expect(splitVolume(input ?? '', n) ?? null).toEqual(expected),
  TestNormalizeCapability: ({ in: given }, { out }) => expect(normalizeCapability(given)).toBe(out),
  TestEffectiveCapAddCapDrop: ({ in: given }, { out }) => {
    const { add, drop } = given as { add?: string[]; drop?: string[] };
    same(effectiveCapabilities(add ?? [], drop ?? []), out);
  },
  TestValidateEnv: ({ value }, { expectedErr }) => outcome(expectedErr, () => validateEnv(value)),
  TestValidateExtraHosts: ({ input }, { expectedOut, expectedErr }) => {
    const got = outcome(expectedErr, () => extraHost(input ?? ''));
    if (got !== undefined) expect(got).toBe(expectedOut ?? input);
  },
  TestMountOptErrors: ({ value }, { expErr }) => outcome(expErr, () => parseMount(value ?? '')),
  TestMountOptReadOnly: mountField('type=bind,target=/foo,source=/foo', (mount) => mount.ReadOnly),
  TestMountOptVolumeNoCopy: mountField('type=volume,target=/foo,source=foo', (mount) => mount.VolumeOptions?.NoCopy),
  TestMountOptVolumeOptions: ({ value }, { exp }) => same(parseMount(value), exp),
  TestMountOptSetBindCreateSrc: mountField(
    'type=bind,target=/foo,source=/foo',
    (mount) => mount.BindOptions?.CreateMountpoint,
  ),
  TestNetworkOptAdvancedSyntax: ({ value }, { expected }) => same([parseNetwork(value)], expected),
  TestNetworkOptAdvancedSyntaxInvalid: ({ value }, { expectedError }) =>
    outcome(expectedError, () => parseNetwork(value)),
  TestValidateIPAddress: ({ input }, { expectedOut, expectedErr }) => {
    const got = outcome(expectedErr, () => validateIp(input));
    if (got !== undefined) expect(got).toBe(expectedOut);
  },
  TestValidateLabel: ({ value }, { expectedErr }) => outcome(expectedErr, () => validateLabel(value ?? '')),
  TestValidateThrottleBpsDevice: ({ input }, { expectedErr }) => outcome(expectedErr, () => parseThrottleBps(input)),
  TestValidateThrottleIOpsDevice: ({ input }, { expectedErr, expectedPath, expectedRate }) =>
    same(
      outcome(expectedErr, () => parseThrottleIops(input)),
      expectedPath && { Path: expectedPath, Rate: expectedRate },
    ),
  TestValidateWeightDevice: ({ input }, { expectedErr, expectedPath, expectedWeight }) =>
    same(
      outcome(expectedErr, () => parseWeightDevice(input)),
      expectedPath && { Path: expectedPath, Weight: expectedWeight },
    ),
  TestPortOptValidSimpleSyntax: ({ value }, { expected }) => {
    const got = parsePublish(value).map(({ port, hostPort }) => ({
      Protocol: port.split('/')[1],
      PublishedPort: hostPort === '' ? 0 : Number(hostPort),
      TargetPort: Number(port.split('/')[0]),
      PublishMode: 'ingress',
    }));
    same(got, expected);
  },
  TestPortOptInvalidSimpleSyntax: ({ value }, { expectedError }) =>
    outcome(expectedError, () => parsePublish(value ?? '')),
};

const SWARM = 'Simplified: swarm is not simulated, so neither are the ports of its services';
const DETAILS = 'Simplified: only `docker service logs` takes the details of a line apart, and swarm is not simulated';
const NEWER = 'the words of docker 29; 28.5.2 says `Invalid` with a capital letter (recorded)';

const KNOWN: Readonly<Record<string, string>> = {
  'TestParse 87: {"line":"key1=value1,key2=value2"}': DETAILS,
  'TestParse 88: {"line":"key+with+spaces=value%3Dequals,asdf%2C="}': DETAILS,
  'TestParse 89: {"line":"key=,key2="}': DETAILS,
  'TestParse 90: {"line":"key=,=nothing"}': DETAILS,
  'TestParse 91: {"line":"=nothing"}': DETAILS,
  'TestParse 92: {"line":"errors"}': DETAILS,
  'TestPortOptValidSimpleSyntax 274: {"value":"80-82:8080/udp"}': SWARM,
  'TestPortOptValidComplexSyntax 276: {"value":"target=80,protocol=tcp"}': SWARM,
  'TestPortOptValidComplexSyntax 277: {"value":"target=80,published=8080,protocol=tcp"}': SWARM,
  'TestPortOptValidComplexSyntax 278: {"value":"target=80,published=8080,protocol=tcp,mode=host"}': SWARM,
  'TestPortOptValidComplexSyntax 279: {"value":"target=80,published=8080,mode=host"}': SWARM,
  'TestPortOptValidComplexSyntax 280: {"value":"target=80,published=8080,mode=ingress"}': SWARM,
  'TestPortOptInvalidComplexSyntax 281: {"value":"invalid=field"}': SWARM,
  'TestPortOptInvalidComplexSyntax 282: {"value":"protocol=invalid"}': SWARM,
  'TestPortOptInvalidComplexSyntax 283: {"value":"target=invalid"}': SWARM,
  'TestPortOptInvalidComplexSyntax 284: {"value":"mode=invalid"}': SWARM,
  'TestPortOptInvalidComplexSyntax 285: {"value":"target=80,protocol=\\"tcp,mode=ingress\\""}': SWARM,
  'TestPortOptInvalidComplexSyntax 286: {"value":"target=80,\\"protocol=tcp,mode=ingress\\""}': SWARM,
  'TestPortOptInvalidSimpleSyntax 287: {"value":"9999999"}': NEWER,
  'TestPortOptInvalidSimpleSyntax 288: {"value":"80/xyz"}': NEWER,
  'TestPortOptInvalidSimpleSyntax 289: {"value":"tcp"}': NEWER,
  'TestPortOptInvalidSimpleSyntax 290: {"value":"udp"}': NEWER,
  'TestPortOptInvalidSimpleSyntax 292: {"value":"1.1.1.1:80:80"}': SWARM,
};

suite(
  'docker/options',
  () => lines<Case>('docker/options.jsonl').filter((item) => item.skip === undefined),
  (item, index) => `${item.group.split(':').at(-1)!} ${String(index)}: ${item.name ?? JSON.stringify(item.input)}`,
  async (item) => {
    const check = CHECKS[item.group.split(':').at(-1)!];
    if (!check) throw new Error('not simulated');
    await check(item.input, item.expect);
  },
  KNOWN,
);
