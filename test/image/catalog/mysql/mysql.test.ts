import { expect, test } from 'vitest';
import { mysqlClients } from '#image/catalog/mysql/client';
import { initialise } from '#image/catalog/mysql/initialise';
import { daemon } from '#image/catalog/mysql/server';
import { createFabricWorld } from '../world';

const programs = [daemon('mysqld'), initialise, ...mysqlClients];

test('without a password the entry point refuses', async () => {
  const { run } = createFabricWorld(programs);
  const result = await run(['drydock-mysql-init'], { env: {} });
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(
    /\[ERROR\] \[Entrypoint\]: Database is uninitialized and password option is not specified\n/,
  );
});

test('everyday SQL, kept over a restart', async () => {
  const world = createFabricWorld(programs);
  const env = { MYSQL_ROOT_PASSWORD: 'secret', MYSQL_DATABASE: 'shop', MYSQL_VERSION: '8.4.7-1.el9' };
  expect((await world.run(['drydock-mysql-init'], { env })).code).toBe(0);
  const server = world.start(['mysqld'], env);
  await world.driver.runUntil(world.clock.now() + 2000, () => false);
  const sql = async (text: string): Promise<string> => {
    const { stdout, stderr } = await world.run(['mysql', '-uroot', '-t', 'shop', '-e', text], {
      env: { MYSQL_PWD: 'secret' },
    });
    return stdout + stderr;
  };
  expect(
    await sql(
      'CREATE TABLE `users` (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(50), at TIMESTAMP DEFAULT CURRENT_TIMESTAMP) ENGINE=InnoDB;',
    ),
  ).toBe('');
  expect(await sql('INSERT INTO users (name) VALUES (\'ada\'), ("grace")')).toBe('');
  expect(await sql('SELECT id, name FROM users')).toBe(
    '+----+-------+\n| id | name  |\n+----+-------+\n|  1 | ada   |\n|  2 | grace |\n+----+-------+\n',
  );
  expect(await sql('SHOW TABLES')).toBe(
    '+----------------+\n| Tables_in_shop |\n+----------------+\n| users          |\n+----------------+\n',
  );
  expect(await sql('SELECT * FROM missing')).toBe("ERROR 1146 (42S02) at line 1: Table 'shop.missing' doesn't exist\n");
  world.machine.kill(server.pid, 'SIGKILL');
  await world.driver.idle();
  world.start(['mysqld'], env);
  await world.driver.runUntil(world.clock.now() + 2000, () => false);
  expect(await sql('SELECT COUNT(*) AS n FROM users')).toBe('+---+\n| n |\n+---+\n| 2 |\n+---+\n');
  const refused = await world.run(['mysql', '-uroot', '-e', 'SELECT 1'], { env: { MYSQL_PWD: 'wrong' } });
  expect(refused.stderr).toBe("ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)\n");
  expect((await world.run(['mysqladmin', 'ping'], { env: { MYSQL_PWD: 'secret' } })).stdout).toBe('mysqld is alive\n');
});
