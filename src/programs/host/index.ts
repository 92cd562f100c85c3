import type { Program } from '#process/process';
import { accountTools } from './accounts';
import { addgroup, adduser } from './adduser';
import { editors, openers } from './editors';
import { gzip } from './gzip';
import { install } from './install';
import { make } from './make';
import { su, sudo } from './privilege';
import { service, systemctl } from './services';
import {
  addAptRepository,
  aptKey,
  compilers,
  gpg,
  ldconfig,
  localeGen,
  updateAlternatives,
  updateLocale,
} from './system-setup';
import { openssl } from './openssl';
import { lsbRelease, whereis, which } from './which';

/** Tools of a whole Linux: accounts, editors, services, set-up and building. */
export const hostTools: Program[] = [
  ...accountTools,
  addgroup,
  adduser,
  install,
  make,
  addAptRepository,
  aptKey,
  ...compilers,
  gpg,
  ldconfig,
  localeGen,
  updateAlternatives,
  updateLocale,
  ...editors,
  ...openers,
  ...gzip,
  su,
  sudo,
  service,
  systemctl,
  openssl,
  lsbRelease,
  whereis,
  which,
];
