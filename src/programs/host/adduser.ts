import type { Process, Program } from '#process/process';
import type { Options } from '../getopt';
import { isApplet, tool } from '../program';
import { AccountFiles, isAccountName, type User } from './account-files';

const fail = async (process: Process, text: string, code = 1): Promise<number> => {
  await process.stderr.write(`${text}\n`);
  return code;
};

/** adduser: the friendly way to make a user, in Debian's words or busybox'. Upstream: adduser(8), busybox loginutils. */
export const adduser: Program = tool(
  'adduser',
  {
    short: 'h:g:s:G:SDHu:k:q',
    long: {
      'home=': 'h',
      'gecos=': 'g',
      'comment=': 'g',
      'shell=': 's',
      'ingroup=': 'G',
      'gid=': 'gid',
      system: 'S',
      group: 'group',
      'disabled-password': 'D',
      'disabled-login': 'D',
      'no-create-home': 'H',
      'uid=': 'u',
      quiet: 'q',
      'force-badname': 'b',
      'allow-bad-names': 'b',
    },
  },
  async (process, options) => {
    const [name = '', group] = options.operands;
    const files = new AccountFiles(process);
    const applet = isApplet(process);
    if (process.credentials.uid !== 0)
      return fail(
        process,
        applet
          ? 'adduser: permission denied (are you root?)'
          : 'fatal: Only root may add a user or group to the system.',
      );
    if (group !== undefined) return addToGroup(process, files, name, group, applet);
    if (!isAccountName(name))
      return fail(
        process,
        applet
          ? `adduser: bad name '${name}'`
          : `fatal: Please enter a username matching the regular expression configured via the NAME_REGEX configuration variable.`,
      );
    if (files.user(name))
      return fail(process, applet ? `adduser: user '${name}' in use` : `fatal: The user \`${name}' already exists.`);
    return makeUser(process, options, files, name, applet);
  },
);

async function addToGroup(
  process: Process,
  files: AccountFiles,
  name: string,
  word: string,
  applet: boolean,
): Promise<number> {
  const group = files.group(word);
  if (!files.user(name))
    return fail(process, applet ? `adduser: unknown user ${name}` : `fatal: The user \`${name}' does not exist.`);
  if (!group)
    return fail(process, applet ? `adduser: unknown group ${word}` : `fatal: The group \`${word}' does not exist.`);
  if (!group.members.includes(name)) group.members.push(name);
  files.save();
  if (!applet) await process.stdout.write(`info: Adding user \`${name}' to group \`${group.name}' ...\n`);
  return 0;
}

async function makeUser(
  process: Process,
  options: Options,
  files: AccountFiles,
  name: string,
  applet: boolean,
): Promise<number> {
  const system = options.has('S');
  const wanted = options.value('u');
  const uid = wanted === undefined ? files.freeUid(system ? 100 : 1000) : Number(wanted);
  if (files.users.some((user) => user.uid === uid))
    return fail(
      process,
      applet ? `adduser: uid '${String(uid)}' in use` : `fatal: The UID ${String(uid)} is already in use.`,
    );
  const asked = options.value('G') ?? options.value('gid');
  let gid = 65534;
  if (asked !== undefined) {
    const found = files.group(asked);
    if (!found)
      return fail(process, applet ? `adduser: unknown group ${asked}` : `fatal: The group \`${asked}' does not exist.`);
    gid = found.gid;
    if (applet && !found.members.includes(name)) found.members.push(name);
  } else if (!system || options.has('group') || applet) {
    const own = files.group(name);
    gid = own?.gid ?? (files.groups.some((other) => other.gid === uid) ? files.freeGid(system ? 100 : 1000) : uid);
    if (!own) files.groups.push({ name, password: 'x', gid, members: applet ? [name] : [] });
  }
  const user: User = {
    name,
    password: 'x',
    uid,
    gid,
    gecos: options.value('g') ?? (applet ? `Linux User,,,` : ''),
    home: options.value('h') ?? (system && !applet ? '/nonexistent' : `/home/${name}`),
    shell:
      options.value('s') ??
      (system ? (applet ? '/sbin/nologin' : '/usr/sbin/nologin') : applet ? '/bin/sh' : '/bin/bash'),
  };
  files.users.push(user);
  files.save();
  const home =
    !options.has('H') && user.home !== '/nonexistent' && !(system && applet && options.value('h') === undefined);
  if (home) files.makeHome(user);
  if (!applet && !options.has('q')) {
    const kind = system ? 'system user' : 'user';
    await process.stdout.write(
      `info: Adding ${kind} \`${name}' ${system ? `(UID ${String(uid)}) ` : ''}...\n${home ? `info: Creating home directory \`${user.home}' ...\n` : 'info: Not creating home directory.\n'.slice(0, system ? undefined : 0)}`,
    );
  }
  if (!options.has('D') && !system)
    await process.stderr.write(
      'drydock: asking for a password is not simulated yet: the account is locked (use --disabled-password or -D)\n',
    );
  return 0;
}

/** addgroup: a new group, or a user into one. Upstream: addgroup(8), busybox loginutils. */
export const addgroup: Program = tool(
  'addgroup',
  { short: 'g:SqG:', long: { 'gid=': 'g', system: 'S', quiet: 'q' } },
  async (process, options) => {
    const [first = '', second] = options.operands;
    const files = new AccountFiles(process);
    const applet = isApplet(process);
    if (process.credentials.uid !== 0)
      return fail(
        process,
        applet
          ? 'addgroup: permission denied (are you root?)'
          : 'fatal: Only root may add a user or group to the system.',
      );
    if (second !== undefined) return addToGroup(process, files, first, second, applet);
    if (!isAccountName(first))
      return fail(process, applet ? `addgroup: bad name '${first}'` : `fatal: The group name '${first}' is not valid.`);
    const known = files.groups.find((group) => group.name === first);
    if (known) {
      if (options.has('S') && !applet) return 0;
      return fail(
        process,
        applet ? `addgroup: group '${first}' in use` : `fatal: The group \`${first}' already exists.`,
      );
    }
    const wanted = options.value('g');
    const gid = wanted === undefined ? files.freeGid(options.has('S') ? 100 : 1000) : Number(wanted);
    if (files.groups.some((group) => group.gid === gid))
      return fail(
        process,
        applet ? `addgroup: gid '${String(gid)}' in use` : `fatal: The GID \`${String(gid)}' is already in use.`,
      );
    files.groups.push({ name: first, password: 'x', gid, members: [] });
    files.save();
    if (!applet && !options.has('q'))
      await process.stdout.write(`info: Adding group \`${first}' (GID ${String(gid)}) ...\n`);
    return 0;
  },
);
