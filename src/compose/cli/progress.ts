import type { Reporter, Step, Subject } from '../engine/execute';

const WORDS: Record<Step, readonly [string, string]> = {
  create: ['Creating', 'Created'],
  recreate: ['Recreate', 'Recreated'],
  keep: ['Running', 'Running'],
  start: ['Starting', 'Started'],
  stop: ['Stopping', 'Stopped'],
  remove: ['Removing', 'Removed'],
  wait: ['Waiting', 'Healthy'],
  kill: ['Killing', 'Killed'],
  restart: ['Restarting', 'Started'],
  pause: ['Pausing', 'Paused'],
  unpause: ['Unpausing', 'Unpaused'],
  pull: ['Pulling', 'Pulled'],
  push: ['Pushing', 'Pushed'],
  build: ['Building', 'Built'],
};

const idOf = ({ kind, name }: Subject): string => (kind === 'Image' ? name : `${kind} ${name}`);

/** `docker compose`'s plain progress: one line an event. Upstream: compose pkg/progress/plain.go. */
export function plainProgress(err: (text: string) => Promise<void>): Reporter {
  const line = (subject: Subject, word: string): Promise<void> => err(` ${idOf(subject)}  ${word}\n`);
  return {
    async begin(step, subjects) {
      if (step === 'keep' || step === 'pause' || step === 'unpause') return;
      for (const subject of subjects) await line(subject, WORDS[step][0]);
    },
    end: (step, subject, outcome) => line(subject, outcome ?? WORDS[step][1]),
    fail: (_, subject, message) =>
      line(subject, subject.kind === 'Image' ? 'Error' : message === '' ? 'Error' : 'Error'),
    finish: () => Promise.resolve(),
  };
}

interface Row {
  subject: Subject;
  word: string;
  state: 'working' | 'done' | 'error';
  startedMs: number;
  endedMs: number | undefined;
}

/** `docker compose`'s moving progress on a terminal. Simplified: repainted at events, not ten times a second. */
export function ttyProgress(err: (text: string) => Promise<void>, now: () => number, columns: () => number): Reporter {
  const rows = new Map<string, Row>();
  let painted = 0;
  const paint = async (): Promise<void> => {
    const all = [...rows.values()];
    const done = all.filter(({ state }) => state !== 'working').length;
    const lines = [`[+] Running ${done}/${all.length}`];
    const width = Math.max(...all.map(({ subject, word }) => idOf(subject).length + word.length + 4));
    for (const { subject, word, state, startedMs, endedMs } of all) {
      const mark = state === 'done' ? '\x1b[32m✔\x1b[0m' : state === 'error' ? '\x1b[31m✘\x1b[0m' : '\x1b[33m⠋\x1b[0m';
      const text = `${idOf(subject)}  ${state === 'done' ? `\x1b[32m${word}\x1b[0m` : state === 'error' ? `\x1b[31m${word}\x1b[0m` : word}`;
      const plain = idOf(subject).length + word.length + 2;
      const time = `${(((endedMs ?? now()) - startedMs) / 1000).toFixed(1)}s`;
      const pad = Math.max(1, Math.min(columns() - 1, Math.max(width + 8, columns() - 1)) - plain - 3 - time.length);
      lines.push(` ${mark} ${text}${' '.repeat(pad)}\x1b[34m${time} \x1b[0m`);
    }
    const up = painted > 0 ? `\x1b[${painted}A` : '';
    painted = lines.length;
    await err(`\x1b[?25l${up}${lines.map((line) => `\x1b[2K${line}\r\n`.replace('\r\n', '\n')).join('')}\x1b[?25h`);
  };
  const set = (subject: Subject, word: string, state: Row['state']): void => {
    const before = rows.get(idOf(subject));
    const startedMs = before && state !== 'working' ? before.startedMs : (before?.startedMs ?? now());
    rows.set(idOf(subject), { subject, word, state, startedMs, endedMs: state === 'working' ? undefined : now() });
  };
  return {
    async begin(step, subjects) {
      for (const subject of subjects) set(subject, WORDS[step][0], 'working');
      if (subjects.length > 0) await paint();
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

/** No progress at all (`--progress quiet`). */
export const quietProgress: Reporter = {
  begin: () => Promise.resolve(),
  end: () => Promise.resolve(),
  fail: () => Promise.resolve(),
  finish: () => Promise.resolve(),
};

const V1_WORDS: Partial<Record<Step, string>> = {
  create: 'Creating',
  recreate: 'Recreating',
  start: 'Starting',
  stop: 'Stopping',
  remove: 'Removing',
  kill: 'Killing',
  restart: 'Restarting',
  pause: 'Pausing',
  unpause: 'Unpausing',
  pull: 'Pulling',
};

/** `docker-compose`'s: `Creating demo_web_1 ... done`. Upstream: compose 1.29 parallel.py. */
export function legacyProgress(err: (text: string) => Promise<void>, tty: boolean): Reporter {
  let width = 0;
  let shown: string[] = [];
  let current: Step | undefined;
  // A container that was just created starts in the same breath.
  const fresh = new Set<string>();
  const line = (step: Step, name: string, word: string): string =>
    `${V1_WORDS[step]!} ${name.padEnd(width)} ... ${word}`;
  const reset = (step: Step): void => {
    if (current === step) return;
    current = step;
    shown = [];
    width = 0;
  };
  const settle = async (step: Step, name: string, word: string): Promise<void> => {
    const up = shown.length - shown.indexOf(name);
    const colour = word === 'done' ? '\x1b[32m' : '\x1b[31m';
    await err(
      tty
        ? `\x1b[${up}A\x1b[2K\r${line(step, name, `${colour}${word}\x1b[0m`)}\r\x1b[${up}B`
        : `${line(step, name, word)}\n`,
    );
  };
  return {
    async begin(step, subjects) {
      if (step === 'wait') return;
      const all = subjects.filter(({ name }) => !(step === 'start' && fresh.has(name)));
      for (const { kind, name, driver } of all) {
        if (kind === 'Network') {
          await err(
            step === 'create'
              ? `Creating network "${name}" with ${driver === undefined ? 'the default driver' : `driver "${driver}"`}\n`
              : `Removing network ${name}\n`,
          );
        } else if (kind === 'Volume') {
          await err(
            step === 'create'
              ? `Creating volume "${name}" with ${driver === undefined ? 'default driver' : `driver "${driver}"`}\n`
              : `Removing volume ${name}\n`,
          );
        } else if (step === 'keep') await err(`${name} is up-to-date\n`);
      }
      const containers = all.filter(({ kind }) => kind === 'Container');
      if (step === 'keep' || containers.length === 0) return;
      reset(step);
      shown = containers.map(({ name }) => name);
      width = Math.max(width, ...shown.map((name) => name.length));
      for (const name of shown) await err(`${line(step, name, '')}\n`);
    },
    async end(step, { kind, name }) {
      if (kind !== 'Container' || step === 'wait' || step === 'keep' || (step === 'start' && fresh.has(name))) return;
      if (step === 'create' || step === 'recreate') fresh.add(name);
      await settle(step, name, 'done');
    },
    async fail(step, { kind, name }) {
      if (kind === 'Container' && V1_WORDS[step] !== undefined && shown.includes(name))
        await settle(step, name, 'error');
    },
    finish: () => Promise.resolve(),
  };
}
