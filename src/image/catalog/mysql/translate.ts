import type { Process } from '#process/process';

/** What becomes of a statement: SQL for SQLite, or something that the session does itself. */
export type Translation =
  | { kind: 'nothing' }
  | { kind: 'rows'; columns: string[]; rows: (string | null)[][] }
  | { kind: 'use'; name: string }
  | { kind: 'databases'; like?: RegExp }
  | { kind: 'create database' | 'drop database'; name: string; maybe: boolean }
  | { kind: 'tables'; schema?: string; like?: RegExp }
  | { kind: 'describe' | 'show create'; table: string; schema?: string }
  | { kind: 'begin' }
  | { kind: 'end'; sql: string }
  | { kind: 'variable'; name: string; label: string }
  | { kind: 'unsupported'; what: string }
  | { kind: 'sql'; sql: string; more?: string[]; schema?: string };

const NAME = '`?([\\w$-]+)`?';
const bare = (name: string): string => name.replace(/^`|`$/g, '');

const likeOf = (pattern: string | undefined): { like?: RegExp } =>
  pattern === undefined
    ? {}
    : {
        like: new RegExp(
          `^${pattern
            .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
            .replaceAll('%', '.*')
            .replaceAll('_', '.')}$`,
          'i',
        ),
      };

/**
 * Everyday MySQL in SQLite's words.
 * Simplified: stored procedures, triggers, users' rights, full-text search and most functions are missing; types are
 * SQLite's, so nothing checks lengths and ranges.
 */
export function translate(text: string, process: Process, version: () => string): Translation {
  const sql = text
    .trim()
    .replace(/;+\s*$/, '')
    .replace(/^(?:\/\*!?\d*[\s\S]*?\*\/\s*|--[^\n]*\n\s*|#[^\n]*\n\s*)+/, '')
    .trim();
  if (sql === '') return { kind: 'nothing' };
  const match = (pattern: string): RegExpExecArray | null => new RegExp(`^${pattern}$`, 'is').exec(sql);
  let found;
  if ((found = match(`use\\s+${NAME}`))) return { kind: 'use', name: found[1]! };
  if ((found = match(`show\\s+(?:databases|schemas)(?:\\s+like\\s+'([^']*)')?`)))
    return { kind: 'databases', ...likeOf(found[1]) };
  if ((found = match(`show\\s+(?:full\\s+)?tables(?:\\s+(?:from|in)\\s+${NAME})?(?:\\s+like\\s+'([^']*)')?`)))
    return { kind: 'tables', ...(found[1] !== undefined && { schema: found[1] }), ...likeOf(found[2]) };
  if (
    (found = match(
      `(?:describe|desc|show\\s+(?:full\\s+)?columns\\s+(?:from|in)|show\\s+fields\\s+from)\\s+(?:${NAME}\\.)?${NAME}`,
    ))
  )
    return { kind: 'describe', table: found[2]!, ...(found[1] !== undefined && { schema: found[1] }) };
  if ((found = match(`show\\s+create\\s+table\\s+(?:${NAME}\\.)?${NAME}`)))
    return { kind: 'show create', table: found[2]!, ...(found[1] !== undefined && { schema: found[1] }) };
  if ((found = match(`create\\s+(?:database|schema)\\s+(if\\s+not\\s+exists\\s+)?${NAME}.*`)))
    return { kind: 'create database', name: found[2]!, maybe: found[1] !== undefined };
  if ((found = match(`drop\\s+(?:database|schema)\\s+(if\\s+exists\\s+)?${NAME}`)))
    return { kind: 'drop database', name: found[2]!, maybe: found[1] !== undefined };
  if (/^(begin|start\s+transaction)\b/i.test(sql)) return { kind: 'begin' };
  if (/^(commit|rollback)(\s+work)?$/i.test(sql)) return { kind: 'end', sql: sql.split(/\s/)[0]! };
  if (
    /^(set|lock\s+tables|unlock\s+tables|flush|analyze|optimize|grant|revoke|create\s+user|alter\s+user|drop\s+user|savepoint|release)\b/i.test(
      sql,
    )
  )
    return { kind: 'nothing' };
  if (
    (found = match(
      'select\\s+(database\\(\\)|schema\\(\\)|user\\(\\)|current_user(?:\\(\\))?|last_insert_id\\(\\)|row_count\\(\\))(?:\\s+as\\s+(\\w+))?',
    ))
  ) {
    return {
      kind: 'variable',
      name: found[1]!.toLowerCase().replace('schema()', 'database()'),
      label: found[2] ?? found[1]!,
    };
  }
  if (/@@/.test(sql) && /^select\b/i.test(sql)) {
    const names = [...sql.matchAll(/@@(?:(?:session|global)\.)?(\w+)(?:\s+as\s+(\w+))?/gi)];
    return {
      kind: 'rows',
      columns: names.map(([all, , label]) => label ?? all),
      rows: [names.map(([, name]) => variable(name!.toLowerCase(), process, version))],
    };
  }
  if (
    (found = match(
      "show\\s+(?:global\\s+|session\\s+)?(?:variables|status)(?:\\s+(?:like\\s+|where\\s+\\w+\\s*=\\s*)'([^']*)')?",
    ))
  ) {
    const name = found[1] ?? '';
    return {
      kind: 'rows',
      columns: ['Variable_name', 'Value'],
      rows: name === '' || name.includes('%') ? [] : [[name, variable(name, process, version)]],
    };
  }
  if (/^show\s+(processlist|full\s+processlist)$/i.test(sql))
    return {
      kind: 'rows',
      columns: ['Id', 'User', 'Host', 'db', 'Command', 'Time', 'State', 'Info'],
      rows: [['8', 'root', 'localhost', null, 'Query', '0', 'init', sql]],
    };
  if (/^show\s+(warnings|errors)/i.test(sql)) return { kind: 'rows', columns: ['Level', 'Code', 'Message'], rows: [] };
  if (/^show\s+grants/i.test(sql))
    return {
      kind: 'rows',
      columns: ['Grants for root@localhost'],
      rows: [['GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION']],
    };
  if (
    (found =
      /^(show\s+\w+|call|create\s+(?:procedure|function|trigger|event)|load\s+data|prepare|execute|handler|explain\s+format)/i.exec(
        sql,
      ))
  )
    return { kind: 'unsupported', what: found[1]! };
  return statement(sql);
}

const variable = (name: string, process: Process, version: () => string): string | null =>
  ({
    version: version(),
    version_comment: process.env.has('MARIADB_VERSION')
      ? 'mariadb.org binary distribution'
      : 'MySQL Community Server - GPL',
    hostname: process.host.hostname,
    port: '3306',
    autocommit: '1',
    sql_mode:
      'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    max_allowed_packet: '67108864',
    lower_case_table_names: '0',
    datadir: '/var/lib/mysql/',
    time_zone: 'SYSTEM',
    system_time_zone: 'UTC',
    tx_isolation: 'REPEATABLE-READ',
    transaction_isolation: 'REPEATABLE-READ',
    character_set_server: 'utf8mb4',
    collation_server: 'utf8mb4_0900_ai_ci',
  })[name] ?? null;

/** Pieces of SQL that are not code are set aside while the rest is rewritten. */
function statement(sql: string): Translation {
  const kept: string[] = [];
  const keep = (piece: string): string => `\u0001${String(kept.push(piece) - 1)}\u0002`;
  let code = sql.replace(
    /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`[^`]*`|--\s[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//g,
    (piece) => {
      if (piece.startsWith('`')) return keep(`"${bare(piece)}"`);
      if (!/^['"]/.test(piece)) return ' ';
      const inside = piece
        .slice(1, -1)
        .replace(/\\([\s\S])|''|""/g, (all, letter: string | undefined) =>
          letter === undefined
            ? all[0]!
            : (({ n: '\n', t: '\t', r: '\r', 0: '\0' } as Record<string, string>)[letter] ?? letter),
        );
      return keep(`'${inside.replaceAll("'", "''")}'`);
    },
  );
  let schema: string | undefined;
  const more: string[] = [];
  // `database.table` where a table is named: the statement runs in that database.
  code = code.replace(
    /\b(from|into|update|join|table(?:\s+if\s+(?:not\s+)?exists)?)\s+(\w+|\u0001\d+\u0002)\.(\w+|\u0001\d+\u0002)/gi,
    (_all, word: string, database: string, table: string) => {
      schema = restore(database, kept).replaceAll('"', '');
      return `${word} ${table}`;
    },
  );
  code = code
    .replace(/\b(?:if)\s*\((?![^()]*\bexists\b)/gi, 'if_(')
    .replace(/\bsleep\s*\(/gi, 'sleep_(')
    .replace(/\binsert\s+ignore\b/gi, 'INSERT OR IGNORE')
    .replace(/\bon\s+duplicate\s+key\s+update\b/gi, 'ON CONFLICT DO UPDATE SET')
    .replace(/\bvalues\s*\((\w+)\)(?=\s*(?:,|$))/gi, (all, name: string) =>
      /on conflict/i.test(code) ? `excluded.${name}` : all,
    )
    .replace(/\bcurrent_timestamp(?:\(\d?\))?|\blocaltime(?:stamp)?\b/gi, 'CURRENT_TIMESTAMP')
    .replace(/\b(?:for update|lock in share mode)\s*$/i, '')
    .replace(/\bstraight_join\b/gi, 'JOIN')
    .replace(/<=>/g, ' IS ')
    .replace(/\btruncate\s+(?:table\s+)?/i, 'DELETE FROM ')
    .replace(/\binsert\s+(\w+|\u0001\d+\u0002)\s*\(/i, (all, name: string) =>
      /^(into|or)$/i.test(name) ? all : `INSERT INTO ${name} (`,
    )
    .replace(
      /^(insert|replace)\s+into\s+(\S+)\s+set\s+([\s\S]+)$/i,
      (_all, verb: string, table: string, pairs: string) => {
        const parts = pairs.split(',').map((pair) => pair.split('='));
        return `${verb} INTO ${table} (${parts.map(([name]) => name!.trim()).join(', ')}) VALUES (${parts.map(([, ...value]) => value.join('=').trim()).join(', ')})`;
      },
    );
  const insertWithoutColumns = /^(insert|replace)\b/i.test(code);
  if (insertWithoutColumns)
    code = code.replace(/\(\s*default\s*(?=[,)])/gi, '(NULL').replace(/,\s*default\s*(?=[,)])/gi, ', NULL');
  if (/^create\s+(temporary\s+)?table/i.test(code)) code = createTable(code, more);
  else if (/^create\s+(unique\s+)?(fulltext\s+)?index/i.test(code))
    code = code.replace(/\s+using\s+\w+/gi, '').replace(/\bfulltext\s+/i, '');
  else if (/^alter\s+table/i.test(code))
    code = code
      .replace(/\badd\s+(?!column|constraint|index|key|primary|unique|foreign)/i, 'ADD COLUMN ')
      .replace(/\s+(after\s+\S+|first)\s*$/i, '')
      .replace(/\bmodify\b[\s\S]*/i, 'MODIFY');
  if (/\bMODIFY$/.test(code)) return { kind: 'nothing' };
  const index = /^alter\s+table\s+(\S+)\s+add\s+(unique\s+)?(?:index|key)\s+(\S+)\s*(\([\s\S]*\))$/i.exec(code);
  if (index) code = `CREATE ${index[2] ?? ''}INDEX ${index[3]!} ON ${index[1]!} ${index[4]!}`;
  return {
    kind: 'sql',
    sql: restore(code, kept),
    ...(more.length > 0 && { more: more.map((line) => restore(line, kept)) }),
    ...(schema !== undefined && { schema }),
  };
}

const restore = (code: string, kept: readonly string[]): string =>
  code.replace(/\u0001(\d+)\u0002/g, (_, at: string) => kept[Number(at)]!);

function createTable(code: string, more: string[]): string {
  const name = /table\s+(?:if\s+not\s+exists\s+)?(\S+?)\s*\(/i.exec(code)?.[1];
  const open = code.indexOf('(');
  const close = code.lastIndexOf(')');
  if (name === undefined || open < 0) return code;
  const items: string[] = [];
  let depth = 0;
  let item = '';
  for (const letter of code.slice(open + 1, close)) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === ',' && depth === 0) {
      items.push(item);
      item = '';
    } else item += letter;
  }
  items.push(item);
  const auto = items.find((line) => /\bauto_increment\b/i.test(line));
  const out = items.flatMap((line): string[] => {
    const text = line
      .trim()
      .replace(/\s+(?:character set|charset|collate|comment)\s*=?\s*\S+/gi, '')
      .replace(/\bon update current_timestamp(?:\(\))?/gi, '')
      .replace(/\bunsigned\b|\bzerofill\b/gi, '')
      .replace(/\benum\s*\([^)]*\)/gi, 'TEXT')
      .replace(/\bset\s*\([^)]*\)/gi, 'TEXT');
    const key = /^(?:(unique)\s+)?(?:fulltext\s+)?(?:key|index)\s+(\S+)?\s*(\([\s\S]*\))/i.exec(text);
    if (key) {
      if (key[1]) return [`UNIQUE ${key[3]!.replace(/\(\d+\)/g, '')}`];
      more.push(
        `CREATE INDEX IF NOT EXISTS ${key[2] ?? `"${name.replace(/\W/g, '')}_index"`} ON ${name} ${key[3]!.replace(/\(\d+\)/g, '')}`,
      );
      return [];
    }
    if (/^primary\s+key/i.test(text) && auto) return [];
    if (text === auto?.trim() || /\bauto_increment\b/i.test(text))
      return [`${text.split(/\s+/)[0]!} INTEGER PRIMARY KEY AUTOINCREMENT`];
    return [text];
  });
  return `${code.slice(0, open + 1)}${out.join(', ')})`;
}
