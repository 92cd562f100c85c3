import { decode, encode } from '#io/streams';
import type { FileSystem, FileType } from './filesystem';
import type { NodeRecord } from './layer';

/** One entry of an archive: a node and its name there (`a/b`, directories without the last slash). */
export interface TarEntry extends NodeRecord {
  readonly path: string;
  /** A hard link to an earlier entry of this name; `data` is absent then. */
  readonly hardLink?: string;
}

const BLOCK = 512;
/** The bytes that octal fields of a header hold at most. */
const NAME = 100;
const PREFIX = 155;
/** A bound on what one archive may unpack to. */
const LIMIT = 1 << 30;

const FLAG_OF: Readonly<Partial<Record<FileType, string>>> = {
  file: '0',
  symlink: '2',
  char: '3',
  block: '4',
  directory: '5',
  fifo: '6',
};
const TYPE_OF: Readonly<Record<string, FileType | undefined>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'file',
  '2': 'symlink',
  '3': 'char',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
};

/** An archive in POSIX (pax) format. Sockets are left out, as tar does. Upstream: POSIX pax, ustar interchange format. */
export function writeTar(entries: Iterable<TarEntry>): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const entry of entries) {
    const flag = entry.hardLink !== undefined ? '1' : FLAG_OF[entry.type];
    if (flag === undefined) continue;
    const name = entry.type === 'directory' ? `${entry.path}/` : entry.path;
    const target = entry.hardLink ?? entry.target ?? '';
    const data = flag === '0' ? (entry.data ?? new Uint8Array(0)) : new Uint8Array(0);
    const pax = paxRecords(name, target);
    if (pax.length > 0) {
      blocks.push(header(`PaxHeaders.0/${name}`.slice(0, NAME), { ...entry, mode: 0o644 }, 'x', pax.length, ''));
      blocks.push(padded(pax));
    }
    blocks.push(header(name, entry, flag, data.length, target));
    if (data.length > 0) blocks.push(padded(data));
  }
  blocks.push(new Uint8Array(2 * BLOCK));
  const size = blocks.reduce((sum, block) => sum + block.length, 0);
  const archive = new Uint8Array(size);
  let at = 0;
  for (const block of blocks) {
    archive.set(block, at);
    at += block.length;
  }
  return archive;
}

/** Thrown for bytes that are no archive. */
export class TarError extends Error {
  override readonly name = 'TarError';
}

/** The entries of an archive (ustar, pax and GNU long names). Throws TarError. */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  let pax: Record<string, string> = {};
  let unpacked = 0;
  for (let at = 0; at + BLOCK <= archive.length;) {
    const head = archive.subarray(at, at + BLOCK);
    if (head.every((byte) => byte === 0)) return;
    if (number(head, 148, 8) !== checksum(head)) throw new TarError('This does not look like a tar archive');
    const size = pax['size'] !== undefined ? Number(pax['size']) : number(head, 124, 12);
    const flag = text(head, 156, 1) || '\0';
    const data = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (data.length < size) throw new TarError('Unexpected EOF in archive');
    unpacked += size;
    if (unpacked > LIMIT) throw new TarError('archive is too big');
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (flag === 'x') pax = { ...pax, ...parsePax(data) };
    else if (flag === 'L') pax = { ...pax, path: untilZero(data) };
    else if (flag === 'K') pax = { ...pax, linkpath: untilZero(data) };
    else {
      const type = TYPE_OF[flag];
      if (type) yield entryOf(head, flag, type, data, pax);
      pax = {};
    }
  }
}

function entryOf(
  head: Uint8Array,
  flag: string,
  type: FileType,
  data: Uint8Array,
  pax: Readonly<Record<string, string>>,
): TarEntry {
  const prefix = text(head, 257, 5) === 'ustar' ? text(head, 345, PREFIX) : '';
  const name = pax['path'] ?? (prefix === '' ? text(head, 0, NAME) : `${prefix}/${text(head, 0, NAME)}`);
  const target = pax['linkpath'] ?? text(head, 157, NAME);
  return {
    path: name.replace(/(?<=.)\/+$/, ''),
    type: type === 'file' && name.endsWith('/') && flag !== '1' ? 'directory' : type,
    mode: number(head, 100, 8) & 0o7777,
    uid: Number(pax['uid'] ?? number(head, 108, 8)),
    gid: Number(pax['gid'] ?? number(head, 116, 8)),
    mtimeMs: Math.floor(Number(pax['mtime'] ?? number(head, 136, 12)) * 1000),
    ...(flag === '1' && { hardLink: target }),
    ...(type === 'file' && flag !== '1' && { data: data.slice() }),
    ...(type === 'symlink' && { target }),
  };
}

function paxRecords(name: string, target: string): Uint8Array {
  const records: [string, string][] = [];
  if (!fitsName(name)) records.push(['path', name]);
  if (encode(target).length > NAME || !isAscii(target)) records.push(['linkpath', target]);
  return encode(records.map(([key, value]) => paxLine(key, value)).join(''));
}

/** `LENGTH KEY=VALUE\n`, where the length counts itself. */
function paxLine(key: string, value: string): string {
  const rest = encode(` ${key}=${value}\n`).length;
  let length = rest + 1;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return `${length} ${key}=${value}\n`;
}

function parsePax(data: Uint8Array): Record<string, string> {
  const values: Record<string, string> = {};
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(32, at);
    const length = space < 0 ? NaN : Number(decode(data.subarray(at, space)));
    if (!(length > 0)) return values;
    const line = decode(data.subarray(space + 1, at + length - 1));
    const equals = line.indexOf('=');
    values[line.slice(0, equals)] = line.slice(equals + 1);
    at += length;
  }
  return values;
}

const isAscii = (value: string): boolean => /^[\x20-\x7e]*$/.test(value);

const fitsName = (name: string): boolean => isAscii(name) && splitName(name) !== undefined;

/** A name as ustar keeps it: 100 bytes, and 155 more of directories before. */
function splitName(name: string): [string, string] | undefined {
  if (name.length <= NAME) return ['', name];
  const slash = name.indexOf('/', Math.max(0, name.length - NAME - 1));
  return slash > 0 && slash <= PREFIX && slash < name.length - 1
    ? [name.slice(0, slash), name.slice(slash + 1)]
    : undefined;
}

function header(name: string, meta: NodeRecord, flag: string, size: number, target: string): Uint8Array {
  const head = new Uint8Array(BLOCK);
  const put = (at: number, value: string, room: number): void => head.set(encode(value).subarray(0, room), at);
  const octal = (at: number, value: number, width: number): void =>
    put(
      at,
      Math.max(0, Math.floor(value))
        .toString(8)
        .padStart(width - 1, '0')
        .slice(-(width - 1)),
      width,
    );
  const [prefix, short] = splitName(name) ?? ['', name];
  put(0, short, NAME);
  octal(100, meta.mode, 8);
  octal(108, meta.uid, 8);
  octal(116, meta.gid, 8);
  octal(124, size, 12);
  octal(136, meta.mtimeMs / 1000, 12);
  put(156, flag, 1);
  put(157, target, NAME);
  put(257, 'ustar\0' + '00', 8);
  put(345, prefix, PREFIX);
  put(148, `${checksum(head).toString(8).padStart(6, '0')}\0 `, 8);
  return head;
}

/** The sum of a header's bytes, its own field counted as blanks. */
function checksum(head: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : head[i]!;
  return sum;
}

const untilZero = (data: Uint8Array): string => decode(data).replace(/\0[^]*$/, '');

const text = (head: Uint8Array, at: number, length: number): string => untilZero(head.subarray(at, at + length));

function number(head: Uint8Array, at: number, length: number): number {
  // GNU's base-256 form for what octal digits cannot hold.
  if ((head[at]! & 0x80) !== 0) return head.subarray(at + 1, at + length).reduce((sum, byte) => sum * 256 + byte, 0);
  return parseInt(text(head, at, length).trim() || '0', 8);
}

function padded(data: Uint8Array): Uint8Array {
  if (data.length % BLOCK === 0) return data;
  const block = new Uint8Array(Math.ceil(data.length / BLOCK) * BLOCK);
  block.set(data);
  return block;
}

/** The nodes at and below a path of a file system as entries named from `name` on (`docker cp`, `docker export`). */
export function* tarEntries(
  fs: FileSystem,
  path: string,
  name: string,
  links = new Map<number, string>(),
): Generator<TarEntry> {
  const stat = fs.lstat(path);
  const { type, mode, uid, gid, mtimeMs } = stat;
  if (name !== '') {
    const first = links.get(stat.ino);
    if (type !== 'directory' && stat.nlink > 1) links.set(stat.ino, first ?? name);
    yield {
      path: name,
      ...{ type, mode, uid, gid, mtimeMs },
      ...(first !== undefined && { hardLink: first }),
      ...(type === 'file' && first === undefined && { data: fs.readFile(path) }),
      ...(type === 'symlink' && { target: fs.readlink(path) }),
    };
  }
  if (type !== 'directory') return;
  for (const child of fs.readdir(path)) {
    yield* tarEntries(
      fs,
      path === '/' ? `/${child}` : `${path}/${child}`,
      name === '' ? child : `${name}/${child}`,
      links,
    );
  }
}
