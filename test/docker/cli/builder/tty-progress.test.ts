import { expect, test } from 'vitest';
import { TtyProgress } from '#docker/cli/builder/tty-progress';

test('a build on a terminal is one block that is drawn again in place', () => {
  const display = new TtyProgress(60, 24, 'docker:default');
  expect(display.begin(1000)).toBe(
    `\x1b[1A\x1b[1B\x1b[0G\x1b[?25l[+] Building 0.0s (0/1)${' '.repeat(22)}docker:default\n\x1b[?25h`,
  );
  display.show({ known: 3 });
  display.show({ vertex: { id: 1, name: 'load definition', started: 1000, completed: 1010 } });
  display.show({ vertex: { id: 2, name: 'RUN sleep 1', started: 1010 } });
  expect(display.tick(1500)).toBe(
    `\x1b[1A\x1b[0G\x1b[?25l[+] Building 0.5s (1/3)${' '.repeat(22)}docker:default\n` +
      `\x1b[34m => load definition${' '.repeat(35)} 0.0s\n\x1b[0m` +
      ` => RUN sleep 1${' '.repeat(39)} 0.5s\n\x1b[?25h`,
  );
  display.show({ vertex: { id: 2, name: 'RUN sleep 1', started: 1010, completed: 2010, error: 'it failed' } });
  expect(display.end(2010)).toContain(`\x1b[31m => ERROR RUN sleep 1${' '.repeat(33)} 1.0s\n\x1b[0m`);
});
