import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

export interface Site {
  readonly url: string;
  /** What was sent since the last call: path and gzipped bytes. */
  taken(): { path: string; bytes: number }[];
  close(): void;
}

/** Serves a folder on loopback, gzipped, as a plain static host would. */
export async function serve(folder: string): Promise<Site> {
  let sent: { path: string; bytes: number }[] = [];
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname).replace(/\/$/, '/index.html');
    void readFile(join(folder, path)).then(
      (data) => {
        const body = gzipSync(data);
        sent.push({ path, bytes: body.length });
        response.writeHead(200, {
          'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
          'content-encoding': 'gzip',
          'cache-control': 'no-cache',
        });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}/`,
    taken: () => {
      const all = sent;
      sent = [];
      return all;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
