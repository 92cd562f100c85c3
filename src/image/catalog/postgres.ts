import { defineService } from './service/define-service';
import type { CatalogImage } from '../define-image';
import { alpineGroup, alpinePasswd } from './alpine';
import { groupFile, passwdFile } from './debian-files';
import { ensureInitdb } from './postgres/initialise';
import { psql } from './postgres/psql';
import { postgres as server } from './postgres/server';
import { postgresTools } from './postgres/tools';

const ENTRYPOINT = `#!/usr/bin/env bash
set -Eeo pipefail

if [ "\${1:0:1}" = '-' ]; then
	set -- postgres "$@"
fi

if [ "$1" = 'postgres' ]; then
	docker-ensure-initdb.sh "$@"
fi

exec "$@"
`;

const RELEASES: readonly (readonly [
  full: string,
  tags: string,
  debian: string,
  alpine: string,
  size: number,
  day: string,
])[] = [
  ['18.1', 'latest 18', 'trixie', '3.22', 370, '2025-11-18'],
  ['17.7', '17 17.4', 'trixie', '3.22', 360, '2025-11-18'],
  ['16.11', '16 16.2 16.1', 'trixie', '3.22', 355, '2025-11-18'],
  ['15.15', '15 15.3', 'trixie', '3.22', 350, '2025-11-18'],
  ['14.20', '14 14.3 14.5', 'trixie', '3.22', 345, '2025-11-18'],
  ['13.23', '13 13.1 13.2 13.3', 'bookworm', '3.22', 350, '2025-11-18'],
  ['12.22', '12 12.3 12.1 12.4', 'bookworm', '3.21', 350, '2024-11-22'],
  ['11.22', '11 11.5 11.1 11.2', 'bookworm', '3.19', 215, '2023-11-10'],
  ['10.23', '10 10.4 10.5 10.1', 'bullseye', '3.17', 130, '2022-11-11'],
  ['9.6.24', '9 9.6 9.6.6 9.6.2', 'bullseye', '3.14', 125, '2021-11-12'],
  ['9.5.25', '9.5', 'buster', '3.13', 120, '2021-02-12'],
  ['9.4.26', '9.4', 'buster', '3.10', 115, '2020-02-14'],
  ['9.3.25', '9.3', 'buster', '3.8', 112, '2018-11-09'],
];

const name = (repository: string, description: string, stars: number): CatalogImage =>
  defineService({
    repository,
    description,
    stars,
    programs: [server, psql, ensureInitdb, ...postgresTools],
    env: ({ version, from }) => [
      `GOSU_VERSION=1.19`,
      `LANG=en_US.utf8`,
      `PG_MAJOR=${version.startsWith('9.') ? version.split('.').slice(0, 2).join('.') : version.split('.')[0]!}`,
      `PG_VERSION=${version}${from.startsWith('debian') ? '-1.pgdg13+1' : ''}`,
      ...(from.startsWith('debian')
        ? [
            `PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/${version.split('.')[0]!}/bin`,
          ]
        : []),
      `PGDATA=${version.startsWith('18') ? '/var/lib/postgresql/18/docker' : '/var/lib/postgresql/data'}`,
    ],
    ports: '5432',
    volumes: ({ version }) => (version.startsWith('18') ? '/var/lib/postgresql' : '/var/lib/postgresql/data'),
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['postgres'],
    stopSignal: 'SIGINT',
    script: ENTRYPOINT,
    files: (f, { from }) => {
      const user = 'postgres:x:999:999::/var/lib/postgresql:/bin/bash';
      f.programs(
        '/usr/local/bin',
        'postgres psql pg_isready pg_dump createdb dropdb createuser dropuser docker-ensure-initdb.sh',
      )
        .directory('/docker-entrypoint-initdb.d')
        .directory('/var/lib/postgresql', 0o755, { uid: 999, gid: 999 })
        .directory('/var/lib/postgresql/data', 0o700, { uid: 999, gid: 999 })
        .directory('/run/postgresql', 0o775, { uid: 999, gid: 999 });
      if (from.startsWith('alpine'))
        f.program('/usr/bin/bash', 'bash')
          .file('/etc/passwd', alpinePasswd(user.replace('/bin/bash', '/bin/sh')))
          .file('/etc/group', alpineGroup('postgres:x:999:'));
      else f.file('/etc/passwd', passwdFile(user)).file('/etc/group', groupFile('postgres:x:999:'));
    },
    releases: RELEASES.flatMap(([full, tags, debian, alpine, size, day]) => {
      const all = [full, ...tags.split(' ')];
      const ends = (end: string): string => all.map((tag) => (tag === 'latest' ? end : `${tag}-${end}`)).join(' ');
      return [
        `${all.join(' ')} ${ends(debian)} | debian:${debian}-slim | ${size} | ${day}`,
        `${ends('alpine')} ${ends(`alpine${alpine}`)} | alpine:${alpine} | ${Math.round(size * 0.72)} | ${day}`,
      ];
    }).join('\n'),
  });

/** PostgreSQL. Simplified: the engine is PostgreSQL 18 in every release; COPY FROM STDIN is missing. */
export const postgres = name(
  'library/postgres',
  'The PostgreSQL object-relational database system provides reliability and data integrity.',
  14500,
);
