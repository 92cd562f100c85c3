import type { Process } from '#process/process';

/** A line of /etc/passwd. */
export interface User {
  name: string;
  password: string;
  uid: number;
  gid: number;
  gecos: string;
  home: string;
  shell: string;
}

/** A line of /etc/group. */
export interface Group {
  name: string;
  password: string;
  gid: number;
  members: string[];
}

const fieldsOf = (process: Process, file: string): string[][] =>
  process.fs.exists(file)
    ? process.fs
        .readText(file)
        .split('\n')
        .filter((line) => line.includes(':'))
        .map((line) => line.split(':'))
    : [];

/** /etc/passwd and /etc/group while a program changes them; `save` writes them. Upstream: shadow lib/pwio.c, groupio.c. */
export class AccountFiles {
  readonly users: User[];
  readonly groups: Group[];

  constructor(private readonly process: Process) {
    this.users = fieldsOf(process, '/etc/passwd').map(
      ([name = '', password = '', uid = '', gid = '', gecos = '', home = '', shell = '']) => ({
        name,
        password,
        uid: Number(uid),
        gid: Number(gid),
        gecos,
        home,
        shell,
      }),
    );
    this.groups = fieldsOf(process, '/etc/group').map(([name = '', password = '', gid = '', members = '']) => ({
      name,
      password,
      gid: Number(gid),
      members: members === '' ? [] : members.split(','),
    }));
  }

  user(name: string): User | undefined {
    return this.users.find((user) => user.name === name);
  }

  /** A group by its name or its number. */
  group(word: string): Group | undefined {
    return this.groups.find((group) => group.name === word || (/^\d+$/.test(word) && group.gid === Number(word)));
  }

  /** The lowest free number from `first` on, of users and groups alike where `both`. */
  freeUid(first: number, down = false): number {
    const used = new Set(this.users.map((user) => user.uid));
    return free(used, first, down);
  }

  freeGid(first: number, down = false): number {
    return free(new Set(this.groups.map((group) => group.gid)), first, down);
  }

  /** Makes a home directory with what /etc/skel has. */
  makeHome(user: User): void {
    const { fs } = this.process;
    if (fs.exists(user.home)) return;
    fs.mkdir(user.home, { parents: true, mode: 0o755 });
    fs.chown(user.home, user.uid, user.gid);
    if (!fs.isDirectory('/etc/skel')) return;
    for (const name of fs.readdir('/etc/skel')) {
      if (fs.isDirectory(`/etc/skel/${name}`)) continue;
      fs.writeFile(`${user.home}/${name}`, fs.readFile(`/etc/skel/${name}`), { mode: 0o644 });
      fs.chown(`${user.home}/${name}`, user.uid, user.gid);
    }
  }

  /** Writes both files, and /etc/shadow where there is one. Throws FileError. */
  save(): void {
    const { fs } = this.process;
    const passwd = this.users.map((u) => [u.name, u.password, u.uid, u.gid, u.gecos, u.home, u.shell].join(':'));
    fs.writeFile('/etc/passwd', passwd.map((line) => `${line}\n`).join(''));
    const group = this.groups.map((g) => [g.name, g.password, g.gid, g.members.join(',')].join(':'));
    fs.writeFile('/etc/group', group.map((line) => `${line}\n`).join(''));
    if (!fs.exists('/etc/shadow')) return;
    const old = new Map(fieldsOf(this.process, '/etc/shadow').map((fields) => [fields[0]!, fields]));
    const day = String(Math.floor(this.process.clock.epochNow() / 86_400_000));
    const lines = this.users.map((user) =>
      (old.get(user.name) ?? [user.name, '!', day, '0', '99999', '7', '', '', '']).join(':'),
    );
    fs.writeFile('/etc/shadow', lines.map((line) => `${line}\n`).join(''), { mode: 0o640 });
  }

  /** Sets a user's entry in /etc/shadow, or in /etc/passwd where there is none. */
  setPassword(name: string, hash: string): void {
    const { fs } = this.process;
    const user = this.user(name);
    if (!user) return;
    if (!fs.exists('/etc/shadow')) user.password = hash;
    this.save();
    if (!fs.exists('/etc/shadow')) return;
    const lines = fieldsOf(this.process, '/etc/shadow').map((fields) =>
      (fields[0] === name ? [name, hash, ...fields.slice(2)] : fields).join(':'),
    );
    fs.writeFile('/etc/shadow', lines.map((line) => `${line}\n`).join(''), { mode: 0o640 });
  }
}

function free(used: ReadonlySet<number>, first: number, down: boolean): number {
  let id = first;
  while (used.has(id) && id > 0 && id < 60_000) id += down ? -1 : 1;
  return id;
}

const VALID = /^[a-z_][a-z0-9_-]*\$?$/;

/** Whether a word can name a user or group. */
export const isAccountName = (name: string): boolean => VALID.test(name) && name.length <= 32;
