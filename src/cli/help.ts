import type { Command } from './command';
import { flagUsages } from './flags';

/** The usage line's text: `docker run [OPTIONS] IMAGE [COMMAND] [ARG...]`. */
export function useLine<E>(command: Command<E>, path: string): string {
  const options = hasFlags(command) ? ' [OPTIONS]' : '';
  if (command.commands) return `${path}${options} COMMAND`;
  return `${path}${options}${command.usage ? ` ${command.usage}` : ''}`;
}

const hasFlags = <E>(command: Command<E>): boolean => Object.values(command.flags ?? {}).some((flag) => !flag.hidden);

const list = <E>(commands: readonly Command<E>[], width: number, heading: string): string => {
  if (commands.length === 0) return '';
  const rows = commands.map((c) => `  ${`${c.name}${c.plugin ? '*' : ''}`.padEnd(width)} ${c.listed ?? c.short}`);
  return `\n\n${heading}:\n${rows.join('\n')}`;
};

export interface HelpOptions {
  /** Of the terminal; 80 when absent. */
  readonly columns?: number;
  /** The last line of the root's help. */
  readonly more?: string;
  readonly root?: boolean;
}

/** A command's help in the layout of docker's template. Upstream: docker/cli cli/cobra.go usageTemplate. */
export function help<E>(command: Command<E>, path: string, { columns = 80, more, root }: HelpOptions = {}): string {
  const visible = (command.commands ?? []).filter((c) => !c.hidden).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const common = root ? visible.filter((c) => c.heading === 'common').toSorted((a, b) => a.order! - b.order!) : [];
  const others = visible.filter((c) => !common.includes(c));
  const holds = (c: Command<E>): boolean => (c.commands !== undefined || c.plugin === true) && c.heading !== 'swarm';
  const width = Math.max(11, ...(command.commands ?? []).map((c) => c.name.length));
  let out = `Usage:  ${useLine(command, path)}\n\n${(command.long ?? command.short).trim()}`;
  const aliases = aliasesOf(command, path);
  if (aliases !== '') out += `\n\nAliases:\n  ${aliases}`;
  if (command.example) out += `\n\nExamples:\n${command.example}`;
  const options = hasFlags(command) ? flagUsages(command.flags!, columns - 1) : '';
  if (options !== '' && !root) out += `\n\nOptions:\n${options}`;
  out += list(common, width, 'Common Commands');
  out += list(others.filter(holds), width, 'Management Commands');
  out += list(
    others.filter((c) => c.heading === 'swarm'),
    width,
    'Swarm Commands',
  );
  out += list(
    others.filter((c) => !holds(c) && c.heading !== 'swarm'),
    width,
    'Commands',
  );
  if (options !== '' && root) out += `\n\nGlobal Options:\n${options}`;
  if (command.commands) out += `\n\nRun '${path} COMMAND --help' for more information on a command.`;
  if (more) out += `\n\n${more}\n`;
  return `${out}\n`;
}

function aliasesOf<E>(command: Command<E>, path: string): string {
  if (command.aliasText !== undefined) return command.aliasText;
  if (!command.aliases || command.aliases.length === 0) return '';
  const parent = path.slice(0, path.lastIndexOf(' ') + 1);
  return [path, ...command.aliases.map((alias) => parent + alias)].join(', ');
}
