import { lookup } from '#network/names';
import type { Process, Program } from '#process/process';
import { getopt } from '#programs/getopt';
import { ConnectError, PgClient, targetOf, type Target } from './client';
import { identifier } from './cluster';
import { serverVersion } from './server';

const CONNECTION = {
  short: 'U:h:p:d:t:qwWas',
  long: {
    'username=': 'U',
    'host=': 'h',
    'port=': 'p',
    'dbname=': 'd',
    'timeout=': 't',
    quiet: 'q',
    'no-password': 'w',
    'data-only': 'a',
    'schema-only': 's',
    clean: 'clean',
    'if-exists': 'if-exists',
    'no-owner': 'no-owner',
  },
};

function readTarget(
  process: Process,
  database?: string,
): { target: Target; operands: string[]; has: (name: string) => boolean } {
  const options = getopt(process.argv.slice(1), CONNECTION);
  const port = options.value('p');
  const given = {
    host: options.value('h'),
    user: options.value('U'),
    database: database ?? options.value('d'),
    port: port === undefined ? undefined : Number(port),
  };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { target: targetOf(process.env, known), operands: options.operands, has: (name) => options.has(name) };
}

/** Upstream: pg_isready(1). Simplified: a server that takes connections is ready. */
const pgIsReady: Program = {
  name: 'pg_isready',
  async run(process) {
    const { target, has } = readTarget(process);
    const where = `${target.host ?? '/var/run/postgresql'}:${String(target.port)}`;
    let up = true;
    try {
      const address = target.host ?? '127.0.0.1';
      const socket = await process.net.connect({
        address: (await lookup(address, process.fs, process.net)).addresses[0]!,
        port: target.port,
      });
      socket.close();
    } catch (error) {
      if ((error as Error).name !== 'NetworkError') throw error;
      up = false;
    }
    if (!has('q')) await process.stdout.write(`${where} - ${up ? 'accepting connections' : 'no response'}\n`);
    return up ? 0 : 2;
  },
};

const oneStatement = (
  name: string,
  home: (target: Target) => string,
  sql: (operands: string[], target: Target) => string,
): Program => ({
  name,
  async run(process) {
    const { target, operands } = readTarget(process);
    let client: PgClient | undefined;
    try {
      client = await PgClient.connect(process, { ...target, database: home(target) });
      await client.rows(sql(operands, target));
      return 0;
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      const what = {
        createdb: 'database creation failed',
        dropdb: 'database removal failed',
        createuser: 'creation of new role failed',
        dropuser: 'removal of role failed',
      }[name];
      await process.stderr.write(
        client ? `${name}: error: ${what!}: ERROR:  ${error.message}\n` : `${name}: error: ${error.message}\n`,
      );
      return 1;
    } finally {
      await client?.close();
    }
  },
});

/** Simplified: schemas, types, functions and triggers of one's own are not dumped. Upstream: pg_dump(1). */
const pgDump: Program = {
  name: 'pg_dump',
  async run(process) {
    const { target, operands, has } = readTarget(process);
    try {
      const client = await PgClient.connect(process, { ...target, database: operands[0] ?? target.database });
      const version = serverVersion(process);
      const write = (text: string): Promise<void> => process.stdout.write(text);
      await write(
        `--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version ${version}\n-- Dumped by pg_dump version ${version}\n\nSET statement_timeout = 0;\nSET lock_timeout = 0;\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\nSET check_function_bodies = false;\nSET client_min_messages = warning;\nSET row_security = off;\n\n`,
      );
      const tables = (
        await client.rows(
          "SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relname, pg_get_userbyid(c.relowner) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast' ORDER BY c.oid",
        )
      ).rows as string[][];
      const sequences = (
        await client.rows(
          "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences ORDER BY 1",
        )
      ).rows as string[][];
      if (!has('a')) {
        for (const [name] of sequences) await write(`CREATE SEQUENCE ${name!};\n\n`);
        for (const [oid, name, plain, owner] of tables) {
          const columns = (
            await client.rows(
              `SELECT quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attrelid = ${oid!} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
            )
          ).rows;
          await write(
            `--\n-- Name: ${plain!}; Type: TABLE; Schema: public; Owner: ${owner!}\n--\n\nCREATE TABLE ${name!} (\n${columns.map(([column]) => `    ${column!}`).join(',\n')}\n);\n\n\nALTER TABLE ${name!} OWNER TO ${identifier(owner!).replace(/^"([a-z_]\w*)"$/, '$1')};\n\n`,
          );
        }
      }
      if (!has('s')) {
        for (const [, name] of tables) {
          const { columns, rows } = await client.rows(`SELECT * FROM ${name!}`);
          const lines = rows.map(
            (row) =>
              `INSERT INTO ${name!} VALUES (${row.map((cell) => (cell === null ? 'NULL' : `'${cell.replaceAll("'", "''")}'`)).join(', ')});\n`,
          );
          await write(
            `--\n-- Data for Name: ${name!}; Columns: ${columns.map((column) => column.name).join(', ')}\n--\n\n${lines.join('')}\n`,
          );
        }
        for (const [name, value, called] of sequences)
          await write(`SELECT pg_catalog.setval('${name!}', ${value!}, ${called === 't' ? 'true' : 'false'});\n`);
      }
      if (!has('a')) {
        const constraints = (
          await client.rows(
            "SELECT 'ALTER TABLE ONLY ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid) || ';' FROM pg_constraint WHERE conrelid <> 0 AND contype IN ('p','u','c','f') AND connamespace = 'public'::regnamespace ORDER BY contype = 'f', oid",
          )
        ).rows;
        for (const [line] of constraints) await write(`\n${line!}\n`);
      }
      await write('\n--\n-- PostgreSQL database dump complete\n--\n\n');
      await client.close();
      return 0;
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      await process.stderr.write(`pg_dump: error: ${error.message}\n`);
      return 1;
    }
  },
};

/** Clients beside psql. */
export const postgresTools: readonly Program[] = [
  pgIsReady,
  pgDump,
  oneStatement(
    'createdb',
    () => 'postgres',
    ([name], { user }) => `CREATE DATABASE ${identifier(name ?? user)}`,
  ),
  oneStatement(
    'dropdb',
    () => 'postgres',
    ([name]) => `DROP DATABASE ${identifier(name ?? '')}`,
  ),
  oneStatement(
    'createuser',
    () => 'postgres',
    ([name]) => `CREATE ROLE ${identifier(name ?? '')} LOGIN`,
  ),
  oneStatement(
    'dropuser',
    () => 'postgres',
    ([name]) => `DROP ROLE ${identifier(name ?? '')}`,
  ),
];
