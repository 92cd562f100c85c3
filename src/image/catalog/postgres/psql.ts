import { decode, readLines } from '#io/streams';
import type { Process, Program } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { getopt, UsageError } from '#programs/getopt';
import { ConnectError, PgClient, targetOf, type Target } from './client';
import { describe } from './describe';
import { serverVersion } from './server';
import { splitStatements } from './statements';
import { formatTable } from './table';

interface Shell {
  readonly process: Process;
  client: PgClient;
  target: Target;
  tuplesOnly: boolean;
  unaligned: boolean;
  expanded: boolean;
  quiet: boolean;
  timing: boolean;
  stopOnError: boolean;
}

/** The terminal client. Upstream: psql(1). */
export const psql: Program = {
  name: 'psql',
  async run(process) {
    let options;
    try {
      options = getopt(process.argv.slice(1), {
        short: 'U:h:p:d:c:f:v:ltAqxXwWaeE1n',
        long: {
          'username=': 'U',
          'host=': 'h',
          'port=': 'p',
          'dbname=': 'd',
          'command=': 'c',
          'file=': 'f',
          'set=': 'v',
          'variable=': 'v',
          list: 'l',
          'tuples-only': 't',
          'no-align': 'A',
          quiet: 'q',
          expanded: 'x',
          'no-psqlrc': 'X',
          'no-password': 'w',
          password: 'W',
          'single-transaction': '1',
          'echo-all': 'a',
          'echo-queries': 'e',
        },
      });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      await process.stderr.write(`psql: ${error.message}\npsql: hint: Try "psql --help" for more information.\n`);
      return 1;
    }
    if (options.has('version')) {
      await process.stdout.write(`psql (PostgreSQL) ${serverVersion(process)}\n`);
      return 0;
    }
    if (options.has('help')) {
      await process.stdout.write(
        'psql is the PostgreSQL interactive terminal.\n\nUsage:\n  psql [OPTION]... [DBNAME [USERNAME]]\n',
      );
      return 0;
    }
    const [name, user] = options.operands;
    const uri = /^postgres(?:ql)?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^:/?]*)(?::(\d+))?(?:\/([^?]*))?/.exec(
      options.value('d') ?? name ?? '',
    );
    const port = uri?.[4] ?? options.value('p');
    const given = {
      host: uri?.[3] || options.value('h'),
      user: uri?.[1] || options.value('U') || (options.has('d') ? name : user),
      database: uri ? uri[5] : (options.value('d') ?? name ?? (options.has('l') ? 'postgres' : undefined)),
      password: uri?.[2],
      port: port === undefined ? undefined : Number(port),
    };
    const target = targetOf(
      process.env,
      Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    );
    let client: PgClient;
    try {
      client = await PgClient.connect(
        process,
        target,
        process.isTTY(0) && !options.has('w') ? () => askPassword(process, target.user) : undefined,
      );
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      await process.stderr.write(`psql: error: ${error.message}\n`);
      return 2;
    }
    const shell: Shell = {
      process,
      client,
      target,
      tuplesOnly: options.has('t'),
      unaligned: options.has('A'),
      expanded: options.has('x'),
      quiet: options.has('q'),
      timing: false,
      stopOnError: options.values('v').some((pair) => pair === 'ON_ERROR_STOP=1' || pair === 'ON_ERROR_STOP=on'),
    };
    try {
      if (options.has('l')) {
        await process.stdout.write((await describe(client, 'l', undefined))!.out!);
        return 0;
      }
      const work = options.given.filter(({ name: option }) => option === 'c' || option === 'f');
      if (work.length === 0) return await interactive(shell);
      let code = 0;
      for (const { name: option, value } of work) {
        code = option === 'c' ? await command(shell, value) : await file(shell, value);
        if (code !== 0) break;
      }
      return code;
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      await process.stderr.write(`${error.message}\n`);
      return 2;
    } finally {
      await shell.client.close();
    }
  },
};

async function askPassword(process: Process, user: string): Promise<string> {
  await process.stderr.write(`Password for user ${user}: `);
  const line = await process.stdin.read();
  await process.stderr.write('\n');
  return line ? decode(line).replace(/\n$/, '') : '';
}

const command = async (shell: Shell, text: string): Promise<number> => {
  if (text.trimStart().startsWith('\\')) return (await backslash(shell, text.trim())) ? 0 : 1;
  return (await run(shell, text)) ? 0 : 1;
};

async function file(shell: Shell, path: string): Promise<number> {
  let text;
  try {
    text = path === '-' ? undefined : shell.process.fs.readText(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await shell.process.stderr.write(`psql: error: ${path}: ${error.message}\n`);
    return 1;
  }
  if (text === undefined) return interactive(shell);
  return (await feed(shell, text.split('\n'), path)) ? 0 : 3;
}

/** Runs lines one after another; stops at an error only when ON_ERROR_STOP is set. */
async function feed(shell: Shell, lines: readonly string[], name: string): Promise<boolean> {
  let buffer = '';
  for (const [at, line] of lines.entries()) {
    if (buffer.trim() === '' && line.trimStart().startsWith('\\')) {
      if (line.trim() === '\\q') return true;
      await backslash(shell, line.trim());
      continue;
    }
    buffer += `${line}\n`;
    const { statements, rest } = splitStatements(buffer);
    buffer = rest;
    for (const statement of statements) {
      if (!(await run(shell, statement, `psql:${name}:${String(at + 1)}: `)) && shell.stopOnError) return false;
    }
  }
  return buffer.trim() === '' || run(shell, buffer, `psql:${name}:${String(lines.length)}: `);
}

async function run(shell: Shell, sql: string, prefix = ''): Promise<boolean> {
  const { process, client } = shell;
  const outputs: (() => Promise<void>)[] = [];
  const started = process.clock.now();
  const fine = await client.query(sql, {
    result: (result) => {
      if (result.columns.length > 0) outputs.push(() => process.stdout.write(formatTable(result, shell)));
      else if (!shell.quiet && result.tag !== '') outputs.push(() => process.stdout.write(`${result.tag}\n`));
    },
    error: (fields) => outputs.push(() => process.stderr.write(prefix + errorText(fields, sql))),
    notice: (fields) => outputs.push(() => process.stderr.write(prefix + errorText(fields, sql))),
  });
  for (const output of outputs) await output();
  if (shell.timing) await process.stdout.write(`Time: ${(process.clock.now() - started).toFixed(3)} ms\n`);
  return fine;
}

/** `ERROR:  ...` with the line and a caret, as libpq has it. */
function errorText(fields: Record<string, string>, sql: string): string {
  let text = `${fields['S'] ?? 'ERROR'}:  ${fields['M'] ?? ''}\n`;
  const position = Number(fields['P'] ?? 0);
  if (position > 0) {
    const before = [...sql].slice(0, position - 1).join('');
    const number = before.split('\n').length;
    const line = sql.split('\n')[number - 1] ?? '';
    const column = before.length - (before.lastIndexOf('\n') + 1);
    const head = `LINE ${String(number)}: `;
    text += `${head}${line}\n${' '.repeat(head.length + column)}^\n`;
  }
  if (fields['D'] !== undefined) text += `DETAIL:  ${fields['D']}\n`;
  if (fields['H'] !== undefined) text += `HINT:  ${fields['H']}\n`;
  return text;
}

async function interactive(shell: Shell): Promise<number> {
  const { process } = shell;
  const tty = process.isTTY(0);
  if (!tty) {
    const lines: string[] = [];
    for await (const line of readLines(process.stdin)) lines.push(line);
    return (await feed(shell, lines, '<stdin>')) ? 0 : 3;
  }
  if (!shell.quiet) await process.stdout.write(`psql (${serverVersion(process)})\nType "help" for help.\n\n`);
  let buffer = '';
  const prompt = (): Promise<void> => {
    const mark = shell.client.transaction === 'I' ? '' : shell.client.transaction === 'T' ? '*' : '!';
    return process.stdout.write(`${shell.target.database}${buffer === '' ? '=' : '-'}${mark}# `);
  };
  await prompt();
  for await (const line of readLines(process.stdin)) {
    const word = line.trim();
    if (buffer === '' && ['exit', 'quit', '\\q'].includes(word.replace(/;$/, ''))) return 0;
    if (buffer === '' && word === 'help') {
      await process.stdout.write(
        'You are using psql, the command-line interface to PostgreSQL.\nType:  \\copyright for distribution terms\n       \\h for help with SQL commands\n       \\? for help with psql commands\n       \\g or terminate with semicolon to execute query\n       \\q to quit\n',
      );
    } else if (word.startsWith('\\')) await backslash(shell, word);
    else if (buffer !== '' || word !== '') {
      buffer += (buffer === '' ? '' : '\n') + line;
      const { statements, rest } = splitStatements(buffer);
      for (const statement of statements) await run(shell, statement);
      buffer = rest.trim() === '' ? '' : rest;
    }
    await prompt();
  }
  await process.stdout.write('\\q\n');
  return 0;
}

/** Backslash commands; answers whether it went well. */
async function backslash(shell: Shell, text: string): Promise<boolean> {
  const { process } = shell;
  const [word = '', ...rest] = text.slice(1).replace(/;\s*$/, '').split(/\s+/);
  const argument = rest[0];
  const say = (line: string): Promise<void> => process.stdout.write(`${line}\n`);
  if (word === 'q') return true;
  if (word === 'c' || word === 'connect') {
    const target = {
      ...shell.target,
      ...(argument !== undefined && argument !== '-' && { database: argument }),
      ...(rest[1] !== undefined && { user: rest[1] }),
    };
    try {
      const client = await PgClient.connect(process, target);
      await shell.client.close();
      [shell.client, shell.target] = [client, target];
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      await process.stderr.write(`${error.message}\n${process.isTTY(0) ? 'Previous connection kept\n' : ''}`);
      return false;
    }
    if (!shell.quiet) await say(`You are now connected to database "${target.database}" as user "${target.user}".`);
    return true;
  }
  const toggle = {
    x: ['expanded', 'Expanded display is'],
    timing: ['timing', 'Timing is'],
    t: ['tuplesOnly', 'Tuples only is'],
    a: ['unaligned', 'Output format is'],
  } as const;
  const switched = toggle[word as keyof typeof toggle];
  if (switched) {
    const [key, label] = switched;
    shell[key] = argument === undefined ? !shell[key] : argument === 'on';
    await say(
      word === 'a'
        ? `${label} ${shell.unaligned ? 'unaligned' : 'aligned'}.`
        : `${label} ${shell[key] ? 'on' : 'off'}.`,
    );
    return true;
  }
  if (word === 'conninfo') {
    const { database, user, host, port } = shell.target;
    await say(
      `You are connected to database "${database}" as user "${user}" ${host === undefined ? 'via socket in "/var/run/postgresql"' : `on host "${host}"`} at port "${String(port)}".`,
    );
    return true;
  }
  if (word === 'echo') return say(rest.join(' ')).then(() => true);
  if (word === 'i' && argument !== undefined) return (await file(shell, argument)) === 0;
  if (word === 'set' || word === 'pset' || word === 'encoding') return true;
  const shown = await describe(shell.client, word, argument);
  if (shown?.out !== undefined) await process.stdout.write(shown.out);
  if (shown?.error !== undefined) await process.stderr.write(`${shown.error}\n`);
  if (shown) return shown.error === undefined;
  if (
    ['copy', 'h', '?', 'e', 'g', 'o', 'df', 'dx', 'dp', 'z', 'dT', 'watch', 'gx', 'password'].includes(
      word.replace('+', ''),
    )
  ) {
    await process.stderr.write(`drydock: \\${word} is not simulated yet\n`);
    return false;
  }
  await process.stderr.write(`invalid command \\${word}\nTry \\? for help.\n`);
  return false;
}
