import { DockerfileError } from '../parser';
import { atLeastOne, values, type Instruction } from '../instruction';

/** SHELL: what the shell forms of RUN, CMD and ENTRYPOINT are given to. */
export const shell: Instruction = {
  name: 'shell',
  check(node) {
    atLeastOne(node);
    if (!node.json) throw new DockerfileError(`SHELL requires the arguments to be in JSON form`);
  },
  evaluate(node) {
    const argv = values(node);
    return {
      kind: 'config',
      by: `SHELL [${argv.join(' ')}]`,
      classic: ` SHELL [${argv.join(' ')}]`,
      change: (config) => void (config.Shell = argv),
    };
  },
};
