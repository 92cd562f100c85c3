import type { Program } from '#process/process';
import { cmp } from './cmp';
import { diff } from './diff/diff';
import { find } from './find';
import { egrep, fgrep, grep } from './grep';
import { libraryTools } from './just-bash';
import { cut, pagers, tac, tr, uniq } from './lines';
import { sed } from './sed/sed';
import { sort } from './sort';

export const textTools: Program[] = [
  cmp,
  diff,
  find,
  egrep,
  fgrep,
  grep,
  cut,
  tac,
  tr,
  uniq,
  ...pagers,
  sed,
  sort,
  ...libraryTools,
];
