import type { Process } from '#process/process';
import { tool } from '../program';

/** which: where a program lies in PATH. Upstream: debianutils which. */
export const which = tool('which', { short: 'as' }, async (process, options) => {
  let missing = false;
  for (const name of options.operands) {
    const path = process.findProgram(name);
    if (path === undefined || !process.fs.access(path, 'x')) missing = true;
    else await process.stdout.write(`${path}\n`);
  }
  return missing || options.operands.length === 0 ? 1 : 0;
});

/** whereis: where a program, its source and its manual lie. Upstream: util-linux whereis. */
export const whereis = tool('whereis', { short: 'bms' }, async (process, options) => {
  for (const name of options.operands) {
    const path = process.findProgram(name);
    await process.stdout.write(`${name}:${path === undefined ? '' : ` ${path}`}\n`);
  }
  return 0;
});

/** lsb_release: which distribution this is, from /etc/os-release. Upstream: lsb-release. */
export const lsbRelease = tool(
  'lsb_release',
  { short: 'aidrcsv', long: { all: 'a', id: 'i', description: 'd', release: 'r', codename: 'c', short: 's' } },
  async (process, options) => {
    const release = osRelease(process);
    const rows: [string, string, string][] = [
      ['i', 'Distributor ID', release.get('NAME')?.split(' ')[0] ?? 'n/a'],
      ['d', 'Description', release.get('PRETTY_NAME') ?? 'n/a'],
      ['r', 'Release', release.get('VERSION_ID') ?? 'n/a'],
      ['c', 'Codename', release.get('VERSION_CODENAME') ?? 'n/a'],
    ];
    if (!options.has('s')) await process.stderr.write('No LSB modules are available.\n');
    for (const [flag, title, value] of rows) {
      if (!options.has('a') && !options.has(flag)) continue;
      await process.stdout.write(options.has('s') ? `${value}\n` : `${title}:\t${value}\n`);
    }
    return 0;
  },
);

/** The fields of /etc/os-release, without quotes. */
export function osRelease(process: Process): Map<string, string> {
  if (!process.fs.exists('/etc/os-release')) return new Map();
  const lines = process.fs.readText('/etc/os-release').split('\n');
  return new Map(
    lines
      .filter((line) => line.includes('='))
      .map((line) => [line.split('=', 1)[0]!, line.slice(line.indexOf('=') + 1).replace(/^["']|["']$/g, '')]),
  );
}
