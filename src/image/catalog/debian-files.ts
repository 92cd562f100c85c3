import type { LayerFiles } from '../layer-files';

const COREUTILS =
  '[ arch b2sum base32 base64 basename cat chcon chgrp chmod chown cksum comm cp csplit cut date dd df dir dircolors dirname du echo env expand expr factor false fmt fold groups head hostid id install join link ln logname ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk pinky pr printenv printf ptx pwd readlink realpath rm rmdir runcon seq sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split stat stdbuf stty sum sync tac tail tee test timeout touch tr true truncate tsort tty uname unexpand uniq unlink users vdir wc who whoami yes';
const ESSENTIAL =
  'bash cmp diff diff3 sdiff find xargs grep egrep fgrep rgrep sed gzip gunzip zcat tar hostname dnsdomainname domainname which mawk perl getent getconf iconv ldd locale localedef clear tput reset tset tabs infocmp tic toe su login newgrp passwd chsh chfn chage gpasswd expiry faillog lastlog more mount umount findmnt lsblk dmesg flock getopt ipcs ipcmk ipcrm lscpu lsipc lslocks lsmem lsns mcookie mountpoint namei nsenter partx prlimit rev setpriv setsid setterm taskset unshare utmpdump wall whereis choom chrt ionice last mesg resizepart renice fallocate fincore hardlink catchsegv debconf dpkg dpkg-deb dpkg-divert dpkg-query dpkg-split dpkg-statoverride dpkg-trigger apt apt-cache apt-cdrom apt-config apt-get apt-key apt-mark deb-systemd-helper run-parts tempfile savelog ischroot';
const SBIN =
  'adduser addgroup deluser delgroup useradd userdel usermod groupadd groupdel groupmod groupmems chpasswd chgpasswd newusers pwck pwconv pwunconv grpck grpconv grpunconv vipw vigr chroot ldconfig start-stop-daemon update-rc.d invoke-rc.d service pam-auth-update nologin zic tzconfig policy-rc.d mke2fs mkfs.ext2 mkfs.ext3 mkfs.ext4 e2fsck fsck.ext4 tune2fs resize2fs losetup blkid blockdev swapoff swapon switch_root pivot_root sulogin agetty hwclock mkswap wipefs';

/** What procps gives: Ubuntu's images have it, Debian's have not. */
export const PROCPS = 'ps top free kill pgrep pkill pmap pwdx skill slabtop snice tload uptime vmstat w watch';

const USERS: readonly (readonly [string, number, number, string, string])[] = [
  ['daemon', 1, 1, '/usr/sbin', 'daemon'],
  ['bin', 2, 2, '/bin', 'bin'],
  ['sys', 3, 3, '/dev', 'sys'],
  ['games', 5, 60, '/usr/games', 'games'],
  ['man', 6, 12, '/var/cache/man', 'man'],
  ['lp', 7, 7, '/var/spool/lpd', 'lp'],
  ['mail', 8, 8, '/var/mail', 'mail'],
  ['news', 9, 9, '/var/spool/news', 'news'],
  ['uucp', 10, 10, '/var/spool/uucp', 'uucp'],
  ['proxy', 13, 13, '/bin', 'proxy'],
  ['www-data', 33, 33, '/var/www', 'www-data'],
  ['backup', 34, 34, '/var/backups', 'backup'],
  ['list', 38, 38, '/var/list', 'Mailing List Manager'],
  ['irc', 39, 39, '/run/ircd', 'ircd'],
];

/** The system users, and those that an image adds: `name:x:uid:gid:text:home:shell` lines. */
export const passwdFile = (...added: string[]): string =>
  [
    'root:x:0:0:root:/root:/bin/bash',
    ...USERS.slice(0, 3).map(user),
    'sync:x:4:65534:sync:/bin:/bin/sync',
    ...USERS.slice(3).map(user),
    '_apt:x:42:65534::/nonexistent:/usr/sbin/nologin',
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
    ...added,
    '',
  ].join('\n');

const user = ([name, uid, gid, home, text]: (typeof USERS)[number]): string =>
  `${name}:x:${String(uid)}:${String(gid)}:${text}:${home}:/usr/sbin/nologin`;

const GROUPS =
  'root:0 daemon:1 bin:2 sys:3 adm:4 tty:5 disk:6 lp:7 mail:8 news:9 uucp:10 man:12 proxy:13 kmem:15 dialout:20 fax:21 voice:22 cdrom:24 floppy:25 tape:26 sudo:27 audio:29 dip:30 www-data:33 backup:34 operator:37 list:38 irc:39 src:40 shadow:42 utmp:43 video:44 sasl:45 plugdev:46 staff:50 games:60 users:100 nogroup:65534';

export const groupFile = (...added: string[]): string =>
  [
    ...GROUPS.split(' ').map((group) => {
      const [name, gid] = group.split(':') as [string, string];
      return `${name}:x:${gid}:`;
    }),
    ...added,
    '',
  ].join('\n');

const BASHRC = `# ~/.bashrc: executed by bash(1) for non-login shells.

# Note: PS1 is set in /etc/profile, and the default umask is defined
# in /etc/login.defs. You should not need this unless you want different
# defaults for root.
# PS1='\${debian_chroot:+($debian_chroot)}\\h:\\w\\$ '
# umask 022

# You may uncomment the following lines if you want \`ls' to be colorized:
# export LS_OPTIONS='--color=auto'
# eval "$(dircolors)"
# alias ls='ls $LS_OPTIONS'
# alias ll='ls $LS_OPTIONS -l'
# alias l='ls $LS_OPTIONS -lA'
`;

const ETC_BASHRC = `# System-wide .bashrc file for interactive bash(1) shells.

# If not running interactively, don't do anything
[ -z "\${PS1-}" ] && return

# set variable identifying the chroot you work in (used in the prompt below)
if [ -z "\${debian_chroot:-}" ] && [ -r /etc/debian_chroot ]; then
    debian_chroot=$(cat /etc/debian_chroot)
fi

PS1='\${debian_chroot:+($debian_chroot)}\\u@\\h:\\w\\$ '
`;

const PROFILE = `# ~/.profile: executed by Bourne-compatible login shells.

if [ "$BASH" ]; then
  if [ -f ~/.bashrc ]; then
    . ~/.bashrc
  fi
fi

mesg n 2> /dev/null || true
`;

/** The packages of a minimal system, which dpkg knows. */
const PACKAGES =
  'adduser apt base-files base-passwd bash bsdutils coreutils dash debconf debian-archive-keyring debianutils diffutils dpkg e2fsprogs findutils gcc-12-base gpgv grep gzip hostname init-system-helpers libacl1 libc-bin libc6 login logsave mawk mount ncurses-base ncurses-bin passwd perl-base sed sysvinit-utils tar tzdata usr-is-merged util-linux util-linux-extra zlib1g';

export interface Distribution {
  readonly osRelease: string;
  readonly issue: string;
  readonly version: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly procps: boolean;
  readonly shadowless?: boolean;
  readonly passwd?: readonly string[];
  readonly group?: readonly string[];
  readonly packages?: string;
}

/** A merged-/usr root file system of the Debian family without network tools, editors and curl, as the images are. */
export function debianRoot(f: LayerFiles, distribution: Distribution): void {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) f.symlink(`/${name}`, `usr/${name}`);
  f.programs('/usr/bin', COREUTILS)
    .programs('/usr/bin', ESSENTIAL)
    .programs('/usr/sbin', SBIN)
    .program('/usr/bin/dash', 'sh')
    .symlink('/usr/bin/sh', 'dash')
    .symlink('/usr/bin/rbash', 'bash')
    .symlink('/usr/bin/awk', '/etc/alternatives/awk')
    .symlink('/etc/alternatives/awk', '/usr/bin/mawk')
    .symlink('/usr/bin/pidof', '/usr/sbin/killall5')
    .program('/usr/sbin/killall5', 'pidof');
  if (distribution.procps) f.programs('/usr/bin', PROCPS).programs('/usr/sbin', 'sysctl');
  f.file('/usr/lib/os-release', distribution.osRelease)
    .symlink('/etc/os-release', '../usr/lib/os-release')
    .file('/etc/debian_version', `${distribution.version}\n`)
    .file('/etc/issue', `${distribution.issue} \\n \\l\n\n`)
    .file('/etc/issue.net', `${distribution.issue}\n`)
    .file('/etc/passwd', passwdFile(...(distribution.passwd ?? [])))
    .file('/etc/group', groupFile(...(distribution.group ?? [])))
    .file('/etc/shadow', 'root:*:20000:0:99999:7:::\n', 0o640, { gid: 42 })
    .file(
      '/etc/shells',
      '# /etc/shells: valid login shells\n/bin/sh\n/usr/bin/sh\n/bin/bash\n/usr/bin/bash\n/bin/rbash\n/usr/bin/rbash\n/bin/dash\n/usr/bin/dash\n',
    )
    .file('/etc/bash.bashrc', ETC_BASHRC)
    .file(
      '/etc/profile',
      'if [ "${PS1-}" ]; then\n  if [ "${BASH-}" ] && [ "$BASH" != "/bin/sh" ]; then\n    if [ -f /etc/bash.bashrc ]; then\n      . /etc/bash.bashrc\n    fi\n  fi\nfi\n',
    )
    .file('/etc/skel/.bashrc', BASHRC)
    .file('/etc/skel/.profile', PROFILE)
    .file(
      '/etc/nsswitch.conf',
      'passwd:         files\ngroup:          files\nshadow:         files\ngshadow:        files\n\nhosts:          files dns\nnetworks:       files\n\nprotocols:      db files\nservices:       db files\nethers:         db files\nrpc:            db files\n\nnetgroup:       nis\n',
    )
    .file('/etc/host.conf', 'multi on\n')
    .file('/etc/login.defs', 'MAIL_DIR        /var/mail\nUMASK\t\t022\nUID_MIN\t\t\t 1000\nUID_MAX\t\t\t60000\n')
    .file('/etc/timezone', 'Etc/UTC\n')
    .symlink('/etc/localtime', '/usr/share/zoneinfo/Etc/UTC')
    .file('/usr/share/zoneinfo/Etc/UTC', 'TZif2')
    .file('/usr/lib/x86_64-linux-gnu/libc.so.6', '\x7fELF', 0o755)
    .symlink('/usr/lib64/ld-linux-x86-64.so.2', '../lib/x86_64-linux-gnu/libc.so.6')
    .file('/root/.bashrc', BASHRC)
    .file('/root/.profile', PROFILE)
    .directory('/root', 0o700)
    .directory('/tmp', 0o1777)
    .directory('/var/tmp', 0o1777)
    .directory('/var/lib/apt/lists/partial')
    .directory('/var/cache/apt/archives/partial')
    .file('/var/lib/dpkg/status', dpkgStatus(distribution.packages ?? PACKAGES));
  for (const [path, text] of Object.entries(distribution.sources)) f.file(path, text);
  for (const path of '/boot /dev /home /media /mnt /opt /proc /run/lock /srv /sys /usr/games /usr/include /usr/local/bin /usr/local/etc /usr/local/lib /usr/local/sbin /usr/local/share /usr/share/doc /usr/src /var/backups /var/local /var/log/apt /var/mail /var/opt /var/spool'.split(
    ' ',
  )) {
    f.directory(path);
  }
  f.symlink('/var/run', '/run').symlink('/var/lock', '/run/lock').symlink('/var/spool/mail', '../mail');
}

const dpkgStatus = (packages: string): string =>
  packages
    .split(' ')
    .map((name) => `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0\n`)
    .join('\n');
