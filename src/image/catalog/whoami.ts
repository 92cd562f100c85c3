import { text, type HttpRequest, type HttpResponse } from '#network/http';
import type { Process, Program } from '#process/process';
import { DEFAULT_PATH, defineImage } from '../define-image';
import { bodyBytes } from '../body-bytes';

/** Answers with what it knows of itself and the request. Upstream: traefik/whoami app.go. */
async function answer(process: Process, name: string, request: HttpRequest): Promise<HttpResponse> {
  const [path = '/', query = ''] = request.target.split('?');
  const addresses = process.net
    .interfaces()
    .flatMap((i) => i.addresses.map((address) => address.replace(/\/\d+$/, '')));
  if (path === '/health') return { status: 200, headers: {}, body: { kind: 'empty' } };
  if (path === '/bench') return text(200, '1');
  if (path === '/api') {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [title(key), [value]]));
    const { method } = request;
    const value = {
      ...(name !== '' && { name }),
      hostname: process.host.hostname,
      ip: addresses,
      headers,
      url: request.target,
      host: request.headers['host'] ?? '',
      method,
    };
    return { status: 200, headers: { 'content-type': 'application/json' }, body: { kind: 'json', value } };
  }
  if (path === '/echo')
    return { status: 200, headers: {}, body: { kind: 'bytes', bytes: await bodyBytes(request.body) } };
  const wait = /(?:^|&)wait=(\d+)(ms|s)?/.exec(query);
  if (wait) await process.sleep(Number(wait[1]) * (wait[2] === 'ms' ? 1 : 1000));
  const { host = '', ...headers } = request.headers;
  const lines = [
    ...(name === '' ? [] : [`Name: ${name}`]),
    `Hostname: ${process.host.hostname}`,
    ...addresses.map((address) => `IP: ${address}`),
    `RemoteAddr: ${request.from ?? '127.0.0.1'}:${String(40000 + process.random.below(20000))}`,
    `${request.method} ${request.target} HTTP/1.1`,
    `Host: ${host}`,
    ...Object.keys(headers)
      .sort()
      .map((key) => `${title(key)}: ${headers[key]!}`),
    '',
    '',
  ];
  return text(200, lines.join('\n'));
}

const title = (name: string): string => name.replaceAll(/(?:^|-)[a-z]/g, (letters) => letters.toUpperCase());

const program: Program = {
  name: 'traefik-whoami',
  async run(process) {
    const flags = new Map<string, string>();
    const args = process.argv.slice(1);
    for (let at = 0; at < args.length; at++) {
      const [name = '', value] = args[at]!.replace(/^--?/, '').split('=');
      flags.set(name, value ?? (name === 'verbose' ? 'true' : (args[++at] ?? '')));
    }
    const port = Number(flags.get('port') ?? process.env.get('WHOAMI_PORT_NUMBER') ?? 80);
    const name = flags.get('name') ?? process.env.get('WHOAMI_NAME') ?? '';
    const stamp = new Date(process.clock.epochNow()).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
    process.net.listen({ port, program: 'whoami', http: (request) => answer(process, name, request) });
    await process.stderr.write(`${stamp} Starting up on port ${String(port)}\n`);
    await process.wait(new Promise(() => undefined));
    return 0;
  },
};

/** A tiny server that tells who answered: what load balancing lessons use. */
export const whoami = defineImage({
  repository: 'traefik/whoami',
  description: 'Tiny Go webserver that prints OS information and HTTP request to output.',
  stars: 150,
  programs: [program],
  variants: [
    {
      tags: ['v1.11.0', 'latest', 'v1.11', 'v1.10', 'v1.10.1'],
      created: '2025-03-14T14:46:00Z',
      config: { Env: [DEFAULT_PATH], Entrypoint: ['/whoami'], ExposedPorts: { '80/tcp': {} }, WorkingDir: '/' },
      steps: [
        { by: 'COPY /usr/share/zoneinfo /usr/share/zoneinfo # buildkit', size: 402_000 },
        { by: 'COPY whoami / # buildkit', size: 6_170_000, files: (f) => void f.program('/whoami', 'traefik-whoami') },
        { by: 'ENTRYPOINT ["/whoami"]' },
        { by: 'EXPOSE map[80/tcp:{}]' },
      ],
    },
  ],
});
