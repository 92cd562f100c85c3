import { createActor } from 'xstate';
import { expect, test } from 'vitest';
import { lessonMachine } from '../../src/tutorial/lesson.machine';

const begin = (input: { steps: number; step?: number; done?: boolean[] }) => {
  const actor = createActor(lessonMachine, { input }).start();
  actor.send({ type: 'ready' });
  return actor;
};

test('a step is done when all of its checks have succeeded', () => {
  const actor = begin({ steps: 2 });
  actor.send({ type: 'checked', step: 0, marks: [true, false] });
  expect(actor.getSnapshot().value).toBe('working');
  actor.send({ type: 'checked', step: 1, marks: [true] });
  expect(actor.getSnapshot().value).toBe('working');
  actor.send({ type: 'checked', step: 0, marks: [true, true] });
  expect(actor.getSnapshot()).toMatchObject({ value: 'done', context: { done: [true, false] } });
});

test('the lesson goes on to the next step and ends after the last', () => {
  const actor = begin({ steps: 2 });
  actor.send({ type: 'next' });
  expect(actor.getSnapshot().context.step).toBe(1);
  actor.send({ type: 'skip' });
  expect(actor.getSnapshot()).toMatchObject({ value: 'finished', context: { skipped: [false, true] } });
});

test('what was done stays done when one comes back', () => {
  const actor = begin({ steps: 3, step: 1, done: [true, false, false] });
  actor.send({ type: 'back' });
  expect(actor.getSnapshot()).toMatchObject({ value: 'done', context: { step: 0 } });
  actor.send({ type: 'back' });
  expect(actor.getSnapshot().context.step).toBe(0);
  actor.send({ type: 'go', step: 9 });
  expect(actor.getSnapshot().context.step).toBe(0);
  actor.send({ type: 'reset' });
  expect(actor.getSnapshot()).toMatchObject({ value: 'preparing', context: { step: 0, done: [false, false, false] } });
});

test('hints open one by one', () => {
  const actor = begin({ steps: 1 });
  actor.send({ type: 'hint' });
  actor.send({ type: 'hint' });
  expect(actor.getSnapshot().context.hints).toEqual([2]);
});
