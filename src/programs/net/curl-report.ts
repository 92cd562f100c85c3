import { formatUrl, type Url } from '#network/url';
import type { Process } from '#process/process';
import type { CurlError, Hit } from './curl-transfer';

/** What became of one transfer. */
export interface Outcome {
  readonly start: number;
  url: Url | undefined;
  hit: Hit | undefined;
  redirects: number;
  downloaded: number;
  uploaded: number;
  headerBytes: number;
  method: string;
  file: string | undefined;
  error: CurlError | undefined;
}

/** Five columns: 1234, 12345, 120k, 1.2M. */
const amount = (n: number): string => {
  if (n < 100_000) return String(Math.floor(n));
  if (n < 10_000 * 1024) return `${String(Math.floor(n / 1024))}k`;
  return `${(n / 1024 / 1024).toFixed(1)}M`;
};

/** The progress meter as it stands at the end. */
export function meter(outcome: Outcome, now: number, bar: boolean): string {
  if (bar) return `${'#'.repeat(72)} 100.0%\n`;
  const head =
    '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n';
  const { downloaded: down, uploaded: up } = outcome;
  const s = Math.max(0.001, (now - outcome.start) / 1000);
  const cell = (n: number): string => amount(n).padStart(5);
  const clock =
    now - outcome.start < 1000
      ? '--:--:--'
      : new Date(now - outcome.start).toISOString().slice(11, 19).replace(/^0/, ' ');
  const percent = down + up > 0 ? '100' : '  0';
  const line = `${percent} ${cell(down + up)}  ${down > 0 ? '100' : '  0'} ${cell(down)}    ${up > 0 ? '100' : '0'.padStart(1)} ${cell(up)}  ${amount(down / s).padStart(5)}  ${amount(up / s).padStart(5)} --:--:-- ${clock} --:--:-- ${amount((down + up) / s).padStart(5)}\n`;
  return head + line;
}

/** What `-w` prints: `%{name}`, escapes, `%%`. */
export async function writeOut(process: Process, format: string, outcome: Outcome): Promise<void> {
  const given = format.startsWith('@') ? process.fs.readText(format.slice(1)) : format;
  const { hit, url } = outcome;
  const total = process.clock.now() - outcome.start;
  const time = (ms: number | undefined): string => ((ms ?? 0) / 1000).toFixed(6);
  const tls = url?.scheme === 'https';
  const values: Record<string, () => string> = {
    http_code: () => String(hit?.response.status ?? 0).padStart(3, '0'),
    response_code: () => String(hit?.response.status ?? 0).padStart(3, '0'),
    content_type: () => hit?.response.headers['content-type'] ?? '',
    size_download: () => String(outcome.downloaded),
    size_upload: () => String(outcome.uploaded),
    size_header: () => String(outcome.headerBytes),
    speed_download: () => String(Math.floor((1000 * outcome.downloaded) / Math.max(1, total))),
    speed_upload: () => String(Math.floor((1000 * outcome.uploaded) / Math.max(1, total))),
    time_total: () => time(total),
    time_namelookup: () => time(hit?.lookupMs),
    time_connect: () => time(hit?.connectMs),
    time_appconnect: () => time(tls ? hit?.connectMs : 0),
    time_pretransfer: () => time(hit?.connectMs),
    time_starttransfer: () => time(hit?.firstByteMs),
    time_redirect: () => time(0),
    num_redirects: () => String(outcome.redirects),
    num_connects: () => (hit ? '1' : '0'),
    url_effective: () => (url ? formatUrl(url) : ''),
    url: () => (url ? formatUrl(url) : ''),
    redirect_url: () => hit?.response.headers['location'] ?? '',
    remote_ip: () => hit?.address ?? '',
    remote_port: () => String(hit?.port ?? 0),
    local_ip: () => hit?.local.address ?? '',
    local_port: () => String(hit?.local.port ?? 0),
    http_version: () => (hit ? '1.1' : '0'),
    scheme: () => url?.scheme ?? '',
    method: () => outcome.method,
    filename_effective: () => outcome.file ?? '',
    ssl_verify_result: () => '0',
    exitcode: () => String(outcome.error?.code ?? 0),
    errormsg: () => outcome.error?.message ?? '',
  };
  const text = given.replace(
    /%\{([^}]*)\}|%%|\\([nrt\\])/g,
    (whole, name: string | undefined, escape: string | undefined) => {
      if (whole === '%%') return '%';
      if (escape !== undefined) return ({ n: '\n', r: '\r', t: '\t', '\\': '\\' } as Record<string, string>)[escape]!;
      if (name === 'onerror' || name === 'stderr' || name === 'stdout') return '';
      const header = /^header\{(.*)$/.exec(name ?? '');
      if (header) return hit?.response.headers[header[1]!.toLowerCase()] ?? '';
      return values[name ?? '']?.() ?? '';
    },
  );
  await process.stdout.write(text);
}
