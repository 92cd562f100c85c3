import { expect, test } from 'vitest';
import { placeAt } from '../../src/browser/yaml-place';

const at = (marked: string) => placeAt(marked.replace('|', ''), marked.indexOf('|'));

test.each([
  ['|', [], undefined, false],
  ['services:\n  |', ['services'], undefined, false],
  ['services:\n  web:\n    |', ['services', 'web'], undefined, false],
  ['services:\n  web:\n    image: nginx\n    re|', ['services', 'web'], undefined, false],
  ['services:\n  web:\n    restart: |', ['services', 'web'], 'restart', true],
  ['services:\n  web:\n    ports:\n      - tar|', ['services', 'web', 'ports', 0], undefined, false],
  [
    'services:\n  web:\n    ports:\n      - target: 80\n        pub|',
    ['services', 'web', 'ports', 0],
    undefined,
    false,
  ],
  ['services:\n  web:\n    image: x\n# note\nvol|', [], undefined, false],
] as const)('the place in %j', (marked, parents, key, inValue) => {
  expect(at(marked)).toEqual({ parents, key, inValue });
});
