import { readLines } from '#io/streams';
import type { Process, Program } from '#process/process';
import { splitStatements } from '../postgres/statements';
import type { Column } from './engine';
import { isMaria, serverVersion } from './functions';
import { type Target, ClientError, Client } from './connection';

interface Invocation extends Target {
  readonly operands: string[];
  readonly flags: Set<string>;
  readonly execute: string | undefined;
}

/** Options as MySQL's clients take them: `-pSECRET` is attached, `-p` alone asks. */
async function read(process: Process): Promise<Invocation> {
  const values: Record<string, string> = {};
  const flags = new Set<string>();
  const operands: string[] = [];
  const long: Record<string, string> = { host: 'h', user: 'u', password: 'p', port: 'P', database: 'D', execute: 'e' };
  const args = [...process.argv.slice(1)];
  for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
    const named = /^--([\w-]+)(?:=([\s\S]*))?$/.exec(arg);
    const letter = named ? long[named[1]!] : /^-([huPDe])/.exec(arg)?.[1];
    if (arg.startsWith('-p') || named?.[1] === 'password') {
      const given = named ? named[2] : arg.slice(2) || undefined;
      if (given === undefined) {
        await process.stderr.write('Enter password: ');
        const line = await process.stdin.read();
        values['p'] = line ? new TextDecoder().decode(line).split('\n')[0]! : '';
        await process.stderr.write('\n');
      } else {
        values['p'] = given;
        if (!isMaria(process))
          await process.stderr.write(
            `${process.argv[0]!.replace(/^.*\//, '')}: [Warning] Using a password on the command line interface can be insecure.\n`,
          );
      }
    } else if (letter !== undefined)
      values[letter] = named ? (named[2] ?? args.shift() ?? '') : arg.slice(2) || (args.shift() ?? '');
    else if (arg.startsWith('-')) flags.add(arg);
    else operands.push(arg);
  }
  return {
    host: values['h'] ?? process.env.get('MYSQL_HOST'),
    port: Number(values['P'] ?? 3306),
    user: values['u'] ?? 'root',
    password: values['p'] ?? process.env.get('MYSQL_PWD') ?? '',
    database: values['D'] ?? '',
    operands,
    flags,
    execute: values['e'],
  };
}

const width = (text: string): number => [...text].length;

/** A result as the mysql client draws it. */
export function drawTable(columns: readonly Column[], rows: readonly (readonly (string | null)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell ?? 'NULL'));
  const widths = columns.map(({ name }, at) => Math.max(width(name), ...cells.map((row) => width(row[at]!))));
  const rule = `+${widths.map((size) => '-'.repeat(size + 2)).join('+')}+\n`;
  const pad = (text: string, at: number, right: boolean): string => {
    const space = ' '.repeat(widths[at]! - width(text));
    return right ? ` ${space}${text} ` : ` ${text}${space} `;
  };
  const head = `|${columns.map(({ name }, at) => pad(name, at, false)).join('|')}|\n`;
  const body = cells.map((row) => `|${row.map((cell, at) => pad(cell, at, columns[at]!.numeric)).join('|')}|\n`);
  return rule + head + rule + body.join('') + rule;
}

async function show(
  process: Process,
  client: Client,
  sql: string,
  tables: boolean,
  verbose: boolean,
  names: boolean,
): Promise<boolean> {
  const vertical = /\\G\s*;?\s*$/.test(sql);
  const started = process.clock.now();
  try {
    const result = await client.query(sql.replace(/(\\G|\\g|;)\s*$/, ''));
    const time = `(${((process.clock.now() - started) / 1000).toFixed(2)} sec)`;
    if (!result.columns) {
      if (verbose)
        await process.stdout.write(
          `${/^\s*use\b/i.test(sql) ? 'Database changed' : `Query OK, ${String(result.affected)} row${result.affected === 1 ? '' : 's'} affected ${time}\n`}\n`,
        );
      return true;
    }
    const { columns, rows } = result;
    if (vertical) {
      const size = Math.max(...columns.map(({ name }) => width(name)));
      for (const [at, row] of rows.entries())
        await process.stdout.write(
          `*************************** ${String(at + 1)}. row ***************************\n${row.map((cell, index) => `${columns[index]!.name.padStart(size)}: ${cell ?? 'NULL'}\n`).join('')}`,
        );
    } else if (tables && rows.length > 0) await process.stdout.write(drawTable(columns, rows));
    else if (!tables && rows.length > 0)
      await process.stdout.write(
        [...(names ? [columns.map(({ name }) => name)] : []), ...rows.map((row) => row.map((cell) => cell ?? 'NULL'))]
          .map((row) => `${row.join('\t')}\n`)
          .join(''),
      );
    if (verbose)
      await process.stdout.write(
        rows.length === 0
          ? `Empty set ${time}\n\n`
          : `${String(rows.length)} row${rows.length === 1 ? '' : 's'} in set ${time}\n\n`,
      );
    return true;
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    await process.stderr.write(
      `ERROR ${error.message}\n`.replace(
        /^ERROR (\d+) \((\w+)\)/,
        verbose ? 'ERROR $1 ($2)' : 'ERROR $1 ($2) at line 1',
      ),
    );
    return false;
  }
}

const monitor = (name: string): Program => ({
  name,
  async run(process) {
    const maria = isMaria(process);
    if (process.argv.includes('--version') || process.argv.includes('-V')) {
      await process.stdout.write(
        maria
          ? `${name} from ${serverVersion(process).replace(/-MariaDB.*/, '')}-MariaDB, client 15.2 for debian-linux-gnu (x86_64)\n`
          : `${name}  Ver ${serverVersion(process)} for Linux on x86_64 (MySQL Community Server - GPL)\n`,
      );
      return 0;
    }
    const how = await read(process);
    const database = how.database || (how.operands[0] ?? '');
    let client: Client;
    try {
      client = await Client.connect(process, { ...how, database });
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      await process.stderr.write(`ERROR ${error.message}\n`);
      return 1;
    }
    const names = !how.flags.has('-N') && !how.flags.has('--skip-column-names') && !how.flags.has('-sN');
    const tty = process.isTTY(0);
    const tables = how.flags.has('-t') || how.flags.has('--table') || process.isTTY(1);
    try {
      if (how.execute !== undefined) {
        const { statements, rest } = splitStatements(how.execute);
        for (const statement of [...statements, rest].filter((text) => text.trim() !== '')) {
          if (!(await show(process, client, statement, tables && !how.flags.has('-B'), false, names))) return 1;
        }
        return 0;
      }
      if (tty) {
        const greeting = maria
          ? `Welcome to the MariaDB monitor.  Commands end with ; or \\g.\nYour MariaDB connection id is ${String(client.id)}\nServer version: ${client.version} mariadb.org binary distribution\n\nCopyright (c) 2000, 2018, Oracle, MariaDB Corporation Ab and others.\n\nType 'help;' or '\\h' for help. Type '\\c' to clear the current input statement.\n\n`
          : `Welcome to the MySQL monitor.  Commands end with ; or \\g.\nYour MySQL connection id is ${String(client.id)}\nServer version: ${client.version} MySQL Community Server - GPL\n\nCopyright (c) 2000, 2025, Oracle and/or its affiliates.\n\nOracle is a registered trademark of Oracle Corporation and/or its\naffiliates. Other names may be trademarks of their respective\nowners.\n\nType 'help;' or '\\h' for help. Type '\\c' to clear the current input statement.\n\n`;
        await process.stdout.write(greeting);
      }
      let buffer = '';
      let current = database;
      const prompt = async (): Promise<void> => {
        const first = maria ? `MariaDB [${current || '(none)'}]> ` : 'mysql> ';
        if (tty) await process.stdout.write(buffer === '' ? first : maria ? '    -> ' : '    -> ');
      };
      await prompt();
      for await (const line of readLines(process.stdin)) {
        if (buffer === '' && /^\s*(exit|quit|\\q)\s*;?\s*$/i.test(line)) break;
        if (/^\s*\\c/.test(line)) buffer = '';
        else if (buffer !== '' || line.trim() !== '') buffer += `${buffer === '' ? '' : '\n'}${line}`;
        const use = /^\s*use\s+`?([\w-]+)`?\s*;?\s*$/i.exec(buffer);
        const { statements, rest } = use
          ? { statements: [buffer], rest: '' }
          : splitStatements(buffer.replace(/\\[gG]\s*$/, (end) => `${end.trim()};`));
        buffer = rest;
        for (const statement of statements) {
          if (
            !(await show(process, client, statement.replace(/(\\G);$/, '$1'), tables, tty, names)) &&
            !tty &&
            !how.flags.has('--force')
          )
            return 1;
          if (use) current = use[1]!;
        }
        await prompt();
      }
      if (!tty && buffer.trim() !== '' && !(await show(process, client, buffer, tables, false, names))) return 1;
      if (tty) await process.stdout.write('Bye\n');
      return 0;
    } finally {
      await client.close();
    }
  },
});

const admin = (name: string): Program => ({
  name,
  async run(process) {
    const how = await read(process);
    const [command] = how.operands;
    try {
      const client = await Client.connect(process, how);
      if (command === 'status')
        await process.stdout.write(
          'Uptime: 60  Threads: 2  Questions: 5  Slow queries: 0  Opens: 119  Flush tables: 3  Open tables: 38  Queries per second avg: 0.083\n',
        );
      await client.close();
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      // A server that refuses the password is alive all the same.
      if (command !== 'ping' || !error.message.startsWith('1045')) {
        await process.stderr.write(
          `${name}: connect to server at '${how.host ?? 'localhost'}' failed\nerror: '${error.message.replace(/^\d+ \(\w+\): /, '')}'\n`,
        );
        return 1;
      }
    }
    if (command === 'ping') await process.stdout.write('mysqld is alive\n');
    else if (command !== 'status') {
      await process.stderr.write(`drydock: ${name} ${command ?? ''} is not simulated yet\n`);
      return 1;
    }
    return 0;
  },
});

/** Simplified: tables with their rows; no views, routines or options. Upstream: mysqldump(1). */
const dump = (name: string): Program => ({
  name,
  async run(process) {
    const how = await read(process);
    const all = how.flags.has('--all-databases') || how.flags.has('-A');
    try {
      const client = await Client.connect(process, how);
      const databases = all
        ? (await client.query('SHOW DATABASES')).rows
            .map(([database]) => database!)
            .filter((database) => !['information_schema', 'mysql', 'performance_schema', 'sys'].includes(database))
        : how.operands.slice(0, 1);
      await process.stdout.write(
        `-- MySQL dump 10.13  Distrib ${serverVersion(process)}, for Linux (x86_64)\n--\n-- Host: ${how.host ?? 'localhost'}    Database: ${databases[0] ?? ''}\n-- ------------------------------------------------------\n-- Server version\t${client.version}\n\n`,
      );
      for (const database of databases) {
        if (all || how.flags.has('--databases'))
          await process.stdout.write(`CREATE DATABASE IF NOT EXISTS \`${database}\`;\n\nUSE \`${database}\`;\n\n`);
        await client.query(`USE \`${database}\``);
        for (const [table] of (await client.query('SHOW TABLES')).rows) {
          const created = (await client.query(`SHOW CREATE TABLE \`${table!}\``)).rows[0]![1]!;
          await process.stdout.write(
            `--\n-- Table structure for table \`${table!}\`\n--\n\nDROP TABLE IF EXISTS \`${table!}\`;\n${created.replace(/ AUTOINCREMENT/g, ' AUTO_INCREMENT')};\n\n--\n-- Dumping data for table \`${table!}\`\n--\n\n`,
          );
          const { rows } = await client.query(`SELECT * FROM \`${table!}\``);
          const values = rows.map(
            (row) =>
              `(${row.map((cell) => (cell === null ? 'NULL' : `'${cell.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`)).join(',')})`,
          );
          if (values.length > 0) await process.stdout.write(`INSERT INTO \`${table!}\` VALUES ${values.join(',')};\n`);
          await process.stdout.write('\n');
        }
      }
      await process.stdout.write(
        `-- Dump completed on ${new Date(process.clock.epochNow()).toISOString().slice(0, 19).replace('T', ' ').replace(/ 0/, '  ')}\n`,
      );
      await client.close();
      return 0;
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      await process.stderr.write(
        `${name}: Got error: ${error.message.replace(/^(\d+) \(\w+\)/, '$1')} when trying to connect\n`,
      );
      return 2;
    }
  },
});

/** The clients under MySQL's and MariaDB's names. */
export const mysqlClients: readonly Program[] = [
  monitor('mysql'),
  monitor('mariadb'),
  admin('mysqladmin'),
  admin('mariadb-admin'),
  dump('mysqldump'),
  dump('mariadb-dump'),
];
