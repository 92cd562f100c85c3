import { DockerfileError } from '../parser';
import { atLeastOne, values, word, type Instruction } from '../instruction';

/** ARG: declares build arguments, with a default or without. */
export const arg: Instruction = {
  name: 'arg',
  check(node) {
    atLeastOne(node);
    for (const text of values(node)) {
      if (text.startsWith('=')) throw new DockerfileError(`ARG names can not be blank`);
    }
  },
  evaluate(node, scope) {
    const args = values(node).map((text) => {
      const at = text.indexOf('=');
      return at < 0
        ? { name: text, value: undefined }
        : { name: text.slice(0, at), value: word(text.slice(at + 1), scope) };
    });
    return { kind: 'arg', args };
  },
};
