import { defineImage, type CatalogImage } from '../define-image';
import { groupFile, passwdFile } from './debian-files';
import { mysqlClients } from './mysql/client';
import { initialise } from './mysql/initialise';
import { daemon } from './mysql/server';
import { defineService } from './service/define-service';

const script = (server: string): string => `#!/bin/bash
set -eo pipefail

if [ "\${1:0:1}" = '-' ]; then
	set -- ${server} "$@"
fi

if [ "$1" = 'mysqld' ] || [ "$1" = 'mariadbd' ]; then
	drydock-mysql-init "$@"
fi

exec "$@"
`;

const image = (
  repository: string,
  server: 'mysqld' | 'mariadbd',
  description: string,
  stars: number,
  clients: string,
  releases: string,
): CatalogImage =>
  defineService({
    repository,
    description,
    stars,
    env: ({ version }) =>
      server === 'mariadbd'
        ? ['GOSU_VERSION=1.19', 'LANG=C.UTF-8', `MARIADB_VERSION=1:${version}+maria~ubu2404`]
        : [
            'GOSU_VERSION=1.19',
            `MYSQL_MAJOR=${version.split('.').slice(0, 2).join('.')}`,
            `MYSQL_VERSION=${version}-1.el9`,
            `MYSQL_SHELL_VERSION=${version}-1.el9`,
          ],
    ports: server === 'mysqld' ? '3306 33060' : '3306',
    volumes: '/var/lib/mysql',
    entrypoint: ['docker-entrypoint.sh'],
    cmd: [server],
    script: script(server),
    files: (f) =>
      void f
        .programs('/usr/bin', clients)
        .program(`/usr/sbin/${server}`)
        .program('/usr/local/bin/drydock-mysql-init')
        .directory('/docker-entrypoint-initdb.d')
        .directory('/var/lib/mysql', 0o755, { uid: 999, gid: 999 })
        .directory('/run/mysqld', 0o1777)
        .file('/etc/mysql/my.cnf', '[mysqld]\nskip-name-resolve\ndatadir=/var/lib/mysql\n')
        .script('/usr/local/bin/healthcheck.sh', '#!/bin/bash\nexec mariadb-admin ping >/dev/null\n')
        .file('/etc/passwd', passwdFile('mysql:x:999:999::/var/lib/mysql:/bin/bash'))
        .file('/etc/group', groupFile('mysql:x:999:')),
    releases,
  });

const both = (one: CatalogImage, other: CatalogImage): CatalogImage =>
  defineImage({ ...one, variants: [...one.variants, ...other.variants] });

const MYSQL = `
9.5.0 latest 9 9.5 innovation oraclelinux9 9-oraclelinux9 | debian:bookworm-slim | 845 | 2025-10-21
8.4.7 lts 8 8.4 8-oraclelinux9 8.4-oraclelinux9 | debian:bookworm-slim | 710 | 2025-10-21
8.0.44 8.0 8.0-debian debian 8.0.33 8.0.32 8.0.31 8.0.30 8.0.28 8.0.23 8.0.2 8.0.20 8.0.3 8.0-oraclelinux8 | debian:bookworm-slim | 705 | 2025-10-21
5.7.44 5 5.7 5.7-debian 5.7.8 5.7.21 5.7.22 | debian:buster-slim | 440 | 2023-12-14
5.6.51 5.6 5.6-debian | debian:buster-slim | 240 | 2021-12-21
5.5.62 5.5 | debian:buster-slim | 150 | 2018-12-29`;

const CLIENTS = 'mysql mysqladmin mysqldump';
const MARIA_CLIENTS = 'mariadb mariadb-admin mariadb-dump';

/** Releases of MariaDB that still have the clients under MySQL's names. */
const withOldNames = image(
  'library/mariadb',
  'mariadbd',
  '',
  0,
  `${MARIA_CLIENTS} ${CLIENTS}`,
  `
10.11.15 10 10.11 10-jammy | ubuntu:22.04 | 310 | 2025-11-20
10.6.24 10.6 10.6.15 10.6.4-focal | ubuntu:22.04 | 300 | 2025-11-20
10.5.29 10.5 10.5.8 | ubuntu:20.04 | 320 | 2025-05-20
10.4.34 10.4 10.3 10.2 10.1 | ubuntu:20.04 | 320 | 2024-05-20`,
);

/**
 * MySQL and its kin. Simplified: the engine is SQLite, whose types and functions are fewer; releases of MariaDB since
 * 11 have no `mysql` client, as the real images.
 */
export const mysqlImages: readonly CatalogImage[] = [
  {
    ...image(
      'library/mysql',
      'mysqld',
      'MySQL is a widely used, open-source relational database management system (RDBMS).',
      15900,
      CLIENTS,
      MYSQL,
    ),
    programs: [daemon('mysqld'), daemon('mariadbd'), initialise, ...mysqlClients],
  },
  image(
    'mysql/mysql-server',
    'mysqld',
    'Optimized MySQL Server Docker images. Created, maintained and supported by the MySQL team at Oracle',
    1000,
    CLIENTS,
    '8.0.32 latest 8.0 5.7 | debian:bookworm-slim | 420 | 2023-01-18',
  ),
  image(
    'library/percona',
    'mysqld',
    'Percona Server is a fork of the MySQL relational database management system.',
    630,
    CLIENTS,
    '8.0.43 latest 8 8.0 ps-8.0 | debian:bookworm-slim | 500 | 2025-09-30\n5.7.44 5.7 ps-5.7 | debian:buster-slim | 430 | 2023-12-14',
  ),
  both(
    image(
      'library/mariadb',
      'mariadbd',
      'MariaDB Server is a high performing open source relational database, forked from MySQL.',
      6100,
      MARIA_CLIENTS,
      `
12.1.2 latest 12 12.1 noble 12-noble | ubuntu:24.04 | 255 | 2025-11-20
11.8.5 lts 11 11.8 11-noble 11.8-noble | ubuntu:24.04 | 250 | 2025-11-20
11.4.9 11.4 11.2 11.1 11.0 | ubuntu:24.04 | 250 | 2025-11-20`,
    ),
    withOldNames,
  ),
];
