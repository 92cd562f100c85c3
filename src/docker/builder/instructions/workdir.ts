import { normalise } from '#vfs/path';
import { exactlyOne, values, word, type Instruction } from '../instruction';

/** WORKDIR: where the next instructions and the container's process begin. */
export const workdir: Instruction = {
  name: 'workdir',
  check: exactlyOne,
  evaluate(node, scope) {
    const given = word(values(node)[0]!, scope);
    return { kind: 'workdir', path: normalise(given, scope.config.WorkingDir ?? '/') };
  },
};
