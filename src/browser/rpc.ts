/** A call, its answer, or an event; the only three things that cross between page and worker. */
export type Message =
  | { readonly call: string; readonly id: number; readonly args: readonly unknown[] }
  | { readonly answer: number; readonly value?: unknown; readonly error?: WireError }
  | { readonly event: string; readonly value: unknown };

/** An error as it crosses: what the page needs to tell it again. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** Either end of a channel: a Worker, its global scope, or a MessagePort. */
export interface Port {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Message>) => void): void;
}

/** Functions by name, as an interface declares them. */
export type Calls<T> = { readonly [K in keyof T]: (...args: never[]) => unknown };

/** The same functions from the other side: every answer is awaited. */
export type Remote<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
};

/** An error thrown on the other side; `name` and `message` are the original's. */
export class RemoteError extends Error {
  constructor(
    error: WireError,
    readonly remoteStack = error.stack,
  ) {
    super(error.message);
    this.name = error.name;
  }
}

const wireError = (error: unknown): WireError =>
  error instanceof Error
    ? { name: error.name, message: error.message, ...(error.stack ? { stack: error.stack } : {}) }
    : { name: 'Error', message: String(error) };

/** Answers calls that arrive at a port, in the order of their arrival; answers a function that sends events. */
export function serve<C extends Calls<C>, E>(
  port: Port,
  calls: C,
): <K extends keyof E & string>(event: K, value: E[K]) => void {
  port.addEventListener('message', ({ data }) => {
    if (!('call' in data)) return;
    const run = (calls as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>)[data.call];
    void (async () => {
      try {
        if (!run || !Object.hasOwn(calls, data.call)) throw new TypeError(`no call ${data.call}`);
        const value = await run(...data.args);
        port.postMessage({ answer: data.id, value } satisfies Message);
      } catch (error) {
        port.postMessage({ answer: data.id, error: wireError(error) } satisfies Message);
      }
    })();
  });
  return (event, value) => port.postMessage({ event, value } satisfies Message);
}

/** The other side's calls as functions, and its events. */
export function connect<C, E>(
  port: Port,
): {
  readonly calls: Remote<C>;
  readonly on: <K extends keyof E & string>(event: K, listener: (value: E[K]) => void) => () => void;
} {
  let nextId = 1;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  const listeners = new Map<string, Set<(value: never) => void>>();
  port.addEventListener('message', ({ data }) => {
    if ('answer' in data) {
      const call = waiting.get(data.answer);
      waiting.delete(data.answer);
      if (data.error) call?.reject(new RemoteError(data.error));
      else call?.resolve(data.value);
    } else if ('event' in data) {
      for (const listener of listeners.get(data.event) ?? []) listener(data.value as never);
    }
  });
  const calls = new Proxy({} as Remote<C>, {
    get:
      (_, call) =>
      (...args: unknown[]) =>
        new Promise((resolve, reject) => {
          const id = nextId++;
          waiting.set(id, { resolve, reject });
          port.postMessage({ call: String(call), id, args } satisfies Message);
        }),
  });
  return {
    calls,
    on: (event, listener) => {
      let set = listeners.get(event);
      if (!set) listeners.set(event, (set = new Set()));
      set.add(listener);
      return () => void set.delete(listener);
    },
  };
}
