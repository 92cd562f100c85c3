import type { Process } from '#process/process';
import { OptionError } from './option-error';

/** `--security-opt`: checked, and a seccomp profile's file replaced by what it holds. Throws OptionError. Upstream: parseSecurityOpts. */
export function securityOptions(process: Process, options: readonly string[]): string[] {
  return options.map((option) => {
    const at = option.includes('=') ? option.indexOf('=') : option.indexOf(':');
    const key = at < 0 ? option : option.slice(0, at);
    const value = at < 0 ? '' : option.slice(at + 1);
    if (key === 'no-new-privileges') return option;
    if (value === '') throw new OptionError(`Invalid --security-opt: ${JSON.stringify(option)}`);
    if (key !== 'seccomp' || value === 'unconfined' || value === 'builtin') return option;
    let text: string;
    try {
      text = process.fs.readText(value);
    } catch {
      throw new OptionError(`opening seccomp profile (${value}) failed: open ${value}: no such file or directory`);
    }
    try {
      return `seccomp=${JSON.stringify(JSON.parse(text))}`;
    } catch {
      throw new OptionError(
        `compacting json for seccomp profile (${value}) failed: invalid character looking for beginning of value`,
      );
    }
  });
}

/** `systempaths=unconfined` taken out of the security options: then nothing of /proc and /sys is masked. Upstream: parseSystemPaths. */
export function systemPaths(options: readonly string[]): { options: string[]; unconfined: boolean } {
  const rest = options.filter((option) => option !== 'systempaths=unconfined');
  return { options: rest, unconfined: rest.length < options.length };
}
