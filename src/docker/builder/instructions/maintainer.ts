import { exactlyOne, values, type Instruction } from '../instruction';

/** MAINTAINER: the author; LABEL took its place. */
export const maintainer: Instruction = {
  name: 'maintainer',
  check: exactlyOne,
  evaluate: (node) => ({ kind: 'author', author: values(node)[0]! }),
};
