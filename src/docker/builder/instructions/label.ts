import { DockerfileError } from '../parser';
import { atLeastOne, values, type Instruction } from '../instruction';
import { pairsOf } from './env';

/** LABEL: names and values for people and tools. */
export const label: Instruction = {
  name: 'label',
  check(node) {
    atLeastOne(node);
    if (node.args.some((argument, index) => index % 3 === 0 && argument.value === '')) {
      throw new DockerfileError('LABEL names can not be blank');
    }
  },
  evaluate(node, scope) {
    const pairs = pairsOf(values(node), scope);
    const shown = pairs.map(([name, value]) => `${name}=${value}`).join(' ');
    return {
      kind: 'config',
      by: `LABEL ${shown}`,
      classic: ` LABEL ${shown}`,
      change: (config) => void (config.Labels = { ...config.Labels, ...Object.fromEntries(pairs) }),
    };
  },
};
