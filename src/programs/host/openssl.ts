import { readAll } from '#io/streams';
import type { Process, Program } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { digest } from '../languages/digest';

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let k = 0; k < 4; k++) out += i + k > bytes.length ? '=' : ALPHABET[(word >> (18 - 6 * k)) & 63]!;
  }
  return out;
}

const wrapped = (text: string): string => text.replace(/.{1,64}/g, '$&\n');

/**
 * openssl: random bytes, digests and base64. Upstream: OpenSSL 3.0. Simplified: keys and certificates are not
 * simulated yet, and say so.
 */
export const openssl: Program = {
  name: 'openssl',
  async run(process) {
    const [verb = '', ...args] = process.argv.slice(1);
    try {
      switch (verb) {
        case 'version':
          await process.stdout.write('OpenSSL 3.0.13 30 Jan 2024 (Library: OpenSSL 3.0.13 30 Jan 2024)\n');
          return 0;
        case 'rand':
          return await rand(process, args);
        case 'dgst':
        case 'md5':
        case 'sha1':
        case 'sha256':
          return await hash(process, verb, args);
        case 'base64':
        case 'enc':
          return await encode(process, verb, args);
        default:
          if (
            !/^(req|x509|genrsa|rsa|genpkey|pkey|ec|ecparam|s_client|s_server|ca|verify|passwd|pkcs12|pkcs8|dhparam|rsautl|crl|list|speed)$/.test(
              verb,
            )
          ) {
            await process.stderr.write(`Invalid command '${verb}'; type "help" for a list.\n`);
            return 1;
          }
          await process.stderr.write(`drydock: openssl ${verb} is not simulated yet\n`);
          return 1;
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await process.stderr.write(`Can't open "${error.path}" for reading, ${error.message}\n`);
      return 1;
    }
  },
};

async function rand(process: Process, args: readonly string[]): Promise<number> {
  const count = Number(args.find((arg) => /^\d+$/.test(arg)) ?? NaN);
  if (!(count >= 0 && count <= 1 << 20)) {
    await process.stderr.write('Usage: rand [options] num\n');
    return 1;
  }
  const bytes = process.random.bytes(count);
  const at = args.indexOf('-out');
  const out = args.includes('-hex') ? `${hex(bytes)}\n` : args.includes('-base64') ? wrapped(base64(bytes)) : bytes;
  if (at >= 0) process.fs.writeFile(args[at + 1] ?? '', out);
  else await process.stdout.write(out);
  return 0;
}

async function hash(process: Process, verb: string, args: readonly string[]): Promise<number> {
  const option = args.find((arg) => /^-(md5|sha1|sha256)$/.test(arg))?.slice(1);
  const other = args.find(
    (arg) => /^-(sha\d+|sha3-\d+|blake\w+|sign|verify|hmac)$/.test(arg) && arg.slice(1) !== option,
  );
  if (other !== undefined) {
    await process.stderr.write(`drydock: openssl dgst ${other} is not simulated yet\n`);
    return 1;
  }
  const algorithm = (option ?? (verb === 'dgst' ? 'sha256' : verb)) as 'md5' | 'sha1' | 'sha256';
  const files = args.filter((arg) => !arg.startsWith('-'));
  for (const file of files.length > 0 ? files : ['-']) {
    const bytes = file === '-' ? await readAll(process.stdin) : process.fs.readFile(file);
    const label = args.includes('-r')
      ? ''
      : `${algorithm === 'md5' ? 'MD5' : `SHA2-256`}(${file === '-' ? 'stdin' : file})= `;
    const name = algorithm === 'sha1' ? label.replace('SHA2-256', 'SHA1') : label;
    await process.stdout.write(
      `${name}${hex(digest(algorithm, bytes))}${args.includes('-r') ? ` *${file === '-' ? 'stdin' : file}` : ''}\n`,
    );
  }
  return 0;
}

async function encode(process: Process, verb: string, args: readonly string[]): Promise<number> {
  if (verb === 'enc' && !args.some((arg) => /^-(base64|a)$/.test(arg))) {
    await process.stderr.write('drydock: openssl enc with a cipher is not simulated yet\n');
    return 1;
  }
  const value = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const input = value('-in');
  const bytes = input === undefined ? await readAll(process.stdin) : process.fs.readFile(input);
  const out = args.includes('-d')
    ? decode(new TextDecoder().decode(bytes))
    : args.includes('-A')
      ? base64(bytes)
      : wrapped(base64(bytes));
  const file = value('-out');
  if (file === undefined) await process.stdout.write(out);
  else process.fs.writeFile(file, out);
  return 0;
}

function decode(text: string): Uint8Array {
  const out: number[] = [];
  let [word, bits] = [0, 0];
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) continue;
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out.push((word >> bits) & 255);
  }
  return Uint8Array.from(out);
}
