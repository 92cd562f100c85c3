import type { Daemon } from '#docker/daemon/daemon';
import type { Machine } from '#machine/machine';
import { formatHops } from '#network/why';
import type { Process, Program } from '#process/process';
import { exportFolder } from './export';
import { explain } from './explain';
import { LIMITS } from './limits';

const USAGE = `drydock: what no real engine gives

  drydock why FROM TO[:PORT]   the path a packet takes, hop by hop, or the reason it fails
                               (FROM is laptop, a container or a Compose service)
  drydock help                 what is simulated, and what is not
  drydock export [FOLDER]      packs a folder as a zip that runs on a real Docker
`;

/** The `drydock` program: explains paths, says what is simulated, packs a learner's folder. */
export function drydock(parts: { daemon: Daemon; machine: Machine }): Program {
  return {
    name: 'drydock',
    async run(process) {
      const [verb, ...args] = process.argv.slice(1);
      switch (verb) {
        case 'why':
          return why(process, parts, args);
        case 'help':
        case '--help':
        case '-h':
          await process.stdout.write(`${USAGE}\n${LIMITS}`);
          return 0;
        case 'export':
          return exportFolder(process, args[0] ?? '.');
        case undefined:
          await process.stdout.write(USAGE);
          return 0;
        default:
          await process.stderr.write(`drydock: ${verb} is not a drydock command\n\n${USAGE}`);
          return 1;
      }
    },
  };
}

async function why(
  process: Process,
  { daemon, machine }: { daemon: Daemon; machine: Machine },
  args: readonly string[],
): Promise<number> {
  const [from, to] = args.length === 1 ? ['laptop', args[0]!] : args;
  if (from === undefined || to === undefined) {
    await process.stderr.write('usage: drydock why FROM TO[:PORT]\n');
    return 2;
  }
  const hops = await explain(daemon, machine, from, to);
  await process.stdout.write(formatHops(from, to, hops));
  return hops.at(-1)?.ok === false ? 1 : 0;
}
