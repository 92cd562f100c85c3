import type { LazyProgram, Program } from '#process/process';

interface Group {
  readonly names: string;
  readonly load: () => Promise<readonly (Program | LazyProgram)[]>;
}

/** The tools, in groups that are loaded when one of their programs first runs. A test compares the names with the groups. */
export const GROUPS: readonly Group[] = [
  {
    names:
      'arch basename cat chgrp chmod chown clear cp date dd df dirname du echo env false free groups head id kill killall ln ls mkdir mktemp mount mv nice ' +
      'nohup nproc pgrep pidof pkill printenv ps pwd readlink realpath rm rmdir seq sleep stat stty tail tee time timeout top touch true tty uname uptime ' +
      'watch wc whoami xargs yes mkfifo mountpoint setsid shuf sync truncate unlink usleep test [ printf',
    load: async () => (await import('#programs/coreutils/index')).coreutils,
  },
  {
    names:
      'awk base64 cmp column comm cut diff egrep expand expr fgrep file find fold grep join jq less md5sum more most nl od paste rev sed sha1sum sha256sum sort ' +
      'split strings tac tr tree unexpand uniq',
    load: async () => (await import('#programs/text/index')).textTools,
  },
  {
    names:
      'add-apt-repository addgroup adduser apt-key c++ cc chpasswd chsh clang cmake delgroup deluser editor emacs g++ gpg ' +
      'groupadd groupdel groupmod gunzip gzip install ldconfig locale-gen lsb_release make nano nvim open openssl passwd pico ' +
      'sensible-browser service su sudo systemctl update-alternatives update-locale useradd userdel usermod vi vim whereis which xdg-open zcat',
    load: async () => (await import('#programs/host/index')).hostTools,
  },
  {
    names:
      'ab arp brctl curl dig getent hey host hostname ifconfig ip iptables iptables-save nc netstat nslookup ping route ss tcpdump telnet traceroute wget',
    load: async () => (await import('#programs/net/index')).netPrograms,
  },
  {
    names: 'apk apt apt-cache apt-get dpkg',
    load: async () => (await import('#programs/packages/index')).packageManagers,
  },
  {
    names: 'node npm npx pip python3 yarn',
    load: async () => (await import('#programs/languages/index')).languagePrograms,
  },
  {
    names: 'git',
    load: async () => (await import('#programs/git/index')).gitPrograms,
  },
  {
    names: 'cowsay cowthink fortune',
    load: async () => (await import('#programs/games/index')).games,
  },
  {
    names: 'tar unzip zip',
    load: async () => (await import('#programs/archive/index')).archivers,
  },
];

/** The programs of all groups, each loaded with its group. */
export function lazyPrograms(): LazyProgram[] {
  return GROUPS.flatMap(({ names, load }) => names.split(' ').map((name) => lazily(name, load)));
}

/** One program of a group that is loaded when it first runs. */
export const lazily = (name: string, load: () => Promise<readonly (Program | LazyProgram)[]>): LazyProgram => ({
  name,
  async load() {
    const found = (await load()).find((program) => program.name === name);
    if (!found) throw new Error(`the group of ${name} does not have it`);
    return 'run' in found ? found : found.load();
  },
});
