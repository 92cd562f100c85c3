import type { Process } from '#process/process';
import type { Reporter, Subject } from '../engine/execute';
import { idOf, WORDS } from './progress';

interface Row {
  subject: Subject;
  word: string;
  state: 'working' | 'done' | 'error';
  startedMs: number;
  endedMs: number | undefined;
}

const SPINNER = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
/** How often the block is painted anew while something works, milliseconds. */
const TICK_MS = 100;

/** `docker compose`'s moving block on a terminal. Upstream: compose pkg/progress/tty.go. */
export function ttyProgress(process: Process, title: string): Reporter {
  const rows = new Map<string, Row>();
  const now = (): number => process.clock.now();
  let painted = 0;
  let frame = 0;
  let ticking = false;
  const text = (): string => {
    const all = [...rows.values()];
    const done = all.filter(({ state }) => state !== 'working').length;
    const head = `[+] ${title} ${done}/${all.length}`;
    const width = Math.max(...all.map(({ subject }) => idOf(subject).length));
    const columns = process.pty?.columns ?? 80;
    const lines = all.map(({ subject, word, state, startedMs, endedMs }) => {
      const [mark, colour] =
        state === 'done' ? ['✔', 32] : state === 'error' ? ['✘', 31] : [SPINNER[frame % SPINNER.length]!, 33];
      const time = `${(((endedMs ?? now()) - startedMs) / 1000).toFixed(1)}s `;
      const shown = state === 'working' ? word : `\x1b[${colour}m${word}\x1b[0m`;
      const pad = Math.max(0, columns - 3 - width - 2 - word.length - time.length);
      return ` \x1b[${colour}m${mark}\x1b[0m ${idOf(subject).padEnd(width)}  ${shown}${' '.repeat(pad)}\x1b[34m${time}\x1b[0m\n`;
    });
    const up = painted === 0 ? '\x1b[1A\x1b[1B' : '\x1b[1A'.repeat(painted);
    painted = lines.length + 1;
    frame++;
    const whole = done === all.length ? `\x1b[34m${head}\x1b[0m` : head;
    return `${up}\x1b[0G\x1b[?25l${whole}\n${lines.join('')}\x1b[?25h`;
  };
  const paint = (): Promise<void> => process.stderr.write(text());
  const tick = async (): Promise<void> => {
    ticking = true;
    while ([...rows.values()].some(({ state }) => state === 'working')) {
      await process.sleep(TICK_MS);
      if ([...rows.values()].some(({ state }) => state === 'working')) await paint();
    }
    ticking = false;
  };
  const set = (subject: Subject, word: string, state: Row['state']): void => {
    const before = rows.get(idOf(subject));
    const startedMs = before?.startedMs ?? now();
    rows.set(idOf(subject), { subject, word, state, startedMs, endedMs: state === 'working' ? undefined : now() });
  };
  return {
    async begin(step, subjects) {
      if (subjects.length === 0) return;
      for (const subject of subjects) set(subject, WORDS[step][0], step === 'keep' ? 'done' : 'working');
      await paint();
      if (!ticking) void tick().catch(() => undefined);
    },
    async end(step, subject, outcome) {
      set(subject, outcome ?? WORDS[step][1], 'done');
      await paint();
    },
    async fail(_, subject) {
      set(subject, 'Error', 'error');
      await paint();
    },
    finish: () => Promise.resolve(),
  };
}
