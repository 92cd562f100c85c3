import { drive, expandText } from '../expand/word';
import type { Shell } from '../shell';

/** A line of `set -x`, with PS4's first character once more for each level. */
export async function traceLine(shell: Shell, text: string): Promise<void> {
  const tracing = shell.options.delete('xtrace');
  const prompt = await drive(expandText(shell, shell.get('PS4') ?? '+ '));
  if (tracing) shell.options.add('xtrace');
  const first = shell.dialect === 'bash' ? ([...prompt][0] ?? '') : '';
  await shell.write(2, `${first.repeat(Math.min(shell.traceLevel, 50))}${prompt}${text}\n`);
}
