import { literal } from './cluster';
import type { PgClient } from './client';
import { formatTable } from './table';

const KINDS: Readonly<Record<string, readonly [relkinds: string, none: string]>> = {
  dt: ["'r','p'", 'tables'],
  di: ["'i','I'", 'indexes'],
  dv: ["'v'", 'views'],
  ds: ["'S'", 'sequences'],
  dm: ["'m'", 'materialized views'],
  d: ["'r','p','v','m','S','f'", 'relations'],
};

const text = (...names: string[]): { name: string; type: number }[] => names.map((name) => ({ name, type: 25 }));

/** What a backslash command lists; undefined when there is none of that name, `Error` text for the standard error. */
export async function describe(
  client: PgClient,
  command: string,
  argument: string | undefined,
): Promise<{ out?: string; error?: string } | undefined> {
  const name = command.replace(/[+S]+$/, '');
  if (name === 'l') return { out: await databases(client) };
  if (name === 'du' || name === 'dg') return { out: await roles(client) };
  if (name === 'dn') {
    const { rows } = await client.rows(
      "SELECT n.nspname, pg_get_userbyid(n.nspowner) FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1",
    );
    return { out: formatTable({ columns: text('Name', 'Owner'), rows }, { title: 'List of schemas' }) };
  }
  if (name === 'd' && argument !== undefined) return relation(client, argument);
  const kind = KINDS[name];
  return kind && listing(client, kind, argument, name === 'di');
}

async function listing(
  client: PgClient,
  [kinds, none]: readonly [string, string],
  pattern: string | undefined,
  onTable: boolean,
): Promise<{ out?: string; error?: string }> {
  const like =
    pattern === undefined ? '' : ` AND c.relname LIKE ${literal(pattern.replaceAll('*', '%').replaceAll('?', '_'))}`;
  const { rows } = await client.rows(
    `SELECT n.nspname, c.relname, CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'I' THEN 'partitioned index' WHEN 'S' THEN 'sequence' ELSE 'foreign table' END, pg_get_userbyid(c.relowner)${onTable ? ', t.relname' : ''} FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace${onTable ? ' JOIN pg_index i ON i.indexrelid = c.oid JOIN pg_class t ON t.oid = i.indrelid' : ''} WHERE c.relkind IN (${kinds}) AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_toast' AND n.nspname <> 'information_schema' AND pg_table_is_visible(c.oid)${like} ORDER BY 1, 2`,
  );
  if (rows.length === 0) {
    return {
      error:
        pattern === undefined
          ? `Did not find any ${none}.`
          : `Did not find any ${none === 'relations' ? 'relation' : none.replace(/s$/, '')} named "${pattern}".`,
    };
  }
  const columns = text('Schema', 'Name', 'Type', 'Owner', ...(onTable ? ['Table'] : []));
  return { out: formatTable({ columns, rows }, { title: `List of ${none}` }) };
}

async function databases(client: PgClient): Promise<string> {
  const { rows } = await client.rows(
    "SELECT d.datname, pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding), CASE d.datlocprovider WHEN 'b' THEN 'builtin' WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' END, d.datcollate, d.datctype, d.datlocale, d.daticurules, CASE WHEN array_length(d.datacl, 1) = 0 THEN '(none)' ELSE array_to_string(d.datacl, E'\\n') END FROM pg_database d ORDER BY 1",
  );
  const columns = text(
    'Name',
    'Owner',
    'Encoding',
    'Locale Provider',
    'Collate',
    'Ctype',
    'Locale',
    'ICU Rules',
    'Access privileges',
  );
  return formatTable({ columns, rows }, { title: 'List of databases' });
}

async function roles(client: PgClient): Promise<string> {
  const { rows } = await client.rows(
    "SELECT r.rolname, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin, r.rolreplication, r.rolbypassrls FROM pg_roles r WHERE r.rolname !~ '^pg_' ORDER BY 1",
  );
  const shown = rows.map(([name = '', superuser, inherit, createRole, createDb, login, replication, bypass]) => {
    const words = [
      superuser === 't' && 'Superuser',
      inherit !== 't' && 'No inheritance',
      createRole === 't' && 'Create role',
      createDb === 't' && 'Create DB',
      login !== 't' && 'Cannot login',
      replication === 't' && 'Replication',
      bypass === 't' && 'Bypass RLS',
    ];
    return [name, words.filter(Boolean).join(', ')];
  });
  return formatTable(
    { columns: text('Role name', 'Attributes'), rows: shown },
    { title: 'List of roles', footer: false },
  );
}

async function relation(client: PgClient, wanted: string): Promise<{ out?: string; error?: string }> {
  const [schema, table] = wanted.includes('.') ? (wanted.split('.') as [string, string]) : [undefined, wanted];
  const plain = table.startsWith('"') ? table.slice(1, -1) : table.toLowerCase();
  const found = await client.rows(
    `SELECT c.oid, n.nspname, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = ${literal(plain)} AND ${schema === undefined ? 'pg_table_is_visible(c.oid)' : `n.nspname = ${literal(schema)}`} LIMIT 1`,
  );
  const row = found.rows[0];
  if (!row) return { error: `Did not find any relation named "${wanted}".` };
  const [oid, space, relname, kind] = row as [string, string, string, string];
  const { rows } = await client.rows(
    `SELECT a.attname, format_type(a.atttypid, a.atttypmod), (SELECT c.collname FROM pg_collation c, pg_type t WHERE c.oid = a.attcollation AND t.oid = a.atttypid AND a.attcollation <> t.typcollation), CASE WHEN a.attnotnull THEN 'not null' ELSE '' END, CASE a.attidentity WHEN 'a' THEN 'generated always as identity' WHEN 'd' THEN 'generated by default as identity' ELSE (SELECT pg_get_expr(d.adbin, d.adrelid, true) FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef) END FROM pg_attribute a WHERE a.attrelid = ${oid} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
  );
  const names: Record<string, string> = {
    r: 'Table',
    p: 'Partitioned table',
    v: 'View',
    m: 'Materialized view',
    i: 'Index',
    S: 'Sequence',
  };
  let out = formatTable(
    { columns: text('Column', 'Type', 'Collation', 'Nullable', 'Default'), rows },
    { title: `${names[kind] ?? 'Relation'} "${space}.${relname}"`, footer: false },
  ).replace(/\n$/, '');
  const section = async (title: string, sql: string): Promise<void> => {
    const lines = (await client.rows(sql)).rows;
    if (lines.length > 0) out += `${title}:\n${lines.map(([line]) => `    ${line ?? ''}\n`).join('')}`;
  };
  await section(
    'Indexes',
    `SELECT '"' || c2.relname || '"' || CASE WHEN i.indisprimary THEN ' PRIMARY KEY,' WHEN i.indisunique AND con.oid IS NOT NULL THEN ' UNIQUE CONSTRAINT,' WHEN i.indisunique THEN ' UNIQUE,' ELSE '' END || ' ' || substring(pg_get_indexdef(i.indexrelid, 0, true) from 'USING (.*)$') FROM pg_index i JOIN pg_class c2 ON c2.oid = i.indexrelid LEFT JOIN pg_constraint con ON con.conindid = i.indexrelid AND con.contype IN ('p','u','x') WHERE i.indrelid = ${oid} ORDER BY i.indisprimary DESC, c2.relname`,
  );
  await section(
    'Check constraints',
    `SELECT '"' || conname || '" ' || pg_get_constraintdef(oid, true) FROM pg_constraint WHERE conrelid = ${oid} AND contype = 'c' ORDER BY 1`,
  );
  await section(
    'Foreign-key constraints',
    `SELECT '"' || conname || '" ' || pg_get_constraintdef(oid, true) FROM pg_constraint WHERE conrelid = ${oid} AND contype = 'f' ORDER BY 1`,
  );
  await section(
    'Referenced by',
    `SELECT 'TABLE "' || conrelid::regclass || '" CONSTRAINT "' || conname || '" ' || pg_get_constraintdef(oid, true) FROM pg_constraint WHERE confrelid = ${oid} AND contype = 'f' ORDER BY 1`,
  );
  return { out: `${out}\n` };
}
