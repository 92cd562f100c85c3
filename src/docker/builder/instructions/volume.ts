import { DockerfileError } from '../parser';
import { atLeastOne, values, word, type Instruction } from '../instruction';

/** VOLUME: directories that get an anonymous volume. */
export const volume: Instruction = {
  name: 'volume',
  check: atLeastOne,
  evaluate(node, scope) {
    const paths = values(node).map((text) => word(text, scope).trim());
    if (paths.includes('')) throw new DockerfileError('VOLUME specified can not be an empty string');
    return {
      kind: 'config',
      by: `VOLUME [${paths.join(' ')}]`,
      classic: ` VOLUME [${paths.join(' ')}]`,
      change(config) {
        const all = { ...config.Volumes };
        for (const path of paths) all[path] = {};
        config.Volumes = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
      },
    };
  },
};
