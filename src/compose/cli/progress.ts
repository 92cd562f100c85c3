import type { Reporter, Step, Subject } from '../engine/execute';

/** What a step is called while it works and when it is done. */
export const WORDS: Record<Step, readonly [string, string]> = {
  create: ['Creating', 'Created'],
  recreate: ['Recreate', 'Recreated'],
  keep: ['Running', 'Running'],
  start: ['Starting', 'Started'],
  stop: ['Stopping', 'Stopped'],
  remove: ['Removing', 'Removed'],
  discard: ['Removing', 'Removed'],
  wait: ['Waiting', 'Healthy'],
  kill: ['Killing', 'Killed'],
  restart: ['Restarting', 'Started'],
  pause: ['Pausing', 'Paused'],
  unpause: ['Unpausing', 'Unpaused'],
  pull: ['Pulling', 'Pulled'],
  push: ['Pushing', 'Pushed'],
  build: ['Building', 'Built'],
};

/** What a subject is called in progress lines. */
export const idOf = ({ kind, name }: Subject): string => (kind === 'Image' ? name : `${kind} ${name}`);

const failureText = (step: Step, message: string): string | undefined => {
  if (step === 'wait') return message.startsWith('service ') ? message : 'Error';
  return step === 'create' || step === 'recreate' ? `Error response from daemon: ${message}` : undefined;
};

/** `docker compose`'s plain progress: one line an event. Upstream: compose pkg/progress/plain.go. */
export function plainProgress(err: (text: string) => Promise<void>, colour = false): Reporter {
  const line = (subject: Subject, word: string): Promise<void> =>
    err(colour ? `\r\x1b[K ${idOf(subject)}  \x1b[32m${word}\x1b[0m\n` : ` ${idOf(subject)}  ${word}\n`);
  return {
    async begin(step, subjects) {
      if (step === 'keep' || step === 'pause' || step === 'unpause') return;
      for (const subject of subjects) await line(subject, WORDS[step][0]);
    },
    end: (step, subject, outcome) => line(subject, outcome ?? WORDS[step][1]),
    async fail(step, subject, message) {
      const text = failureText(step, message);
      if (text !== undefined) await line(subject, text);
    },
    finish: () => Promise.resolve(),
  };
}

/** `--progress json`: an object a line. Upstream: compose pkg/progress/json.go. */
export function jsonProgress(err: (text: string) => Promise<void>, dryRun: boolean): Reporter {
  const line = (subject: Subject, text: string, status: string): Promise<void> =>
    err(`${JSON.stringify({ ...(dryRun && { 'dry-run': true }), id: idOf(subject), text, status })}\n`);
  return {
    async begin(step, subjects) {
      if (step === 'keep') return;
      for (const subject of subjects) await line(subject, WORDS[step][0], 'Working');
    },
    end: (step, subject, outcome) => line(subject, outcome ?? WORDS[step][1], 'Done'),
    fail: (_, subject, message) => line(subject, message, 'Error'),
    finish: () => Promise.resolve(),
  };
}
