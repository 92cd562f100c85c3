import { concat, encode } from '#io/streams';
import type { Headers, HttpBody } from '#network/http';
import { hostHeader, parseUrl, resolveUrl, type Url } from '#network/url';
import type { Process, Program } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { dataOf, formOf, uploadOf } from './curl-body';
import { cookiesFor, readJar, storeCookies, writeJar, type Cookie } from './curl-cookies';
import { CurlUsage, notSimulated, parseCurl, type CurlOptions } from './curl-options';
import { CurlError, fetchOnce, headLines, limited, type Hit } from './curl-transfer';
import { meter, writeOut, type Outcome } from './curl-report';

const VERSION = '8.14.1';

export const curl: Program = {
  name: 'curl',
  async run(process) {
    let options: CurlOptions;
    try {
      options = parseCurl(process.argv.slice(1));
    } catch (error) {
      if (!(error instanceof CurlUsage)) throw error;
      await process.stderr.write(
        `curl: ${error.message}\ncurl: try 'curl --help' or 'curl --manual' for more information\n`,
      );
      return error.code;
    }
    if (options.flags.has('version')) {
      await process.stdout.write(
        `curl ${VERSION} (x86_64-pc-linux-gnu) libcurl/${VERSION}\nRelease-Date: 2025-06-04\nProtocols: http https\nFeatures: SSL UnixSockets\n`,
      );
      return 0;
    }
    const missing = notSimulated(options);
    if (missing !== undefined || options.flags.has('help')) {
      await process.stderr.write(`drydock: curl ${missing ?? '--help'} is not simulated yet\n`);
      return 1;
    }
    if (options.urls.length === 0) {
      await process.stderr.write(
        "curl: (2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
      );
      return 2;
    }
    const jar = readJar(process, options);
    let code = 0;
    for (const [i, url] of options.urls.entries()) {
      const result = await withRetries(process, options, url, i, jar);
      code = result === 0 && !options.flags.has('fail-early') ? code : result;
      if (result !== 0 && options.flags.has('fail-early')) break;
      code = result;
    }
    writeJar(process, options, jar);
    return code;
  },
};

async function withRetries(
  process: Process,
  options: CurlOptions,
  url: string,
  nth: number,
  jar: Cookie[],
): Promise<number> {
  const retries = numberOf(options, 'retry') ?? 0;
  const fixed = numberOf(options, 'retry-delay');
  for (let left = retries, delay = 1; ; left--) {
    const { code, status, message } = await transfer(process, options, url, nth, jar);
    const transient = [408, 429, 500, 502, 503, 504].includes(status) || code === 28 || code === 6;
    const again =
      (code !== 0 && options.flags.has('retry-all-errors')) ||
      transient ||
      (code === 7 && options.flags.has('retry-connrefused'));
    if (left <= 0 || !again) return code;
    const seconds = fixed ?? delay;
    if (!options.flags.has('silent')) {
      const why = message === '' ? `HTTP error` : message === 'timeout' ? 'timeout' : 'connection refused';
      await process.stderr.write(
        `Warning: Problem: ${why}. Will retry in ${String(seconds)} second${seconds === 1 ? '' : 's'}. ${String(left)} ${left === 1 ? 'retry' : 'retries'} left.\n`,
      );
    }
    await process.sleep(1000 * seconds);
    delay = Math.min(600, delay * 2);
  }
}

/** One address from the name to the last byte, with redirects; tells failures and answers the exit code. */
async function transfer(
  process: Process,
  options: CurlOptions,
  address: string,
  nth: number,
  jar: Cookie[],
): Promise<{ code: number; status: number; message: string }> {
  const { flags } = options;
  const outcome: Outcome = {
    start: process.clock.now(),
    url: undefined,
    hit: undefined,
    redirects: 0,
    downloaded: 0,
    uploaded: 0,
    headerBytes: 0,
    method: 'GET',
    file: undefined,
    error: undefined,
  };
  let code = 0;
  let message = '';
  try {
    await perform(process, options, address, nth, outcome, jar);
    const status = outcome.hit?.response.status ?? 0;
    if ((flags.has('fail') || flags.has('fail-with-body')) && status >= 400) {
      throw new CurlError(22, `The requested URL returned error: ${String(status)}`);
    }
  } catch (thrown) {
    const error =
      thrown instanceof FileError
        ? new CurlError(23, 'client returned ERROR on write, 0 bytes wanted to write')
        : thrown;
    if (!(error instanceof CurlError)) throw error;
    code = error.code;
    message = error.code === 28 ? 'timeout' : error.message;
    outcome.error = error;
    if (!flags.has('silent') || flags.has('show-error'))
      await process.stderr.write(`curl: (${String(code)}) ${error.message}\n`);
  } finally {
    outcome.hit?.close();
  }
  const format = options.values.get('write-out')?.at(-1);
  if (format !== undefined) await writeOut(process, format, outcome);
  return { code, status: outcome.hit?.response.status ?? 0, message };
}

async function perform(
  process: Process,
  options: CurlOptions,
  address: string,
  nth: number,
  outcome: Outcome,
  jar: Cookie[],
): Promise<void> {
  const { flags, values } = options;
  const last = (name: string): string | undefined => values.get(name)?.at(-1);
  let url: Url | undefined = parseUrl(address);
  if (!url)
    throw new CurlError(
      3,
      address === ''
        ? 'URL using bad/illegal format or missing URL'
        : 'URL rejected: Malformed input to a URL function',
    );
  if (/[\s]/.test(address)) throw new CurlError(3, 'URL rejected: Malformed input to a URL function');
  if (!['http', 'https'].includes(url.scheme)) {
    throw new CurlError(1, url.scheme === 'ftp' ? 'Protocol "ftp" disabled' : `Protocol "${url.scheme}" not supported`);
  }
  const data = await dataOf(process, options);
  const form = await formOf(process, options);
  const upload = await uploadOf(process, options);
  let payload = upload ?? form?.bytes ?? data;
  if (flags.has('get') && data) {
    url = { ...url, target: `${url.target}${url.target.includes('?') ? '&' : '?'}${new TextDecoder().decode(data)}` };
    payload = undefined;
  }
  const custom = last('request');
  let method = custom ?? (flags.has('head') ? 'HEAD' : upload ? 'PUT' : payload ? 'POST' : 'GET');
  const deadline = seconds(last('max-time'), outcome.start);
  for (;;) {
    outcome.url = url;
    outcome.method = method;
    const headers = headersFor(options, url, payload, form?.type, cookiesFor(jar, url));
    const body: HttpBody = payload ? { kind: 'bytes', bytes: payload } : { kind: 'empty' };
    outcome.uploaded = payload?.length ?? 0;
    const hit: Hit = await fetchOnce(process, {
      url,
      method,
      headers,
      body,
      resolve: values.get('resolve') ?? [],
      connectTo: values.get('connect-to') ?? [],
      connectTimeoutMs: last('connect-timeout') === undefined ? undefined : 1000 * Number(last('connect-timeout')),
      deadline,
      unixSocket: last('unix-socket'),
      say: (line) => (flags.has('verbose') ? process.stderr.write(`${line}\n`) : Promise.resolve()),
    });
    outcome.hit = hit;
    storeCookies(jar, url, hit.response.headers['set-cookie']);
    const { status } = hit.response;
    const location = hit.response.headers['location'];
    const follow =
      (flags.has('location') || flags.has('location-trusted')) &&
      location !== undefined &&
      status >= 300 &&
      status < 400;
    const head = encode(`${headLines(hit.response).join('\r\n')}\r\n\r\n`);
    outcome.headerBytes += head.length;
    if (follow) {
      if (flags.has('include') || flags.has('head')) await process.stdout.write(head);
      const most = Number(last('max-redirs') ?? 50);
      if (most >= 0 && ++outcome.redirects > most)
        throw new CurlError(47, `Maximum (${String(most)}) redirects followed`);
      const next = resolveUrl(url, location);
      if (!next) throw new CurlError(3, 'URL rejected: Malformed input to a URL function');
      if (flags.has('verbose')) await process.stderr.write(`* Issue another request to this URL: '${location}'\n`);
      hit.close();
      if (status < 307 && method === 'POST' && custom === undefined) {
        method = 'GET';
        payload = undefined;
      }
      url = { ...next, user: next.user ?? (next.host === url.host ? url.user : undefined) };
      continue;
    }
    if (flags.has('fail') && status >= 400) return;
    await receive(process, options, nth, outcome, head, deadline);
    if (flags.has('verbose')) await process.stderr.write(`* Connection #0 to host ${url.host} left intact\n`);
    return;
  }
}

/** The body (and with -i, -I the head) to its file or standard output, and the progress meter. */
async function receive(
  process: Process,
  options: CurlOptions,
  nth: number,
  outcome: Outcome,
  head: Uint8Array,
  deadline: number,
): Promise<void> {
  const { flags, values } = options;
  const { response } = outcome.hit!;
  const file = outputName(options, nth, outcome);
  outcome.file = file;
  const showHead = flags.has('include') || flags.has('head');
  const dump = values.get('dump-header')?.at(-1);
  if (dump === '-') await process.stdout.write(head);
  else if (dump !== undefined) process.fs.writeFile(dump, head);
  const parts: Uint8Array[] = showHead ? [head] : [];
  const shows = !flags.has('silent') && !flags.has('no-progress-meter') && (file !== undefined || !process.isTTY(1));
  if (file === undefined && showHead) await process.stdout.write(head);
  const body = outcome.method === 'HEAD' ? [] : limited(process, response, deadline, outcome.start);
  const isDevice = file !== undefined && process.fs.exists(file) && process.fs.stat(file).type !== 'file';
  const sink = isDevice ? process.open(file, 'w') : undefined;
  for await (const chunk of body) {
    outcome.downloaded += chunk.length;
    if (file === undefined) await process.stdout.write(chunk);
    else if (sink) await sink.writer?.write(chunk);
    else parts.push(chunk);
  }
  sink?.close();
  if (file !== undefined && !sink) {
    if (flags.has('create-dirs') && file.includes('/'))
      process.fs.mkdir(file.replace(/\/[^/]*$/, ''), { parents: true });
    try {
      process.fs.writeFile(file, concat(parts));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      if (!flags.has('silent'))
        await process.stderr.write(`Warning: Failed to open the file ${file}: ${error.message}\n`);
      throw new CurlError(
        23,
        'client returned ERROR on write, ' + `${String(outcome.downloaded)} bytes wanted to write`,
      );
    }
  }
  if (shows) await process.stderr.write(meter(outcome, process.clock.now(), flags.has('progress-bar')));
}

function outputName(options: CurlOptions, nth: number, outcome: Outcome): string | undefined {
  const given = options.outputs[nth];
  const all = options.flags.has('remote-name-all') && options.outputs.length === 0;
  if (nth >= options.outputs.length && !all) return undefined;
  const directory = options.values.get('output-dir')?.at(-1);
  if (given !== undefined) return given === '-' ? undefined : directory === undefined ? given : `${directory}/${given}`;
  const disposition = /filename="?([^";/]+)/.exec(outcome.hit?.response.headers['content-disposition'] ?? '')?.[1];
  const first = parseUrl(options.urls[nth]!)?.target ?? '/';
  const name =
    options.flags.has('remote-header-name') && disposition
      ? disposition
      : first.replace(/\?.*$/, '').replace(/^.*\//, '');
  if (name === '') return 'curl_response';
  return directory === undefined ? name : `${directory}/${name}`;
}

function headersFor(
  options: CurlOptions,
  url: Url,
  payload: Uint8Array | undefined,
  formType: string | undefined,
  cookies: string,
): Headers {
  const { flags, values } = options;
  const last = (name: string): string | undefined => values.get(name)?.at(-1);
  const headers: Headers = { host: hostHeader(url) };
  const user = last('user') ?? (url.user === undefined ? undefined : `${url.user}:${url.password ?? ''}`);
  if (user !== undefined) headers['authorization'] = `Basic ${base64(user.includes(':') ? user : `${user}:`)}`;
  const bearer = last('oauth2-bearer');
  if (bearer !== undefined) headers['authorization'] = `Bearer ${bearer}`;
  headers['user-agent'] = last('user-agent') ?? `curl/${VERSION}`;
  headers['accept'] = '*/*';
  const range = last('range');
  if (range !== undefined) headers['range'] = `bytes=${range}`;
  const referer = last('referer');
  if (referer !== undefined) headers['referer'] = referer;
  // Simplified: the world's servers do not compress, so `--compressed` only says that it could.
  if (flags.has('compressed')) headers['accept-encoding'] = 'deflate, gzip, br, zstd';
  if (cookies !== '') headers['cookie'] = cookies;
  if (payload) {
    headers['content-length'] = String(payload.length);
    const json = options.data.some((d) => d.kind === 'json');
    if (json) headers['accept'] = 'application/json';
    if (formType !== undefined) headers['content-type'] = formType;
    else if (!values.has('upload-file'))
      headers['content-type'] = json ? 'application/json' : 'application/x-www-form-urlencoded';
  }
  for (const line of values.get('header') ?? []) {
    const match = /^([^:;]+)([:;])\s*([\s\S]*)$/.exec(line);
    if (!match) continue;
    const name = match[1]!.trim().toLowerCase();
    // `Name:` takes a header away, `Name;` sends it empty.
    if (match[2] === ':' && match[3] === '') Reflect.deleteProperty(headers, name);
    else headers[name] = match[2] === ';' ? '' : match[3]!;
  }
  return headers;
}

const seconds = (value: string | undefined, from: number): number =>
  value === undefined ? Infinity : from + 1000 * Number(value);

const numberOf = (options: CurlOptions, name: string): number | undefined => {
  const value = options.values.get(name)?.at(-1);
  return value === undefined ? undefined : Number(value);
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Text in base64, as UTF-8. */
export function base64(text: string): string {
  const bytes = encode(text);
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const n = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const four = [18, 12, 6, 0].map((shift) => ALPHABET[(n >> shift) & 63]!).join('');
    out += four.slice(0, Math.min(4, bytes.length - i + 1)).padEnd(4, '=');
  }
  return out;
}
