import type { Process } from '#process/process';

/** `-v`: `path` (anonymous), `name:path[:mode]`, `/host:path[:mode]`; relative host paths become absolute. */
export function volumeOption(text: string, process: Process): { bind: string } | { anonymous: string } {
  const parts = text.split(':');
  if (parts.length === 1) return { anonymous: text };
  const [source = '', ...rest] = parts;
  const host = source.startsWith('.') || source.startsWith('~/') ? process.fs.absolute(source) : source;
  return { bind: [host, ...rest].join(':') };
}
