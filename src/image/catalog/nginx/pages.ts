import { encode } from '#io/streams';
import type { Headers, HttpResponse } from '#network/http';

export const REASONS: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Authorization Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  408: 'Request Time-out',
  410: 'Gone',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Large',
  418: '',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/** The page that nginx makes for a status. Upstream: src/http/ngx_http_special_response.c. */
export function errorPage(status: number, server: string, headers: Headers = {}): HttpResponse {
  const title = `${String(status)} ${REASONS[status] ?? ''}`.trim();
  const page = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    `<hr><center>${server}</center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
  return { status, headers: { 'content-type': 'text/html', ...headers }, body: { kind: 'bytes', bytes: encode(page) } };
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

export interface Listed {
  readonly name: string;
  readonly directory: boolean;
  readonly size: number;
  readonly mtimeMs: number;
}

/** The list of a directory (autoindex). Upstream: src/http/modules/ngx_http_autoindex_module.c. */
export function listing(uri: string, entries: readonly Listed[]): string {
  const sorted = [...entries].sort((a, b) => Number(b.directory) - Number(a.directory) || (a.name < b.name ? -1 : 1));
  const rows = sorted.map(({ name, directory, size, mtimeMs }) => {
    const shown = name + (directory ? '/' : '');
    const label = shown.length > 50 ? `${shown.slice(0, 47)}..>` : shown;
    const t = new Date(mtimeMs);
    const two = (n: number): string => String(n).padStart(2, '0');
    const date = `${two(t.getUTCDate())}-${MONTHS[t.getUTCMonth()]!}-${String(t.getUTCFullYear())} ${two(t.getUTCHours())}:${two(t.getUTCMinutes())}`;
    const anchor = `<a href="${encodeURI(shown)}">${escapeHtml(label)}</a>`;
    return `${anchor}${' '.repeat(51 - label.length)}${date}${(directory ? '-' : String(size)).padStart(20)}\r\n`;
  });
  const title = escapeHtml(uri);
  return `<html>\r\n<head><title>Index of ${title}</title></head>\r\n<body>\r\n<h1>Index of ${title}</h1><hr><pre><a href="../">../</a>\r\n${rows.join('')}</pre><hr></body>\r\n</html>\r\n`;
}

/** Media types by extension, as the packaged mime.types has them. */
export const MIME_TYPES = `types {
    text/html                                        html htm shtml;
    text/css                                         css;
    text/xml                                         xml;
    image/gif                                        gif;
    image/jpeg                                       jpeg jpg;
    application/javascript                           js;
    application/atom+xml                             atom;
    application/rss+xml                              rss;
    text/mathml                                      mml;
    text/plain                                       txt;
    text/vnd.wap.wml                                 wml;
    image/avif                                       avif;
    image/png                                        png;
    image/svg+xml                                    svg svgz;
    image/tiff                                       tif tiff;
    image/webp                                       webp;
    image/x-icon                                     ico;
    font/woff                                        woff;
    font/woff2                                       woff2;
    application/java-archive                         jar war ear;
    application/json                                 json;
    application/pdf                                  pdf;
    application/rtf                                  rtf;
    application/vnd.ms-excel                         xls;
    application/wasm                                 wasm;
    application/x-7z-compressed                      7z;
    application/xhtml+xml                            xhtml;
    application/zip                                  zip;
    application/octet-stream                         bin exe dll;
    application/octet-stream                         deb;
    application/octet-stream                         iso img;
    audio/midi                                       mid midi kar;
    audio/mpeg                                       mp3;
    audio/ogg                                        ogg;
    video/mp4                                        mp4;
    video/mpeg                                       mpeg mpg;
    video/webm                                       webm;
}
`;
