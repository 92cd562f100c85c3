import type { LayerFiles } from '../layer-files';
import { DEFAULT_PATH, defineImage, type Variant } from '../define-image';

const BIN =
  'arch ash base64 bbconfig cat chattr chgrp chmod chown cp date dd df dmesg dnsdomainname dumpkmap echo egrep false fatattr fdflush fgrep fsync getopt grep gunzip gzip hostname ionice iostat ipcalc kbd_mode kill link linux32 linux64 ln login ls lsattr lzop makemime mkdir mknod mktemp more mount mountpoint mpstat mv netstat nice pidof ping ping6 pipe_progress printenv ps pwd reformime rev rm rmdir run-parts sed setpriv setserial sh sleep stat stty su sync tar touch true umount uname usleep watch zcat';
const SBIN =
  'acpid adjtimex arp blkid blockdev depmod fbsplash fdisk findfs fsck fstrim getty halt hwclock ifconfig ifdown ifenslave ifup init inotifyd insmod ip ipaddr iplink ipneigh iproute iprule iptunnel klogd loadkmap logread losetup lsmod mdev mkdosfs mkfs.vfat mkswap modinfo modprobe nameif nologin pivot_root poweroff raidautorun reboot rmmod route setconsole slattach swapoff swapon switch_root sysctl syslogd tunctl udhcpc vconfig watchdog zcip';
const USR_BIN =
  '[ [[ awk basename beep bunzip2 bzcat bzip2 cal chvt cksum clear cmp comm cpio crontab cryptpw cut dc deallocvt diff dirname dos2unix du eject env expand expr factor fallocate find flock fold free fuser groups hd head hexdump hostid id install ipcrm ipcs killall less logger lsof lsusb lzcat lzma lzopcat md5sum mesg microcom mkfifo mkpasswd nc nl nmeter nohup nproc nsenter nslookup od openvt passwd paste pgrep pkill pmap printf pscan pstree pwdx readlink realpath renice reset resize seq setkeycodes setsid sha1sum sha256sum sha3sum sha512sum showkey shred shuf sort split strings sum tac tail tee test time timeout top tr traceroute traceroute6 tree truncate ts tty ttysize udhcpc6 unexpand uniq unix2dos unlink unlzma unlzop unshare unxz unzip uptime uudecode uuencode vi vlock volname wc wget which who whoami whois xargs xxd xzcat yes';
const USR_SBIN =
  'add-shell addgroup adduser arping brctl chpasswd chroot crond delgroup deluser ether-wake fbset killall5 loadfont nanddump nandwrite nbd-client ntpd partprobe rdate rdev readahead readprofile remove-shell rfkill sendmail setfont setlogcons';

const PASSWD = `root:x:0:0:root:/root:/bin/sh
bin:x:1:1:bin:/bin:/sbin/nologin
daemon:x:2:2:daemon:/sbin:/sbin/nologin
lp:x:4:7:lp:/var/spool/lpd:/sbin/nologin
sync:x:5:0:sync:/sbin:/bin/sync
shutdown:x:6:0:shutdown:/sbin:/sbin/shutdown
halt:x:7:0:halt:/sbin:/sbin/halt
mail:x:8:12:mail:/var/mail:/sbin/nologin
news:x:9:13:news:/usr/lib/news:/sbin/nologin
uucp:x:10:14:uucp:/var/spool/uucppublic:/sbin/nologin
cron:x:16:16:cron:/var/spool/cron:/sbin/nologin
ftp:x:21:21::/var/lib/ftp:/sbin/nologin
sshd:x:22:22:sshd:/dev/null:/sbin/nologin
games:x:35:35:games:/usr/games:/sbin/nologin
ntp:x:123:123:NTP:/var/empty:/sbin/nologin
guest:x:405:100:guest:/dev/null:/sbin/nologin
nobody:x:65534:65534:nobody:/:/sbin/nologin
`;

const GROUP = `root:x:0:root
bin:x:1:root,bin,daemon
daemon:x:2:root,bin,daemon
sys:x:3:root,bin
adm:x:4:root,daemon
tty:x:5:
disk:x:6:root
lp:x:7:lp
kmem:x:9:
wheel:x:10:root
floppy:x:11:root
mail:x:12:mail
news:x:13:news
uucp:x:14:uucp
cron:x:16:cron
audio:x:18:
cdrom:x:19:
dialout:x:20:root
ftp:x:21:
sshd:x:22:
input:x:23:
tape:x:26:root
video:x:27:root
netdev:x:28:
kvm:x:34:kvm
games:x:35:
shadow:x:42:
www-data:x:82:
users:x:100:games
ntp:x:123:
abuild:x:300:
utmp:x:406:
ping:x:999:
nogroup:x:65533:
nobody:x:65534:
`;

/** Alpine's users, and those that an image adds (whole lines). */
export const alpinePasswd = (...added: string[]): string => PASSWD + added.map((line) => `${line}\n`).join('');

/** Alpine's groups, and those that an image adds (whole lines). */
export const alpineGroup = (...added: string[]): string => GROUP + added.map((line) => `${line}\n`).join('');

const PROFILE = `# /etc/profile

append_path () {
	case ":$PATH:" in
		*:"$1":*)
			;;
		*)
			PATH="\${PATH:+$PATH:}$1"
			;;
	esac
}

append_path "/usr/local/sbin"
append_path "/usr/local/bin"
append_path "/usr/sbin"
append_path "/usr/bin"
append_path "/sbin"
append_path "/bin"
unset -f append_path

export PATH
export PAGER=less

umask 022

for script in /etc/profile.d/*.sh ; do
	if [ -r "$script" ] ; then
		. "$script"
	fi
done
unset script
`;

const BASE_PACKAGES =
  'alpine-baselayout alpine-baselayout-data alpine-keys alpine-release apk-tools busybox busybox-binsh ca-certificates-bundle libapk2 libcrypto3 libssl3 musl musl-utils scanelf ssl_client zlib';

const rootfs =
  (release: string) =>
  (f: LayerFiles): void => {
    const minor = release.split('.').slice(0, 2).join('.');
    f.program('/bin/busybox');
    for (const [directory, names] of [
      ['/bin', BIN],
      ['/sbin', SBIN],
      ['/usr/bin', USR_BIN],
      ['/usr/sbin', USR_SBIN],
    ] as const) {
      for (const name of names.split(' ')) f.symlink(`${directory}/${name}`, '/bin/busybox');
    }
    f.programs('/sbin', 'apk ldconfig')
      .programs('/usr/bin', 'getent iconv ldd scanelf ssl_client getconf')
      .file('/etc/alpine-release', `${release}\n`)
      .file(
        '/etc/os-release',
        `NAME="Alpine Linux"\nID=alpine\nVERSION_ID=${release}\nPRETTY_NAME="Alpine Linux v${minor}"\nHOME_URL="https://alpinelinux.org/"\nBUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"\n`,
      )
      .file('/etc/apk/arch', 'x86_64\n')
      .file(
        '/etc/apk/repositories',
        `https://dl-cdn.alpinelinux.org/alpine/v${minor}/main\nhttps://dl-cdn.alpinelinux.org/alpine/v${minor}/community\n`,
      )
      .file('/etc/apk/world', 'alpine-baselayout\nalpine-keys\nalpine-release\napk-tools\nbusybox\nmusl-utils\n')
      .file(
        '/lib/apk/db/installed',
        BASE_PACKAGES.split(' ')
          .map((name) => `P:${name}\nV:0-r0\nA:x86_64\n\n`)
          .join(''),
      )
      .file('/etc/passwd', PASSWD)
      .file('/etc/group', GROUP)
      .file('/etc/shadow', 'root:*::0:::::\nnobody:!::0:::::\n', 0o640, { gid: 42 })
      .file('/etc/shells', '# valid login shells\n/bin/sh\n/bin/ash\n')
      .file('/etc/profile', PROFILE)
      .file(
        '/etc/profile.d/README',
        "This directory should contain shell scripts configuring system-wide\nenvironment on users' shells.\n",
      )
      .file('/etc/issue', `Welcome to Alpine Linux ${minor}\nKernel \\r on an \\m (\\l)\n\n`)
      .file('/etc/motd', 'Welcome to Alpine!\n')
      .file('/etc/ssl/certs/ca-certificates.crt', '')
      .symlink('/etc/ssl/cert.pem', 'certs/ca-certificates.crt')
      .file('/lib/ld-musl-x86_64.so.1', '\x7fELF', 0o755)
      .directory('/root', 0o700)
      .directory('/tmp', 0o1777)
      .directory('/var/tmp', 0o1777);
    for (const path of ['/dev', '/home', '/media', '/mnt', '/opt', '/proc', '/run', '/srv', '/sys', '/usr/local/bin']) {
      f.directory(path);
    }
    for (const path of ['/usr/local/lib', '/usr/local/share', '/usr/share', '/var/cache/apk', '/var/lib', '/var/log']) {
      f.directory(path);
    }
  };

const variant = (release: string, tags: string[], created: string, size: number, compressed: number): Variant => ({
  tags: [release, ...tags],
  created,
  config: { Env: [DEFAULT_PATH], Cmd: ['/bin/sh'], WorkingDir: '/' },
  steps: [
    { by: `ADD alpine-minirootfs-${release}-x86_64.tar.gz / # buildkit`, size, compressed, files: rootfs(release) },
    { by: 'CMD ["/bin/sh"]' },
  ],
});

/** Alpine Linux: busybox, musl and apk; no bash and no curl until they are added. */
export const alpine = defineImage({
  repository: 'library/alpine',
  description: 'A minimal Docker image based on Alpine Linux with a complete package index and only 5 MB in size!',
  stars: 11500,
  variants: [
    variant('3.22.2', ['latest', '3.22', '3'], '2025-10-08T11:07:53Z', 8319553, 3799691),
    variant('3.21.5', ['3.21'], '2025-10-08T11:08:28Z', 7838130, 3642247),
    variant('3.20.8', ['3.20'], '2025-10-08T11:09:03Z', 7802410, 3626897),
    variant('3.19.9', ['3.19'], '2025-10-08T11:09:38Z', 7404360, 3421163),
    variant('3.18.12', ['3.18'], '2025-02-14T03:03:18Z', 7361050, 3419706),
    variant('3.17.10', ['3.17'], '2024-09-06T22:20:43Z', 7082012, 3378940),
    variant('3.16.9', ['3.16'], '2024-01-27T00:30:56Z', 5545614, 2809000),
    variant('3.15.11', ['3.15'], '2023-08-07T19:20:19Z', 5596480, 2826000),
    variant('3.14.10', ['3.14'], '2023-03-29T18:19:30Z', 5610000, 2829000),
    variant('3.13.12', ['3.13'], '2022-08-09T17:19:53Z', 5617000, 2826000),
    variant('3.12.12', ['3.12'], '2022-04-04T23:39:16Z', 5585772, 2814000),
    variant('3.10.9', ['3.10'], '2021-04-14T19:20:05Z', 5585000, 2800000),
    variant('3.9.6', ['3.9'], '2020-04-24T01:07:03Z', 5551846, 2773413),
    variant('3.8.5', ['3.8'], '2020-01-23T16:53:06Z', 4413370, 2207025),
    variant('3.7.3', ['3.7'], '2019-03-07T22:20:00Z', 4206211, 2107098),
    variant('3.6.5', ['3.6'], '2019-03-07T22:19:46Z', 4031090, 2017740),
    variant('3.5.3', ['3.5'], '2019-01-30T22:20:40Z', 4003800, 1967000),
  ],
});
