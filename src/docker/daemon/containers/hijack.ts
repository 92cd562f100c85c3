import type { Frame, HttpResponse } from '#network/http';
import type { Call } from '../call';

const MULTIPLEXED = 'application/vnd.docker.multiplexed-stream';
const RAW = 'application/vnd.docker.raw-stream';

/** The connection becomes both directions of a container's or exec's streams. */
export function hijacked(
  call: Call,
  streams: {
    readonly tty: boolean;
    readonly input: { write(data: Uint8Array): Promise<void>; close(): void } | undefined;
    readonly output: AsyncIterable<Frame>;
  },
): HttpResponse {
  const upgrade = (call.headers['upgrade'] ?? '').toLowerCase() === 'tcp';
  const type = upgrade && !streams.tty ? MULTIPLEXED : RAW;
  return {
    status: upgrade ? 101 : 200,
    headers: { 'content-type': type, ...(upgrade && { connection: 'Upgrade', upgrade: 'tcp' }) },
    body: { kind: 'empty' },
    hijacked: { tty: streams.tty, output: streams.output, ...(streams.input && { input: streams.input }) },
  };
}
