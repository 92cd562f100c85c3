import { concat } from '#io/streams';
import type { Headers } from '#network/http';
import { HttpExchangeError, request, type Answer } from '#network/http-client';
import { bodyChunks, REASONS } from '#network/http-wire';
import { lookup } from '#network/names';
import { NetworkError } from '#network/stack';
import { formatUrl, parseUrl, type Url } from '#network/url';
import type { Process } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { isApplet, tool } from '../program';
import { base64 } from './curl';
import { within, wordsOf } from './words';

class WgetError extends Error {
  override readonly name = 'WgetError';
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

interface Job {
  readonly url: Url;
  readonly typed: string;
  readonly busybox: boolean;
  readonly quiet: boolean;
  readonly noVerbose: boolean;
  readonly spider: boolean;
  readonly showHead: boolean;
  readonly output: string | undefined;
  readonly directory: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly headers: Headers;
  readonly body: string | undefined;
  readonly method: string | undefined;
  readonly redirects: number;
}

export const wget = tool(
  'wget',
  {
    short: 'O:o:P:T:t:U:qcSvdNi:r',
    long: {
      'output-document=': 'O',
      'directory-prefix=': 'P',
      'timeout=': 'T',
      'tries=': 't',
      'user-agent=': 'U',
      quiet: 'q',
      continue: 'c',
      'server-response': 'S',
      'no-verbose': 'nv',
      'no-check-certificate': 'k',
      spider: 'spider',
      'header=': 'header',
      'post-data=': 'post',
      'post-file=': 'post-file',
      'method=': 'method',
      'body-data=': 'body',
      'user=': 'user',
      'password=': 'password',
      'show-progress': 'progress',
      'progress=': 'progress',
      'https-only': 'k',
      'max-redirect=': 'max-redirect',
      'content-disposition': 'k',
      verbose: 'v',
      'retry-connrefused': 'retry',
      'waitretry=': 'wait',
      'read-timeout=': 'T',
      'connect-timeout=': 'T',
      timestamping: 'N',
      recursive: 'r',
    },
    usage: '[OPTION]... [URL]...',
    version: 'GNU Wget 1.21.4 built on linux-gnu.',
    usageExit: 2,
  },
  async (process, options) => {
    const busybox = isApplet(process);
    if (options.has('r') || options.has('i')) {
      await process.stderr.write('drydock: recursive downloads and lists (-r, -i) of wget are not simulated yet\n');
      return 1;
    }
    if (options.operands.length === 0) {
      await process.stderr.write(
        "wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n",
      );
      return 1;
    }
    let code = 0;
    for (const typed of options.operands) {
      const url = parseUrl(typed);
      try {
        if (!url || !['http', 'https'].includes(url.scheme)) {
          throw new WgetError(
            1,
            busybox ? `wget: not an http or ftp url: ${typed}\n` : `${typed}: Unsupported scheme.\n`,
          );
        }
        const headers: Headers = { 'user-agent': options.value('U') ?? (busybox ? 'Wget' : 'Wget/1.21.4') };
        if (!busybox) headers['accept'] = '*/*';
        const user = options.value('user') ?? url.user;
        if (user !== undefined)
          headers['authorization'] = `Basic ${base64(`${user}:${options.value('password') ?? url.password ?? ''}`)}`;
        for (const line of options.values('header')) {
          const match = /^([^:]+):\s*([\s\S]*)$/.exec(line);
          if (match) headers[match[1]!.toLowerCase()] = match[2]!;
        }
        const file = options.value('post-file');
        const body =
          options.value('post') ??
          options.value('body') ??
          (file === undefined ? undefined : process.fs.readText(file));
        if (body !== undefined) headers['content-type'] ??= 'application/x-www-form-urlencoded';
        await download(process, {
          url,
          typed,
          busybox,
          quiet: options.has('q'),
          noVerbose: options.has('nv') || (options.has('n') && options.has('v')),
          spider: options.has('spider'),
          showHead: options.has('S'),
          output: options.value('O'),
          directory: options.value('P'),
          timeoutMs: options.has('T') ? 1000 * Number(options.value('T')) : undefined,
          headers,
          body,
          method: options.value('method'),
          redirects: options.number('max-redirect', 20),
        });
      } catch (error) {
        if (!(error instanceof WgetError)) throw error;
        if (busybox || !options.has('q')) await process.stderr.write(error.message);
        code = error.code;
      }
    }
    return code;
  },
);

async function download(process: Process, job: Job): Promise<void> {
  const { url, busybox } = job;
  const say = (text: string): Promise<void> => (job.quiet ? Promise.resolve() : process.stderr.write(text));
  const long = (text: string): Promise<void> => (busybox || job.noVerbose ? Promise.resolve() : say(text));
  await long(`--${stamp(process, true)}--  ${formatUrl(url)}\n`);
  const addresses = await resolve(process, job, long);
  if (busybox)
    await say(
      `Connecting to ${url.host} (${addresses[0]!.includes(':') ? `[${addresses[0]!}]` : addresses[0]!}:${String(url.port)})\n`,
    );
  else
    await long(
      `Connecting to ${url.host} (${url.host})|${addresses[0]!}|:${String(url.port)}... `.replace(
        ` (${url.host})`,
        ` (${url.host})`,
      ),
    );
  const answer = await ask(process, job, addresses[0]!, long);
  const { status } = answer;
  const reason = REASONS[status] ?? '';
  await long(`connected.\nHTTP request sent, awaiting response... ${String(status)} ${reason}\n`);
  if (job.showHead) {
    await say(
      [
        `  HTTP/1.1 ${String(status)} ${reason}`,
        ...Object.entries(answer.headers).map(([k, v]) => `  ${k}: ${v}`),
        '',
      ].join('\n'),
    );
  }
  if (status >= 400) {
    answer.close();
    if (busybox) throw new WgetError(1, `wget: server returned error: HTTP/1.1 ${String(status)} ${reason}\n`);
    const at = stamp(process, true);
    throw new WgetError(
      status === 401 ? 6 : 8,
      `${job.noVerbose ? `${formatUrl(url)}:\n` : ''}${at} ERROR ${String(status)}: ${reason}.\n${job.noVerbose ? '' : '\n'}`,
    );
  }
  const type = (answer.headers['content-type'] ?? 'text/html').replace(/;.*/, '');
  if (job.spider) {
    await (busybox ? say('remote file exists\n') : long(`Length: unspecified [${type}]\nRemote file exists.\n\n`));
    answer.close();
    return;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of bodyChunks(answer.body)) {
      size += chunk.length;
      chunks.push(chunk);
      if (job.output === '-') await process.stdout.write(chunk);
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new WgetError(
      busybox ? 1 : 4,
      busybox
        ? 'wget: error getting response: Connection reset by peer\n'
        : 'Read error at byte 0 (Connection reset by peer).\n',
    );
  }
  answer.close();
  const name = fileName(process, job, answer.url);
  await long(
    `Length: ${String(size)}${size >= 1024 ? ` (${human(size)})` : ''} [${type}]\nSaving to: ‘${name === '-' ? 'STDOUT' : name}’\n\n`,
  );
  if (busybox && name !== '-') await say(`saving to '${name}'\n`);
  if (name !== '-') {
    try {
      if (job.directory !== undefined) process.fs.mkdir(job.directory, { parents: true });
      process.fs.writeFile(name, concat(chunks, size));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new WgetError(
        busybox ? 1 : 3,
        busybox ? `wget: can't open '${name}': ${error.message}\n` : `${name}: ${error.message}\n`,
      );
    }
  }
  await finish(process, job, name, size, say, long);
}

async function finish(
  process: Process,
  job: Job,
  name: string,
  size: number,
  say: (t: string) => Promise<void>,
  long: (t: string) => Promise<void>,
): Promise<void> {
  const shown = name === '-' ? '-' : name.replace(/^.*\//, '');
  if (job.busybox) {
    const label = shown.slice(0, 20).padEnd(20);
    await say(`${label} 100% |${'*'.repeat(32)}| ${String(size).padStart(5)}  0:00:00 ETA\n`);
    await say(name === '-' ? 'written to stdout\n' : `'${name}' saved\n`);
    return;
  }
  const speed = `${(size / 1024 / 0.02).toFixed(1)} KB/s`;
  if (job.noVerbose) {
    await say(
      `${stamp(process, true)} URL:${formatUrl(job.url)} [${String(size)}/${String(size)}] -> "${shown}" [1]\n`,
    );
    return;
  }
  await long(
    `${shown.slice(0, 20).padEnd(20)}100%[${'='.repeat(19)}>] ${String(size).padStart(7)}  --.-KB/s    in 0s      \n\n`,
  );
  const saved = name === '-' ? 'written to stdout' : `‘${name}’ saved`;
  await long(`${stamp(process, true)} (${speed}) - ${saved} [${String(size)}/${String(size)}]\n\n`);
}

async function resolve(process: Process, job: Job, long: (text: string) => Promise<void>): Promise<readonly string[]> {
  const { host } = job.url;
  try {
    const found = await process.wait(lookup(host, process.fs, process.net));
    if (found.source !== 'address') await long(`Resolving ${host} (${host})... ${found.addresses.join(', ')}\n`);
    return found.addresses;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    if (job.busybox) throw new WgetError(1, `wget: bad address '${host}'\n`);
    const words = `failed: ${wordsOf(error)}.\nwget: unable to resolve host address ‘${host}’\n`;
    throw new WgetError(
      4,
      job.noVerbose ? `wget: unable to resolve host address ‘${host}’\n` : `Resolving ${host} (${host})... ${words}`,
    );
  }
}

async function ask(
  process: Process,
  job: Job,
  address: string,
  long: (text: string) => Promise<void>,
): Promise<Answer> {
  const { url, busybox } = job;
  try {
    const wanted = request(process, formatUrl(url), {
      method: job.method ?? (job.spider ? 'HEAD' : job.body === undefined ? 'GET' : 'POST'),
      headers: job.headers,
      redirects: job.redirects,
      ...(job.body !== undefined && { body: job.body }),
      ...(job.timeoutMs !== undefined && { connectTimeoutMs: job.timeoutMs }),
    });
    const answer = await within(process, job.timeoutMs, wanted);
    if (!answer)
      throw new WgetError(
        busybox ? 1 : 4,
        busybox ? 'wget: download timed out\n' : 'Read error (Connection timed out) in headers.\nGiving up.\n\n',
      );
    return answer;
  } catch (error) {
    if (error instanceof NetworkError) {
      if (busybox) {
        const words =
          error.code === 'ECONNRESET'
            ? 'wget: error getting response: Connection reset by peer\n'
            : `wget: can't connect to remote host (${address}): ${wordsOf(error)}\n`;
        throw new WgetError(1, words);
      }
      if (error.code !== 'ECONNRESET') await long(`failed: ${wordsOf(error)}.\n`);
      throw new WgetError(
        4,
        error.code === 'ECONNRESET'
          ? 'connected.\nHTTP request sent, awaiting response... Read error (Connection reset by peer) in headers.\nRetrying.\n\n'
          : '',
      );
    }
    if (error instanceof HttpExchangeError) {
      throw new WgetError(
        busybox ? 1 : 5,
        error.kind === 'redirects'
          ? busybox
            ? 'wget: too many redirections\n'
            : `${String(job.redirects)} redirections exceeded.\n`
          : busybox
            ? 'wget: error getting response: Connection reset by peer\n'
            : 'OpenSSL: error:0A00010B:SSL routines::wrong version number\nUnable to establish SSL connection.\n',
      );
    }
    throw error;
  }
}

function fileName(process: Process, job: Job, url: Url): string {
  if (job.output !== undefined) return job.output;
  const base =
    job.url.target.replace(/\?.*$/, '').replace(/^.*\//, '') ||
    url.target.replace(/\?.*$/, '').replace(/^.*\//, '') ||
    'index.html';
  const wanted = job.directory === undefined ? base : `${job.directory}/${base}`;
  if (job.busybox || !process.fs.exists(wanted)) return wanted;
  for (let n = 1; ; n++) if (!process.fs.exists(`${wanted}.${String(n)}`)) return `${wanted}.${String(n)}`;
}

const human = (n: number): string =>
  n < 1024 * 1024 ? `${(n / 1024).toFixed(n < 10240 ? 1 : 0)}K` : `${(n / 1024 / 1024).toFixed(1)}M`;

const stamp = (process: Process, full: boolean): string => {
  const iso = new Date(process.clock.epochNow()).toISOString();
  return full ? `${iso.slice(0, 10)} ${iso.slice(11, 19)}` : iso.slice(11, 19);
};
