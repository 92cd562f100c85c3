import type { Shell } from './shell';

/** Where a host lists what could be installed: lines of `command<TAB>package<TAB>version`, and `snap` as a fourth word. */
export const PROGRAMS_FILE = '/usr/share/command-not-found/programs';

interface Offer {
  readonly command: string;
  readonly name: string;
  readonly version: string;
  readonly kind: 'deb' | 'snap';
}

/**
 * Ubuntu's words for a command that is not there but could be. Answers false when there is nothing to say, so that the
 * shell says its own. Upstream: command-not-found, CommandNotFound.py.
 */
export async function suggestCommand(shell: Shell, name: string): Promise<boolean> {
  const offers = readOffers(shell);
  const same = offers.filter((offer) => offer.command === name);
  const similar = same.length > 0 ? [] : offers.filter((offer) => oneEditApart(offer.command, name));
  if (same.length === 0 && similar.length === 0) return false;
  const sudo = shell.process.credentials.uid === 0 ? '' : 'sudo ';
  const install = ({ kind, name: from }: Offer): string => `${sudo}${kind === 'snap' ? 'snap' : 'apt'} install ${from}`;
  if (same.length === 1) {
    await shell.write(2, `\nCommand '${name}' not found, but can be installed with:\n\n${install(same[0]!)}\n\n`);
    return true;
  }
  if (same.length > 1) {
    const width = Math.max(...same.map((offer) => install(offer).length));
    const lines = same.map((offer) => `${install(offer).padEnd(width)}  # version ${offer.version}\n`);
    await shell.write(2, `\nCommand '${name}' not found, but can be installed with:\n\n${lines.join('')}\n`);
    return true;
  }
  const lines = similar.map(
    (offer) => `  command '${offer.command}' from ${offer.kind} ${offer.name} (${offer.version})\n`,
  );
  const kind = similar.every((offer) => offer.kind === 'snap') ? 'snap install <snap name>' : 'apt install <deb name>';
  await shell.write(2, `\nCommand '${name}' not found, did you mean:\n\n${lines.join('')}\nTry: ${sudo}${kind}\n\n`);
  return true;
}

function readOffers(shell: Shell): Offer[] {
  let text: string;
  try {
    text = shell.process.fs.readText(PROGRAMS_FILE);
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    const [command = '', name = command, version = '', kind] = line.split('\t');
    return command === '' ? [] : [{ command, name, version, kind: kind === 'snap' ? 'snap' : 'deb' } as const];
  });
}

/** Whether one change makes one word of the other: a letter put in, taken out, replaced, or two neighbours swapped. */
export function oneEditApart(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}
