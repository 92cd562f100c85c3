import { concat, encode, readAll } from '#io/streams';
import type { Process } from '#process/process';
import { FileError } from '#vfs/filesystem';
import type { CurlOptions } from './curl-options';
import { CurlError } from './curl-transfer';
import { typeOf } from '#network/static-files';

async function readFrom(process: Process, path: string): Promise<Uint8Array> {
  if (path === '-') return await process.wait(readAll(process.stdin));
  try {
    return process.fs.readFile(path);
  } catch (error) {
    if (error instanceof FileError) throw new CurlError(26, `Failed to open ${path}`);
    throw error;
  }
}

const stripped = (bytes: Uint8Array): Uint8Array => bytes.filter((b) => b !== 10 && b !== 13 && b !== 0);

/** What `-d` and its kin send, joined as curl joins them; undefined when there are none. */
export async function dataOf(process: Process, options: CurlOptions): Promise<Uint8Array | undefined> {
  if (options.data.length === 0) return undefined;
  const parts: Uint8Array[] = [];
  for (const { kind, value } of options.data) {
    let part: Uint8Array;
    if (kind === 'data-raw') part = encode(value);
    else if (kind === 'data-urlencode') part = await urlEncoded(process, value);
    else if (value.startsWith('@')) {
      const bytes = await readFrom(process, value.slice(1));
      part = kind === 'data' || kind === 'data-ascii' ? stripped(bytes) : bytes;
    } else part = encode(value);
    if (parts.length > 0 && kind !== 'json') parts.push(encode('&'));
    parts.push(part);
  }
  return concat(parts);
}

async function urlEncoded(process: Process, value: string): Promise<Uint8Array> {
  const match = /^([^=@]*)([=@])?([\s\S]*)$/.exec(value)!;
  const name = match[2] === undefined ? '' : match[1]!;
  const content = match[2] === undefined ? value : match[2] === '@' ? await readFrom(process, match[3]!) : match[3]!;
  const bytes = typeof content === 'string' ? encode(content) : content;
  let out = '';
  for (const b of bytes) {
    const ch = String.fromCharCode(b);
    out += /[A-Za-z0-9._~-]/.test(ch) ? ch : `%${b.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encode(name === '' ? out : `${name}=${out}`);
}

/** A multipart form from `-F`; undefined when there is none. */
export async function formOf(
  process: Process,
  options: CurlOptions,
): Promise<{ bytes: Uint8Array; type: string } | undefined> {
  if (options.forms.length === 0) return undefined;
  const boundary = `------------------------${process.random.hex(22)}`;
  const parts: Uint8Array[] = [];
  for (const { value, literal } of options.forms) {
    const at = value.indexOf('=');
    if (at < 0) throw new CurlError(2, 'Illegally formatted input field');
    const name = value.slice(0, at);
    const [content = '', ...settings] = literal ? [value.slice(at + 1)] : value.slice(at + 1).split(';');
    const setting = (key: string): string | undefined =>
      settings.find((s) => s.startsWith(`${key}=`))?.slice(key.length + 1);
    let head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`;
    let bytes: Uint8Array;
    if (!literal && (content.startsWith('@') || content.startsWith('<'))) {
      const path = content.slice(1);
      bytes = await readFrom(process, path);
      if (content.startsWith('@')) {
        const filename = setting('filename') ?? path.replace(/^.*\//, '');
        head += `; filename="${filename}"\r\nContent-Type: ${setting('type') ?? typeOf(filename)}`;
      }
    } else bytes = encode(content.replace(/^"([\s\S]*)"$/, '$1'));
    parts.push(encode(`${head}\r\n\r\n`), bytes, encode('\r\n'));
  }
  parts.push(encode(`--${boundary}--\r\n`));
  return { bytes: concat(parts), type: `multipart/form-data; boundary=${boundary}` };
}

/** The file that `-T` sends. */
export const uploadOf = async (process: Process, options: CurlOptions): Promise<Uint8Array | undefined> => {
  const path = options.values.get('upload-file')?.at(-1);
  return path === undefined ? undefined : await readFrom(process, path);
};
