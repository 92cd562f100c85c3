import type { Process, Program } from '#process/process';
import { isoTime } from '../service/service-program';
import { Databases } from './engine';
import { isMaria, serverVersion } from './functions';
import { serve, writeUsers } from './server';

const setting = (process: Process, ...names: string[]): string | undefined => {
  for (const name of names) {
    const file = process.env.get(`${name}_FILE`);
    if (file !== undefined && process.fs.exists(file)) return process.fs.readText(file).trim();
    const value = process.env.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
};

const SCRIPTS = '/docker-entrypoint-initdb.d';

/** What the entry points of mysql and mariadb do before the server starts. Upstream: docker-library/mysql. */
export const initialise: Program = {
  name: 'drydock-mysql-init',
  async run(process) {
    const { fs, stdout, stderr } = process;
    const maria = isMaria(process);
    const directory = '/var/lib/mysql';
    const note = (level: string, text: string): Promise<void> =>
      (level === 'ERROR' ? stderr : stdout).write(
        `${isoTime(process).slice(0, 19).replace('T', ' ')}+00:00 [${level}] [Entrypoint]: ${text}\n`,
      );
    const product = maria ? 'MariaDB' : 'MySQL';
    await note(
      'Note',
      `Entrypoint script for ${product} Server ${maria ? (process.env.get('MARIADB_VERSION') ?? '') : `${serverVersion(process)}-1.el9`} started.`,
    );
    await note('Note', `Switching to dedicated user 'mysql'`);
    await note(
      'Note',
      `Entrypoint script for ${product} Server ${maria ? (process.env.get('MARIADB_VERSION') ?? '') : `${serverVersion(process)}-1.el9`} started.`,
    );
    if (fs.exists(`${directory}/mysql.sqlite`)) {
      if (maria) await note('Note', 'MariaDB upgrade not required');
      return 0;
    }
    const names = (key: string): string[] => (maria ? [`MARIADB_${key}`, `MYSQL_${key}`] : [`MYSQL_${key}`]);
    const root = setting(process, ...names('ROOT_PASSWORD'));
    const empty = setting(
      process,
      ...names('ALLOW_EMPTY_PASSWORD'),
      ...(maria ? ['MARIADB_ALLOW_EMPTY_ROOT_PASSWORD'] : []),
    );
    const random = setting(process, ...names('RANDOM_ROOT_PASSWORD'));
    if (!root && !empty && !random) {
      await note('ERROR', 'Database is uninitialized and password option is not specified');
      await stderr.write(
        maria
          ? '\tYou need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD\n'
          : '    You need to specify one of the following as an environment variable:\n    - MYSQL_ROOT_PASSWORD\n    - MYSQL_ALLOW_EMPTY_PASSWORD\n    - MYSQL_RANDOM_ROOT_PASSWORD\n',
      );
      return 1;
    }
    fs.mkdir(directory, { parents: true });
    if (fs.readdir(directory).some((name) => name !== 'lost+found')) {
      await stderr.write(
        `${isoTime(process).replace('Z', '000Z')} 0 [ERROR] [MY-010457] [Server] --initialize specified but the data directory has files in it. Aborting.\n`,
      );
      return 1;
    }
    await note('Note', 'Initializing database files');
    await process.sleep(2500);
    const databases = new Databases(process, directory);
    databases.create('mysql');
    const password = root || (random ? process.random.hex(32) : '');
    const users: Record<string, string> = { root: password };
    await note('Note', 'Database files initialized');
    await note('Note', 'Starting temporary server');
    await note('Note', 'Temporary server started.');
    if (!root && random) await note('Note', `GENERATED ROOT PASSWORD: ${password}`);
    const database = setting(process, ...names('DATABASE'));
    if (database) {
      await note('Note', `Creating database ${database}`);
      databases.create(database);
    }
    const user = setting(process, ...names('USER'));
    const own = setting(process, ...names('PASSWORD'));
    if (user && own !== undefined) {
      await note('Note', `Creating user ${user}`);
      users[user] = own;
      if (database) await note('Note', `Giving user ${user} access to schema ${database}`);
    }
    writeUsers(process, directory, users);
    const code = await runScripts(process, directory, password, database, note);
    if (code !== 0) return code;
    await note('Note', 'Stopping temporary server');
    await note('Note', 'Temporary server stopped');
    await stdout.write('\n');
    await note('Note', `${product} init process done. Ready for start up.`);
    await stdout.write('\n');
    return 0;
  },
};

async function runScripts(
  process: Process,
  directory: string,
  password: string,
  database: string | undefined,
  note: (level: string, text: string) => Promise<void>,
): Promise<number> {
  const { fs } = process;
  const names = fs.isDirectory(SCRIPTS) ? fs.readdir(SCRIPTS).filter((name) => /\.(sql|sh)$/.test(name)) : [];
  if (names.length === 0) return 0;
  const server = serve(process, directory, { port: 3306, address: '127.0.0.1' });
  const client = process.findProgram('mysql') ?? process.findProgram('mariadb') ?? '/usr/bin/mysql';
  try {
    for (const name of names) {
      await note('Note', `/usr/local/bin/docker-entrypoint.sh: running ${SCRIPTS}/${name}`);
      const env = new Map([...process.env, ['MYSQL_PWD', password]]);
      const sql = name.endsWith('.sql');
      const shell = process.findProgram('bash') ?? process.findProgram('sh') ?? '/bin/sh';
      const argv = sql
        ? ['mysql', '-uroot', ...(database ? [database] : []), '-e', fs.readText(`${SCRIPTS}/${name}`)]
        : ['bash', `${SCRIPTS}/${name}`];
      const { code } = await process.wait(process.spawn({ path: sql ? client : shell, argv, env }).exited);
      await process.stdout.write('\n');
      if (code !== 0) return code;
    }
    return 0;
  } finally {
    server.close();
  }
}
