import { executable } from '#process/process';
import type { LayerFiles } from '../layer-files';
import { DEFAULT_PATH, defineImage, type Variant } from '../define-image';

/** The applets that busybox installs under their own names. Upstream: busybox --list, 1.37. */
export const APPLETS =
  '[ [[ acpid add-shell addgroup adduser adjtimex ar arch arp arping ascii ash awk base32 base64 basename bc beep blkdiscard blkid blockdev bootchartd brctl bunzip2 busybox bzcat bzip2 cal cat chat chattr chgrp chmod chown chpasswd chpst chroot chrt chvt cksum clear cmp comm conspy cp cpio crc32 crond crontab cryptpw cttyhack cut date dc dd deallocvt delgroup deluser depmod devmem df dhcprelay diff dirname dmesg dnsd dnsdomainname dos2unix dpkg dpkg-deb du dumpkmap dumpleases echo ed egrep eject env envdir envuidgid ether-wake expand expr factor fakeidentd fallocate false fatattr fbset fbsplash fdflush fdformat fdisk fgconsole fgrep find findfs flock fold free freeramdisk fsck fsck.minix fsfreeze fstrim fsync ftpd ftpget ftpput fuser getfattr getopt getty grep groups gunzip gzip halt hd hdparm head hexdump hexedit hostid hostname httpd hush hwclock i2cdetect i2cdump i2cget i2cset i2ctransfer id ifconfig ifdown ifenslave ifplugd ifup inetd init insmod install ionice iostat ip ipaddr ipcalc ipcrm ipcs iplink ipneigh iproute iprule iptunnel kbd_mode kill killall killall5 klogd last less link linux32 linux64 linuxrc ln loadfont loadkmap logger login logname logread losetup lpd lpq lpr ls lsattr lsmod lsof lspci lsscsi lsusb lzcat lzma lzop makedevs makemime man md5sum mdev mesg microcom mim mkdir mkdosfs mke2fs mkfifo mkfs.ext2 mkfs.minix mkfs.vfat mknod mkpasswd mkswap mktemp modinfo modprobe more mount mountpoint mpstat mt mv nameif nanddump nandwrite nbd-client nc netstat nice nl nmeter nohup nologin nproc nsenter nslookup ntpd od openvt partprobe passwd paste patch pgrep pidof ping ping6 pipe_progress pivot_root pkill pmap popmaildir poweroff powertop printenv printf ps pscan pstree pwd pwdx raidautorun rdate rdev readahead readlink readprofile realpath reboot reformime remove-shell renice reset resize resume rev rm rmdir rmmod route rpm rpm2cpio rtcwake run-init run-parts runlevel runsv runsvdir rx script scriptreplay sed seedrng sendmail seq setarch setconsole setfattr setfont setkeycodes setlogcons setpriv setserial setsid setuidgid sh sha1sum sha256sum sha3sum sha512sum showkey shred shuf slattach sleep smemcap softlimit sort split ssl_client start-stop-daemon stat strings stty su sulogin sum sv svc svlogd svok swapoff swapon switch_root sync sysctl syslogd tac tail tar taskset tc tcpsvd tee telnet telnetd test tftp tftpd time timeout top touch tr traceroute traceroute6 tree true truncate ts tsort tty ttysize tunctl ubiattach ubidetach ubimkvol ubirename ubirmvol ubirsvol ubiupdatevol udhcpc udhcpc6 udhcpd udpsvd uevent umount uname unexpand uniq unix2dos unlink unlzma unshare unxz unzip uptime users usleep uudecode uuencode vconfig vi vlock volname w wall watch watchdog wc wget which who whoami whois xargs xxd xz xzcat yes zcat zcip'.split(
    ' ',
  );

const PASSWD = `root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
bin:x:2:2:bin:/bin:/bin/false
sys:x:3:3:sys:/dev:/bin/false
sync:x:4:100:sync:/bin:/bin/sync
mail:x:8:8:mail:/var/spool/mail:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
operator:x:37:37:Operator:/var:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
`;

const GROUP = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
lp:x:7:
mail:x:8:
kmem:x:9:
wheel:x:10:root
cdrom:x:11:
dialout:x:18:
floppy:x:19:
video:x:28:
audio:x:29:
tape:x:32:
www-data:x:33:
operator:x:37:
utmp:x:43:
plugdev:x:46:
staff:x:50:
lock:x:54:
netdev:x:82:
users:x:100:
nobody:x:65534:
`;

const rootfs = (f: LayerFiles): void => {
  f.hardLinks('/bin', APPLETS, executable('busybox'))
    .directory('/dev')
    .file('/etc/passwd', PASSWD)
    .file('/etc/group', GROUP)
    .file('/etc/shadow', 'root:*:::::::\n', 0o600)
    .file('/etc/localtime', 'TZif2')
    .file('/etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n')
    .directory('/etc/network/if-up.d')
    .directory('/etc/network/if-down.d')
    .directory('/home', 0o755, { uid: 65534, gid: 65534 })
    .directory('/lib')
    .directory('/root', 0o700)
    .directory('/tmp', 0o1777)
    .directory('/usr/sbin', 0o755, { uid: 1, gid: 1 })
    .directory('/var/spool/mail', 0o755, { uid: 8, gid: 8 })
    .directory('/var/www', 0o755, { uid: 33, gid: 33 })
    .program('/usr/bin/env', 'busybox');
};

const variant = (tags: string[], created: string, version: string, size: number): Variant => ({
  tags,
  created,
  config: { Env: [DEFAULT_PATH], Cmd: ['sh'] },
  steps: [{ by: `BusyBox ${version}`, size, files: rootfs, comment: '' }],
});

/** The Swiss army knife: every tool in one small binary. */
export const busybox = defineImage({
  repository: 'library/busybox',
  description: 'Busybox base image.',
  stars: 3420,
  variants: [
    variant(
      ['1.37.0', 'latest', '1.37', '1', 'stable', 'stable-glibc', '1.37.0-glibc', '1.37-glibc', 'glibc'],
      '2024-09-26T21:31:42Z',
      '1.37.0 (glibc), Debian 13',
      4434994,
    ),
    variant(
      ['1.37.0-musl', 'musl', 'stable-musl', '1.37-musl'],
      '2024-09-26T21:31:42Z',
      '1.37.0 (musl), Alpine 3.22',
      1506324,
    ),
    variant(
      ['1.36.1', '1.36', '1.36.1-glibc', '1.36-glibc'],
      '2023-05-18T22:34:17Z',
      '1.36.1 (glibc), Debian 13',
      4424126,
    ),
    variant(
      ['1.36.1-uclibc', '1.36-uclibc', 'uclibc'],
      '2023-05-18T22:34:17Z',
      '1.36.1 (uclibc), Buildroot 2024.02',
      1484000,
    ),
    variant(['1.35.0', '1.35'], '2022-12-07T00:13:36Z', '1.35.0 (glibc), Debian 12', 4855000),
    variant(['1.34.1', '1.34'], '2021-12-29T21:05:50Z', '1.34.1 (uclibc), Buildroot 2021.11', 1238000),
    variant(['1.28', '1.28.4'], '2018-05-22T17:00:11Z', '1.28.4 (uclibc), Buildroot 2018.02', 1146369),
  ],
});
