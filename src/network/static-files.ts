import { FileError, type FileView, type Stat } from '#vfs/filesystem';
import type { Headers, HttpHandler, HttpRequest, HttpResponse } from './http';
import { text } from './http';
import { REASONS } from './http-wire';

/** How a server shows its files. */
export interface StaticFiles {
  readonly files: FileView;
  readonly root: string;
  /** Tried in this order for a directory; `index.html` when absent. */
  readonly index?: readonly string[];
  /** What a directory without an index shows: a page made from it, or 403 when absent. */
  readonly listing?: (path: string, names: readonly { name: string; stat: Stat }[]) => string;
  /** An error's page; the reason in plain text when absent. */
  readonly errorPage?: (status: number, path: string) => { body: string; type: string };
  /** Added to every answer (`server`). */
  readonly headers?: Headers;
}

const TYPES: Readonly<Record<string, string | undefined>> = {
  html: 'text/html',
  htm: 'text/html',
  css: 'text/css',
  js: 'application/javascript',
  mjs: 'application/javascript',
  json: 'application/json',
  txt: 'text/plain',
  md: 'text/markdown',
  xml: 'text/xml',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  ico: 'image/x-icon',
  pdf: 'application/pdf',
  wasm: 'application/wasm',
  woff: 'font/woff',
  woff2: 'font/woff2',
  gz: 'application/gzip',
  tar: 'application/x-tar',
  zip: 'application/zip',
};

/** The content type of a file by its name's end. */
export const typeOf = (name: string): string =>
  TYPES[/\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';

/** Serves the files that are really there: index files, listings, ranges, ETags and conditional requests. */
export function staticFiles(site: StaticFiles): HttpHandler {
  const failed = (status: number, path: string, more: Headers = {}): HttpResponse => {
    const page = site.errorPage?.(status, path) ?? {
      body: `${String(status)} ${REASONS[status] ?? ''}\n`,
      type: 'text/plain',
    };
    return text(status, page.body, { ...site.headers, 'content-type': page.type, ...more });
  };
  return (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return failed(405, request.target, { allow: 'GET, HEAD' });
    const [raw, ...query] = request.target.split('?');
    const path = decoded(raw!);
    if (path === undefined) return failed(400, raw!);
    const inside = path.split('/').reduce<string[]>((parts, part) => {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
      return parts;
    }, []);
    let full = `${site.root.replace(/\/$/, '')}/${inside.join('/')}`.replace(/(.)\/$/, '$1');
    try {
      let stat = site.files.stat(full);
      if (stat.type === 'directory') {
        if (!raw!.endsWith('/')) {
          return failed(301, path, { location: [`${raw!}/`, ...query].join('?') });
        }
        const found = (site.index ?? ['index.html']).find((name) => site.files.exists(`${full}/${name}`));
        if (found === undefined) {
          if (!site.listing) return failed(403, path);
          const names = site.files.readdir(full).map((name) => ({ name, stat: site.files.lstat(`${full}/${name}`) }));
          return text(200, site.listing(path, names), { ...site.headers, 'content-type': 'text/html; charset=utf-8' });
        }
        full = `${full}/${found}`;
        stat = site.files.stat(full);
      }
      return fileResponse(site, request, full, stat);
    } catch (error) {
      if (error instanceof FileError) return failed(error.code === 'EACCES' ? 403 : 404, path);
      throw error;
    }
  };
}

function fileResponse(site: StaticFiles, request: HttpRequest, path: string, stat: Stat): HttpResponse {
  const bytes = site.files.readFile(path);
  const etag = `"${Math.floor(stat.mtimeMs / 1000).toString(16)}-${bytes.length.toString(16)}"`;
  const headers: Headers = {
    ...site.headers,
    'content-type': typeOf(path),
    'last-modified': httpDate(stat.mtimeMs),
    etag,
    'accept-ranges': 'bytes',
  };
  if (request.headers['if-none-match']?.split(/,\s*/).some((tag) => tag.replace(/^W\//, '') === etag)) {
    return { status: 304, headers, body: { kind: 'empty' } };
  }
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers['range'] ?? '');
  let [from, to, status] = [0, bytes.length - 1, 200];
  if (range && (range[1] !== '' || range[2] !== '')) {
    [from, to] =
      range[1] === ''
        ? [Math.max(0, bytes.length - Number(range[2])), bytes.length - 1]
        : [Number(range[1]), Math.min(bytes.length - 1, range[2] === '' ? Infinity : Number(range[2]))];
    if (from > to)
      return {
        status: 416,
        headers: { ...headers, 'content-range': `bytes */${String(bytes.length)}` },
        body: { kind: 'empty' },
      };
    status = 206;
    headers['content-range'] = `bytes ${String(from)}-${String(to)}/${String(bytes.length)}`;
  }
  const part = bytes.subarray(from, to + 1);
  headers['content-length'] = String(part.length);
  return { status, headers, body: request.method === 'HEAD' ? { kind: 'empty' } : { kind: 'bytes', bytes: part } };
}

const decoded = (path: string): string | undefined => {
  try {
    const name = decodeURIComponent(path);
    return name.includes('\0') ? undefined : name;
  } catch {
    return undefined;
  }
};

/** `Mon, 05 Jan 2026 00:00:00 GMT`. */
export const httpDate = (ms: number): string => new Date(ms).toUTCString();

const escape = (value: string): string =>
  value.replace(/[&<>"]/g, (ch) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[ch]!);

/** The listing that `python3 -m http.server` shows. Upstream: cpython Lib/http/server.py. */
export function pythonListing(path: string, names: readonly { name: string; stat: Stat }[]): string {
  const title = `Directory listing for ${escape(path)}`;
  const items = names.map(({ name, stat }) => {
    const shown = stat.type === 'directory' ? `${name}/` : stat.type === 'symlink' ? `${name}@` : name;
    return `<li><a href="${encodeURIComponent(name)}${stat.type === 'directory' ? '/' : ''}">${escape(shown)}</a></li>`;
  });
  const head = `<!DOCTYPE HTML>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>${title}</title>\n</head>\n<body>\n`;
  return `${head}<h1>${title}</h1>\n<hr>\n<ul>\n${items.map((i) => `${i}\n`).join('')}</ul>\n<hr>\n</body>\n</html>\n`;
}
