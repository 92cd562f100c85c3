import { keyText as textOf } from '../runtime/key-text';
import { decode, encode } from '#io/streams';
import { EMPTY, type HttpBody, type HttpResponse } from '#network/http';
import { HttpExchangeError, request } from '#network/http-client';
import { bodyBytes } from '#network/http-wire';
import { lookup } from '#network/names';
import type { Socket } from '#network/stack';
import { callValue } from '../runtime/call';
import { fromPlain, numeric } from '../runtime/convert';
import { asPyError, fail } from '../runtime/errors';
import {
  PyBytes,
  PyDict,
  PyInstance,
  PyTuple,
  objectClass,
  PyClass,
  typeClass,
  wait,
  type Run,
  type Value,
} from '../runtime/values';
import type { Vm } from '../runtime/vm';
import { int, str } from '../objects/define';
import { traceback } from '../traceback';
import { nativeModule } from './define';

const handleClass = new PyClass('handle', [objectClass], typeClass);
const handle = (native: unknown): PyInstance => {
  const made = new PyInstance(handleClass);
  made.native = native;
  return made;
};

interface Listening {
  readonly queue: Socket[];
  wake: (() => void) | undefined;
  close(): void;
}

const bodyOf = (value: Value | undefined): HttpBody => {
  if (value instanceof PyBytes) return { kind: 'bytes', bytes: value.data };
  if (typeof value === 'string') return { kind: 'bytes', bytes: encode(value) };
  return EMPTY;
};

const headersOf = (value: Value | undefined): Record<string, string> => {
  const out: Record<string, string> = {};
  if (value instanceof PyDict) for (const e of value.entries()) out[textOf(e.key).toLowerCase()] = textOf(e.value);
  return out;
};

/** A wait with a limit: answers undefined when it is over. */
async function within<T>(vm: Vm, ms: number | undefined, work: Promise<T>): Promise<T | undefined> {
  if (ms === undefined) return await vm.process.wait(work);
  return await Promise.race([vm.process.wait(work), vm.process.sleep(ms).then(() => undefined)]);
}

nativeModule('_network', (vm) => ({
  resolve: function* (a): Run<Value> {
    const found = yield* wait(() => vm.process.wait(lookup(str(a[0]), vm.process.fs, vm.process.net)));
    return found.addresses[0] ?? null;
  },
  connect: function* (a): Run<Value> {
    const limit = a[2] === null || a[2] === undefined ? undefined : numeric(a[2]) * 1000;
    const found = yield* wait(() => vm.process.wait(lookup(str(a[0]), vm.process.fs, vm.process.net)));
    const socket = yield* wait(() =>
      vm.process.wait(
        vm.process.net.connect(
          { address: found.addresses[0] ?? str(a[0]), port: int(a[1]) },
          limit === undefined ? {} : { timeoutMs: limit },
        ),
      ),
    );
    return handle(socket);
  },
  listen: (a) => {
    const state: Listening = { queue: [], wake: undefined, close: () => undefined };
    const address = str(a[0]);
    const listener = vm.process.net.listen({
      ...(address !== '' && address !== '0.0.0.0' && { address: address === 'localhost' ? '127.0.0.1' : address }),
      port: int(a[1]),
      program: 'python3',
      accept: (socket) => {
        state.queue.push(socket);
        state.wake?.();
        vm.process.clock.wake();
      },
    });
    state.close = () => listener.close();
    return handle(state);
  },
  accept: function* (a): Run<Value> {
    const state = (a[0] as PyInstance).native as Listening;
    while (state.queue.length === 0) {
      yield* wait(() => vm.process.wait(new Promise<void>((go) => (state.wake = go))));
    }
    const socket = state.queue.shift()!;
    return new PyTuple([handle(socket), socket.remote.address, socket.remote.port]);
  },
  recv: function* (a): Run<Value> {
    const socket = (a[0] as PyInstance).native as Socket;
    const limit = a[2] === null || a[2] === undefined ? undefined : numeric(a[2]) * 1000;
    const chunk = yield* wait(() =>
      within(
        vm,
        limit,
        socket.reader.read(int(a[1], 65536)).then((data) => data ?? new Uint8Array()),
      ),
    );
    if (!chunk) fail('TimeoutError', 'timed out');
    return new PyBytes(chunk);
  },
  send: function* (a): Run<Value> {
    const socket = (a[0] as PyInstance).native as Socket;
    const { data } = a[1] as PyBytes;
    yield* wait(() => vm.process.wait(socket.writer.write(data)));
    return data.length;
  },
  close: (a) => {
    ((a[0] as PyInstance).native as { close(): void }).close();
  },
  local: (a) => {
    const socket = (a[0] as PyInstance).native as Socket;
    return new PyTuple([socket.local.address, socket.local.port]);
  },
  address: () => {
    const found = vm.process.net.interfaces().flatMap((i) => (i.kind === 'loopback' ? [] : i.addresses));
    return found[0]?.replace(/\/.*/, '') ?? '127.0.0.1';
  },
  request: function* (a): Run<Value> {
    const limit = a[4] === null || a[4] === undefined ? undefined : numeric(a[4]) * 1000;
    const answer = yield* wait(async () => {
      try {
        const got = await within(
          vm,
          limit,
          request(vm.process, str(a[1]), {
            method: str(a[0]),
            headers: headersOf(a[2]),
            body: bodyOf(a[3]),
            redirects: a[5] === false ? 0 : 30,
          }),
        );
        if (!got) return undefined;
        const data = await vm.process.wait(bodyBytes(got.body));
        got.close();
        return { status: got.status, headers: got.headers, data, url: got.url };
      } catch (error) {
        if (error instanceof HttpExchangeError)
          return { status: 0, headers: {}, data: encode(error.message), url: undefined };
        throw error;
      }
    });
    if (!answer) return null;
    if (answer.status === 0) return fail('ValueError', decode(answer.data));
    return new PyTuple([answer.status, fromPlain(answer.headers), new PyBytes(answer.data)]);
  },
  /** Answers HTTP on a port by calling a function for each request; returns only when the process ends. */
  serve: function* (a): Run<Value> {
    const [host, port, handler, program] = a;
    const address = str(host);
    vm.process.net.listen({
      ...(address !== '' &&
        address !== '0.0.0.0' &&
        address !== '::' && { address: address === 'localhost' ? '127.0.0.1' : address }),
      port: int(port),
      program: typeof program === 'string' ? program : 'python3',
      http: async (incoming) => {
        const body = await bodyBytes(incoming.body);
        const query = fromPlain({
          method: incoming.method,
          target: incoming.target,
          headers: incoming.headers,
          from: incoming.from ?? '127.0.0.1',
        }) as PyDict;
        query.set('body', new PyBytes(body));
        return await respond(vm, handler!, query);
      },
    });
    yield* vm.flush();
    yield* wait(() => vm.process.wait(new Promise<never>(() => undefined)));
    return null;
  },
}));

async function respond(vm: Vm, handler: Value, query: PyDict): Promise<HttpResponse> {
  try {
    const answer = await vm.drive(callValue(vm, handler, [query]));
    const [status, headers, body] = (answer as PyTuple).items;
    const data = body instanceof PyBytes ? body.data : encode(textOf(body));
    return { status: Number(status), headers: headersOf(headers), body: { kind: 'bytes', bytes: data } };
  } catch (error) {
    const known = asPyError(error);
    if (!known) throw error;
    await vm.process.stderr.write(await vm.drive(traceback(vm, known, '')));
    return {
      status: 500,
      headers: { 'content-type': 'text/html' },
      body: { kind: 'bytes', bytes: encode('Internal Server Error') },
    };
  } finally {
    vm.process.clock.wake();
  }
}
