import type { Program } from '#process/process';
import { cat } from './cat';
import { chmod } from './chmod';
import { chgrp, chown } from './chown';
import { cp } from './cp';
import { date } from './date';
import { env, printenv } from './environment';
import { head } from './head';
import { arch, groups, id, nproc, tty, uname, whoami } from './identity';
import { ln } from './ln';
import { free, top, uptime } from './load';
import { ls } from './ls';
import { mkdir } from './mkdir';
import { mv } from './mv';
import { mkfifo, mountpoint, setsid, shuf, sync, truncate, unlink, usleep } from './nodes';
import { basename, dirname, mktemp, pwd, readlink, realpath } from './paths';
import { ps } from './ps';
import { rm } from './rm';
import { rmdir } from './rmdir';
import { byName, kill, nice, nohup, time, timeout } from './running';
import { shellWords } from './shell-words';
import { clear, echo, falseProgram, seq, sleep, stty, tee, trueProgram, yes } from './simple';
import { stat } from './stat';
import { dd, df, du, mount } from './storage';
import { tail } from './tail';
import { touch } from './touch';
import { watch } from './watch';
import { wc } from './wc';
import { xargs } from './xargs';

export const coreutils: Program[] = [
  cat,
  chmod,
  chgrp,
  chown,
  cp,
  date,
  env,
  printenv,
  head,
  arch,
  groups,
  id,
  nproc,
  tty,
  uname,
  whoami,
  ln,
  free,
  top,
  uptime,
  ls,
  mkdir,
  mv,
  basename,
  dirname,
  mktemp,
  pwd,
  readlink,
  realpath,
  ps,
  rm,
  rmdir,
  ...byName,
  kill,
  nice,
  nohup,
  time,
  timeout,
  clear,
  echo,
  falseProgram,
  seq,
  sleep,
  stty,
  tee,
  trueProgram,
  yes,
  stat,
  dd,
  df,
  du,
  mount,
  tail,
  touch,
  watch,
  wc,
  xargs,
  mkfifo,
  mountpoint,
  setsid,
  shuf,
  sync,
  truncate,
  unlink,
  usleep,
  ...shellWords,
];
