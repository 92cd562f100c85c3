import type { ShellFunction } from '../shell';

/** A function as `declare -f` shows it. Simplified: the body stands as it was written, not as bash would set it anew. */
export function functionText(called: ShellFunction): string {
  const { body } = called.node;
  const text = called.source.text.slice(body.pos, body.end);
  if (!text.startsWith('{')) return `${called.name} () \n{ \n    ${text}\n}`;
  const inside = text.slice(1, text.lastIndexOf('}')).trim().replace(/;$/, '');
  const lines = inside.split('\n').flatMap((line) => (inside.includes('\n') ? [line.trim()] : line.split(/;\s+/)));
  const shown = lines
    .filter((line) => line !== '')
    .map((line, i, all) => `    ${line}${i < all.length - 1 && !/[;{]$|\b(?:then|do|else)$/.test(line) ? ';' : ''}`);
  return `${called.name} () \n{ \n${shown.join('\n')}\n}`;
}
