/** The learner's home, and where tutorials are followed. */
export const HOME = '/root';

/** The environment of a login on the laptop. */
export const environment = (): Map<string, string> =>
  new Map([
    ['SHELL', '/bin/bash'],
    ['HOME', HOME],
    ['USER', 'root'],
    ['LOGNAME', 'root'],
    ['LANG', 'C.UTF-8'],
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games'],
  ]);
