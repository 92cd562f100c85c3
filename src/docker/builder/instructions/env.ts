import { mergeEnv } from '#image/define-image';
import { DockerfileError } from '../parser';
import { atLeastOne, values, word, type Instruction, type Scope } from '../instruction';

/** Name and expanded value in turn. */
export function pairsOf(texts: readonly string[], scope: Scope): [string, string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < texts.length; at += 3) pairs.push([word(texts[at]!, scope), word(texts[at + 1]!, scope)]);
  return pairs;
}

/** ENV: sets variables of the image. */
export const env: Instruction = {
  name: 'env',
  check(node) {
    atLeastOne(node);
    if (node.args.some((argument, index) => index % 3 === 0 && argument.value === '')) {
      throw new DockerfileError('ENV names can not be blank');
    }
  },
  evaluate(node, scope) {
    const pairs = pairsOf(values(node), scope).map(([name, value]) => `${name}=${value}`);
    return {
      kind: 'config',
      by: `ENV ${pairs.join(' ')}`,
      classic: ` ENV ${pairs.join(' ')}`,
      change: (config) => void (config.Env = mergeEnv(config.Env ?? [], pairs)),
    };
  },
};
