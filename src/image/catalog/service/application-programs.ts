import { text, type HttpRequest, type HttpResponse } from '#network/http';
import { lookup } from '#network/names';
import { NetworkError } from '#network/stack';
import type { Process } from '#process/process';
import { escapeHtml, html, isoTime, service, standIn } from './service-program';

/** Whether something takes connections at `host[:port]`, as seen from the process. */
async function reaches(process: Process, where: string, port: number): Promise<boolean> {
  const [host = 'localhost', own] = where.split(':');
  try {
    const { addresses } = await lookup(host, process.fs, process.net);
    const socket = await process.net.connect(
      { address: addresses[0]!, port: Number(own ?? port) },
      { timeoutMs: 3000 },
    );
    socket.close();
    return true;
  } catch (error) {
    if (error instanceof NetworkError) return false;
    throw error;
  }
}

const apacheLines = (process: Process, php: string): string[] => {
  const parts = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(process.clock.epochNow()).toUTCString())!;
  const at = `[${parts[1]!} ${parts[3]!} ${parts[2]!} ${parts[5]!}.000000 ${parts[4]!}]`;
  const address =
    process.net
      .interfaces()
      .find((device) => device.kind !== 'loopback')
      ?.addresses[0]?.split('/')[0] ?? '127.0.0.1';
  const name = `AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using ${address}. Set the 'ServerName' directive globally to suppress this message`;
  return [
    name,
    name,
    `${at} [mpm_prefork:notice] [pid ${process.pid}:tid ${process.pid}] AH00163: Apache/2.4.65 (Debian) PHP/${php} configured -- resuming normal operations`,
    `${at} [core:notice] [pid ${process.pid}:tid ${process.pid}] AH00094: Command line: 'apache2 -D FOREGROUND'`,
  ];
};

/** A PHP application behind Apache: nothing of it runs but its question for the database. */
export const phpApplication = (
  name: string,
  title: string,
  answer: (request: HttpRequest, process: Process) => HttpResponse | Promise<HttpResponse>,
  first: (process: Process) => string[] = () => [],
): ReturnType<typeof service> =>
  service({
    name,
    title,
    stream: 'stderr',
    memory: 60_000_000,
    log: (process) => [...first(process), ...apacheLines(process, process.env.get('PHP_VERSION') ?? '8.3.28')],
    ports: [{ port: 80, http: answer }],
  });

/** Simplified: the first page of the installation, and the real error while the database does not answer. */
export const wordpressProgram = phpApplication(
  'wordpress-apache',
  'WordPress',
  async (request, process) => {
    const { env } = process;
    if (!(await reaches(process, env.get('WORDPRESS_DB_HOST') ?? 'mysql', 3306))) {
      return text(
        500,
        '<!DOCTYPE html>\n<html lang="en-US">\n<head>\n\t<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />\n\t<title>Database Error</title>\n</head>\n<body id="error-page">\n\t<div class="wp-die-message"><h1>Error establishing a database connection</h1></div></body>\n</html>\n',
        { 'content-type': 'text/html; charset=utf-8', server: 'Apache/2.4.65 (Debian)' },
      );
    }
    const path = request.target.split('?')[0]!;
    if (path === '/') {
      return {
        status: 302,
        headers: {
          location: `http://${request.headers['host'] ?? 'localhost'}/wp-admin/install.php`,
          server: 'Apache/2.4.65 (Debian)',
          'x-redirect-by': 'WordPress',
        },
        body: { kind: 'empty' },
      };
    }
    return html(
      path.startsWith('/wp-') ? 200 : 404,
      'WordPress &rsaquo; Installation'.replace('&rsaquo;', '›'),
      `<p>Welcome to the famous five-minute WordPress installation process!</p>\n<p>The database at ${escapeHtml(env.get('WORDPRESS_DB_HOST') ?? 'mysql')} answers. Drydock simulates WordPress no further than this page.</p>`,
    );
  },
  (process) =>
    process.fs.exists('/var/www/html/wp-config.php')
      ? []
      : [
          `WordPress not found in /var/www/html - copying now...`,
          `Complete! WordPress has been successfully copied to /var/www/html`,
          `No 'wp-config.php' found in /var/www/html, but 'WORDPRESS_...' variables supplied; copying 'wp-config-docker.php' (${[...process.env.keys()].filter((key) => key.startsWith('WORDPRESS_')).join(' ')})`,
        ],
);

const databasePage =
  (title: string, host: (process: Process) => string) =>
  async (_: HttpRequest, process: Process): Promise<HttpResponse> => {
    const server = host(process);
    const up = await reaches(process, server, 3306);
    return html(
      200,
      title,
      up
        ? `<p>The database server at ${escapeHtml(server)} answers. Drydock simulates ${escapeHtml(title)} no further: use the database's own client.</p>`
        : `<p>The database server at ${escapeHtml(server)} does not answer: mysqli::real_connect(): php_network_getaddresses: getaddrinfo for ${escapeHtml(server)} failed.</p>`,
    );
  };

/** Goes as far as its page says. */
export const phpMyAdmin = phpApplication(
  'phpmyadmin-apache',
  'phpMyAdmin',
  databasePage('phpMyAdmin', ({ env }) => env.get('PMA_HOST') ?? (env.has('PMA_ARBITRARY') ? 'localhost' : 'db')),
);

/** Goes as far as its page says. */
export const adminerProgram = service({
  name: 'adminer-php',
  title: 'Adminer',
  stream: 'stderr',
  log: (process) => {
    const parts = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(process.clock.epochNow()).toUTCString())!;
    return [
      `[${parts[1]!} ${parts[3]!} ${parts[2]!} ${parts[5]!} ${parts[4]!}] PHP 8.4.15 Development Server (http://[::]:8080) started`,
    ];
  },
  ports: [
    {
      port: 8080,
      http: () =>
        html(
          200,
          'Login - Adminer',
          '<p>Drydock simulates Adminer no further than this page: use the database’s own client.</p>',
        ),
    },
  ],
});

/** Goes as far as its page says. */
export const mongoExpress = service({
  name: 'mongo-express-server',
  title: 'mongo-express',
  log: (process) => [
    'Welcome to mongo-express 1.0.2',
    '------------------------',
    '',
    '',
    'Mongo Express server listening at http://0.0.0.0:8081',
    'Server is open to allow connections from anyone (0.0.0.0)',
    ...(process.env.get('ME_CONFIG_BASICAUTH_USERNAME')
      ? []
      : ['basicAuth credentials are "admin:pass", it is recommended you change this in your config.js!']),
  ],
  ports: [
    {
      port: 8081,
      http: async (request, process) => {
        const user = process.env.get('ME_CONFIG_BASICAUTH_USERNAME') ?? 'admin';
        const password = process.env.get('ME_CONFIG_BASICAUTH_PASSWORD') ?? 'pass';
        if (
          process.env.get('ME_CONFIG_BASICAUTH') !== 'false' &&
          request.headers['authorization'] !== `Basic ${base64(`${user}:${password}`)}`
        ) {
          return text(401, 'Unauthorized', { 'www-authenticate': 'Basic realm="Authorization Required"' });
        }
        const host =
          process.env.get('ME_CONFIG_MONGODB_SERVER') ??
          /@?([^/@,]+)(?:\/|$)/.exec(
            process.env.get('ME_CONFIG_MONGODB_URL')?.replace(/^mongodb:\/\//, '') ?? '',
          )?.[1] ??
          'mongo';
        const up = await reaches(process, host, 27017);
        return html(
          200,
          'Home - Mongo Express',
          `<p>The server ${escapeHtml(host)} ${up ? 'answers' : 'does not answer'}. Drydock simulates mongo-express no further than this page: use mongosh.</p>`,
        );
      },
    },
  ],
});

const base64 = (value: string): string => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes = new TextEncoder().encode(value);
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const bits = (a << 16) | (b << 8) | c;
    out += [18, 12, 6, 0]
      .map((shift, index) => (at + index > bytes.length ? '=' : letters[(bits >> shift) & 63]!))
      .join('');
  }
  return out;
};

/** Goes as far as its page says. */
export const jenkinsProgram = service({
  name: 'jenkins.sh',
  title: 'Jenkins',
  memory: 400_000_000,
  startupMs: 6000,
  log: (process) => {
    const password = process.random.hex(32);
    const home = process.env.get('JENKINS_HOME') ?? '/var/jenkins_home';
    const file = `${home}/secrets/initialAdminPassword`;
    process.fs.mkdir(`${home}/secrets`, { parents: true });
    if (!process.fs.exists(file)) process.fs.writeFile(file, `${password}\n`);
    const known = process.fs.readText(file).trim();
    const at = isoTime(process).slice(0, 23).replace('T', ' ') + '+0000';
    return [
      'Running from: /usr/share/jenkins/jenkins.war',
      'webroot: /var/jenkins_home/war',
      `${at} [id=1]\tINFO\twinstone.Logger#logInternal: Beginning extraction from war file`,
      `${at} [id=52]\tINFO\thudson.util.Retrier#start: Performed the action check updates server successfully at the attempt #1`,
      '',
      '*************************************************************',
      '*************************************************************',
      '*************************************************************',
      '',
      'Jenkins initial setup is required. An admin user has been created and a password generated.',
      'Please use the following password to proceed to installation:',
      '',
      known,
      '',
      `This may also be found at: ${file}`,
      '',
      '*************************************************************',
      '*************************************************************',
      '*************************************************************',
      '',
      `${at} [id=36]\tINFO\thudson.lifecycle.Lifecycle#onReady: Jenkins is fully up and running`,
    ];
  },
  ports: [
    {
      port: 8080,
      http: (request) =>
        request.target === '/login' || request.target.startsWith('/login?')
          ? html(
              200,
              'Unlock Jenkins',
              '<p>To ensure Jenkins is securely set up by the administrator, a password has been written to the log. Drydock simulates Jenkins no further.</p>',
            )
          : { ...standIn('Jenkins', request), status: 403 },
    },
    { port: 50000, accept: (socket) => socket.close() },
  ],
  exit: () => 143,
});

/** Goes as far as its page says. */
export const ghostProgram = service({
  name: 'ghost-server',
  title: 'Ghost',
  log: (process) => [
    `[${isoTime(process).slice(0, 19).replace('T', ' ')}] INFO Ghost is running in ${process.env.get('NODE_ENV') ?? 'production'}...`,
    `[${isoTime(process).slice(0, 19).replace('T', ' ')}] INFO Listening on: :::2368`,
  ],
  ports: [{ port: 2368 }],
});

/** Goes as far as its page says. */
export const voting = (name: string, title: string, port: number, body: (process: Process) => string) =>
  service({ name, title, ports: [{ port, http: (_, process) => html(200, title, body(process)) }], log: () => [] });
