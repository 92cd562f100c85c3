import type { Command } from 'unbash';
import type { Shell } from '../shell';
import { parseScript } from '../source';

/** The alias that a command's first word means, unless it is being expanded already. */
export function aliasOf(shell: Shell, name: string): string | undefined {
  if (shell.aliases.size === 0 || shell.expanding.has(name)) return undefined;
  if (!shell.interactive && !shell.shopt('expand_aliases') && shell.dialect === 'bash') return undefined;
  return shell.aliases.get(name);
}

/**
 * The command's text with its alias put in. Simplified: aliases are expanded when a command runs, not when it is read,
 * so one that opens an `if` or a quote does not work.
 */
export function withAlias(shell: Shell, node: Command): { text: string; name: string } | undefined {
  const word = node.name;
  if (!word || word.parts || word.text !== word.value) return undefined;
  const value = aliasOf(shell, word.text);
  if (value === undefined) return undefined;
  let rest = shell.source.text.slice(word.end, node.end);
  if (value.endsWith(' ')) {
    const next = /^\s*([^\s'"$\\;|&<>()]+)/.exec(rest);
    const second = next && aliasOf(shell, next[1]!);
    if (next && typeof second === 'string') rest = ` ${second}` + rest.slice(next[0].length);
  }
  const before = shell.source.text.slice(node.pos, word.pos);
  let text = before + value + rest;
  for (const part of node.suffix) {
    if (part.type !== 'HereDoc' || !part.delimiter) continue;
    text += `\n${part.body.text}${part.delimiter.value}\n`;
  }
  return { text, name: word.text };
}

/** Whether the text is one whole script. */
export const isWhole = (text: string): boolean => !parseScript(text).errors?.length;
