import type { EventMessage } from '../api/event';
import type { Stopwatch } from './time';

/** How many past events are kept for `--since`. Upstream keeps 256. */
const KEEP = 256;

/** The engine's events: the latest ones, and who listens. Upstream: moby daemon/events. */
export class EventLog {
  #past: EventMessage[] = [];
  #listeners = new Set<(event: EventMessage) => void>();

  constructor(private readonly watch: Stopwatch) {}

  /** Tells an event; attributes are sorted as Go's maps print. */
  emit(type: string, action: string, id: string, attributes: Readonly<Record<string, string>>): EventMessage {
    const at = this.watch.now();
    const sorted = Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
    const event: EventMessage = {
      ...((type === 'container' || type === 'image') && { status: action, id }),
      ...(type === 'container' && sorted['image'] !== undefined && { from: sorted['image'] }),
      Type: type,
      Action: action,
      Actor: { ID: id, Attributes: sorted },
      scope: 'local',
      time: Math.floor(at.ms / 1000),
      timeNano: at.ms * 1e6 + at.ns,
    };
    this.#past.push(event);
    if (this.#past.length > KEEP) this.#past.shift();
    for (const listener of [...this.#listeners]) listener(event);
    return event;
  }

  past(): readonly EventMessage[] {
    return this.#past;
  }

  listen(listener: (event: EventMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}
