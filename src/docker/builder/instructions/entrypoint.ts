import { command, quoted, type Instruction } from '../instruction';

/** ENTRYPOINT: the program that a container is. The builders drop a base image's CMD with it. */
export const entrypoint: Instruction = {
  name: 'entrypoint',
  check: () => undefined,
  evaluate(node, scope) {
    const argv = command(node, scope.config);
    return {
      kind: 'config',
      by: `ENTRYPOINT ${quoted(argv)}`,
      classic: ` ENTRYPOINT ${quoted(argv)}`,
      change: (config) => void (config.Entrypoint = argv.length > 0 ? argv : null),
    };
  },
};
