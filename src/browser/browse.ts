import { concat } from '#io/streams';
import type { HttpBody } from '#network/http';
import { HttpExchangeError, request, type HttpClientHost } from '#network/http-client';
import { NetworkError, type Hop } from '#network/stack';
import { whyLine } from './causes';
import type { PageRequest, PageResponse } from './protocol';

/** A page of the simulated web is cut here. */
const MAX_BODY = 8 * 1024 * 1024;

/** Fetches a page over the world's network as the laptop's browser does; never rejects for the network's reasons. */
export async function fetchPage(client: HttpClientHost, page: PageRequest): Promise<PageResponse> {
  const failed = (error: string, hops: readonly Hop[] = []): PageResponse => ({
    status: 0,
    url: page.url,
    headers: {},
    bytes: new Uint8Array(),
    error,
    hops: hops.map(whyLine),
  });
  try {
    const answer = await request(client, page.url, {
      method: page.method,
      headers: { ...page.headers },
      ...(page.body === undefined ? {} : { body: page.body }),
    });
    try {
      return {
        status: answer.status,
        url: page.url,
        headers: answer.headers,
        bytes: await bytesOf(answer.body),
        hops: [],
      };
    } finally {
      answer.close();
    }
  } catch (error) {
    if (error instanceof NetworkError) return failed(`${error.message} (${error.code})`, error.hops);
    if (error instanceof HttpExchangeError) return failed(error.message);
    throw error;
  }
}

async function bytesOf(body: HttpBody): Promise<Uint8Array> {
  if (body.kind === 'bytes') return body.bytes.subarray(0, MAX_BODY);
  if (body.kind === 'json') return new TextEncoder().encode(JSON.stringify(body.value));
  if (body.kind !== 'stream') return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body.chunks) {
    chunks.push(chunk);
    if ((size += chunk.length) > MAX_BODY) break;
  }
  return concat(chunks);
}
