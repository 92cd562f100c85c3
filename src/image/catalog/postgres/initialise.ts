import { type Process, type Program } from '#process/process';
import { isCluster, leaveSetup, logLine } from './cluster';
import { serve, serverVersion } from './server';

const MISSING_PASSWORD = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`;

/** `NAME` or the content of the file that `NAME_FILE` names. Upstream: docker-library/postgres docker-entrypoint.sh. */
function setting(process: Process, name: string, fallback: string): string {
  const file = process.env.get(`${name}_FILE`);
  return file !== undefined && process.fs.exists(file)
    ? process.fs.readText(file).trim()
    : (process.env.get(name) ?? fallback);
}

const initdbText = (
  directory: string,
): string => `The files belonging to this database system will be owned by user "postgres".
This user must also own the server process.

The database cluster will be initialized with locale "en_US.utf8".
The default database encoding has accordingly been set to "UTF8".
The default text search configuration will be set to "english".

Data page checksums are disabled.

fixing permissions on existing directory ${directory} ... ok
creating subdirectories ... ok
selecting dynamic shared memory implementation ... posix
selecting default "max_connections" ... 100
selecting default "shared_buffers" ... 128MB
selecting default time zone ... Etc/UTC
creating configuration files ... ok
running bootstrap script ... ok
performing post-bootstrap initialization ... ok
syncing data to disk ... ok


Success. You can now start the database server using:

    pg_ctl -D ${directory} -l logfile start

`;

/** What the image's entry point does before the server starts: a new cluster, and the scripts of initdb.d. */
export const ensureInitdb: Program = {
  name: 'docker-ensure-initdb.sh',
  async run(process) {
    const { stdout, stderr, fs, env } = process;
    const directory = env.get('PGDATA') ?? '/var/lib/postgresql/data';
    if (isCluster(process, directory)) {
      await stdout.write('\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n');
      return 0;
    }
    const password = setting(process, 'POSTGRES_PASSWORD', '');
    const user = setting(process, 'POSTGRES_USER', 'postgres');
    const database = setting(process, 'POSTGRES_DB', user);
    if (password === '' && env.get('POSTGRES_HOST_AUTH_METHOD') !== 'trust') {
      await stderr.write(MISSING_PASSWORD);
      return 1;
    }
    fs.mkdir(directory, { parents: true });
    if (fs.readdir(directory).length > 0) {
      await stderr.write(
        `initdb: error: directory "${directory}" exists but is not empty\ninitdb: hint: If you want to create a new database system, either remove or empty the directory "${directory}" or run initdb with an argument other than "${directory}".\n`,
      );
      return 1;
    }
    await stdout.write(initdbText(directory));
    await stderr.write(
      'initdb: warning: enabling "trust" authentication for local connections\ninitdb: hint: You can change this by editing pg_hba.conf or using the option -A, or --auth-local and --auth-host, the next time you run initdb.\n',
    );
    for (const name of ['base', 'global', 'pg_wal', 'pg_xact', 'pg_stat', 'pg_tblspc'])
      fs.mkdir(`${directory}/${name}`, { mode: 0o700 });
    fs.writeFile(`${directory}/PG_VERSION`, `${env.get('PG_MAJOR') ?? '18'}\n`);
    fs.writeFile(
      `${directory}/postgresql.conf`,
      "listen_addresses = '*'\nmax_connections = 100\nshared_buffers = 128MB\n",
    );
    fs.writeFile(
      `${directory}/pg_hba.conf`,
      `local   all             all                                     trust\nhost    all             all             127.0.0.1/32            trust\nhost all all all ${env.get('POSTGRES_HOST_AUTH_METHOD') ?? 'scram-sha-256'}\n`,
    );
    leaveSetup(process, directory, { user, password, database });
    const log = (text: string): Promise<void> => stdout.write(logLine(process, text, process.pid + 12));
    await stdout.write('waiting for server to start....');
    await log(
      `LOG:  starting PostgreSQL ${serverVersion(process)} on x86_64-pc-linux-gnu, compiled by gcc (Debian 14.2.0-19) 14.2.0, 64-bit`,
    );
    await log('LOG:  listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"');
    await log('LOG:  database system is ready to accept connections');
    await stdout.write(' done\nserver started\n');
    if (database !== 'postgres') await stdout.write('CREATE DATABASE\n\n');
    const code = await runScripts(process, directory, user, database);
    if (code !== 0) return code;
    await stdout.write('waiting for server to shut down....');
    await log('LOG:  received fast shutdown request');
    await log('LOG:  shutting down');
    await log('LOG:  database system is shut down');
    await stdout.write(' done\nserver stopped\n\nPostgreSQL init process complete; ready for start up.\n\n');
    return 0;
  },
};

const SCRIPTS = '/docker-entrypoint-initdb.d';

async function runScripts(process: Process, directory: string, user: string, database: string): Promise<number> {
  const { stdout, stderr, fs } = process;
  const names = fs.isDirectory(SCRIPTS) ? fs.readdir(SCRIPTS) : [];
  if (names.length === 0) {
    await stdout.write(`\n/usr/local/bin/docker-entrypoint.sh: ignoring ${SCRIPTS}/*\n\n`);
    return 0;
  }
  const server = serve(process, directory, { port: 5432, address: '127.0.0.1' });
  const env = new Map([...process.env, ['PGUSER', user], ['POSTGRES_USER', user], ['POSTGRES_DB', database]]);
  try {
    for (const name of names) {
      const path = `${SCRIPTS}/${name}`;
      let argv: string[] | undefined;
      if (name.endsWith('.sql'))
        argv = [
          'psql',
          '-v',
          'ON_ERROR_STOP=1',
          '--no-password',
          '--no-psqlrc',
          '--username',
          user,
          '--dbname',
          database,
          '-f',
          path,
        ];
      else if (name.endsWith('.sh')) argv = ['bash', path];
      await stdout.write(
        `/usr/local/bin/docker-entrypoint.sh: ${argv ? (argv[0] === 'bash' ? 'running' : 'running') : 'ignoring'} ${path}\n`,
      );
      if (!argv) continue;
      const program = process.findProgram(argv[0]!) ?? process.findProgram('sh')!;
      const status = await process.wait(process.spawn({ path: program, argv, env }).exited);
      await stdout.write('\n');
      if (status.code !== 0) return status.code;
    }
    return 0;
  } catch (error) {
    await stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    throw error;
  } finally {
    await server.close();
  }
}
