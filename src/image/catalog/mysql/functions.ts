import type { Process } from '#process/process';

/** What sql.js gives, as far as it is used. */
export interface Sqlite {
  exec(sql: string): { columns: string[]; values: Value[][] }[];
  run(sql: string, values?: Value[]): void;
  export(): Uint8Array;
  getRowsModified(): number;
  create_function(name: string, work: (...values: Value[]) => Value): void;
  close(): void;
}

type Value = string | number | Uint8Array | null;

const two = (value: number): string => String(value).padStart(2, '0');

/** Teaches a database MySQL's functions. */
export function addFunctions(database: Sqlite, process: Process, schema: string): void {
  const now = (): Date => new Date(process.clock.epochNow());
  const stamp = (): string => now().toISOString().slice(0, 19).replace('T', ' ');
  const functions: Record<string, (...values: Value[]) => Value> = {
    now: stamp,
    sysdate: stamp,
    curdate: () => stamp().slice(0, 10),
    curtime: () => stamp().slice(11),
    unix_timestamp: (value) =>
      Math.floor((value ? Date.parse(`${String(value).replace(' ', 'T')}Z`) : process.clock.epochNow()) / 1000),
    year: (value) => Number(String(value).slice(0, 4)),
    month: (value) => Number(String(value).slice(5, 7)),
    day: (value) => Number(String(value).slice(8, 10)),
    date_format: (value, format) => {
      const at = new Date(`${String(value).replace(' ', 'T')}${String(value).length > 10 ? '' : 'T00:00:00'}Z`);
      const parts: Record<string, string> = {
        Y: String(at.getUTCFullYear()),
        m: two(at.getUTCMonth() + 1),
        d: two(at.getUTCDate()),
        H: two(at.getUTCHours()),
        i: two(at.getUTCMinutes()),
        s: two(at.getUTCSeconds()),
      };
      return String(format).replace(/%(.)/g, (all, letter: string) => parts[letter] ?? all);
    },
    version: () => serverVersion(process),
    database: () => schema,
    schema: () => schema,
    user: () => 'root@localhost',
    current_user: () => 'root@localhost',
    connection_id: () => 8,
    concat: (...values) => (values.includes(null) ? null : values.map(String).join('')),
    concat_ws: (separator, ...values) =>
      values
        .filter((value) => value !== null)
        .map(String)
        .join(String(separator)),
    rand: () => process.random.fraction(),
    uuid: () => process.random.uuid(),
    left: (value, count) => (value === null ? null : String(value).slice(0, Number(count))),
    right: (value, count) => (value === null ? null : String(value).slice(-Number(count))),
    char_length: (value) => (value === null ? null : [...String(value)].length),
    ucase: (value) => (value === null ? null : String(value).toUpperCase()),
    lcase: (value) => (value === null ? null : String(value).toLowerCase()),
    reverse: (value) => (value === null ? null : [...String(value)].reverse().join('')),
    if_: (test, yes, no) => (test ? (yes ?? null) : (no ?? null)),
    sleep_: () => 0,
  };
  for (const [name, work] of Object.entries(functions)) {
    // SQLite looks functions up by their number of arguments, which sql.js reads from `length`.
    for (const count of name.startsWith('concat')
      ? [1, 2, 3, 4, 5, 6, 7, 8]
      : [work.length, ...(name === 'unix_timestamp' || name === 'now' ? [0, 1] : [])]) {
      const fixed = (...values: Value[]): Value => work(...values);
      Object.defineProperty(fixed, 'length', { value: count });
      database.create_function(name, fixed);
    }
  }
}

/** `8.4.7`, or what MariaDB calls itself. */
export const serverVersion = (process: Process): string => {
  const maria = process.env.get('MARIADB_VERSION');
  if (maria !== undefined) return `${maria.replace(/^1:/, '').replace(/\+maria.*/, '')}-MariaDB-ubu2404`;
  return process.env.get('MYSQL_VERSION')?.replace(/-.*/, '') ?? '9.5.0';
};

export const isMaria = (process: Process): boolean => process.env.has('MARIADB_VERSION');
