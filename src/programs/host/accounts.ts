import { readAll, decode } from '#io/streams';
import type { Process, Program } from '#process/process';
import { tool } from '../program';
import { AccountFiles, isAccountName, type User } from './account-files';

const ROOT_ONLY = (name: string): string =>
  `${name}: Permission denied.\n${name}: cannot lock /etc/passwd; try again later.\n`;

/** A tool that changes accounts: only root may. The number is the exit code. */
const changer = (
  name: string,
  spec: Parameters<typeof tool>[1],
  run: (process: Process, options: Parameters<Parameters<typeof tool>[2]>[1], files: AccountFiles) => Promise<number>,
): Program =>
  tool(name, { usageExit: 2, ...spec }, async (process, options) => {
    if (process.credentials.uid !== 0) {
      await process.stderr.write(ROOT_ONLY(name));
      return 1;
    }
    return run(process, options, new AccountFiles(process));
  });

const say = async (process: Process, name: string, text: string, code: number): Promise<number> => {
  await process.stderr.write(`${name}: ${text}\n`);
  return code;
};

/** Adds a user to groups; answers the first that is not there. */
function join(files: AccountFiles, name: string, groups: string): string | undefined {
  for (const word of groups.split(',').filter((part) => part !== '')) {
    const group = files.group(word);
    if (!group) return word;
    if (!group.members.includes(name)) group.members.push(name);
  }
  return undefined;
}

/** useradd: a new user. Upstream: shadow src/useradd.c. */
export const useradd = changer(
  'useradd',
  {
    short: 'b:c:d:De:f:g:G:k:K:lmMNop:rs:u:U',
    long: {
      'comment=': 'c',
      'home-dir=': 'd',
      'gid=': 'g',
      'groups=': 'G',
      'create-home': 'm',
      'no-create-home': 'M',
      'no-user-group': 'N',
      'non-unique': 'o',
      'password=': 'p',
      system: 'r',
      'shell=': 's',
      'uid=': 'u',
      'user-group': 'U',
      'base-dir=': 'b',
      'no-log-init': 'l',
    },
  },
  async (process, options, files) => {
    const [name = ''] = options.operands;
    if (name === '') {
      await process.stderr.write('Usage: useradd [options] LOGIN\n       useradd -D\n       useradd -D [options]\n');
      return 2;
    }
    if (!isAccountName(name)) return say(process, 'useradd', `invalid user name '${name}': use --badname to ignore`, 3);
    if (files.user(name)) return say(process, 'useradd', `user '${name}' already exists`, 9);
    const system = options.has('r');
    const wanted = options.value('u');
    const uid = wanted === undefined ? files.freeUid(system ? 999 : 1000, system) : Number(wanted);
    if (!Number.isInteger(uid)) return say(process, 'useradd', `invalid user ID '${wanted!}'`, 3);
    if (!options.has('o') && files.users.some((user) => user.uid === uid))
      return say(process, 'useradd', `UID ${String(uid)} is not unique`, 4);
    const asked = options.value('g');
    let gid: number;
    if (asked !== undefined) {
      const group = files.group(asked);
      if (!group) return say(process, 'useradd', `group '${asked}' does not exist`, 6);
      gid = group.gid;
    } else if (options.has('N')) gid = 100;
    else {
      if (files.group(name))
        return say(process, 'useradd', `group ${name} exists - if you want to add this user to that group, use -g.`, 9);
      gid = files.groups.some((group) => group.gid === uid) ? files.freeGid(system ? 999 : 1000, system) : uid;
      files.groups.push({ name, password: 'x', gid, members: [] });
    }
    const lost = join(files, name, options.value('G') ?? '');
    if (lost !== undefined) return say(process, 'useradd', `group '${lost}' does not exist`, 6);
    const user: User = {
      name,
      password: 'x',
      uid,
      gid,
      gecos: options.value('c') ?? '',
      home: options.value('d') ?? `${options.value('b') ?? '/home'}/${name}`,
      shell: options.value('s') ?? '/bin/sh',
    };
    files.users.push(user);
    files.save();
    if (options.has('m')) files.makeHome(user);
    const password = options.value('p');
    if (password !== undefined) files.setPassword(name, password);
    return 0;
  },
);

/** usermod: changes a user. Upstream: shadow src/usermod.c. */
export const usermod = changer(
  'usermod',
  {
    short: 'ac:d:e:f:g:G:l:Lmop:s:u:U',
    long: {
      append: 'a',
      'comment=': 'c',
      'home=': 'd',
      'gid=': 'g',
      'groups=': 'G',
      'login=': 'l',
      lock: 'L',
      'move-home': 'm',
      'non-unique': 'o',
      'password=': 'p',
      'shell=': 's',
      'uid=': 'u',
      unlock: 'U',
    },
  },
  async (process, options, files) => {
    const [name = ''] = options.operands;
    const user = files.user(name);
    if (!user) return say(process, 'usermod', `user '${name}' does not exist`, 6);
    const groups = options.value('G');
    if (groups !== undefined) {
      if (!options.has('a')) for (const group of files.groups) group.members = group.members.filter((m) => m !== name);
      const lost = join(files, name, groups);
      if (lost !== undefined) return say(process, 'usermod', `group '${lost}' does not exist`, 6);
    }
    const primary = options.value('g');
    if (primary !== undefined) {
      const group = files.group(primary);
      if (!group) return say(process, 'usermod', `group '${primary}' does not exist`, 6);
      user.gid = group.gid;
    }
    const uid = options.value('u');
    if (uid !== undefined) {
      if (!options.has('o') && files.users.some((other) => other !== user && other.uid === Number(uid)))
        return say(process, 'usermod', `UID '${uid}' already exists`, 4);
      user.uid = Number(uid);
      if (process.fs.exists(user.home)) process.fs.chown(user.home, user.uid, user.gid);
    }
    user.gecos = options.value('c') ?? user.gecos;
    user.shell = options.value('s') ?? user.shell;
    const home = options.value('d');
    if (home !== undefined) {
      if (options.has('m') && process.fs.exists(user.home)) process.fs.rename(user.home, home);
      user.home = home;
    }
    const login = options.value('l');
    if (login !== undefined) {
      for (const group of files.groups)
        group.members = group.members.map((member) => (member === name ? login : member));
      user.name = login;
    }
    files.save();
    const password = options.value('p') ?? (options.has('L') ? '!' : undefined);
    if (password !== undefined) files.setPassword(user.name, password);
    return 0;
  },
);

const removeUser = (files: AccountFiles, user: User): void => {
  files.users.splice(files.users.indexOf(user), 1);
  for (const group of files.groups) group.members = group.members.filter((member) => member !== user.name);
  const own = files.groups.findIndex(
    (group) => group.name === user.name && group.members.length === 0 && !files.users.some((u) => u.gid === group.gid),
  );
  if (own >= 0) files.groups.splice(own, 1);
  files.save();
};

/** userdel, and deluser of Debian and busybox: takes a user away. Upstream: shadow src/userdel.c. */
export const userdel = (['userdel', 'deluser'] as const).map((tool) =>
  changer(
    tool,
    { short: 'frZ', long: { force: 'f', remove: 'r', 'remove-home': 'r', quiet: 'q' } },
    async (process, options, files) => {
      const [name = '', group] = options.operands;
      const user = files.user(name);
      if (!user)
        return say(process, tool, tool === 'userdel' ? `user '${name}' does not exist` : `unknown user ${name}`, 6);
      if (tool === 'deluser' && group !== undefined) {
        const found = files.group(group);
        if (!found) return say(process, tool, `unknown group ${group}`, 3);
        found.members = found.members.filter((member) => member !== name);
        files.save();
        return 0;
      }
      removeUser(files, user);
      if (options.has('r') && process.fs.exists(user.home)) process.fs.removeAll(user.home);
      return 0;
    },
  ),
);

/** groupadd: a new group. Upstream: shadow src/groupadd.c. */
export const groupadd = changer(
  'groupadd',
  { short: 'fg:orp:', long: { force: 'f', 'gid=': 'g', 'non-unique': 'o', system: 'r', 'password=': 'p' } },
  async (process, options, files) => {
    const [name = ''] = options.operands;
    if (!isAccountName(name)) return say(process, 'groupadd', `'${name}' is not a valid group name`, 3);
    if (files.groups.some((group) => group.name === name))
      return options.has('f') ? 0 : say(process, 'groupadd', `group '${name}' already exists`, 9);
    const wanted = options.value('g');
    let gid = wanted === undefined ? files.freeGid(options.has('r') ? 999 : 1000, options.has('r')) : Number(wanted);
    if (!options.has('o') && files.groups.some((group) => group.gid === gid)) {
      if (!options.has('f')) return say(process, 'groupadd', `GID '${String(gid)}' already exists`, 4);
      gid = files.freeGid(1000);
    }
    files.groups.push({ name, password: 'x', gid, members: [] });
    files.save();
    return 0;
  },
);

/** groupmod: changes a group's name or number. Upstream: shadow src/groupmod.c. */
export const groupmod = changer(
  'groupmod',
  { short: 'g:n:o', long: { 'gid=': 'g', 'new-name=': 'n', 'non-unique': 'o' } },
  async (process, options, files) => {
    const [name = ''] = options.operands;
    const group = files.groups.find((candidate) => candidate.name === name);
    if (!group) return say(process, 'groupmod', `group '${name}' does not exist`, 6);
    const gid = options.value('g');
    if (gid !== undefined) {
      if (!options.has('o') && files.groups.some((other) => other !== group && other.gid === Number(gid)))
        return say(process, 'groupmod', `GID '${gid}' already exists`, 4);
      for (const user of files.users) if (user.gid === group.gid) user.gid = Number(gid);
      group.gid = Number(gid);
    }
    group.name = options.value('n') ?? group.name;
    files.save();
    return 0;
  },
);

/** groupdel, and delgroup of Debian and busybox. Upstream: shadow src/groupdel.c. */
export const groupdel = (['groupdel', 'delgroup'] as const).map((tool) =>
  changer(tool, { short: 'f' }, async (process, options, files) => {
    const name = options.operands.at(-1) ?? '';
    const group = files.groups.find((candidate) => candidate.name === name);
    if (!group) return say(process, tool, `group '${name}' does not exist`, 6);
    const owner = files.users.find((user) => user.gid === group.gid);
    if (owner) return say(process, tool, `cannot remove the primary group of user '${owner.name}'`, 8);
    files.groups.splice(files.groups.indexOf(group), 1);
    files.save();
    return 0;
  }),
);

/** chpasswd: passwords from `name:password` lines. Simplified: a password is kept as a mark, never as a hash. */
export const chpasswd = changer('chpasswd', { short: 'ec:s:m' }, async (process, _options, files) => {
  const lines = decode(await readAll(process.stdin))
    .split('\n')
    .filter((line) => line !== '');
  for (const [index, line] of lines.entries()) {
    const name = line.split(':', 1)[0]!;
    if (!line.includes(':')) return say(process, 'chpasswd', `line ${String(index + 1)}: missing new password`, 1);
    if (!files.user(name)) {
      await process.stderr.write(
        `chpasswd: (user ${name}) pam_chauthtok() failed, error:\nAuthentication token manipulation error\n`,
      );
      return 1;
    }
    files.setPassword(name, '$y$simulated');
  }
  return 0;
});

/** passwd: locks, unlocks or takes away a password. Simplified: asking for a new one is left to chpasswd. */
export const passwd = changer(
  'passwd',
  { short: 'dluSe', long: { delete: 'd', lock: 'l', unlock: 'u', status: 'S', expire: 'e' } },
  async (process, options, files) => {
    const [name = 'root'] = options.operands;
    if (!files.user(name)) return say(process, 'passwd', `user '${name}' does not exist`, 1);
    if (options.has('S')) {
      await process.stdout.write(
        `${name} L ${new Date(process.clock.epochNow()).toISOString().slice(0, 10)} 0 99999 7 -1\n`,
      );
      return 0;
    }
    if (!['d', 'l', 'u', 'e'].some((letter) => options.has(letter)))
      return say(process, 'drydock', 'asking for a password is not simulated yet: use chpasswd', 1);
    files.setPassword(name, options.has('d') ? '' : options.has('u') ? '$y$simulated' : '!');
    await process.stdout.write('passwd: password changed.\n');
    return 0;
  },
);

/** chsh: another login shell. Upstream: shadow src/chsh.c. */
export const chsh = changer('chsh', { short: 's:', long: { 'shell=': 's' } }, async (process, options, files) => {
  const name = options.operands[0] ?? 'root';
  const user = files.user(name);
  if (!user) return say(process, 'chsh', `user '${name}' does not exist`, 1);
  const shell = options.value('s');
  if (shell === undefined) return say(process, 'drydock', 'asking for a shell is not simulated yet: use chsh -s', 1);
  user.shell = shell;
  files.save();
  return 0;
});

/** The tools of shadow and their kin. */
export const accountTools: Program[] = [
  useradd,
  usermod,
  ...userdel,
  groupadd,
  groupmod,
  ...groupdel,
  chpasswd,
  passwd,
  chsh,
];
