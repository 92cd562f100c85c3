import type { SolveMessage, Vertex, VertexStatus } from '#docker/builder/solve-status';
import { amountText, seconds, type ProgressDisplay } from './plain-progress';

/** Lines of output that a running step shows. */
const TERM_HEIGHT = 6;
const [BLUE, RED, FAINT, RESET] = ['\x1b[34m', '\x1b[31m', '\x1b[2m', '\x1b[0m'];

/** One line of the block. */
interface Job {
  readonly name: string;
  readonly status: string;
  readonly started: number;
  readonly completed: number | undefined;
  readonly failed: boolean;
  readonly logs: readonly string[];
}

/** BuildKit's progress on a terminal: one moving block. Upstream: buildkit util/progress/progressui/display.go. */
export class TtyProgress implements ProgressDisplay {
  #vertices = new Map<number, Vertex>();
  #statuses = new Map<number, Map<string, VertexStatus>>();
  #logs = new Map<number, string[]>();
  #known = 0;
  #lines = 0;
  #repeated = false;
  #first = 0;

  /** `desc` is the builder: `docker:default`. */
  constructor(
    private readonly columns: number,
    private readonly rows: number,
    private readonly desc: string,
  ) {}

  begin(now: number): string {
    this.#first = now;
    this.#known = 1;
    return this.tick(now);
  }

  show(message: SolveMessage): string {
    if ('known' in message) this.#known = message.known;
    else if ('vertex' in message) {
      this.#first ||= message.vertex.started ?? 0;
      this.#vertices.set(message.vertex.id, message.vertex);
    } else if ('status' in message) {
      const { vertex, id } = message.status;
      const known = this.#statuses.get(vertex) ?? new Map<string, VertexStatus>();
      this.#statuses.set(vertex, known.set(id, message.status));
    } else if ('log' in message) {
      const { vertex, text } = message.log;
      const lines = [...(this.#logs.get(vertex) ?? []), ...text.split('\n').filter((line) => line !== '')];
      this.#logs.set(vertex, lines.slice(-TERM_HEIGHT));
    }
    return '';
  }

  tick(now: number): string {
    return this.#draw(now, false);
  }

  end(now: number): string {
    return this.#draw(now, true);
  }

  #jobs(): Job[] {
    return [...this.#vertices.values()].flatMap((vertex) => {
      const { id, name, started = 0, completed, cached, error } = vertex;
      const word = error !== undefined ? 'ERROR ' : cached ? 'CACHED ' : '';
      const logs = completed === undefined ? (this.#logs.get(id) ?? []) : [];
      const own: Job = { name: word + name, status: '', started, completed, failed: error !== undefined, logs };
      const parts = [...(this.#statuses.get(id)?.values() ?? [])].map((status): Job => {
        const { id: what, started: from, completed: to } = status;
        const ended = to ?? completed;
        return {
          name: `=> ${what}`,
          status: amountText(status),
          started: from,
          completed: ended,
          failed: false,
          logs: [],
        };
      });
      return [own, ...parts];
    });
  }

  /** Leaves out the oldest of what is done until the rest fits the screen. */
  #fitting(jobs: readonly Job[]): readonly Job[] {
    const logs = jobs.reduce((sum, job) => sum + job.logs.length, 0);
    let surplus = jobs.length - Math.max(1, this.rows - 2 - logs);
    return jobs.filter((job) => surplus <= 0 || job.completed === undefined || surplus-- <= 0);
  }

  #draw(now: number, all: boolean): string {
    const { columns } = this;
    const total = Math.max(this.#known, this.#vertices.size);
    const done = [...this.#vertices.values()].filter((vertex) => vertex.completed !== undefined).length;
    const finished = all && done > 0 ? 'FINISHED' : '';
    const count = all ? done : total;
    const head = `[+] Building ${seconds(Math.max(0, now - this.#first))}s (${String(done)}/${String(count)}) ${finished}`;
    const rows = [`${align(head, this.desc, columns - 1)}\n`];
    const jobs = this.#jobs();
    for (const job of all ? jobs : this.#fitting(jobs)) {
      const ms = (job.completed ?? now) - job.started;
      const timer = ` ${seconds(ms < 50 ? 0 : ms)}s\n`;
      let left = columns - 4 - timer.length - 1;
      const shown = job.status !== '' && left + job.status.length > 20;
      if (shown) left -= job.status.length + 1;
      if (left < 12) continue;
      const line = align(` => ${job.name.slice(0, left)}${shown ? ` ${job.status}` : ''}`, timer, columns);
      const colour = job.failed ? RED : job.completed === undefined ? '' : BLUE;
      rows.push(colour === '' ? line : colour + line + RESET);
      for (const text of job.logs)
        rows.push(`${FAINT}${` => => # ${text}`.slice(0, columns - 1).padEnd(columns - 1)}\n${RESET}`);
    }
    const up = '\x1b[1A'.repeat(this.#lines + 1) + (this.#repeated ? '' : '\x1b[1B');
    this.#repeated = true;
    const surplus = Math.max(0, this.#lines - (rows.length - 1));
    this.#lines = rows.length - 1;
    const cleared = surplus === 0 ? '' : `${`${' '.repeat(columns)}\n`.repeat(surplus)}\x1b[${String(surplus)}A\x1b[0G`;
    return `${up}\x1b[0G\x1b[?25l${rows.join('')}${cleared}\x1b[?25h`;
  }
}

const align = (left: string, right: string, width: number): string =>
  left + ' '.repeat(Math.max(0, width - left.length - right.length)) + right;
