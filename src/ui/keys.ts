import type { Desk } from './state/desk.svelte';
import type { LessonRun } from './state/lesson-run.svelte';
import { settings } from './state/settings.svelte';
import { focusTerminal, type World } from './state/world.svelte';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], .xterm, .cm-editor, dialog') !== null;

/** What keys do on the workbench, outside of the terminal and of fields; a few everywhere. */
export function workbenchKeys(
  desk: Desk,
  world: World,
  run: () => LessonRun | undefined,
): (event: KeyboardEvent) => void {
  const plain: Readonly<Record<string, () => void>> = {
    '?': () => (desk.dialog = 'keys'),
    '/': () => (desk.dialog = 'search'),
    w: () => desk.why(desk.whyFrom, desk.whyTo),
    p: () => (settings.projector = !settings.projector),
    ' ': () => void world.calls.pause(!world.clock.paused),
    '.': () => void world.calls.step(),
  };
  return (event) => {
    const inTerminal = event.target instanceof HTMLElement && event.target.closest('.xterm') !== null;
    const act = (go: () => void) => {
      event.preventDefault();
      go();
    };
    if (event.ctrlKey && event.code === 'Backquote') act(() => showTerminal(desk));
    else if (event.ctrlKey && !inTerminal && event.key === 'e') act(() => desk.show('editor'));
    else if (event.ctrlKey && !inTerminal && event.key === 'm') act(() => desk.show('map'));
    else if (event.altKey && event.key === 'ArrowRight' && !inTerminal) act(() => run()?.actor.send({ type: 'next' }));
    else if (event.altKey && event.key === 'ArrowLeft' && !inTerminal) act(() => run()?.actor.send({ type: 'back' }));
    else if (!event.ctrlKey && !event.altKey && !event.metaKey && !isField(event.target)) {
      // A button takes the space bar for itself.
      const onButton =
        event.key === ' ' && event.target instanceof HTMLElement && event.target.closest('button, a, summary, [role]');
      const go = plain[event.key];
      if (go && !onButton) act(go);
    }
  };
}

function showTerminal(desk: Desk): void {
  desk.pane = 'terminal';
  requestAnimationFrame(focusTerminal);
}
