import { expect, test } from 'vitest';
import { ensureInitdb } from '#image/catalog/postgres/initialise';
import { psql } from '#image/catalog/postgres/psql';
import { postgres } from '#image/catalog/postgres/server';
import { postgresTools } from '#image/catalog/postgres/tools';
import { createFabricWorld } from '../world';

const programs = [postgres, psql, ensureInitdb, ...postgresTools];
const env = { POSTGRES_PASSWORD: 'secret', POSTGRES_USER: 'bob', POSTGRES_DB: 'shop', PGUSER: 'bob', PGDATA: '/data' };

test('without a password the entry point says what is missing and ends', async () => {
  const { run } = createFabricWorld(programs);
  const result = await run(['docker-ensure-initdb.sh'], { env: { PGDATA: '/data' } });
  expect(result.code).toBe(1);
  expect(result.stderr.split('\n')[0]).toBe(
    'Error: Database is uninitialized and superuser password is not specified.',
  );
});

test('a server keeps what psql tells it, also after a kill', { timeout: 240_000 }, async () => {
  const world = createFabricWorld(programs);
  const { run } = world;
  expect((await run(['docker-ensure-initdb.sh'], { env })).code).toBe(0);
  const server = world.start(['postgres'], env);
  await world.driver.idle();
  const sql = async (text: string): Promise<string> => {
    const { stdout, stderr } = await run(['psql', '-d', 'shop', '-c', text], { env });
    return stdout + stderr;
  };
  expect(await sql('CREATE TABLE t (id serial PRIMARY KEY, name text NOT NULL)')).toBe('CREATE TABLE\n');
  expect(await sql("INSERT INTO t (name) VALUES ('ada'), ('grace')")).toBe('INSERT 0 2\n');
  expect(await sql('SELECT * FROM t')).toBe(' id | name  \n----+-------\n  1 | ada\n  2 | grace\n(2 rows)\n\n');
  expect(await sql('SELECT nothing')).toBe(
    'ERROR:  column "nothing" does not exist\nLINE 1: SELECT nothing\n               ^\n',
  );
  expect(await sql('SELECT now()')).toMatch(/2026-01-01 00:/);
  expect(await sql('\\dt')).toBe(
    '        List of tables\n Schema | Name | Type  | Owner \n--------+------+-------+-------\n public | t    | table | bob\n(1 row)\n\n',
  );
  world.machine.kill(server.pid, 'SIGKILL');
  await world.driver.idle();
  world.start(['postgres'], env);
  await world.driver.idle();
  expect(await sql('SELECT count(*) FROM t')).toBe(' count \n-------\n     2\n(1 row)\n\n');
  const seen = await run(['psql', '-d', 'nowhere'], { env });
  expect(seen.stderr).toBe(
    'psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: FATAL:  database "nowhere" does not exist\n',
  );
});
