import { staticFiles } from '#network/static-files';
import { html, service, versionTool } from './service-program';

const JAVA = (version: string): string => {
  const major = version.split('.')[0]!;
  return `openjdk version "${major === '8' ? '1.8.0_472' : version}" 2025-10-21\nOpenJDK Runtime Environment (build ${version})\nOpenJDK 64-Bit Server VM (build ${version}, mixed mode, sharing)`;
};

const javaVersion = (process: { env: Map<string, string> }): string =>
  /(\d+(?:\.\d+)*)/.exec(process.env.get('JAVA_VERSION') ?? '21.0.9')?.[1] ?? '21.0.9';

/** Compilers and runtimes that are there but do not run what they are given. */
export const TOOLS = [
  versionTool('go', ({ env }) => `go version go${env.get('GOLANG_VERSION') ?? '1.25.4'} linux/amd64`, {
    versionArgs: ['version'],
  }),
  versionTool('gofmt', () => ''),
  versionTool('gcc', () => 'gcc (Debian 14.2.0-19) 14.2.0'),
  versionTool('java', (process) => JAVA(javaVersion(process)), {
    versionArgs: ['-version', '--version'],
    stream: 'stderr',
    what: () => 'running Java programs',
  }),
  versionTool('javac', (process) => `javac ${javaVersion(process)}`, { versionArgs: ['-version', '--version'] }),
  versionTool('jshell', (process) => `jshell ${javaVersion(process)}`),
  versionTool('ruby', ({ env }) => `ruby ${env.get('RUBY_VERSION') ?? '3.4.7'} +PRISM [x86_64-linux]`),
  versionTool('irb', () => 'irb 1.15.2 (2025-04-03)'),
  versionTool('gem', () => '3.6.9'),
  versionTool('bundle', () => 'Bundler version 2.6.9'),
  versionTool('rustc', ({ env }) => `rustc ${env.get('RUST_VERSION') ?? '1.91.1'}`),
  versionTool('cargo', ({ env }) => `cargo ${env.get('RUST_VERSION') ?? '1.91.1'}`),
  versionTool('mvn', ({ env }) => `Apache Maven ${env.get('MAVEN_VERSION') ?? '3.9.11'}`),
  versionTool('gradle', ({ env }) => `Gradle ${env.get('GRADLE_VERSION') ?? '9.2.1'}`),
  versionTool('dotnet bash', ({ env }) => env.get('DOTNET_SDK_VERSION') ?? env.get('DOTNET_VERSION') ?? '9.0.11'),
  versionTool('composer', () => 'Composer version 2.9.2 2025-11-19 21:57:25'),
  versionTool(
    'php',
    ({ env }) =>
      `PHP ${env.get('PHP_VERSION') ?? '8.4.15'} (cli) (built: Nov 20 2025 20:00:00) (NTS)\nCopyright (c) The PHP Group\nZend Engine v4.4.15, Copyright (c) Zend Technologies`,
    { what: () => 'running PHP' },
  ),
  versionTool('perl', () => 'This is perl 5, version 42, subversion 0 (v5.42.0) built for x86_64-linux-gnu', {
    what: () => 'running Perl',
  }),
  versionTool('Rscript', () => 'Rscript (R) version 4.5.2 (2025-10-31)'),
];

/** Simplified: files are served as they are; a PHP script answers a page that says that PHP does not run. */
export const phpApache = service({
  name: 'apache2-foreground',
  stream: 'stderr',
  log: (process) => {
    const at = `[${new Date(process.clock.epochNow()).toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1 $3 $2 $5.000000 $4')}]`;
    const name =
      "AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using 127.0.0.1. Set the 'ServerName' directive globally to suppress this message";
    return [
      name,
      `${at} [mpm_prefork:notice] [pid ${process.pid}:tid ${process.pid}] AH00163: Apache/2.4.65 (Debian) PHP/${process.env.get('PHP_VERSION') ?? '8.4.15'} configured -- resuming normal operations`,
      `${at} [core:notice] [pid ${process.pid}:tid ${process.pid}] AH00094: Command line: 'apache2 -D FOREGROUND'`,
    ];
  },
  ports: [
    {
      port: 80,
      http: (request, process) => {
        const root = process.env.get('APACHE_DOCUMENT_ROOT') ?? '/var/www/html';
        const path = request.target.split('?')[0]!;
        const headers = { server: 'Apache/2.4.65 (Debian)' };
        const hasIndex =
          path.endsWith('/') &&
          process.fs.exists(`${root}${path}index.php`) &&
          !process.fs.exists(`${root}${path}index.html`);
        if (hasIndex || (path.endsWith('.php') && process.fs.exists(root + path))) {
          return html(501, 'PHP', '<p>drydock: running PHP is not simulated yet.</p>');
        }
        const errorPage = (status: number): { body: string; type: string } => ({
          body: `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status === 403 ? '403 Forbidden' : '404 Not Found'}</title>\n</head><body>\n<h1>${status === 403 ? 'Forbidden' : 'Not Found'}</h1>\n<p>${status === 403 ? "You don't have permission to access this resource." : 'The requested URL was not found on this server.'}</p>\n<hr>\n<address>Apache/2.4.65 (Debian) Server at ${request.headers['host']?.split(':')[0] ?? 'localhost'} Port 80</address>\n</body></html>\n`,
          type: 'text/html; charset=iso-8859-1',
        });
        return staticFiles({ files: process.fs, root, headers, errorPage })(request);
      },
    },
  ],
});

/** Only its outside is simulated. */
export const phpFpm = service({
  name: 'php-fpm',
  stream: 'stderr',
  log: (process) => {
    const at = `[${new Date(process.clock.epochNow())
      .toUTCString()
      .slice(5, 25)
      .replaceAll(/ (?=\d{4}|[A-Z])/g, '-')}]`;
    return [`${at} NOTICE: fpm is running, pid ${process.pid}`, `${at} NOTICE: ready to handle connections`];
  },
  ports: [{ port: 9000, accept: (socket) => socket.close() }],
});
