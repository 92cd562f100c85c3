import { concat, encode } from '#io/streams';
import type { HttpBody } from '#network/http';

/** The most bytes that one message's body may hold here. */
const LIMIT = 256 * 1024 * 1024;

/** A message's body as bytes; JSON is written out. */
export async function bodyBytes(body: HttpBody): Promise<Uint8Array> {
  if (body.kind === 'empty') return new Uint8Array(0);
  if (body.kind === 'bytes') return body.bytes;
  if (body.kind === 'json') return encode(JSON.stringify(body.value));
  const chunks: Uint8Array[] = [];
  let size = 0;
  const source: AsyncIterable<unknown> =
    body.kind === 'stream' ? body.chunks : body.kind === 'objects' ? body.objects : body.frames;
  for await (const part of source) {
    const bytes = part instanceof Uint8Array ? part : encode(`${JSON.stringify(part)}\n`);
    size += bytes.length;
    if (size > LIMIT) throw new Error('http: request body too large');
    chunks.push(bytes);
  }
  return concat(chunks);
}
