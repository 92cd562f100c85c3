import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core';
import type { Process } from '#process/process';
import { BOOTSTRAP } from './bootstrap';
import { NODE_MODULES } from './bootstrap-modules';
import { Host } from './host';

/** How often QuickJS may look up (each 10,000 of its steps) in one turn of the event loop before it is stopped. */
const MOST_INTERRUPTS = 12_000;
const MEMORY = 128 * 1024 * 1024;

let loaded: Promise<QuickJSWASMModule> | undefined;
const load = async (): Promise<QuickJSWASMModule> => {
  const [core, variant] = await Promise.all([
    import('quickjs-emscripten-core'),
    import('@jitl/quickjs-wasmfile-release-sync'),
  ]);
  return await core.newQuickJSWASMModuleFromVariant(variant.default);
};

type Main =
  | { readonly file: string; readonly args: readonly string[] }
  | { readonly code: string; readonly name: string; readonly print: boolean; readonly args: readonly string[] };

/** One Node.js process: a QuickJS of its own, its event loop over the world's clock, streams and network. */
export class NodeVm {
  #interrupts = 0;
  #host: Host;
  #send: QuickJSHandle;
  #disposed = false;

  private constructor(
    private readonly process: Process,
    private readonly runtime: QuickJSRuntime,
    private readonly context: QuickJSContext,
    version: string,
  ) {
    this.#host = new Host(process);
    runtime.setMemoryLimit(MEMORY);
    runtime.setMaxStackSize(512 * 1024);
    runtime.setInterruptHandler(() => ++this.#interrupts > MOST_INTERRUPTS);
    const call = context.newFunction('__host', (op, args, data) => {
      const name = context.getString(op);
      const given = JSON.parse(context.getString(args)) as unknown[];
      const bytes = data && context.typeof(data) === 'object' ? this.#bytes(data) : undefined;
      const answer = this.#host.call(name, given, bytes);
      if (answer instanceof Uint8Array) return context.newArrayBuffer(new Uint8Array(answer).buffer);
      return context.newString(JSON.stringify(answer ?? null));
    });
    context.setProp(context.global, '__host', call);
    call.dispose();
    const compile = context.newFunction('__compile', (code, name) => {
      const made = context.evalCode(context.getString(code), context.getString(name));
      return made.error ? { error: made.error } : made.value;
    });
    context.setProp(context.global, '__compile', compile);
    compile.dispose();
    const settings = context.newString(
      JSON.stringify({
        version,
        env: Object.fromEntries(process.env),
        pid: process.pid,
        ppid: process.ppid,
        tty: [process.isTTY(0), process.isTTY(1), process.isTTY(2)],
        hostname: process.host.hostname,
        kernel: process.host.kernel,
        cpus: process.host.cpus,
        memory: process.host.memoryBytes,
        uid: process.credentials.uid,
      }),
    );
    context.setProp(context.global, '__settings', settings);
    settings.dispose();
    this.#run(NODE_MODULES, 'node:internal/modules');
    this.#run(BOOTSTRAP, 'node:internal/bootstrap');
    this.#send = context.getProp(context.global, '__send');
  }

  static async create(process: Process, version: string): Promise<NodeVm> {
    const module = await process.external(() => (loaded ??= load()));
    const runtime = module.newRuntime();
    return new NodeVm(process, runtime, runtime.newContext(), version);
  }

  /** Runs a program and its event loop to the end; answers the exit code. */
  async runMain(main: Main): Promise<number> {
    this.#event('main', main);
    return await this.#loop();
  }

  /** Runs one line of the prompt. */
  async promptLine(line: string): Promise<void> {
    this.#event('prompt', line);
    await this.#host.flush();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#host.close();
    try {
      this.#send.dispose();
      this.context.dispose();
      this.runtime.dispose();
    } catch {
      // A program stopped by its limits may leave values behind; its memory goes with the module's.
    }
  }

  async #loop(): Promise<number> {
    for (;;) {
      await this.#host.flush();
      if (this.#host.exitCode !== undefined) return this.#host.exitCode;
      const event = this.#host.next();
      if (event) {
        this.#event(event.kind, event.value, event.bytes);
        continue;
      }
      if (!this.#host.busy) {
        this.#event('idle', null);
        await this.#host.flush();
        if (this.#host.exitCode !== undefined) return this.#host.exitCode;
        if (!this.#host.busy && !this.#host.waiting) return 0;
        continue;
      }
      await this.process.wait(this.#host.wait());
    }
  }

  #event(kind: string, value: unknown, bytes?: Uint8Array): void {
    const { context } = this;
    this.#interrupts = 0;
    const handles = [context.newString(kind), context.newString(JSON.stringify(value ?? null))];
    if (bytes) handles.push(context.newArrayBuffer(new Uint8Array(bytes).buffer));
    const result = context.callFunction(this.#send, context.undefined, ...handles);
    for (const handle of handles) handle.dispose();
    if (result.error) this.#fatal(result.error);
    else result.value.dispose();
    this.#jobs();
    this.process.use({ cpuMs: 1 });
  }

  #jobs(): void {
    const { context } = this;
    for (let round = 0; round < 10_000; round++) {
      const tick = context.newString('ticks');
      const nothing = context.newString('null');
      const more = context.callFunction(this.#send, context.undefined, tick, nothing);
      tick.dispose();
      nothing.dispose();
      if (more.error) {
        this.#fatal(more.error);
        return;
      }
      const again = context.dump(more.value) as unknown;
      more.value.dispose();
      const done = this.runtime.executePendingJobs(1000);
      if (done.error) {
        this.#fatal(done.error);
        return;
      }
      const count = done.value;
      if (count === 0 && again !== true) return;
    }
    this.#stop('microtasks without end');
  }

  /** An error that no code of the program could catch: out of memory, or steps without end. */
  #fatal(error: QuickJSHandle): void {
    const text = this.context.dump(error) as { name?: string; message?: string } | string;
    error.dispose();
    if (this.#host.exitCode !== undefined) return;
    const message = typeof text === 'object' ? `${text.name ?? 'Error'}: ${text.message ?? ''}` : text;
    if (/interrupted/.test(message)) this.#stop('a loop without end');
    else if (/out of memory/.test(message)) {
      this.#host.error('\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n');
      this.#host.exitCode = 134;
    } else {
      this.#host.error(`${message}\n`);
      this.#host.exitCode = 1;
    }
  }

  #stop(why: string): void {
    this.#host.error(`drydock: node was stopped: ${why}\n`);
    this.#host.exitCode = 1;
  }

  #bytes(handle: QuickJSHandle): Uint8Array {
    const lifetime = this.context.getArrayBuffer(handle);
    const copy = lifetime.value.slice();
    lifetime.dispose();
    return copy;
  }

  #run(code: string, name: string): void {
    const result = this.context.evalCode(code, name);
    if (result.error) {
      const text = JSON.stringify(this.context.dump(result.error));
      result.error.dispose();
      throw new Error(`${name}: ${text}`);
    }
    result.value.dispose();
  }
}
