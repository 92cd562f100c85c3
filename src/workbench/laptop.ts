import { ubuntu as ubuntuImage } from '#image/catalog/ubuntu';
import { LayerFiles } from '#image/layer-files';
import type { NetworkTopology } from '#network/topology';
import type { Layer } from '#vfs/layer';

/** What a learner's Ubuntu laptop has beyond the bare distribution: the tools tutorials take for granted. */
const TOOLS =
  'curl wget ping nslookup dig host nc netcat telnet ip ifconfig route netstat ss traceroute arp iptables iptables-save brctl tcpdump ' +
  'jq tree git vim vi nano emacs less more file unzip zip openssl envsubst sudo su htop ps top free uptime watch pgrep pkill kill killall pidof ' +
  'lsb_release which whereis systemctl service xdg-open apt apt-get apt-cache dpkg docker docker-compose drydock rsync column hostname ' +
  'tar gzip gunzip zcat diff awk gawk find xargs man python3 pip pip3 node npm npx ssh-keygen ab hey psql mysql redis-cli getent bash sh clear stty time w who script';

const BASHRC = `export PS1='\\[\\e[1;32m\\]\\u@\\h\\[\\e[0m\\]:\\[\\e[1;34m\\]\\w\\[\\e[0m\\]\\$ '
alias ll='ls -alF'
alias la='ls -A'
alias ls='ls --color=auto'
alias grep='grep --color=auto'
`;

/** The laptop's disk: Ubuntu as its image has it, with the tools, home and settings of a learner's machine on top. */
export function laptopDisk(
  programs: ReadonlyMap<string, unknown>,
  network: NetworkTopology,
  createdMs: number,
): Layer[] {
  const ubuntu = ubuntuImage.image('24.04');
  const files = new LayerFiles(createdMs);
  for (const name of TOOLS.split(' ')) {
    const program = { netcat: 'nc', gawk: 'awk' }[name] ?? name;
    if (programs.has(program)) files.program(`/usr/bin/${name}`, program);
  }
  files
    .file('/etc/hostname', 'laptop\n')
    .file('/etc/hosts', '127.0.0.1\tlocalhost\n127.0.1.1\tlaptop\n::1\tip6-localhost ip6-loopback\n')
    .file('/etc/resolv.conf', `nameserver ${network.nameserver}\n`)
    // Both are plain, so that the first prompt does not wait for the shell's parser.
    .file('/etc/bash.bashrc', '# System-wide .bashrc file for interactive bash(1) shells.\n')
    .file('/root/.bashrc', BASHRC)
    .file('/etc/passwd', passwd(ubuntu?.layers.map((layer) => layer.files()) ?? []))
    .file('/usr/share/command-not-found/programs', suggestions(programs))
    .file('/var/lib/apt/lists/archive.example_ubuntu_dists_noble_main_binary-amd64_Packages', '')
    .directory('/root', 0o700)
    .directory('/home/learner', 0o755, { uid: 1000, gid: 1000 })
    .directory('/mnt')
    .directory('/opt')
    .directory('/srv')
    .directory('/tmp', 0o1777)
    .directory('/var/lib/docker', 0o710);
  return [...(ubuntu?.layers.map((layer) => layer.files()) ?? []), files.layer()];
}

/** Ubuntu's accounts, with root's shell and home as they are. */
function passwd(layers: readonly Layer[]): string {
  const node = layers.map((layer) => layer.get('/etc/passwd')).findLast((entry) => entry !== undefined);
  const text =
    node && 'data' in node && node.data ? new TextDecoder().decode(node.data) : 'root:x:0:0:root:/root:/bin/bash\n';
  return text.includes('\nubuntu:') ? text : `${text}learner:x:1000:1000:Learner:/home/learner:/bin/bash\n`;
}

/** What Ubuntu suggests for a command that is not there: command, package, version, and whether it is a snap. */
function suggestions(programs: ReadonlyMap<string, unknown>): string {
  const packages: Record<string, string> = {
    docker: 'docker.io',
    curl: 'curl',
    git: 'git',
    jq: 'jq',
    tree: 'tree',
    ping: 'iputils-ping',
    dig: 'bind9-dnsutils',
    nano: 'nano',
    vim: 'vim',
    wget: 'wget',
  };
  const rows = [...programs.keys()].map(
    (name) => `${name}\t${packages[name] ?? (name === 'docker-compose' ? 'docker-compose' : 'coreutils')}\t1`,
  );
  return [...rows, 'helm\thelm\t3.18.4\tsnap', 'kubectl\tkubectl\t1.36.0\tsnap']
    .toSorted()
    .map((row) => `${row}\n`)
    .join('');
}
