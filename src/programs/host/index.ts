import type { Program } from '#process/process';
import { editors, openers } from './editors';
import { gzip } from './gzip';
import { su, sudo } from './privilege';
import { service, systemctl } from './services';
import { lsbRelease, whereis, which } from './which';

export const hostTools: Program[] = [
  ...editors,
  ...openers,
  ...gzip,
  su,
  sudo,
  service,
  systemctl,
  lsbRelease,
  whereis,
  which,
];
