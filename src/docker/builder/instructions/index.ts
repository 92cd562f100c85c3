import type { Instruction } from '../instruction';
import { add } from './add';
import { arg } from './arg';
import { cmd } from './cmd';
import { copy } from './copy';
import { entrypoint } from './entrypoint';
import { env } from './env';
import { expose } from './expose';
import { from } from './from';
import { healthcheck } from './healthcheck';
import { label } from './label';
import { maintainer } from './maintainer';
import { onbuild } from './onbuild';
import { run } from './run';
import { shell } from './shell';
import { stopsignal } from './stopsignal';
import { user } from './user';
import { volume } from './volume';
import { workdir } from './workdir';

/** Every instruction of a Dockerfile. */
export const instructions: readonly Instruction[] = [
  add,
  arg,
  cmd,
  copy,
  entrypoint,
  env,
  expose,
  from,
  healthcheck,
  label,
  maintainer,
  onbuild,
  run,
  shell,
  stopsignal,
  user,
  volume,
  workdir,
];
