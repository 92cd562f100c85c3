import { readLines } from '#io/streams';
import { lookup } from '#network/names';
import { NetworkError, type Socket } from '#network/stack';
import type { Process, Program } from '#process/process';
import type { QuickJSContext, QuickJSWASMModule } from 'quickjs-emscripten-core';
import { BOOTSTRAP } from './bootstrap';
import { fromLine, toLine, type Document } from './bson';
import { mongoVersion } from './commands';
import { pack, WireReader } from './wire';

const MEMORY = 64 * 1024 * 1024;
const MOST_STEPS = 20_000;
const MOST_CALLS = 5000;

let loaded: Promise<QuickJSWASMModule> | undefined;
const load = async (): Promise<QuickJSWASMModule> => {
  const [core, variant] = await Promise.all([
    import('quickjs-emscripten-core'),
    import('@jitl/quickjs-wasmfile-release-sync'),
  ]);
  return core.newQuickJSWASMModuleFromVariant(variant.default);
};

/** Thrown inside the language when it asks for what is not known yet. */
const PENDING = 'drydock: waiting';

interface Target {
  host: string;
  port: number;
  database: string;
  user: string | undefined;
  password: string | undefined;
}

class Quit extends Error {
  constructor(readonly code: number) {
    super('quit');
  }
}

/**
 * The language of mongosh over a connection. What a line asks the server is answered while the line waits: it is run
 * again from its start with the answers so far, so everything in it has to do the same each time.
 */
class MongoShell {
  #answers: string[] = [];
  #asked = 0;
  #pending: { kind: string; body: string } | undefined;
  #printed: string[] = [];
  #steps = 0;
  #id = 1;

  private constructor(
    private readonly process: Process,
    private readonly context: QuickJSContext,
    private readonly socket: Socket,
    private readonly reader: WireReader,
  ) {
    const define = (name: string, work: (kind: string, body: string) => string | number): void => {
      const made = context.newFunction(name, (kind, body) => {
        const answer = work(kind ? context.getString(kind) : '', body ? context.getString(body) : '');
        return typeof answer === 'number' ? context.newNumber(answer) : context.newString(answer);
      });
      context.setProp(context.global, name, made);
      made.dispose();
    };
    define('__now', () => process.clock.epochNow());
    define('__print', (line) => {
      this.#printed.push(line);
      return '';
    });
    define('__call', (kind, body) => {
      const known = this.#answers[this.#asked++];
      if (known !== undefined) return known;
      this.#pending ??= { kind, body };
      throw new Error(PENDING);
    });
    context.unwrapResult(context.evalCode(BOOTSTRAP, 'mongosh')).dispose();
  }

  static async open(process: Process, socket: Socket): Promise<MongoShell> {
    const module = await process.external(() => (loaded ??= load()));
    const runtime = module.newRuntime();
    runtime.setMemoryLimit(MEMORY);
    runtime.setMaxStackSize(256 * 1024);
    const context = runtime.newContext();
    const shell = new MongoShell(process, context, socket, new WireReader(socket.reader));
    runtime.setInterruptHandler(() => ++shell.#steps > MOST_STEPS);
    return shell;
  }

  async command(database: string, body: Document): Promise<Document> {
    await this.socket.writer.write(pack({ ...body, $db: database }, this.#id++));
    const answer = await this.reader.next();
    if (!answer) throw new NetworkError('ECONNRESET', 'connection closed');
    return answer.document;
  }

  async logIn(user: string, password: string): Promise<boolean> {
    const payload = new TextEncoder().encode(`\0${user}\0${password}`);
    return (await this.command('admin', { saslStart: 1, mechanism: 'PLAIN', payload }))['ok'] === 1;
  }

  /** Runs code to its end; answers what it prints and its value as mongosh shows it. Throws Quit. */
  async run(code: string): Promise<{ printed: string[]; shown: string; failed: boolean }> {
    this.#answers = [];
    for (;;) {
      [this.#asked, this.#pending, this.#printed, this.#steps] = [0, undefined, [], 0];
      const source = `(() => { const v = __meta(${JSON.stringify(code)}); return v; })() ?? __show((0, eval)(${JSON.stringify(asExpression(code))}))`;
      const result = this.context.evalCode(source, 'line');
      const pending = this.#pending as { kind: string; body: string } | undefined;
      if (pending) {
        result.dispose();
        if (this.#answers.length >= MOST_CALLS)
          return { printed: [], shown: 'drydock: a line may ask the server 5000 times', failed: true };
        this.#answers.push(await this.#answer(pending));
        continue;
      }
      if (result.error) {
        const error = this.context.dump(result.error) as { name?: string; message?: string };
        result.error.dispose();
        return {
          printed: this.#printed,
          shown: `${error.name ?? 'Error'}: ${error.message ?? 'unknown'}`,
          failed: true,
        };
      }
      const shown = this.context.getString(result.value);
      result.value.dispose();
      return { printed: this.#printed, shown, failed: false };
    }
  }

  async #answer({ kind, body }: { kind: string; body: string }): Promise<string> {
    if (kind === 'quit') throw new Quit(Number(body));
    if (kind === 'objectId')
      return `\u0001oid:${Math.floor(this.process.clock.epochNow() / 1000).toString(16)}${this.process.random.hex(16)}`;
    if (kind === 'auth') {
      const [user, password] = JSON.parse(body) as [string, string];
      await this.logIn(user, password);
      return '1';
    }
    const { db, body: command } = fromLine(body) as { db: string; body: Document };
    return toLine(await this.command(db, command));
  }
}

/** `{a: 1}` is an object to a shell, and `let x` stays for the next line. */
const asExpression = (code: string): string => {
  const text = code
    .trim()
    .replace(/^(let|const)\s/, 'var ')
    .replace(/\bawait\s+/g, '');
  return /^\{[\s\S]*\}$/.test(text) ? `(${text})` : text;
};

const complete = (code: string): boolean => {
  let depth = 0;
  for (const letter of code.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|`[^`]*`/g, '')) {
    if ('([{'.includes(letter)) depth++;
    if (')]}'.includes(letter)) depth--;
  }
  return depth <= 0;
};

const shell = (name: string): Program => ({
  name,
  async run(process) {
    const args = process.argv.slice(1);
    if (args.includes('--version')) {
      await process.stdout.write(name === 'mongosh' ? '2.5.9\n' : `MongoDB shell version v${mongoVersion(process)}\n`);
      return 0;
    }
    const target: Target = { host: '127.0.0.1', port: 27017, database: 'test', user: undefined, password: undefined };
    const code: string[] = [];
    const files: string[] = [];
    let quiet = false;
    for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
      const [, option = '', attached] = /^--?([\w-]+?)(?:=(.*))?$/s.exec(arg) ?? [];
      const value = (): string => attached ?? args.shift() ?? '';
      if (option === 'eval' || option === 'e') code.push(value());
      else if (option === 'quiet') quiet = true;
      else if (option === 'host' || option === 'h') target.host = value();
      else if (option === 'port') target.port = Number(value());
      else if (option === 'u' || option === 'username') target.user = value();
      else if (option === 'p' || option === 'password') target.password = value();
      else if (option === 'f' || option === 'file') files.push(value());
      else if (option === 'authenticationDatabase') value();
      else if (arg.startsWith('-')) continue;
      else if (arg.endsWith('.js')) files.push(arg);
      else readAddress(arg, target);
    }
    const [host = '', port] = target.host.split(':');
    if (port !== undefined) [target.host, target.port] = [host, Number(port)];
    const { stdout, stderr } = process;
    let connection: Socket;
    try {
      const address =
        target.host === 'localhost' ? '127.0.0.1' : (await lookup(target.host, process.fs, process.net)).addresses[0]!;
      connection = await process.net.connect({ address, port: target.port });
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      const why =
        error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN'
          ? `getaddrinfo ${error.code} ${target.host}`
          : `connect ${error.code} ${target.host}:${String(target.port)}`;
      await stderr.write(`MongoNetworkError: ${why}\n`);
      return 1;
    }
    const session = await MongoShell.open(process, connection);
    const work = [...code, ...files.map((file) => process.fs.readText(file))];
    try {
      if (target.user !== undefined && !(await session.logIn(target.user, target.password ?? ''))) {
        await stderr.write('MongoServerError: Authentication failed.\n');
        return 1;
      }
      await session.run(`__use(${JSON.stringify(target.database)})`);
      const say = async (text: string, isLast: boolean): Promise<boolean> => {
        const { printed, shown, failed } = await session.run(text);
        for (const line of printed) await stdout.write(`${line}\n`);
        if (shown !== '' && (isLast || failed)) await (failed && work.length > 0 ? stderr : stdout).write(`${shown}\n`);
        return !failed;
      };
      if (work.length > 0) {
        for (const [at, text] of work.entries())
          if (!(await say(text, at === work.length - 1 && files.length === 0))) return 1;
        return 0;
      }
      const tty = process.isTTY(0);
      if (tty && !quiet) {
        await stdout.write(
          `Current Mongosh Log ID:\t${Math.floor(process.clock.epochNow() / 1000).toString(16)}${process.random.hex(16)}\nConnecting to:\t\tmongodb://${target.host}:${String(target.port)}/?directConnection=true&serverSelectionTimeoutMS=2000&appName=mongosh+2.5.9\nUsing MongoDB:\t\t${mongoVersion(process)}\nUsing Mongosh:\t\t2.5.9\n\nFor mongosh info see: https://www.mongodb.com/docs/mongodb-shell/\n\n`,
        );
      }
      let buffer = '';
      const prompt = async (): Promise<void> => {
        if (tty) await stdout.write(buffer === '' ? `${(await session.run('db.getName()')).shown}> ` : '... ');
      };
      await prompt();
      for await (const line of readLines(process.stdin)) {
        buffer += (buffer === '' ? '' : '\n') + line;
        if (/^\s*(exit|quit)(\(\))?\s*;?\s*$/.test(buffer)) return 0;
        if (complete(buffer)) {
          const text = buffer;
          buffer = '';
          if (text.trim() !== '') await say(text, true);
        }
        await prompt();
      }
      return 0;
    } catch (error) {
      if (error instanceof Quit) return error.code;
      if (!(error instanceof NetworkError)) throw error;
      await stderr.write(`MongoNetworkError: ${error.message}\n`);
      return 1;
    } finally {
      connection.close();
    }
  },
});

function readAddress(text: string, target: Target): void {
  const match = /^(?:mongodb:\/\/)?(?:([^:@/]*):([^@/]*)@)?([^/?]*)(?:\/([^?]*))?/.exec(text);
  if (!match) return;
  if (!text.includes('/') && !text.includes(':') && !text.includes('.')) {
    target.database = text;
    return;
  }
  if (match[1]) [target.user, target.password] = [decodeURIComponent(match[1]), decodeURIComponent(match[2] ?? '')];
  if (match[3]) target.host = match[3];
  if (match[4]) target.database = match[4];
}

/** mongosh, and the old shell under its name. */
export const mongoShells: readonly Program[] = [shell('mongosh'), shell('mongo')];
