import { sizeText } from '#docker/builder/buildkit-words';
import { sourceExcerpt } from '#docker/builder/source-excerpt';
import type { BuildWarning, SolveMessage, VertexStatus } from '#docker/builder/solve-status';

/** How a build's progress is shown. Every function answers what to print. */
export interface ProgressDisplay {
  begin(now: number): string;
  show(message: SolveMessage): string;
  /** What to print as time goes by (epoch milliseconds); undefined for a display that waits for news. */
  tick?(now: number): string;
  /** After the last message, before errors and warnings. */
  end(now: number): string;
}

/** BuildKit's plain progress. Upstream: buildkit util/progress/progressui/printer.go. */
export class PlainProgress implements ProgressDisplay {
  #started = new Map<number, { at: number; name: string }>();
  #partial = '';

  /** The builder's name and driver. */
  constructor(
    private readonly builder: string,
    private readonly driver: string,
  ) {}

  begin(): string {
    return `#0 building with ${JSON.stringify(this.builder)} instance using ${this.driver} driver\n`;
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
    if ('status' in message) return `#${String(message.status.vertex)} ${plainStatus(message.status)}\n`;
    if ('warnings' in message) {
      return message.warnings.map((warning) => `#1 WARN: ${shortWarning(warning)}\n`).join('');
    }
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

/** `sha256:... 1.05MB / 3.63MB 0.3s done`: the time where it took more than 10 ms. */
function plainStatus(status: VertexStatus): string {
  const { id, started, completed } = status;
  const amount = amountText(status);
  const took = completed === undefined || completed - started <= 10 ? '' : ` ${seconds(completed - started)}s`;
  return `${id}${amount === '' ? '' : ` ${amount}`}${took}${completed === undefined ? '' : ' done'}`;
}

/** How much of something there is: `1.05MB / 3.63MB`. */
export function amountText({ current = 0, total = 0 }: Pick<VertexStatus, 'current' | 'total'>): string {
  if (total > 0) return `${sizeText(current)} / ${sizeText(total)}`;
  return current > 0 ? sizeText(current) : '';
}

/** Seconds with one decimal. */
export const seconds = (ms: number): string => (ms / 1000).toFixed(1);

const shortWarning = ({ rule, message, line }: BuildWarning): string => `${rule}: ${message} (line ${String(line)})`;

/** Where a lint rule is explained. */
export const ruleAddress = (rule: string): string =>
  `https://docs.docker.com/go/dockerfile/rule/${rule.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}/`;

/**
 * The list of warnings under a build; `source` (name and text of the Dockerfile) has them explained, as --debug does.
 * Simplified: the rule's own description is behind its address only.
 */
export function warningText(
  warnings: readonly BuildWarning[],
  source?: { readonly name: string; readonly text: string },
): string {
  if (warnings.length === 0) return '';
  const count = `${String(warnings.length)} warning${warnings.length === 1 ? '' : 's'} found`;
  const lines = warnings.map((warning) => {
    const short = ` - ${shortWarning(warning)}\n`;
    if (!source) return short;
    const { rule, line } = warning;
    return `${short}More info: ${ruleAddress(rule)}\n${sourceExcerpt(source.name, source.text, line, line)}\n`;
  });
  const hint = source ? '' : ' (use docker --debug to expand)';
  return `\n \x1b[33m${count}${hint}:\n\x1b[0m${lines.join('')}`;
}
