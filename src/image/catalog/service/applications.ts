import type { CatalogImage } from '../../define-image';
import { defineService } from './define-service';
import { escapeHtml, service, standIn, versionTool } from './service-program';
import {
  phpApplication,
  wordpressProgram,
  phpMyAdmin,
  adminerProgram,
  mongoExpress,
  jenkinsProgram,
  ghostProgram,
  voting,
} from './application-programs';

const webApplication = (
  repository: string,
  description: string,
  stars: number,
  program: string,
  ports: string,
  releases: string,
  more: { env?: readonly string[]; volumes?: string; workdir?: string; cmd?: readonly string[] } = {},
): CatalogImage =>
  defineService({
    repository,
    description,
    stars,
    ports,
    ...more,
    env: ['PHP_VERSION=8.3.28', 'APACHE_CONFDIR=/etc/apache2', ...(more.env ?? [])],
    entrypoint: ['docker-entrypoint.sh'],
    cmd: more.cmd ?? ['apache2-foreground'],
    script: `#!/bin/sh\nset -e\n\nif [ "\${1#-}" != "$1" ]; then\n\tset -- ${(more.cmd ?? ['apache2-foreground'])[0]!} "$@"\nfi\n\nexec "$@"\n`,
    files: (f) => {
      f.program(`/usr/local/bin/${(more.cmd ?? ['apache2-foreground'])[0]!}`, program).program('/usr/bin/curl');
      f.directory('/var/www/html', 0o755, { uid: 33, gid: 33 });
    },
    releases,
  });

const DEBIAN = 'debian:bookworm-slim';

/** Applications that tutorials put in front of databases; each says how far it goes. */
export const applications: readonly CatalogImage[] = [
  {
    ...webApplication(
      'library/wordpress',
      'The WordPress rich content management system can utilize plugins, widgets, and themes.',
      6000,
      'wordpress-apache',
      '80',
      [
        `6.8.3-apache apache latest 6.8.3 6.8 6 6-apache php8.3 php8.3-apache 6.8.3-php8.3-apache | ${DEBIAN} | 620 | 2025-10-01`,
        '6.8.3-fpm-alpine fpm-alpine 6-fpm-alpine | alpine:3.22 | 300 | 2025-10-01',
        `6.8.3-fpm fpm 6-fpm | ${DEBIAN} | 610 | 2025-10-01`,
        'cli cli-2.12 cli-2 | alpine:3.22 | 180 | 2025-10-01',
        `5.9.3 5.9 5 5.8 5.7 5.4.2 5.1.1-fpm-alpine 5.1.1 4.9 4.8-apache 4.8 4 4.6 php7.4 | debian:bullseye-slim | 530 | 2022-04-20`,
      ].join('\n'),
      { volumes: '/var/www/html', workdir: '/var/www/html' },
    ),
    programs: [
      wordpressProgram,
      phpMyAdmin,
      adminerProgram,
      mongoExpress,
      jenkinsProgram,
      ghostProgram,
      phpApplication('nextcloud-apache', 'Nextcloud', (request) => standIn('Nextcloud', request)),
      phpApplication('drupal-apache', 'Drupal', (request) => standIn('Drupal', request)),
      phpApplication('joomla-apache', 'Joomla', (request) => standIn('Joomla', request)),
      voting(
        'vote-app',
        'Cats vs Dogs!',
        80,
        (process) =>
          `<form id="choice" name="form" method="POST" action="/"><button id="a" type="submit" name="vote" value="a">${escapeHtml(process.env.get('OPTION_A') ?? 'Cats')}</button> <button id="b" type="submit" name="vote" value="b">${escapeHtml(process.env.get('OPTION_B') ?? 'Dogs')}</button></form>\n<p>Processed by container ID ${process.host.hostname}. Drydock does not count votes yet.</p>`,
      ),
      voting(
        'result-app',
        'Cats vs Dogs -- Result',
        80,
        () => '<p>No votes yet. Drydock does not count votes yet.</p>',
      ),
      service({ name: 'vote-worker', log: () => ['Connected to db', 'Found redis', 'Connecting to redis'] }),
      service({
        name: 'visualizer-server',
        title: 'Docker Swarm Visualizer',
        log: () => ['npm info start', 'Listening on port 8080'],
        ports: [{ port: 8080 }],
      }),
      service({ name: 'odoo', title: 'Odoo', ports: [{ port: 8069 }] }),
      versionTool('wp', () => 'WP-CLI 2.12.0'),
      versionTool('rails', () => 'Rails 8.1.1'),
    ],
  },
  ...['library/phpmyadmin', 'phpmyadmin/phpmyadmin'].map((repository) =>
    webApplication(
      repository,
      'phpMyAdmin - A web interface for MySQL and MariaDB.',
      1100,
      'phpmyadmin-apache',
      '80',
      `5.2.3 latest 5.2 5 apache 5.2-apache | ${DEBIAN} | 500 | 2025-10-08\n5.2.3-fpm-alpine fpm-alpine | alpine:3.22 | 180 | 2025-10-08\n5.1.3 5.1 5.0 4.9 4.7 4.8 | debian:bullseye-slim | 450 | 2022-02-11`,
      { workdir: '/var/www/html' },
    ),
  ),
  webApplication(
    'library/adminer',
    'Database management in a single PHP file.',
    840,
    'adminer-php',
    '8080',
    '5.4.1 latest 5 5.4 standalone 5-standalone | alpine:3.22 | 110 | 2025-10-24\n4.17.1 4 4.17 4.8.1 4.8 4.6 4.3.0 4-standalone | alpine:3.20 | 110 | 2024-04-24\n5.4.1-fastcgi fastcgi | alpine:3.22 | 110 | 2025-10-24',
    { workdir: '/var/www/html', cmd: ['adminer'] },
  ),
  webApplication(
    'library/mongo-express',
    'Web-based MongoDB admin interface, written with Node.js and express',
    1400,
    'mongo-express-server',
    '8081',
    '1.0.2 latest 1.0 1 1-20 1.0.2-20-alpine3.19 | alpine:3.18 | 175 | 2024-04-05\n0.54.0 0.54 0.49 | alpine:3.14 | 120 | 2020-01-23',
    {
      env: [
        'ME_CONFIG_MONGODB_URL=mongodb://mongo:27017',
        'ME_CONFIG_MONGODB_ENABLE_ADMIN=true',
        'ME_CONFIG_BASICAUTH_USERNAME=',
        'VCAP_APP_HOST=0.0.0.0',
      ].filter((pair) => !pair.endsWith('=')),
      workdir: '/app',
      cmd: ['mongo-express'],
    },
  ),
  ...['jenkins/jenkins', 'library/jenkins'].map((repository) =>
    defineService({
      repository,
      description: 'The leading open source automation server',
      stars: 4200,
      ports: '8080 50000',
      user: 'jenkins',
      volumes: '/var/jenkins_home',
      env: [
        'JENKINS_HOME=/var/jenkins_home',
        'JENKINS_SLAVE_AGENT_PORT=50000',
        'JENKINS_VERSION=2.528.2',
        'JAVA_HOME=/opt/java/openjdk',
      ],
      entrypoint: ['/usr/bin/tini', '--', '/usr/local/bin/jenkins.sh'],
      files: (f) =>
        void f
          .program('/usr/local/bin/jenkins.sh')
          .script('/usr/bin/tini', '#!/bin/sh\n[ "$1" = -- ] && shift\nexec "$@"\n')
          .directory('/var/jenkins_home', 0o755, { uid: 1000, gid: 1000 })
          .file('/etc/passwd', 'root:x:0:0:root:/root:/bin/bash\njenkins:x:1000:1000::/var/jenkins_home:/bin/bash\n')
          .file('/etc/group', 'root:x:0:\njenkins:x:1000:\n')
          .programs('/usr/bin', 'git curl')
          .program('/opt/java/openjdk/bin/java'),
      releases:
        'lts 2.528.2-lts lts-jdk21 lts-jdk17 jdk21 latest 2.528.2 2.528 2.60.3 | debian:bookworm-slim | 400 | 2025-11-12\nlts-alpine alpine 2.528.2-alpine lts-alpine-jdk21 | alpine:3.22 | 240 | 2025-11-12',
    }),
  ),
  webApplication(
    'library/ghost',
    'Ghost is a free and open source blogging platform written in JavaScript',
    1800,
    'ghost-server',
    '2368',
    `6.9.1 latest 6 6.9 6.9.1-bookworm | ${DEBIAN} | 500 | 2025-11-19\n6.9.1-alpine alpine 6-alpine | alpine:3.22 | 420 | 2025-11-19\n5.130.5 5 5.130 4 4.48 3 2 1 0.11 5-alpine 4-alpine 3-alpine 1-alpine | ${DEBIAN} | 480 | 2025-08-12`,
    {
      volumes: '/var/lib/ghost/content',
      workdir: '/var/lib/ghost',
      env: ['NODE_ENV=production', 'GHOST_INSTALL=/var/lib/ghost', 'GHOST_CONTENT=/var/lib/ghost/content'],
      cmd: ['ghost'],
    },
  ),
  webApplication(
    'library/nextcloud',
    'A safe home for all your data',
    4300,
    'nextcloud-apache',
    '80',
    `32.0.2 latest 32 apache 32-apache stable 31 30 29 28 | ${DEBIAN} | 1250 | 2025-11-20\n32.0.2-fpm fpm 32-fpm | ${DEBIAN} | 1200 | 2025-11-20\nfpm-alpine 32-fpm-alpine | alpine:3.22 | 1000 | 2025-11-20`,
    { volumes: '/var/www/html', workdir: '/var/www/html' },
  ),
  webApplication(
    'library/drupal',
    'Drupal is an open source content management platform powering millions of websites and applications.',
    1100,
    'drupal-apache',
    '80',
    `11.2.8 latest 11 11.2 apache 11-apache | ${DEBIAN} | 560 | 2025-11-13\n10.5.6 10 10.5 10-apache 9 8 8.2 | ${DEBIAN} | 550 | 2025-11-13`,
    { workdir: '/opt/drupal' },
  ),
  webApplication(
    'library/joomla',
    'Joomla! is an open source content management system.',
    540,
    'joomla-apache',
    '80',
    `6.0.1 latest 6 apache | ${DEBIAN} | 600 | 2025-11-20\n5.4.1 5 4 3 | ${DEBIAN} | 590 | 2025-11-20`,
    { volumes: '/var/www/html', workdir: '/var/www/html' },
  ),
  defineService({
    repository: 'library/odoo',
    description: 'Odoo (formerly known as OpenERP) is a suite of open-source business apps.',
    stars: 1500,
    ports: '8069 8071 8072',
    volumes: '/mnt/extra-addons /var/lib/odoo',
    entrypoint: ['/entrypoint.sh'],
    cmd: ['odoo'],
    files: (f) => void f.program('/usr/bin/odoo').script('/entrypoint.sh', '#!/bin/bash\nset -e\n\nexec "$@"\n'),
    releases:
      '19.0 latest 19 | ubuntu:24.04 | 1700 | 2025-11-20\n18.0 18 | ubuntu:24.04 | 1650 | 2025-11-20\n17.0 17 16 15 14 | ubuntu:22.04 | 1600 | 2025-11-20',
  }),
  ...[
    ['examplevotingapp_vote', 'vote-app', '80'],
    ['examplevotingapp_result', 'result-app', '80'],
    ['examplevotingapp_worker', 'vote-worker', ''],
    ['visualizer', 'visualizer-server', '8080'],
  ].map(([name, program, ports]) =>
    defineService({
      repository: `dockersamples/${name!}`,
      description: 'Example app',
      stars: 30,
      ports: ports!,
      cmd: [`/app/${program!}`],
      workdir: '/app',
      files: (f) => void f.program(`/app/${program!}`),
      releases: 'latest before after stable movies indent good before2 | alpine:3.20 | 130 | 2023-01-11',
    }),
  ),
];
