import type { Process } from '#process/process';
import { OptionError } from './option-error';

/**
 * A volume option cut at its colons into at most `count` parts (-1: all), the colon of a Windows drive left in its part;
 * undefined for one that begins with a colon or is empty. Upstream: volumeSplitN.
 */
export function splitVolume(text: string, count: number): string[] | undefined {
  if (text === '' || text.startsWith(':')) return undefined;
  const parts: string[] = [];
  let from = 0;
  for (let at = 1; at < text.length && (count < 0 || parts.length < count - 1); at++) {
    if (text[at] !== ':') continue;
    // A letter that begins a part, or follows a backslash, names a drive.
    const drive = /[a-zA-Z]/.test(text[at - 1]!) && (at === 1 || /[:\\]/.test(text[at - 2]!));
    if (drive) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** `-v`: `path` (anonymous), `name:path[:mode]`, `/host:path[:mode]`; relative host paths become absolute. Throws OptionError. */
export function volumeOption(text: string, process: Process): { bind: string } | { anonymous: string } {
  if (text === '') throw new OptionError('invalid empty volume spec');
  const parts = splitVolume(text, -1);
  if (!parts || text.includes('::')) throw new OptionError(`invalid spec: ${text}: empty section between colons`);
  if (parts.length > 3) throw new OptionError(`invalid spec: ${text}: too many colons`);
  const [source = '', ...rest] = parts;
  if (rest.length === 0) return { anonymous: text };
  const host = source.startsWith('.') ? process.fs.absolute(source) : source;
  return { bind: [host, ...rest].join(':') };
}
