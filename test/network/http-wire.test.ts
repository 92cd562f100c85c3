import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode, readAll, readerOf } from '#io/streams';
import { bodyText, ByteSource, HttpParseError, readRequest, readResponse, serveHttp } from '#network/http-wire';
import { connectionPair } from '#network/connection';
import { text } from '#network/http';
import { NetworkError } from '#network/stack';

const client = { address: '10.0.0.1', port: 1 };
const pair = () =>
  connectionPair(
    { wake: () => undefined },
    { client, server: client, hops: [], sent: () => undefined, closed: () => undefined },
  );

test('chunked bodies and repeated headers are read', async () => {
  const wire =
    'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n';
  const response = await readResponse(new ByteSource(readerOf(wire)), 'GET');
  expect(response.headers['set-cookie']).toBe('a=1\nb=2');
  expect(await bodyText(response.body)).toBe('abcde');
});

test('one connection serves several requests, with their bodies', async () => {
  const { client: here, server } = pair();
  void serveHttp(server, async (r) => text(200, `${r.method} ${r.target} ${await bodyText(r.body)}\n`));
  await here.writer.write(
    'POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nonePOST /b HTTP/1.1\r\nContent-Length: 3\r\nConnection: close\r\n\r\ntwo',
  );
  const all = decode(await readAll(here.reader));
  expect(all.match(/POST .*/g)).toEqual(['POST /a one', 'POST /b two']);
});

test('any bytes at all end in an answer, an end or a parse error', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(...PIECES).map(encode)), { maxLength: 12 }),
      async (parts) => {
        const { client: here, server } = pair();
        for (const part of parts) await here.writer.write(part);
        here.writer.close();
        await serveHttp(server, async (r) => text(200, await bodyText(r.body)));
        await readAll(here.reader);
        const source = new ByteSource(readerOf(concatAll(parts)));
        try {
          const response = await readResponse(source, 'GET');
          await bodyText(response.body);
          await readRequest(source);
        } catch (error) {
          expect(error instanceof HttpParseError || error instanceof NetworkError).toBe(true);
        }
      },
    ),
  );
});

const PIECES = [
  'GET / HTTP/1.1\r\n',
  'POST /x HTTP/1.0\r\n',
  'HTTP/1.1 200 OK\r\n',
  'Content-Length: 5\r\n',
  'Transfer-Encoding: chunked\r\n',
  '\r\n',
  '5\r\nhello\r\n',
  '0\r\n\r\n',
  'ffffffff\r\n',
  '__proto__: x\r\n',
];
const concatAll = (parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((p) => [...p]));
