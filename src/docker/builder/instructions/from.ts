import { DockerfileError } from '../parser';
import type { Instruction } from '../instruction';

/** FROM: begins a stage. The builders read it themselves, before anything else. */
export const from: Instruction = {
  name: 'from',
  flags: ['platform'],
  check(node) {
    const args = node.args.map((argument) => argument.value);
    if (args.length === 3 && args[1]!.toLowerCase() === 'as') {
      if (!/^[a-z][a-z0-9-_.]*$/.test(args[2]!.toLowerCase())) {
        throw new DockerfileError(
          `invalid name for build stage: ${JSON.stringify(args[2])}, name can't start with a number or contain symbols`,
        );
      }
    } else if (args.length !== 1) throw new DockerfileError('FROM requires either one or three arguments');
  },
  evaluate: () => [],
};
