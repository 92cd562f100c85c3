import type { Instruction } from '../instruction';
import { checkPaths, copyAction } from './copy';

/** ADD: as COPY; archives are unpacked and addresses fetched. */
export const add: Instruction = {
  name: 'add',
  flags: ['chown', 'chmod', 'link?', 'keep-git-dir?', 'checksum', 'unpack?', 'exclude*'],
  check: checkPaths,
  evaluate: (node, scope) => copyAction(node, scope, 'ADD'),
};
