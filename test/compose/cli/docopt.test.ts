import { expect, test } from 'vitest';
import { matchUsage } from '../../../src/compose/cli/docopt';
import { LEGACY_USAGE } from '../../../src/compose/cli/legacy-usage';

const match = (command: string, ...words: string[]) => {
  const found = matchUsage(LEGACY_USAGE[command]!, words);
  return found && { options: Object.fromEntries(found.options), words: found.words };
};

test('docker-compose up -d web reads the flag and the service', () => {
  expect(match('up', '-d', '--scale', 'web=2', '--scale=db=3', 'web')).toEqual({
    options: { detach: true, scale: ['web=2', 'db=3'] },
    words: ['web'],
  });
});

test('the first word ends the options: a flag behind it is taken for a service', () => {
  expect(match('up', 'web', '-d')).toEqual({ options: {}, words: ['web', '-d'] });
});

test('a flag that the usage does not name does not fit', () => {
  expect(match('ps', '--format', 'json')).toBeUndefined();
});

test('too few or too many words do not fit', () => {
  expect(match('port', 'web')).toBeUndefined();
  expect(match('down', 'web')).toBeUndefined();
});

test('short flags stand together, and the default of an option is known', () => {
  expect(match('exec', '-Te', 'A=1', 'web', 'sh', '-c', 'ls')).toEqual({
    options: { T: true, env: ['A=1'], index: '1' },
    words: ['web', 'sh', '-c', 'ls'],
  });
});
