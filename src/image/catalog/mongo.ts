import { groupFile, passwdFile } from './debian-files';
import { mongod } from './mongo/server';
import { mongoShells } from './mongo/shell';
import { defineService } from './service/define-service';

const SCRIPT = `#!/bin/bash
set -Eeuo pipefail

if [ "\${1:0:1}" = '-' ]; then
	set -- mongod "$@"
fi

if [ "$1" = 'mongod' ] && [ $# -eq 1 ]; then
	set -- "$@" --bind_ip_all
fi

exec "$@"
`;

/**
 * MongoDB. Simplified: scripts of /docker-entrypoint-initdb.d are not run, users have all rights, replica sets and
 * transactions are missing.
 */
export const mongo = defineService({
  repository: 'library/mongo',
  description: 'MongoDB document databases provide high availability and easy scalability.',
  stars: 10500,
  programs: [mongod, ...mongoShells],
  env: ({ version }) => [
    'GOSU_VERSION=1.19',
    'JSYAML_VERSION=3.13.1',
    'JSYAML_CHECKSUM=662e32319bdd378e91f67578e56a34954b0a2e33aca11d70ab9f4826af24b941',
    'MONGO_PACKAGE=mongodb-org',
    'MONGO_REPO=repo.mongodb.org',
    `MONGO_MAJOR=${version.split('.').slice(0, 2).join('.')}`,
    `MONGO_VERSION=${version}`,
    'HOME=/data/db',
    'GLIBC_TUNABLES=glibc.pthread.rseq=0',
  ],
  ports: '27017',
  volumes: '/data/configdb /data/db',
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['mongod'],
  script: SCRIPT,
  files: (f, { version }) => {
    f.program('/usr/bin/mongod')
      .directory('/docker-entrypoint-initdb.d')
      .directory('/data/db', 0o755, { uid: 999, gid: 999 })
      .directory('/data/configdb', 0o755, { uid: 999, gid: 999 })
      .file('/etc/passwd', passwdFile('mongodb:x:999:999::/data/db:/bin/sh'))
      .file('/etc/group', groupFile('mongodb:x:999:'));
    if (Number.parseInt(version, 10) >= 5) f.program('/usr/bin/mongosh');
    if (Number.parseInt(version, 10) < 6) f.program('/usr/bin/mongo');
  },
  releases: `
8.2.2 latest 8 8.2 noble 8-noble 8.2-noble | ubuntu:24.04 | 810 | 2025-11-19
8.0.16 8.0 8.0-noble | ubuntu:24.04 | 800 | 2025-11-19
7.0.26 7 7.0 jammy 7-jammy 7.0-jammy | ubuntu:22.04 | 760 | 2025-11-19
6.0.26 6 6.0 6-jammy | ubuntu:22.04 | 680 | 2025-09-19
5.0.31 5 5.0 5-focal | ubuntu:20.04 | 660 | 2024-11-19
4.4.29 4 4.4 4-focal | ubuntu:20.04 | 380 | 2024-02-28
4.2.24 4.2 4.2.8 4.2.3 | ubuntu:18.04 | 320 | 2023-03-19
4.0.28 4.0 4.0.4 | ubuntu:18.04 | 360 | 2022-03-19
3.6.23 3 3.6 3.4 3.3 3.2 | ubuntu:18.04 | 380 | 2021-04-19`,
});
