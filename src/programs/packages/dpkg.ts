import type { Process } from '#process/process';
import { tool } from '../program';
import { packageNamed } from './catalog';

const STATUS = '/var/lib/dpkg/status';

export interface Installed {
  readonly name: string;
  readonly version: string;
  readonly about: string;
}

/** What dpkg's status file says is installed. */
export function installed(process: Process): Map<string, Installed> {
  if (!process.fs.exists(STATUS)) return new Map();
  const stanzas = process.fs
    .readText(STATUS)
    .split(/\n\n+/)
    .filter((text) => text.trim() !== '');
  const field = (text: string, name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
  return new Map(
    stanzas
      .filter((text) => /^Status: install ok installed$/m.test(text))
      .map((text) => [
        field(text, 'Package'),
        { name: field(text, 'Package'), version: field(text, 'Version'), about: field(text, 'Description') },
      ]),
  );
}

/** Writes down that a package is installed, or no longer. */
export function record(process: Process, name: string, entry: Installed | undefined): void {
  const all = installed(process);
  if (entry) all.set(name, entry);
  else all.delete(name);
  const stanzas = [...all.values()].map(
    (p) =>
      `Package: ${p.name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${p.version}\nDescription: ${p.about}\n`,
  );
  process.fs.mkdir('/var/lib/dpkg', { parents: true });
  process.fs.writeFile(STATUS, stanzas.join('\n'));
}

/** dpkg: lists and tells of installed packages. Upstream: dpkg. */
export const dpkg = tool(
  'dpkg',
  {
    short: 'liLsSrPGR',
    long: {
      list: 'l',
      install: 'i',
      listfiles: 'L',
      status: 's',
      search: 'S',
      remove: 'r',
      purge: 'P',
      'print-architecture': 'arch',
      'add-architecture': 'noop',
      configure: 'noop',
    },
    usageExit: 2,
  },
  async (process, options) => {
    if (options.has('arch')) {
      await process.stdout.write('amd64\n');
      return 0;
    }
    const all = installed(process);
    if (options.has('l')) {
      const names =
        options.operands.length === 0 ? [...all.keys()].toSorted() : options.operands.filter((name) => all.has(name));
      if (names.length === 0) {
        for (const name of options.operands)
          await process.stderr.write(`dpkg-query: no packages found matching ${name}\n`);
        return 1;
      }
      const width = Math.max(14, ...names.map((name) => name.length));
      await process.stdout.write(
        'Desired=Unknown/Install/Remove/Purge/Hold\n| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend\n|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)\n' +
          `||/ ${'Name'.padEnd(width)} ${'Version'.padEnd(24)} Architecture Description\n+++-${'='.repeat(width)}-${'='.repeat(24)}-${'='.repeat(12)}-${'='.repeat(33)}\n` +
          names
            .map(
              (name) =>
                `ii  ${name.padEnd(width)} ${all.get(name)!.version.padEnd(24)} amd64        ${all.get(name)!.about}\n`,
            )
            .join(''),
      );
      return 0;
    }
    if (options.has('s') || options.has('L')) {
      for (const name of options.operands) {
        const entry = all.get(name);
        if (!entry) {
          await process.stderr.write(
            `dpkg-query: package '${name}' is not installed${options.has('s') ? ' and no information is available' : ''}\n`,
          );
          return 1;
        }
        if (options.has('s'))
          await process.stdout.write(
            `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${entry.version}\nDescription: ${entry.about}\n`,
          );
        else
          await process.stdout.write(
            ['/.', ...Object.keys(packageNamed(name, 'apt')?.programs ?? {})].map((path) => `${path}\n`).join(''),
          );
      }
      return 0;
    }
    if (options.has('noop')) return 0;
    await process.stderr.write('drydock: installing .deb files with dpkg is not simulated yet\n');
    return 1;
  },
);
