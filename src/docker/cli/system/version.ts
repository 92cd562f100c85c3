import { noArgs } from '#cli/command';
import { tabwriter } from '#cli/table';
import type { Version } from '#docker/api/version';
import { dockerCommand } from '../docker-command';
import { formatted } from '../formatter/inspect';

/** What the client says of itself. */
export const CLIENT = {
  Version: '28.5.2',
  ApiVersion: '1.51',
  DefaultAPIVersion: '1.51',
  GitCommit: 'ecc6942',
  GoVersion: 'go1.25.3',
  Os: 'linux',
  Arch: 'amd64',
  BuildTime: 'Wed Nov  5 14:43:11 2025',
} as const;

/** docker version: of client and server. */
export const version = dockerCommand({
  name: 'version',
  short: 'Show the Docker version information',
  args: noArgs,
  flags: {
    format: {
      kind: 'string',
      short: 'f',
      help: "Format output using a custom template:\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
  },
  async run(cli, { flags }) {
    const client = { ...CLIENT, Context: cli.context.name };
    let server: Version | undefined;
    let failure: unknown;
    try {
      server = await cli.client.get<Version>('/version');
    } catch (error) {
      failure = error;
    }
    if (flags.format === 'json') await cli.out(`${JSON.stringify({ Client: client, Server: server ?? null })}\n`);
    else if (flags.format !== '') {
      const named = (v: Version): object => ({ ...v, APIVersion: v.ApiVersion });
      await cli.out(
        formatted(
          { Client: { ...client, APIVersion: client.ApiVersion }, Server: server ? named(server) : null },
          flags.format,
        ),
      );
    } else await cli.out(versionText(client, server));
    if (failure) throw failure as Error;
  },
});

function versionText(client: typeof CLIENT & { Context: string }, server: Version | undefined): string {
  let out = `Client:
 Version:\t${client.Version}
 API version:\t${client.ApiVersion}
 Go version:\t${client.GoVersion}
 Git commit:\t${client.GitCommit}
 Built:\t${client.BuildTime}
 OS/Arch:\t${client.Os}/${client.Arch}
 Context:\t${client.Context}`;
  if (server) out += `\n\nServer:${server.Platform.Name === '' ? '' : ` ${server.Platform.Name}`}`;
  for (const { Name, Version: number, Details } of server?.Components ?? []) {
    out += `\n ${Name}:\n  Version:\t${number}`;
    if (Name === 'Engine') {
      const {
        ApiVersion = '',
        MinAPIVersion = '',
        GoVersion = '',
        GitCommit = '',
        BuildTime = '',
        Os = '',
        Arch = '',
        Experimental = '',
      } = Details;
      out += `\n  API version:\t${ApiVersion} (minimum version ${MinAPIVersion})\n  Go version:\t${GoVersion}\n  Git commit:\t${GitCommit}`;
      out += `\n  Built:\t${BuildTime}\n  OS/Arch:\t${Os}/${Arch}\n  Experimental:\t${Experimental}`;
    } else for (const key of Object.keys(Details).sort()) out += `\n  ${key}:\t${Details[key]!}`;
  }
  return `${tabwriter(out, { minWidth: 20, padding: 1 })}\n`;
}
