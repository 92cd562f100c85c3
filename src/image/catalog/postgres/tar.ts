import { encode } from '#io/streams';

/** Files of a tar archive, without its end. Upstream: POSIX ustar. */
export function tarOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const size = [...files.values()].reduce((sum, data) => sum + 512 + Math.ceil(data.length / 512) * 512, 0);
  const out = new Uint8Array(size);
  let at = 0;
  for (const [name, data] of files) {
    const header = out.subarray(at, at + 512);
    const put = (where: number, text: string): void => header.set(encode(text), where);
    put(0, name);
    put(100, '0000600\0');
    put(108, '0000000\0');
    put(116, '0000000\0');
    put(124, `${data.length.toString(8).padStart(11, '0')} `);
    put(136, '14524770000 ');
    put(148, '        0');
    put(257, 'ustar\u000000');
    const sum = header.reduce((total, byte) => total + byte, 0);
    put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
    out.set(data, at + 512);
    at += 512 + Math.ceil(data.length / 512) * 512;
  }
  return out;
}

/** A file's bytes in a tar archive, by the end of its path; and its whole path there. */
export function findInTar(archive: Uint8Array, ending: string): { name: string; data: Uint8Array } | undefined {
  const decoder = new TextDecoder();
  for (let at = 0; at + 512 <= archive.length;) {
    const header = archive.subarray(at, at + 512);
    if (header[0] === 0) return undefined;
    const text = (from: number, to: number): string => decoder.decode(header.subarray(from, to)).replace(/\0.*$/s, '');
    const name = text(0, 100);
    const size = Number.parseInt(text(124, 136).trim() || '0', 8);
    if (name.endsWith(ending)) return { name, data: archive.subarray(at + 512, at + 512 + size) };
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return undefined;
}
