import { deflateSync, Inflate, strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { LessonError } from './markdown';
import { checkLimits, LIMITS, type Folder } from './open';

/** Reads a zip's files. Sizes are checked before anything is unpacked. Throws LessonError. */
export function openZip(zip: Uint8Array): Folder {
  let files = 0;
  let bytes = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        if (name.endsWith('/') || name.includes('__MACOSX/')) return false;
        bytes += originalSize;
        if (++files > LIMITS.files || originalSize > LIMITS.fileBytes || bytes > LIMITS.bytes)
          throw new LessonError('the zip holds more than a tutorial may: 500 files, 2 MiB each, 8 MiB in all');
        return true;
      },
    });
  } catch (error) {
    if (error instanceof LessonError) throw error;
    throw new LessonError('this file is not a zip that can be read');
  }
  return new Map(Object.entries(entries).filter(([path]) => !path.split('/').includes('..')));
}

/** A folder as a zip. */
export const toZip = (folder: Folder): Uint8Array => zipSync(Object.fromEntries(folder));

/** A link's fragment may be this long: what browsers and chat programs pass on. */
const MAX_FRAGMENT = 512 * 1024;

/** A folder as text for a link's fragment: nothing is fetched from anywhere, the link is the tutorial. */
export function toFragment(folder: Folder): string {
  checkLimits(folder);
  const files = Object.fromEntries([...folder].map(([path, data]) => [path, new TextDecoder().decode(data)]));
  const packed = strFromU8(deflateSync(strToU8(JSON.stringify(files)), { level: 9 }), true);
  return btoaUrl(packed);
}

/** Reads what `toFragment` wrote. Throws LessonError; stops unpacking at the size limit. */
export function openFragment(fragment: string): Folder {
  if (fragment.length > MAX_FRAGMENT) throw new LessonError('the link is too long');
  let text = '';
  let size = 0;
  const decoder = new TextDecoder();
  try {
    const inflate = new Inflate((chunk, last) => {
      size += chunk.length;
      if (size > LIMITS.bytes) throw new LessonError('the link holds more than 8 MiB');
      text += decoder.decode(chunk, { stream: !last });
    });
    const packed = strToU8(atobUrl(fragment), true);
    // In small pieces, so that the limit is met before much is unpacked.
    for (let at = 0; at < packed.length; at += 1024)
      inflate.push(packed.subarray(at, at + 1024), at + 1024 >= packed.length);
    const files: unknown = JSON.parse(text);
    if (typeof files !== 'object' || files === null) throw new LessonError('the link holds no tutorial');
    const folder = new Map<string, Uint8Array>();
    for (const [path, content] of Object.entries(files)) folder.set(path, new TextEncoder().encode(String(content)));
    checkLimits(folder);
    return folder;
  } catch (error) {
    if (error instanceof LessonError) throw error;
    throw new LessonError('the link is damaged: a part of it may be missing');
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function btoaUrl(binary: string): string {
  let out = '';
  for (let i = 0; i < binary.length; i += 3) {
    const bits =
      (binary.charCodeAt(i) << 16) | ((binary.charCodeAt(i + 1) || 0) << 8) | (binary.charCodeAt(i + 2) || 0);
    const digits = Math.min(4, binary.length - i + 1);
    for (let d = 0; d < digits; d++) out += ALPHABET[(bits >> (18 - 6 * d)) & 63]!;
  }
  return out;
}

function atobUrl(text: string): string {
  let out = '';
  let bits = 0;
  let count = 0;
  for (const ch of text) {
    const value = ALPHABET.indexOf(ch);
    if (value < 0) throw new LessonError('the link is damaged: it holds a character that does not belong there');
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += String.fromCharCode((bits >> count) & 255);
    }
  }
  return out;
}
