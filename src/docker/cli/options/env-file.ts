import type { Process } from '#process/process';
import { OptionError } from './option-error';

/** `--env-file` and `--label-file`, then the options: `NAME` takes its value from docker's own environment. Throws OptionError. */
export function readPairs(
  process: Process,
  files: readonly string[],
  options: readonly string[],
  fromEnvironment: boolean,
): string[] {
  const out: string[] = [];
  for (const file of files) {
    let text: string;
    try {
      text = process.fs.readText(file);
    } catch {
      throw new OptionError(`open ${file}: no such file or directory`);
    }
    for (const raw of text.replace(/^\ufeff/, '').split('\n')) {
      const line = raw.replace(/^\s+/, '').replace(/\r$/, '');
      if (line === '' || line.startsWith('#')) continue;
      const at = line.indexOf('=');
      const name = at < 0 ? line.trim() : line.slice(0, at);
      if (/\s/.test(name)) throw new OptionError(`invalid env file (${file}): variable '${name}' contains whitespaces`);
      if (name === '') throw new OptionError(`invalid env file (${file}): no variable name on line '${line}'`);
      if (at >= 0) out.push(line);
      else if (!fromEnvironment) out.push(name);
      else if (process.env.has(name)) out.push(`${name}=${process.env.get(name)!}`);
    }
  }
  for (const option of options) {
    if (option.includes('=') || !fromEnvironment) out.push(option);
    else if (process.env.has(option)) out.push(`${option}=${process.env.get(option)!}`);
  }
  return out;
}
