import { parseSignal } from '#process/signals';
import { DockerfileError } from '../parser';
import { exactlyOne, values, word, type Instruction } from '../instruction';

/** STOPSIGNAL: how `docker stop` asks the container to end. */
export const stopsignal: Instruction = {
  name: 'stopsignal',
  check: exactlyOne,
  evaluate(node, scope) {
    const signal = word(values(node)[0]!, scope);
    if (!parseSignal(signal)) throw new DockerfileError(`invalid signal: ${signal}`);
    return {
      kind: 'config',
      by: `STOPSIGNAL ${signal}`,
      classic: ` STOPSIGNAL ${signal}`,
      change: (config) => void (config.StopSignal = signal),
    };
  },
};
