import { between, CommandError } from '#cli/command';
import type { ContainerInspect } from '#docker/api/container-inspect';
import { completeContainers, dockerCommand } from '../docker-command';

/** docker container port: where its ports are published. */
export const port = dockerCommand({
  name: 'port',
  usage: 'CONTAINER [PRIVATE_PORT[/PROTO]]',
  aliasText: 'docker container port, docker port',
  short: 'List port mappings or a specific mapping for the container',
  args: between(1, 2),
  complete: (cli, args) => (args.length === 0 ? completeContainers('running')(cli) : []),
  async run(cli, { args: [name = '', wanted] }) {
    const { NetworkSettings } = await cli.client.get<ContainerInspect>(`/containers/${encodeURIComponent(name)}/json`);
    const ports = NetworkSettings.Ports ?? {};
    const address = (ip: string, number: string): string =>
      ip.includes(':') ? `[${ip}]:${number}` : `${ip}:${number}`;
    let out = '';
    if (wanted !== undefined) {
      const [number = '', protocol = 'tcp'] = wanted.split('/');
      if (!/^\d+$/.test(number) || Number(number) > 65535)
        throw new CommandError(`Error: invalid port (${number}): invalid syntax`);
      const bindings = ports[`${number}/${protocol}`];
      if (!bindings) throw new CommandError(`Error: No public port '${wanted}' published for ${name}`);
      for (const { HostIp, HostPort } of bindings) out += `${address(HostIp, HostPort)}\n`;
    } else {
      const entries = Object.entries(ports).sort(([a], [b]) => parseInt(a, 10) - parseInt(b, 10) || (a < b ? -1 : 1));
      for (const [inside, bindings] of entries) {
        for (const { HostIp, HostPort } of bindings ?? []) out += `${inside} -> ${address(HostIp, HostPort)}\n`;
      }
    }
    await cli.out(out);
  },
});
