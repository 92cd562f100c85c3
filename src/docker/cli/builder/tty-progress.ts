import type { SolveMessage, Vertex } from '#docker/builder/solve-status';
import { seconds, type ProgressDisplay } from './plain-progress';

/** BuildKit's progress on a terminal: one moving block. Upstream: buildkit util/progress/progressui/display.go. */
export class TtyProgress implements ProgressDisplay {
  #vertices = new Map<number, Vertex>();
  #statuses = new Map<number, string[]>();
  #logs = new Map<number, string[]>();
  #lines = 0;
  #first = 0;
  #now = 0;

  constructor(private readonly columns: number) {}

  begin(): string {
    return '';
  }

  show(message: SolveMessage): string {
    if ('vertex' in message) {
      this.#first ||= message.vertex.started ?? 0;
      this.#vertices.set(message.vertex.id, message.vertex);
      this.#now = message.vertex.completed ?? message.vertex.started ?? this.#now;
    } else if ('status' in message) {
      const { vertex, id } = message.status;
      this.#statuses.set(vertex, [...(this.#statuses.get(vertex) ?? []), id]);
    } else if ('log' in message) {
      const { vertex, text, at } = message.log;
      const lines = [...(this.#logs.get(vertex) ?? []), ...text.split('\n').filter((line) => line !== '')];
      this.#logs.set(vertex, lines.slice(-6));
      this.#now = at;
    } else return '';
    return this.#draw(false);
  }

  end(): string {
    return this.#draw(true);
  }

  #draw(finished: boolean): string {
    const all = [...this.#vertices.values()];
    const done = all.filter((vertex) => vertex.completed !== undefined).length;
    const total = seconds(Math.max(0, this.#now - this.#first));
    const head = `[+] Building ${total}s (${String(done)}/${String(all.length)})${finished ? ' FINISHED' : ''}`;
    const rows = [this.#row(head, 'docker:default')];
    for (const vertex of all) {
      const { id, name, started = 0, completed, cached, error } = vertex;
      const time = `${seconds((completed ?? this.#now) - started)}s`;
      const word = error !== undefined ? 'ERROR ' : cached ? 'CACHED ' : '';
      const colour = error !== undefined ? '\x1b[31m' : completed !== undefined ? '\x1b[34m' : '';
      rows.push(colour + this.#row(` => ${word}${name}`, time) + (colour === '' ? '' : '\x1b[0m'));
      for (const status of this.#statuses.get(id) ?? [])
        rows.push(`\x1b[34m${this.#row(` => => ${status}`, '0.0s')}\x1b[0m`);
      if (completed === undefined)
        for (const line of this.#logs.get(id) ?? []) rows.push(this.#row(` => => # ${line}`, ''));
    }
    const up = this.#lines === 0 ? '' : `\x1b[${String(this.#lines)}A`;
    const surplus = Math.max(0, this.#lines - rows.length);
    this.#lines = rows.length;
    const cleared = `${`${' '.repeat(this.columns)}\n`.repeat(surplus)}${surplus > 0 ? `\x1b[${String(surplus)}A` : ''}`;
    return `\x1b[?25l${up}${rows.join('\n')}\n${cleared}\x1b[?25h`;
  }

  #row(left: string, right: string): string {
    const room = Math.max(10, this.columns - right.length - 1);
    const cut = left.length > room ? `${left.slice(0, room - 3)}...` : left;
    return cut.padEnd(room) + ` ${right}`;
  }
}
