import { inDependencyOrder } from '../engine/plan';
import { ComposeError } from '../errors';
import type { Project } from '../model/project';
import { Attached } from './attached';
import { composeCommand } from './command';
import { converge, parseScale } from './converge';
import { CREATE_FLAGS, UP_FLAGS } from './create-flags';
import { waitReady } from './wait-ready';

function withoutDependencies(project: Project, names: readonly string[]): void {
  project.services = Object.fromEntries(
    Object.entries(project.services).filter(([name]) => names.length === 0 || names.includes(name)),
  );
  for (const service of Object.values(project.services)) delete service.depends_on;
}

/** compose up. */
export const up = composeCommand({
  name: 'up',
  usage: '[SERVICE...]',
  short: 'Create and start containers',
  flags: UP_FLAGS,
  async run(cli, { args, flags, changed }) {
    if (flags['force-recreate'] && flags['no-recreate'])
      throw new ComposeError('--force-recreate and --no-recreate are incompatible');
    if (flags.build && flags['no-build']) throw new ComposeError('--build and --no-build are incompatible');
    if (flags.watch) throw new ComposeError('drydock: docker compose up --watch is not simulated yet');
    if (flags.menu && cli.process.isTTY(1))
      throw new ComposeError('drydock: the menu of docker compose up is not simulated yet');
    const abort = flags['abort-on-container-exit'] || flags['exit-code-from'] !== '';
    if (flags.detach && (abort || flags.attach.length > 0)) {
      throw new ComposeError(
        '--detach cannot be combined with --abort-on-container-exit, --abort-on-container-failure, --attach, --attach-dependencies or --watch',
      );
    }
    const project = await cli.project(args);
    if (Object.keys(project.services).length === 0) throw new ComposeError('no service selected');
    if (flags['no-deps']) withoutDependencies(project, args);
    const timeout = changed.has('timeout') ? flags.timeout : undefined;
    const detached = flags.detach || flags.wait || flags['no-start'];
    const extra = {
      start: !flags['no-start'],
      recreateDependencies: flags['always-recreate-deps'],
      renewAnonymous: flags['renew-anon-volumes'],
      ...(timeout !== undefined && { timeout }),
    };
    if (detached || cli.options.dryRun) {
      await converge(cli, project, args, flags, extra);
      return flags.wait && !cli.options.dryRun ? waitReady(cli, project, flags['wait-timeout']) : 0;
    }
    const followed = inDependencyOrder(project.services).filter(
      (name) =>
        (args.length === 0 || args.includes(name) || flags['attach-dependencies']) &&
        (flags.attach.length === 0 || flags.attach.includes(name)) &&
        !flags['no-attach'].includes(name) &&
        project.services[name]!.attach !== false,
    );
    const attached = new Attached(cli, project, followed, {
      watched: args.length > 0 ? args : Object.keys(project.services),
      abort,
      abortOnFailure: flags['abort-on-container-failure'],
      codeFrom: flags['exit-code-from'],
      colour: !flags['no-color'],
      prefix: !flags['no-log-prefix'],
      timestamps: flags.timestamps,
      timeout,
    });
    return attached.run(converge(cli, project, args, flags, { ...extra, observer: attached.observer }));
  },
});

/** compose create. */
export const create = composeCommand({
  name: 'create',
  usage: '[SERVICE...]',
  short: 'Creates containers for a service',
  flags: CREATE_FLAGS,
  async run(cli, { args, flags }) {
    const legacy = cli.flavor.generation === 1;
    if (legacy)
      await cli.err('The create command is deprecated. Use the up command with the --no-start flag instead.\n');
    const project = await cli.project(args);
    await converge(cli, project, args, flags, { start: false, withoutResources: legacy });
  },
});

/** compose scale. */
export const scale = composeCommand({
  name: 'scale',
  usage: '[SERVICE=REPLICAS...]',
  short: 'Scale services ',
  flags: { 'no-deps': { kind: 'bool', help: "Don't start linked services" } },
  async run(cli, { args, flags }) {
    const names = args.map((text) => text.split('=')[0]!);
    const project = await cli.project(names);
    if (flags['no-deps']) withoutDependencies(project, names);
    await converge(
      cli,
      project,
      [],
      {},
      { start: true, scale: parseScale(args, project, cli.flavor.generation === 1) },
    );
  },
});
