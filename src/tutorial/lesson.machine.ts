import { assign, setup } from 'xstate';

/** Where a learner stands in a lesson. */
export interface LessonContext {
  readonly steps: number;
  readonly step: number;
  /** By step: whether every check of it was seen to succeed, once. */
  readonly done: readonly boolean[];
  readonly skipped: readonly boolean[];
  /** By step: how many hints are open. */
  readonly hints: readonly number[];
  /** The current step's checks, as they were last answered. */
  readonly marks: readonly boolean[];
}

export type LessonEvent =
  | { readonly type: 'ready' }
  | { readonly type: 'checked'; readonly step: number; readonly marks: readonly boolean[] }
  | { readonly type: 'next' | 'back' | 'skip' | 'hint' | 'reset' }
  | { readonly type: 'go'; readonly step: number };

export interface LessonInput {
  readonly steps: number;
  /** Where an earlier visit ended. */
  readonly step?: number;
  readonly done?: readonly boolean[];
}

const replaced = <T>(list: readonly T[], at: number, value: T): T[] => list.map((old, i) => (i === at ? value : old));

const beginning = ({ steps, step = 0, done = [] }: LessonInput): LessonContext => ({
  steps,
  step: Math.min(Math.max(0, step), steps - 1),
  done: Array.from({ length: steps }, (_, i) => done[i] ?? false),
  skipped: Array.from({ length: steps }, () => false),
  hints: Array.from({ length: steps }, () => 0),
  marks: [],
});

/**
 * One lesson's life: the world is made ready, steps are worked on until their checks succeed, the lesson is finished.
 * A step that was done stays done; going back and forth is free.
 */
export const lessonMachine = setup({
  types: { context: {} as LessonContext, events: {} as LessonEvent, input: {} as LessonInput },
  guards: {
    passes: ({ context, event }) =>
      event.type === 'checked' && event.step === context.step && event.marks.length > 0 && event.marks.every(Boolean),
    isCurrent: ({ context, event }) => event.type === 'checked' && event.step === context.step,
    isLast: ({ context }) => context.step === context.steps - 1,
    isFirst: ({ context }) => context.step === 0,
    exists: ({ context, event }) => event.type === 'go' && event.step >= 0 && event.step < context.steps,
    wasDone: ({ context }) => context.done[context.step] ?? false,
  },
  actions: {
    keepMarks: assign({ marks: ({ event }) => (event.type === 'checked' ? event.marks : []) }),
    complete: assign({ done: ({ context }) => replaced(context.done, context.step, true) }),
    openHint: assign({
      hints: ({ context }) => replaced(context.hints, context.step, context.hints[context.step]! + 1),
    }),
    markSkipped: assign({ skipped: ({ context }) => replaced(context.skipped, context.step, true) }),
    forward: assign({ step: ({ context }) => context.step + 1, marks: [] }),
    backward: assign({ step: ({ context }) => context.step - 1, marks: [] }),
    jump: assign({ step: ({ context, event }) => (event.type === 'go' ? event.step : context.step), marks: [] }),
    restart: assign(({ context }) => beginning({ steps: context.steps })),
  },
}).createMachine({
  id: 'lesson',
  context: ({ input }) => beginning(input),
  initial: 'preparing',
  on: { reset: { target: '.preparing', actions: 'restart' } },
  states: {
    preparing: { on: { ready: 'arriving' } },
    /** Decides whether the step that was come to is to do, or was done before. */
    arriving: { always: [{ guard: 'wasDone', target: 'done' }, { target: 'working' }] },
    working: {
      on: {
        checked: [
          { guard: 'passes', target: 'done', actions: ['keepMarks', 'complete'] },
          { guard: 'isCurrent', actions: 'keepMarks' },
        ],
        hint: { actions: 'openHint' },
        skip: [
          { guard: 'isLast', target: 'finished', actions: 'markSkipped' },
          { target: 'arriving', actions: ['markSkipped', 'forward'] },
        ],
        next: [
          { guard: 'isLast', target: 'finished' },
          { target: 'arriving', actions: 'forward' },
        ],
        back: [{ guard: 'isFirst' }, { target: 'arriving', actions: 'backward' }],
        go: { guard: 'exists', target: 'arriving', actions: 'jump' },
      },
    },
    done: {
      on: {
        hint: { actions: 'openHint' },
        next: [
          { guard: 'isLast', target: 'finished' },
          { target: 'arriving', actions: 'forward' },
        ],
        back: [{ guard: 'isFirst' }, { target: 'arriving', actions: 'backward' }],
        go: { guard: 'exists', target: 'arriving', actions: 'jump' },
      },
    },
    finished: {
      on: {
        back: 'arriving',
        go: { guard: 'exists', target: 'arriving', actions: 'jump' },
      },
    },
  },
});
