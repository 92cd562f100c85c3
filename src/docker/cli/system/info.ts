import { noArgs } from '#cli/command';
import { bytesSize } from '#cli/units';
import type { Info } from '#docker/api/info';
import { dockerCommand, type DockerCli } from '../docker-command';
import { formatted } from '../formatter/inspect';
import { CLIENT } from './version';

function clientInfo(cli: DockerCli): string {
  let out = `Client:\n Version:    ${CLIENT.Version}\n Context:    ${cli.context.name}\n Debug Mode: ${cli.debug}\n`;
  if (cli.plugins.length > 0) out += ' Plugins:\n';
  for (const { name, short, version, path } of cli.plugins) {
    out += `  ${name}: ${short} (Docker Inc.)\n    Version:  ${version}\n    Path:     ${path}\n`;
  }
  return out;
}

function serverInfo(info: Info): string {
  const lines: string[] = [];
  const add = (text: string, value?: string | number | boolean): void =>
    void lines.push(value === undefined ? text : `${text} ${String(value)}`);
  const filled = (text: string, value: string): void => {
    if (value !== '') add(text, value);
  };
  add(' Containers:', info.Containers);
  add('  Running:', info.ContainersRunning);
  add('  Paused:', info.ContainersPaused);
  add('  Stopped:', info.ContainersStopped);
  add(' Images:', info.Images);
  filled(' Server Version:', info.ServerVersion);
  filled(' Storage Driver:', info.Driver);
  for (const [key, value] of info.DriverStatus) add(`  ${key}: ${value}`);
  filled(' Logging Driver:', info.LoggingDriver);
  filled(' Cgroup Driver:', info.CgroupDriver);
  filled(' Cgroup Version:', info.CgroupVersion);
  add(' Plugins:');
  add('  Volume:', info.Plugins.Volume.join(' '));
  add('  Network:', info.Plugins.Network.join(' '));
  add('  Log:', info.Plugins.Log.join(' '));
  if (info.CDISpecDirs.length > 0)
    add(` CDI spec directories:\n${info.CDISpecDirs.map((dir) => `  ${dir}`).join('\n')}`);
  add(' Swarm:', info.Swarm.LocalNodeState);
  add(' Runtimes:', Object.keys(info.Runtimes).join(' '));
  add(' Default Runtime:', info.DefaultRuntime);
  add(' Init Binary:', info.InitBinary);
  add(' containerd version:', info.ContainerdCommit.ID);
  add(' runc version:', info.RuncCommit.ID);
  add(' init version:', info.InitCommit.ID);
  if (info.SecurityOptions.length > 0) {
    add(' Security Options:');
    for (const option of info.SecurityOptions) {
      const pairs = new Map(option.split(',').map((pair) => pair.split('=', 2) as [string, string]));
      add(`  ${pairs.get('name') ?? option}`);
      filled('   Profile:', pairs.get('profile') ?? '');
    }
  }
  filled(' Kernel Version:', info.KernelVersion);
  filled(' Operating System:', info.OperatingSystem);
  filled(' OSType:', info.OSType);
  filled(' Architecture:', info.Architecture);
  add(' CPUs:', info.NCPU);
  add(' Total Memory:', bytesSize(info.MemTotal));
  filled(' Name:', info.Name);
  filled(' ID:', info.ID);
  add(' Docker Root Dir:', info.DockerRootDir);
  add(' Debug Mode:', info.Debug);
  if (info.Labels.length > 0) add(` Labels:\n${info.Labels.map((label) => `  ${label}`).join('\n')}`);
  add(' Experimental:', info.ExperimentalBuild);
  const { IndexConfigs, InsecureRegistryCIDRs, Mirrors } = info.RegistryConfig;
  const insecure = Object.values(IndexConfigs).filter((index) => !index.Secure);
  if (InsecureRegistryCIDRs.length > 0 || Object.keys(IndexConfigs).length > 0) {
    add(
      [
        ' Insecure Registries:',
        ...[...insecure.map((i) => i.Name), ...InsecureRegistryCIDRs].map((name) => `  ${name}`),
      ].join('\n'),
    );
  }
  if (Mirrors && Mirrors.length > 0) add(` Registry Mirrors:\n${Mirrors.map((mirror) => `  ${mirror}`).join('\n')}`);
  add(' Live Restore Enabled:', info.LiveRestoreEnabled);
  return `${lines.join('\n')}\n\n`;
}

/** docker system info (docker info). */
export const info = dockerCommand({
  name: 'info',
  aliasText: 'docker system info, docker info',
  short: 'Display system-wide information',
  args: noArgs,
  flags: {
    format: {
      kind: 'string',
      short: 'f',
      help: "Format output using a custom template:\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
  },
  async run(cli, { flags }) {
    const server = await cli.client.get<Info>('/info');
    if (flags.format !== '') {
      const plugins = cli.plugins.map(({ name, short, version, path }) => ({
        SchemaVersion: '0.1.0',
        Vendor: 'Docker Inc.',
        Version: version,
        ShortDescription: short,
        Name: name,
        Path: path,
      }));
      await cli.out(
        formatted(
          {
            ...server,
            ClientInfo: { Debug: cli.debug, ...CLIENT, Context: cli.context.name, Plugins: plugins, Warnings: null },
          },
          flags.format,
        ),
      );
      return;
    }
    await cli.out(`${clientInfo(cli)}\nServer:\n${serverInfo(server)}`);
    for (const warning of server.Warnings ?? []) await cli.err(`${warning}\n`);
  },
});
