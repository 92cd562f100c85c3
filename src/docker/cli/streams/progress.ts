import { CommandError } from '#cli/command';
import { humanSize } from '#cli/units';
import type { JsonMessage } from '#docker/api/json-message';
import type { DockerCli } from '../docker-command';
import { awaited } from './frames';

/** What a pull, push, load or build says, as bars that move on a terminal, as lines otherwise. Throws CommandError. Upstream: jsonmessage. */
export async function showProgress(
  cli: DockerCli,
  messages: AsyncIterable<JsonMessage>,
  options: { readonly quiet?: boolean; readonly aux?: (value: unknown) => void | Promise<void> } = {},
): Promise<void> {
  const tty = cli.process.isTTY(1);
  let lines = new Map<string, number>();
  for await (const message of awaited(cli.process, messages)) {
    if (message.aux !== undefined) {
      await options.aux?.(message.aux);
      continue;
    }
    if (message.error !== undefined) throw new CommandError(message.errorDetail?.message ?? message.error);
    if (options.quiet) continue;
    let up = 0;
    const progressing = message.progressDetail !== undefined;
    let text = '';
    if (message.id && progressing) {
      let line = lines.get(message.id);
      if (line === undefined) {
        lines.set(message.id, (line = lines.size));
        if (tty) text += '\n';
      }
      up = lines.size - line;
      if (tty) text += `\x1b[${up}A`;
    } else lines = new Map();
    const shown = display(message, tty, cli.process.pty?.columns ?? 200);
    if (shown === undefined) continue;
    text += shown;
    if (message.id && tty && up > 0) text += `\x1b[${up}B`;
    await cli.out(text);
  }
}

function display(message: JsonMessage, tty: boolean, width: number): string | undefined {
  const bar = barOf(message, width);
  const moving = tty && message.stream === undefined && message.progressDetail !== undefined;
  if (!moving && bar !== '') return undefined;
  const end = moving ? '\r' : '';
  const id = message.id ? `${message.id}: ` : '';
  const start = moving ? '\x1b[2K\r' : '';
  if (moving) return `${start}${id}${message.status ?? ''} ${bar}${end}`;
  if (message.stream !== undefined) return `${id}${message.stream}`;
  return `${id}${message.status ?? ''}\n`;
}

function barOf({ progressDetail: detail }: JsonMessage, width: number): string {
  const current = detail?.current ?? 0;
  const total = detail?.total ?? 0;
  if (current <= 0 && total <= 0) return '';
  const size = (bytes: number): string => (detail?.units ? String(bytes) : humanSize(bytes));
  if (total <= 0) return `${size(current).padStart(8)}${detail?.units ? ` ${detail.units}` : ''}`;
  const percent = Math.min(50, Math.trunc(((current / total) * 100) / 2));
  const bar = width > 110 ? `[${'='.repeat(percent)}>${' '.repeat(Math.max(0, 50 - percent))}] ` : '';
  if (detail?.hidecounts) return bar;
  return bar + (current > total ? size(current).padStart(8) : `${size(current).padStart(8)}/${size(total)}`);
}
