import { exactlyOne, values, word, type Instruction } from '../instruction';

/** USER: who runs the next instructions and the container's process. */
export const user: Instruction = {
  name: 'user',
  check: exactlyOne,
  evaluate(node, scope) {
    const name = word(values(node)[0]!, scope);
    return {
      kind: 'config',
      by: `USER ${name}`,
      classic: ` USER ${name}`,
      change: (config) => void (config.User = name),
    };
  },
};
