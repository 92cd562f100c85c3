import { decode, encode } from '#io/streams';
import type { Frame } from '#network/http';
import type { Route } from '../call';
import type { Container } from '../container';
import { errors } from '../errors';
import { findContainer } from '../lookup';
import { logOf } from '../logs/open';
import { Channel } from '../channel';
import { containerEvent } from './events';
import { hijacked } from './hijack';
import type { Daemon } from '../daemon';

/** `docker attach`, and the streams of `docker run`. May come before the start. Upstream: moby daemon/attach.go. */
export const attach: Route = {
  method: 'POST',
  path: '/containers/{id}/attach',
  handle: (call) => {
    const { daemon, params, query } = call;
    const container = findContainer(daemon, params['id']!);
    const { status } = container.record.state;
    if (status === 'paused')
      throw errors.conflict(`Container ${container.id} is paused, unpause the container before attach`);
    if (status === 'restarting')
      throw errors.conflict(`container ${container.id} is restarting, wait until the container is running`);
    const { Tty, OpenStdin } = container.record.config;
    const wanted = [query.flag('stdout'), query.flag('stderr')] as const;
    const output = frames(daemon, container, wanted, query.flag('logs'), query.flag('stream'));
    const input = query.flag('stdin') && OpenStdin ? inputOf(container) : undefined;
    containerEvent(daemon, container, 'attach');
    return hijacked(call, { tty: Tty, input, output });
  },
};

/** Keys for a terminal, or bytes for a pipe; waits for the start. */
function inputOf(container: Container): { write(data: Uint8Array): Promise<void>; close(): void } {
  const { StdinOnce, Tty } = container.record.config;
  const early: Uint8Array[] = container.earlyInput;
  let closed = false;
  return {
    write: async (data) => {
      if (closed) return;
      if (container.pty) container.pty.type(decode(data));
      else if (container.stdin) await container.stdin.write(data).catch(() => undefined);
      else if (!container.run) early.push(data);
    },
    close: () => {
      closed = true;
      if (Tty) return;
      if (container.stdin) {
        if (StdinOnce) container.stdin.close();
      } else if (!container.run && StdinOnce) container.earlyEnd = true;
    },
  };
}

function frames(
  daemon: Daemon,
  container: Container,
  [out, err]: readonly [boolean, boolean],
  logs: boolean,
  stream: boolean,
): AsyncIterable<Frame> {
  const wants = (frame: Frame): boolean => (frame.stream === 1 ? out : err);
  const past: Frame[] = [];
  if (logs) {
    for (const entry of logOf(daemon, container)?.entries() ?? [])
      past.push({ stream: entry.stream, data: encode(entry.text) });
  }
  const live = new Channel<Frame>(daemon.host.clock, (frame) => frame.data.length);
  if (!stream) live.end();
  else container.follow(live);
  return (async function* () {
    for (const frame of past) if (wants(frame)) yield frame;
    for await (const frame of live) if (wants(frame)) yield frame;
  })();
}
