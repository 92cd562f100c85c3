import { command, quoted, type Instruction } from '../instruction';

/** CMD: what a container runs, or the arguments of its entrypoint. */
export const cmd: Instruction = {
  name: 'cmd',
  check: () => undefined,
  evaluate(node, scope) {
    const argv = command(node, scope.config);
    return {
      kind: 'config',
      by: `CMD ${quoted(argv)}`,
      classic: ` CMD ${quoted(argv)}`,
      change: (config) => void (config.Cmd = argv.length > 0 ? argv : null),
    };
  },
};
