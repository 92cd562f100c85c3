import { readText } from '#io/streams';
import { openModel, renderConfig } from '../config-v2';
import { imageName } from '../engine/container-body';
import { serviceHash } from '../engine/hash';
import { inDependencyOrder } from '../engine/plan';
import { ComposeError } from '../errors';
import { extractVariables } from '../load/template';
import { tabbed } from './tables';
import { renderLegacy } from '../v1/config';
import { openLegacy } from '../v1/project';
import { composeCommand } from './command';
import type { ComposeCli } from './compose-cli';

/** docker compose config. */
export const config = composeCommand({
  name: 'config',
  aliases: ['convert'],
  usage: '[SERVICE...]',
  short: 'Parse, resolve and render compose file in canonical format',
  flags: {
    environment: { kind: 'bool', help: 'Print environment used for interpolation.' },
    format: { kind: 'string', help: 'Format the output. Values: [yaml | json]' },
    hash: { kind: 'string', help: 'Print the service config hash, one per line.' },
    images: { kind: 'bool', help: 'Print the image names, one per line.' },
    models: { kind: 'bool', help: 'Print the model names, one per line.' },
    networks: { kind: 'bool', help: 'Print the network names, one per line.' },
    'no-consistency': {
      kind: 'bool',
      help: "Don't check model consistency - warning: may produce invalid Compose output",
    },
    'no-env-resolution': { kind: 'bool', help: "Don't resolve service env files" },
    'no-interpolate': { kind: 'bool', help: "Don't interpolate environment variables" },
    'no-normalize': { kind: 'bool', help: "Don't normalize compose model" },
    'no-path-resolution': { kind: 'bool', help: "Don't resolve file paths" },
    output: { kind: 'string', short: 'o', help: 'Save to file (default to stdout)' },
    profiles: { kind: 'bool', help: 'Print the profile names, one per line.' },
    quiet: { kind: 'bool', short: 'q', help: "Only validate the configuration, don't print anything" },
    services: { kind: 'bool', help: 'Print the service names, one per line.' },
    variables: { kind: 'bool', help: 'Print model variables and default values.' },
    volumes: { kind: 'bool', help: 'Print the volume names, one per line.' },
  },
  async run(cli, { args, flags }) {
    if (cli.options.selection.files.includes('-')) cli.standardInput ??= await readText(cli.process.stdin);
    if (cli.flavor.generation === 1) return legacyConfig(cli, flags);
    const lines = (items: Iterable<string>): Promise<void> => cli.out([...items].map((item) => `${item}\n`).join(''));
    const switches = {
      interpolate: !flags['no-interpolate'],
      normalize: !flags['no-normalize'],
      resolvePaths: !flags['no-path-resolution'],
      consistency: !flags['no-consistency'],
      resolveEnvFiles: !flags['no-env-resolution'],
      allResources: cli.options.allResources,
    };
    const plain = { ...switches, resolveEnvFiles: false };
    if (flags.variables) {
      try {
        const model = openModel(cli.options.selection, cli.place, { ...switches, interpolate: false });
        const rows = [...extractVariables(model).values()].map((v) => [
          v.name,
          String(v.required),
          v.defaultValue,
          v.presenceValue,
        ]);
        return await cli
          .out(tabbed([['NAME', 'REQUIRED', 'DEFAULT VALUE', 'ALTERNATE VALUE'], ...rows], 20, 1))
          .then(() => 0);
      } finally {
        await cli.flush();
      }
    }
    const listing =
      flags.services ||
      flags.volumes ||
      flags.networks ||
      flags.profiles ||
      flags.images ||
      flags.hash !== '' ||
      flags.environment ||
      flags.models;
    if (listing) {
      const project = await cli.project(args, plain);
      if (flags.services) await lines(inDependencyOrder(project.services));
      else if (flags.volumes) await lines(Object.keys(project.volumes).sort());
      else if (flags.networks) await lines(Object.keys(project.networks).sort());
      else if (flags.models) await lines(Object.values(project.models).map((model) => model.model as string));
      else if (flags.environment)
        await lines(
          [...project.environment].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${value}`),
        );
      else if (flags.profiles) {
        const all = { ...project.services, ...project.disabled };
        await lines(
          [
            ...new Set(Object.values(all).flatMap((service) => (service.profiles as string[] | undefined) ?? [])),
          ].sort(),
        );
      } else if (flags.images)
        await lines(
          Object.entries(project.services).map(([name, service]) => imageName(project.name, name, service, cli.flavor)),
        );
      else {
        const names = flags.hash === '*' ? Object.keys(project.services) : flags.hash.split(',');
        for (const name of names.sort()) {
          const service = project.services[name];
          if (!service) throw new ComposeError(`no such service: ${name}: not found`);
          await cli.out(`${name} ${serviceHash(service)}\n`);
        }
      }
      return 0;
    }
    let text: string;
    try {
      text = renderConfig(
        cli.options.selection,
        cli.place,
        args,
        switches,
        flags.format === '' ? 'yaml' : flags.format,
      );
    } finally {
      await cli.flush();
    }
    if (flags.quiet) return 0;
    if (flags.output !== '') cli.process.fs.writeFile(flags.output, text);
    else await cli.out(text);
    return 0;
  },
});

/** docker-compose 1's own `config`. Upstream: compose 1.29 cli/main.py. */
async function legacyConfig(cli: ComposeCli, flags: Readonly<Record<string, unknown>>): Promise<number> {
  const interpolate = flags['no-interpolate'] !== true;
  let text: string;
  try {
    const { config } = openLegacy(cli.options.selection, cli.place, interpolate);
    const services = Object.entries(config.services);
    if (flags.quiet === true) text = '';
    else if (flags.profiles === true) {
      const profiles = services.flatMap(([, service]) => (service.profiles as string[] | undefined) ?? []);
      text = `${[...new Set(profiles)].sort().join('\n')}\n`;
    } else if (flags.services === true) text = `${services.map(([name]) => name).join('\n')}\n`;
    else if (flags.volumes === true) text = `${Object.keys(config.volumes).join('\n')}\n`;
    else if (typeof flags.hash === 'string' && flags.hash !== '') {
      const named = flags.hash === '*' ? [] : flags.hash.split(',');
      const project = await cli.project(named);
      text = Object.entries(project.services)
        .map(([name, service]) => `${name} ${serviceHash(service)}\n`)
        .join('');
    } else text = renderLegacy(config, interpolate);
  } finally {
    await cli.flush();
  }
  await cli.out(text);
  return 0;
}
