import { alias, unalias } from './alias';
import type { Builtin } from './builtin';
import { caller } from './caller';
import { cd } from './cd';
import { colon } from './colon';
import { compgen, complete, compopt } from './complete';
import { declare, exportBuiltin, local, readonly, typeset } from './declare';
import { dirs, popd, pushd } from './directories';
import { echo } from './echo';
import { enable } from './enable';
import { evalBuiltin } from './eval';
import { exec } from './exec';
import { exit } from './exit';
import { falseBuiltin } from './false';
import { getopts } from './getopts';
import { hash } from './hash';
import { help } from './help';
import { history } from './history';
import { bg, disown, fg, jobs, kill, wait } from './jobs';
import { letBuiltin } from './let';
import { breakBuiltin, continueBuiltin } from './loop-control';
import { mapfile, readarray } from './mapfile';
import { printf } from './printf';
import { pwd } from './pwd';
import { read } from './read';
import { returnBuiltin } from './return';
import { set } from './set';
import { shift } from './shift';
import { shopt } from './shopt';
import { dot, sourceBuiltin } from './source';
import { bracket, test } from './test';
import { times } from './times';
import { trap } from './trap';
import { trueBuiltin } from './true';
import { builtin, command, type } from './type';
import { ulimit } from './ulimit';
import { umask } from './umask';
import { unset } from './unset';

/** Every builtin, in bash's order. */
export const BUILTINS: readonly Builtin[] = [
  dot,
  colon,
  bracket,
  alias,
  bg,
  breakBuiltin,
  builtin,
  caller,
  cd,
  command,
  compgen,
  complete,
  compopt,
  continueBuiltin,
  declare,
  dirs,
  disown,
  echo,
  enable,
  evalBuiltin,
  exec,
  exit,
  exportBuiltin,
  falseBuiltin,
  fg,
  getopts,
  hash,
  help,
  history,
  jobs,
  kill,
  letBuiltin,
  local,
  mapfile,
  popd,
  printf,
  pushd,
  pwd,
  read,
  readarray,
  readonly,
  returnBuiltin,
  set,
  shift,
  shopt,
  sourceBuiltin,
  test,
  times,
  trap,
  trueBuiltin,
  type,
  typeset,
  ulimit,
  umask,
  unalias,
  unset,
  wait,
];
