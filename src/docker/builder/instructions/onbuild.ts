import { DockerfileError } from '../parser';
import { atLeastOne, values, type Instruction } from '../instruction';

/** ONBUILD: an instruction for the builds that begin FROM this image. */
export const onbuild: Instruction = {
  name: 'onbuild',
  check(node) {
    atLeastOne(node);
    const trigger = node.args[0]!.node?.value.toUpperCase() ?? '';
    if (trigger === 'ONBUILD') throw new DockerfileError("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
    if (trigger === 'MAINTAINER' || trigger === 'FROM') {
      throw new DockerfileError(`${trigger} isn't allowed as an ONBUILD trigger`);
    }
  },
  evaluate(node) {
    const trigger = values(node)[0]!;
    return {
      kind: 'config',
      by: undefined,
      classic: ` ONBUILD ${trigger}`,
      change: (config) => void (config.OnBuild = [...(config.OnBuild ?? []), trigger]),
    };
  },
};
