import type { Reporter, Step, Subject } from '../engine/execute';

const WORDS: Partial<Record<Step, string>> = {
  create: 'Creating',
  recreate: 'Recreating',
  start: 'Starting',
  stop: 'Stopping',
  discard: 'Stopping and removing',
  remove: 'Removing',
  kill: 'Killing',
  restart: 'Restarting',
  pause: 'Pausing',
  unpause: 'Unpausing',
  pull: 'Pulling',
};

/** `docker-compose`'s: `Creating demo_web_1 ... done`. Upstream: compose 1.29 parallel.py. */
export function legacyProgress(err: (text: string) => Promise<void>, tty: boolean): Reporter {
  // One writer for the whole run: its lines are counted upwards from the cursor, its width only grows.
  const lines: string[] = [];
  let width = 0;
  // A container that was just created starts in the same breath: its line ends when it runs.
  const fresh = new Map<string, Step>();
  const line = (key: string, word: string): string => `${key.padEnd(width)} ... ${word}`;
  const keyOf = (step: Step, name: string): string => `${WORDS[step]!} ${name}`;
  const settle = async (step: Step, name: string, word: string): Promise<void> => {
    const key = keyOf(step, name);
    const up = lines.length - lines.indexOf(key);
    const colour = word === 'done' ? '\x1b[32m' : '\x1b[31m';
    await err(
      tty ? `\x1b[${up}A\x1b[2K\r${line(key, `${colour}${word}\x1b[0m`)}\r\x1b[${up}B` : `${line(key, word)}\n`,
    );
  };
  const resource = async (step: Step, { kind, name, driver }: Subject): Promise<void> => {
    if (kind === 'Network')
      await err(
        step === 'create'
          ? `Creating network "${name}" with ${driver === undefined ? 'the default driver' : `driver "${driver}"`}\n`
          : `Removing network ${name}\n`,
      );
    else if (kind === 'Volume')
      await err(
        step === 'create'
          ? `Creating volume "${name}" with ${driver === undefined ? 'default driver' : `driver "${driver}"`}\n`
          : `Removing volume ${name}\n`,
      );
  };
  return {
    async begin(step, subjects) {
      if (step === 'wait') return;
      for (const subject of subjects) await resource(step, subject);
      const containers = subjects.filter(
        ({ kind, name }) => kind === 'Container' && !(step === 'start' && fresh.has(name)),
      );
      if (step === 'keep') {
        for (const { name } of containers) await err(`${name} is up-to-date\n`);
        return;
      }
      const keys = containers.map(({ name }) => keyOf(step, name));
      lines.push(...keys);
      width = Math.max(width, ...keys.map((key) => key.length));
      for (const key of keys) await err(`${line(key, '')}\n`);
    },
    async end(step, { kind, name }) {
      if (kind !== 'Container' || step === 'wait' || step === 'keep') return;
      if (step === 'create' || step === 'recreate') {
        fresh.set(name, step);
        return;
      }
      const made = step === 'start' ? fresh.get(name) : undefined;
      fresh.delete(name);
      await settle(made ?? step, name, 'done');
    },
    async fail(step, { kind, name }) {
      if (kind !== 'Container' || WORDS[step] === undefined) return;
      const made = step === 'start' ? fresh.get(name) : undefined;
      fresh.delete(name);
      await settle(made ?? step, name, 'error');
    },
    async finish() {
      for (const [name, step] of fresh) await settle(step, name, 'done');
      fresh.clear();
    },
  };
}
