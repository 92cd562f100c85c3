import { CommandError } from '#cli/command';

/** `linux/arm64/v8` as the API's JSON; undefined for ''. Throws CommandError. Upstream: platforms.Parse. */
export function platformQuery(text: string): string | undefined {
  if (text === '') return undefined;
  const [os = '', architecture = os, variant] = text.split('/');
  if (!/^[\w-]+(\/[\w-]+){0,2}$/.test(text)) {
    throw new CommandError(`invalid platform: ${JSON.stringify(text)}: an unrecognized component: invalid argument`);
  }
  // One word is an architecture, unless it names a system.
  if (!text.includes('/') && !['linux', 'windows', 'darwin', 'freebsd'].includes(os))
    return platformQuery(`linux/${os}`);
  const machine = text.includes('/') ? architecture : 'amd64';
  return JSON.stringify({ architecture: ALIASES[machine] ?? machine, os, ...(variant !== undefined && { variant }) });
}

const ALIASES: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64', i386: '386', armhf: 'arm' };
