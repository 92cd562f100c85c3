import { tool } from '../program';

const UNITS: Readonly<Record<string, string>> = {
  docker: 'Docker Application Container Engine',
  containerd: 'containerd container runtime',
  ssh: 'OpenBSD Secure Shell server',
  cron: 'Regular background program processing daemon',
};

const unitName = (text: string): string => text.replace(/\.(service|socket)$/, '');

/**
 * systemctl: asks about the laptop's services. Simplified: the engine always runs, so start, enable and reload succeed
 * at once and stopping it is refused with the reason.
 */
export const systemctl = tool(
  'systemctl',
  {
    short: 'lqanM:',
    long: { 'no-pager': 'p', now: 'now', quiet: 'q', all: 'a', full: 'l', user: 'user', 'type=': 'type' },
  },
  async (process, options) => {
    const [verb = 'list-units', ...names] = options.operands;
    if (verb === 'daemon-reload' || verb === 'daemon-reexec') return 0;
    for (const name of names.map(unitName)) {
      const about = UNITS[name];
      if (about === undefined) {
        await process.stderr.write(
          verb === 'status' || verb === 'is-active'
            ? `Unit ${name}.service could not be found.\n`
            : `Failed to ${verb} ${name}.service: Unit ${name}.service not found.\n`,
        );
        return verb === 'is-active' ? 3 : verb === 'status' ? 4 : 5;
      }
      if (verb === 'status')
        await process.stdout.write(
          `● ${name}.service - ${about}\n     Loaded: loaded (/usr/lib/systemd/system/${name}.service; enabled; preset: enabled)\n     Active: active (running)\n`,
        );
      else if (verb === 'is-active') await process.stdout.write('active\n');
      else if (verb === 'is-enabled') await process.stdout.write('enabled\n');
      else if (verb === 'stop' || verb === 'disable' || verb === 'mask') {
        await process.stderr.write(`drydock: stopping ${name}.service is not simulated yet\n`);
        return 1;
      } else if (!['start', 'restart', 'reload', 'enable', 'unmask'].includes(verb)) {
        await process.stderr.write(`Unknown command verb '${verb}'.\n`);
        return 1;
      }
    }
    if (names.length === 0 && verb === 'list-units')
      await process.stdout.write(
        Object.entries(UNITS)
          .map(([name, about]) => `  ${`${name}.service`.padEnd(24)} loaded active running ${about}\n`)
          .join(''),
      );
    return 0;
  },
);

/** service: the older way to ask. */
export const service = tool('service', {}, async (process, options) => {
  const [name, verb] = options.operands;
  if (name === undefined || UNITS[name] === undefined) {
    await process.stderr.write(`${name ?? ''}: unrecognized service\n`);
    return 1;
  }
  if (verb === 'status') await process.stdout.write(` * ${UNITS[name]} is running\n`);
  return 0;
});
