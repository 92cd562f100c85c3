import { expect, test } from 'vitest';
import { createActor } from 'xstate';
import { containerLife, containerMachine, type ContainerEvent } from '#machine/container.machine';
import { imagePullLife, layerPullLife, layerPullMachine } from '#machine/image-pull.machine';
import { next } from '#sim/lifecycle';

test('a container lives from created to removed, by the machine and by its table alike', () => {
  const actor = createActor(containerMachine).start();
  let state = containerLife.initial;
  const seen: string[] = [];
  const events: ContainerEvent[] = [
    'pause',
    'start',
    'pause',
    'unpause',
    'exit',
    'start',
    'restart',
    'stop',
    'remove',
    'removed',
  ];
  for (const type of events) {
    actor.send({ type });
    state = next(containerLife, state, type) ?? state;
    expect(actor.getSnapshot().value).toBe(state);
    seen.push(state);
  }
  expect(seen.join(' ')).toBe('created running paused running exited running restarting exited removing removed');
});

test('a layer is pulled in the words of docker pull', () => {
  const actor = createActor(layerPullMachine).start();
  for (const type of ['queue', 'download', 'received', 'verified', 'extract', 'extracted']) actor.send({ type });
  expect(actor.getSnapshot().value).toBe('Pull complete');
  expect(next(layerPullLife, 'Pulling fs layer', 'known')).toBe('Already exists');
  expect(next(imagePullLife, 'resolving', 'known')).toBe('upToDate');
});
