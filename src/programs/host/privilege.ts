import type { Process } from '#process/process';
import { UsageError } from '../getopt';
import { tool } from '../program';
import { accounts } from '../coreutils/accounts';
import { runCommand } from '../coreutils/environment';

/** sudo: runs a command as root (or another user). The learner may always do so here. Upstream: sudo. */
export const sudo = tool(
  'sudo',
  {
    short: 'u:g:EHiksnSbA',
    long: { 'user=': 'u', 'preserve-env=?': 'E', login: 'i', shell: 's', 'non-interactive': 'n', 'set-home': 'H' },
    posix: true,
  },
  async (process, options) => {
    const operands = [...options.operands];
    const env = new Map(process.env);
    while (/^[A-Za-z_]\w*=/.test(operands[0] ?? '')) {
      const word = operands.shift()!;
      env.set(word.split('=', 1)[0]!, word.slice(word.indexOf('=') + 1));
    }
    const name = options.value('u') ?? 'root';
    const user = accounts(process.fs, '/etc/passwd').find(
      (account) => account.name === name || `#${String(account.id)}` === name,
    );
    if (!user) {
      await process.stderr.write(`sudo: unknown user ${name}\nsudo: error initializing audit plugin sudoers_audit\n`);
      return 1;
    }
    if (!options.has('E')) env.set('HOME', user.rest[2] ?? '/root');
    env.set('SUDO_USER', 'root');
    env.set('USER', user.name);
    const shell = env.get('SHELL') ?? '/bin/bash';
    if (operands.length === 0 && !options.has('i') && !options.has('s')) {
      if (options.has('k')) return 0;
      throw new UsageError('a command is wanted');
    }
    const words =
      options.has('i') || options.has('s')
        ? [shell, ...(options.has('i') ? ['-l'] : []), ...(operands.length > 0 ? ['-c', operands.join(' ')] : [])]
        : operands;
    return run(process, 'sudo', words, user.id, Number(user.rest[0] ?? 0), env);
  },
);

/** su: a shell, or a command, as another user. Upstream: util-linux su. */
export const su = tool(
  'su',
  { short: 'c:ls:mp', long: { 'command=': 'c', login: 'l', 'shell=': 's' } },
  async (process, options) => {
    const operands = options.operands.filter((word) => word !== '-');
    const login = options.has('l') || operands.length < options.operands.length;
    const name = operands[0] ?? 'root';
    const user = accounts(process.fs, '/etc/passwd').find((account) => account.name === name);
    if (!user) {
      await process.stderr.write(
        `su: user ${name} does not exist or the user entry does not contain all the required fields\n`,
      );
      return 1;
    }
    const env = new Map(process.env);
    env.set('HOME', user.rest[2] ?? '/');
    env.set('USER', user.name);
    env.set('LOGNAME', user.name);
    const shell = options.value('s') ?? (user.rest[3] || '/bin/sh');
    const command = options.value('c');
    return run(
      process,
      'su',
      [shell, ...(login ? ['-l'] : []), ...(command === undefined ? [] : ['-c', command])],
      user.id,
      Number(user.rest[0] ?? 0),
      env,
      login ? (user.rest[2] ?? '/') : undefined,
    );
  },
);

function run(
  process: Process,
  name: string,
  words: readonly string[],
  uid: number,
  gid: number,
  env: Map<string, string>,
  cwd?: string,
): Promise<number> {
  return runCommand(process, name, words, { credentials: { uid, gid }, env, ...(cwd !== undefined && { cwd }) });
}
