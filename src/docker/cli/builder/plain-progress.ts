import type { BuildWarning, SolveMessage } from '#docker/builder/solve-status';

/** How a build's progress is shown. Every function answers what to print. */
export interface ProgressDisplay {
  begin(): string;
  show(message: SolveMessage): string;
  /** After the last message, before errors and warnings. */
  end(): string;
}

/** BuildKit's plain progress. Upstream: buildkit util/progress/progressui/printer.go. */
export class PlainProgress implements ProgressDisplay {
  #started = new Map<number, { at: number; name: string }>();
  #partial = '';

  begin(): string {
    return '#0 building with "default" instance using docker driver\n';
  }

  show(message: SolveMessage): string {
    if ('vertex' in message) {
      const { id, name, started = 0, completed, cached, error } = message.vertex;
      const tag = `#${String(id)}`;
      if (completed === undefined) {
        this.#started.set(id, { at: started, name });
        return `\n${tag} ${name}\n`;
      }
      const rest = this.#flush(tag);
      if (error !== undefined) return `${rest}${tag} ERROR: ${error}\n`;
      return `${rest}${tag} ${cached ? 'CACHED' : `DONE ${seconds(completed - started)}s`}\n`;
    }
    if ('status' in message) return `#${String(message.status.vertex)} ${message.status.id} done\n`;
    if ('log' in message) {
      const { vertex, text, at } = message.log;
      const time = ((at - (this.#started.get(vertex)?.at ?? at)) / 1000).toFixed(3);
      const lines = (this.#partial + text).split('\n');
      this.#partial = lines.pop()!;
      this.#time = time;
      return lines.map((line) => `#${String(vertex)} ${time} ${line}\n`).join('');
    }
    return '';
  }

  end(): string {
    return '';
  }

  #time = '0.000';

  #flush(tag: string): string {
    const line = this.#partial === '' ? '' : `${tag} ${this.#time} ${this.#partial}\n`;
    this.#partial = '';
    return line;
  }
}

/** Seconds with one decimal. */
export const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** The list of warnings under a build. */
export function warningText(warnings: readonly BuildWarning[]): string {
  if (warnings.length === 0) return '';
  const count = `${String(warnings.length)} warning${warnings.length === 1 ? '' : 's'} found`;
  const lines = warnings.map(({ rule, message, line }) => ` - ${rule}: ${message} (line ${String(line)})\n`);
  return `\n \x1b[33m${count} (use docker --debug to expand):\n\x1b[0m${lines.join('')}`;
}
