import { isApplet, tool } from '../program';
import { accounts, nameOf } from './accounts';

/** id: user and groups. Upstream: coreutils src/id.c. */
export const id = tool(
  'id',
  { short: 'ugGnra', long: { user: 'u', group: 'g', groups: 'G', name: 'n', real: 'r' } },
  async (process, options) => {
    let { uid, gid } = process.credentials;
    const named = options.operands[0];
    const users = accounts(process.fs, '/etc/passwd');
    if (named !== undefined) {
      const user = users.find((account) => account.name === named);
      if (!user) {
        await process.stderr.write(
          isApplet(process) ? `id: unknown user ${named}\n` : `id: '${named}': no such user\n`,
        );
        return 1;
      }
      uid = user.id;
      gid = Number(user.rest[0]);
    }
    const name = users.find((account) => account.id === uid)?.name;
    const member = accounts(process.fs, '/etc/group').filter(
      (group) => name !== undefined && (group.rest[0] ?? '').split(',').includes(name),
    );
    const groups = [
      ...new Set([gid, ...(named === undefined ? (process.credentials.groups ?? []) : []), ...member.map((g) => g.id)]),
    ];
    const show = (number: number, file: '/etc/passwd' | '/etc/group'): string =>
      options.has('n') ? nameOf(process.fs, file, number) : String(number);
    if (options.has('u')) await process.stdout.write(`${show(uid, '/etc/passwd')}\n`);
    else if (options.has('g')) await process.stdout.write(`${show(gid, '/etc/group')}\n`);
    else if (options.has('G')) await process.stdout.write(`${groups.map((g) => show(g, '/etc/group')).join(' ')}\n`);
    else {
      const label = (number: number, file: '/etc/passwd' | '/etc/group'): string => {
        const text = nameOf(process.fs, file, number);
        return text === String(number) ? text : `${String(number)}(${text})`;
      };
      await process.stdout.write(
        `uid=${label(uid, '/etc/passwd')} gid=${label(gid, '/etc/group')} groups=${groups.map((g) => label(g, '/etc/group')).join(',')}\n`,
      );
    }
    return 0;
  },
);

/** whoami: the user's name. Upstream: coreutils src/whoami.c. */
export const whoami = tool('whoami', {}, async (process) => {
  const name = nameOf(process.fs, '/etc/passwd', process.credentials.uid);
  if (name === String(process.credentials.uid)) {
    await process.stderr.write(
      isApplet(process) ? `whoami: unknown uid ${name}\n` : `whoami: cannot find name for user ID ${name}\n`,
    );
    return 1;
  }
  await process.stdout.write(`${name}\n`);
  return 0;
});

/** groups: the groups a user is in. Upstream: coreutils src/groups.c. */
export const groups = tool('groups', {}, async (process) => {
  const name = nameOf(process.fs, '/etc/passwd', process.credentials.uid);
  const all = accounts(process.fs, '/etc/group').filter(
    (g) => g.id === process.credentials.gid || (g.rest[0] ?? '').split(',').includes(name),
  );
  await process.stdout.write(`${all.map((g) => g.name).join(' ') || String(process.credentials.gid)}\n`);
  return 0;
});

/** uname: what system this is. Upstream: coreutils src/uname.c. */
export const uname = tool(
  'uname',
  {
    short: 'asnrvmpio',
    long: {
      all: 'a',
      'kernel-name': 's',
      nodename: 'n',
      'kernel-release': 'r',
      'kernel-version': 'v',
      machine: 'm',
      processor: 'p',
      'operating-system': 'o',
    },
  },
  async (process, options) => {
    const { host } = process;
    const fields: [string, string][] = [
      ['s', 'Linux'],
      ['n', host.hostname],
      ['r', host.kernel],
      ['v', '#1 SMP PREEMPT_DYNAMIC'],
      ['m', host.machine],
      ['p', host.machine],
      ['i', host.machine],
      ['o', isApplet(process) ? 'Linux' : 'GNU/Linux'],
    ];
    const wanted = options.has('a')
      ? fields.filter(([k]) => !isApplet(process) || (k !== 'p' && k !== 'i'))
      : options.given.length === 0
        ? fields.slice(0, 1)
        : fields.filter(([k]) => options.has(k));
    await process.stdout.write(`${wanted.map(([, text]) => text).join(' ')}\n`);
    return 0;
  },
);

/** arch: the machine's architecture. Upstream: coreutils src/uname.c. */
export const arch = tool('arch', {}, async (process) => {
  await process.stdout.write(`${process.host.machine}\n`);
  return 0;
});

/** nproc: how many processors there are. Upstream: coreutils src/nproc.c. */
export const nproc = tool('nproc', { long: { all: 'all', 'ignore=': 'ignore' } }, async (process) => {
  await process.stdout.write(`${String(process.host.cpus)}\n`);
  return 0;
});

/** tty: the terminal's name. Upstream: coreutils src/tty.c. */
export const tty = tool('tty', { short: 's' }, async (process, options) => {
  const descriptor = process.fds.get(0);
  const terminal = process.isTTY(0);
  if (!options.has('s')) await process.stdout.write(`${terminal ? descriptor!.label : 'not a tty'}\n`);
  return terminal ? 0 : 1;
});
