import { encode } from '#io/streams';
import type { HttpRequest, HttpResponse } from '#network/http';
import type { Process, Program } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { base, DEFAULT_PATH, defineImage, type Variant } from '../define-image';
import type { Image } from '../image';
import { alpine } from './alpine';
import { slim } from './debian';

const PREFIX = '/usr/local/apache2';
const CONF = `ServerRoot "${PREFIX}"
Listen 80
ServerAdmin you@example.com
DocumentRoot "${PREFIX}/htdocs"
<Directory "${PREFIX}/htdocs">
    Options Indexes FollowSymLinks
    AllowOverride None
    Require all granted
</Directory>
DirectoryIndex index.html
ErrorLog /proc/self/fd/2
LogLevel warn
CustomLog /proc/self/fd/1 common
`;

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  json: 'application/json',
  txt: 'text/plain',
  png: 'image/png',
  jpg: 'image/jpeg',
  svg: 'image/svg+xml',
  gif: 'image/gif',
  xml: 'application/xml',
  ico: 'image/vnd.microsoft.icon',
};

interface Settings {
  readonly root: string;
  readonly ports: readonly number[];
  readonly index: readonly string[];
  readonly indexes: boolean;
}

/** Simplified: of httpd.conf only Listen, DocumentRoot, DirectoryIndex and Options Indexes are followed. */
function readSettings(process: Process): Settings {
  const text = process.fs.readText(`${PREFIX}/conf/httpd.conf`);
  const all = (name: string): string[] =>
    [...text.matchAll(new RegExp(`^\\s*${name}\\s+(.+?)\\s*$`, 'gim'))].map((match) => match[1]!.replaceAll('"', ''));
  const ports = all('Listen').map((value) => Number(/(\d+)$/.exec(value)?.[1] ?? 80));
  return {
    root: all('DocumentRoot').at(-1) ?? `${PREFIX}/htdocs`,
    ports: ports.length > 0 ? ports : [80],
    index: (all('DirectoryIndex').at(-1) ?? 'index.html').split(/\s+/),
    indexes: all('Options').some((value) => /(?:^|\s)\+?Indexes\b/.test(value)),
  };
}

function page(status: number, title: string, text: string): HttpResponse {
  const body = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${String(status)} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${text}</p>\n</body></html>\n`;
  return {
    status,
    headers: { 'content-type': 'text/html; charset=iso-8859-1' },
    body: { kind: 'bytes', bytes: encode(body) },
  };
}

function serve(process: Process, settings: Settings, request: HttpRequest): HttpResponse {
  const { fs } = process;
  let path = request.target.replace(/[?#].*$/, '');
  try {
    path = decodeURIComponent(path);
  } catch {
    return page(400, 'Bad Request', 'Your browser sent a request that this server could not understand.<br />');
  }
  if (path.split('/').includes('..'))
    return page(400, 'Bad Request', 'Your browser sent a request that this server could not understand.<br />');
  if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method))
    return page(405, 'Method Not Allowed', `The requested method ${request.method} is not allowed for this URL.`);
  let file = settings.root + path;
  try {
    if (fs.isDirectory(file)) {
      if (!path.endsWith('/'))
        return {
          ...page(301, 'Moved Permanently', `The document has moved <a href="${path}/">here</a>.`),
          headers: { location: `http://${request.headers['host'] ?? ''}${path}/` },
        };
      const index = settings.index.find((name) => fs.exists(file + name));
      if (index === undefined)
        return settings.indexes
          ? list(process, path, file)
          : page(403, 'Forbidden', "You don't have permission to access this resource.");
      file += index;
    }
    const bytes = fs.readFile(file);
    const stat = fs.stat(file);
    const extension = file.slice(file.lastIndexOf('.') + 1);
    const headers = {
      'last-modified': new Date(stat.mtimeMs).toUTCString(),
      etag: `"${bytes.length.toString(16)}-${Math.floor(stat.mtimeMs * 1000).toString(16)}"`,
      'accept-ranges': 'bytes',
      ...(TYPES[extension] !== undefined && { 'content-type': TYPES[extension] }),
    };
    return { status: 200, headers, body: { kind: 'bytes', bytes } };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code === 'EACCES') return page(403, 'Forbidden', "You don't have permission to access this resource.");
    return page(404, 'Not Found', 'The requested URL was not found on this server.');
  }
}

function list(process: Process, path: string, directory: string): HttpResponse {
  const names = process.fs
    .readdir(directory)
    .map((name) => (process.fs.isDirectory(directory + name) ? `${name}/` : name));
  const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const rows = names.map((name) => `<li><a href="${encodeURI(name)}"> ${escape(name)}</a></li>\n`).join('');
  const up = path === '/' ? '' : '<li><a href="../"> Parent Directory</a></li>\n';
  const body = `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<html>\n <head>\n  <title>Index of ${escape(path)}</title>\n </head>\n <body>\n<h1>Index of ${escape(path)}</h1>\n<ul>${up}${rows}</ul>\n</body></html>\n`;
  return {
    status: 200,
    headers: { 'content-type': 'text/html;charset=ISO-8859-1' },
    body: { kind: 'bytes', bytes: encode(body) },
  };
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');

const program: Program = {
  name: 'httpd',
  async run(process) {
    const version = process.env.get('HTTPD_VERSION') ?? '2.4.65';
    if (process.argv.includes('-v')) {
      await process.stdout.write(`Server version: Apache/${version} (Unix)\nServer built:   Jul 23 2025 17:40:00\n`);
      return 0;
    }
    if (process.argv.includes('-t')) {
      await process.stderr.write('Syntax OK\n');
      return 0;
    }
    const settings = readSettings(process);
    const address =
      process.net
        .interfaces()
        .flatMap((i) => i.addresses)
        .find((a) => !a.startsWith('127.'))
        ?.replace(/\/.*/, '') ?? '127.0.0.1';
    const name = `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${address}. Set the 'ServerName' directive globally to suppress this message\n`;
    if (!/^\s*ServerName\s/im.test(process.fs.readText(`${PREFIX}/conf/httpd.conf`)))
      await process.stderr.write(name + name);
    const http = async (request: HttpRequest): Promise<HttpResponse> => {
      const response = serve(process, settings, request);
      const size = response.body.kind === 'bytes' ? response.body.bytes.length : 0;
      const t = new Date(process.clock.epochNow());
      const two = (n: number): string => String(n).padStart(2, '0');
      const stamp = `${two(t.getUTCDate())}/${MONTHS[t.getUTCMonth()]!}/${String(t.getUTCFullYear())}:${t.toISOString().slice(11, 19)} +0000`;
      await process.stdout.write(
        `${request.from ?? '127.0.0.1'} - - [${stamp}] "${request.method} ${request.target} HTTP/1.1" ${String(response.status)} ${size === 0 ? '-' : String(size)}\n`,
      );
      const headers = {
        date: t.toUTCString(),
        server: `Apache/${version} (Unix)`,
        ...response.headers,
        'content-length': String(size),
      };
      return request.method === 'HEAD'
        ? { status: response.status, headers, body: { kind: 'empty' } }
        : { ...response, headers };
    };
    for (const port of settings.ports) process.net.listen({ port, program: 'httpd', http });
    const now = (): string => {
      const t = new Date(process.clock.epochNow());
      return `${DAYS[t.getUTCDay()]!} ${MONTHS[t.getUTCMonth()]!} ${String(t.getUTCDate()).padStart(2, '0')} ${t.toISOString().slice(11, 23)}000 ${String(t.getUTCFullYear())}`;
    };
    const log = (text: string): Promise<void> =>
      process.stderr.write(
        `[${now()}] ${text.replace('PID', `pid ${String(process.pid)}:tid ${String(process.pid)}`)}\n`,
      );
    await log(`[mpm_event:notice] [PID] AH00489: Apache/${version} (Unix) configured -- resuming normal operations`);
    await log("[core:notice] [PID] AH00094: Command line: 'httpd -D FOREGROUND'");
    const ended = new Promise<string>((resolve) => {
      process.on('SIGWINCH', () => resolve('AH00492: caught SIGWINCH, shutting down gracefully'));
      process.on('SIGTERM', () => resolve('AH00491: caught SIGTERM, shutting down'));
    });
    const text = await process.wait(ended);
    await log(`[mpm_event:notice] [PID] ${text}`);
    return 0;
  },
};

const variant = (tags: readonly string[], from: () => Image, version: string, size: number): Variant => ({
  tags,
  created: '2025-10-21T00:00:00Z',
  from,
  config: {
    Env: [DEFAULT_PATH.replace('PATH=', `PATH=${PREFIX}/bin:`), `HTTPD_PREFIX=${PREFIX}`, `HTTPD_VERSION=${version}`],
    Cmd: ['httpd-foreground'],
    ExposedPorts: { '80/tcp': {} },
    WorkingDir: PREFIX,
    StopSignal: 'SIGWINCH',
  },
  steps: [
    { by: `ENV HTTPD_PREFIX=${PREFIX}` },
    { by: `ENV PATH=${PREFIX}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin` },
    { by: `WORKDIR ${PREFIX}`, size: 0 },
    { by: `ENV HTTPD_VERSION=${version}` },
    {
      by: 'RUN /bin/sh -c set -eux; \t./configure --prefix="$HTTPD_PREFIX" --enable-mods-shared=reallyall; \tmake install; \thttpd -v # buildkit',
      size,
      files: (f) =>
        void f
          .program(`${PREFIX}/bin/httpd`)
          .file(`${PREFIX}/conf/httpd.conf`, CONF)
          .file(`${PREFIX}/htdocs/index.html`, '<html><body><h1>It works!</h1></body></html>\n')
          .directory(`${PREFIX}/logs`),
    },
    { by: 'STOPSIGNAL SIGWINCH' },
    {
      by: 'COPY httpd-foreground /usr/local/bin/ # buildkit',
      size: 138,
      files: (f) =>
        void f.script(
          '/usr/local/bin/httpd-foreground',
          '#!/bin/sh\nset -e\n\n# Apache gets grumpy about PID files pre-existing\nrm -f /usr/local/apache2/logs/httpd.pid\n\nexec httpd -DFOREGROUND "$@"\n',
        ),
    },
    { by: 'EXPOSE map[80/tcp:{}]' },
    { by: 'CMD ["httpd-foreground"]' },
  ],
});

/** The Apache web server with its static files. */
export const httpd = defineImage({
  repository: 'library/httpd',
  description: 'The Apache HTTP Server Project',
  stars: 4900,
  programs: [program],
  variants: [
    variant(['2.4.65', 'latest', '2.4', '2', 'bookworm', '2.4-bookworm'], slim('bookworm'), '2.4.65', 42_000_000),
    variant(['2.4.65-alpine', 'alpine', '2.4-alpine', '2-alpine'], base(alpine, '3.22'), '2.4.65', 54_000_000),
  ],
});
