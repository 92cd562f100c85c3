import { decode, readAll } from '#io/streams';
import { ProcessEnded, type Process, type Program } from '#process/process';
import { NodeVm } from './vm';

/** The version a container's NODE_VERSION names, or the laptop's own. */
export const nodeVersion = (process: Process): string => {
  const own = process.env.get('NODE_VERSION');
  return own !== undefined && /^\d+\.\d+\.\d+$/.test(own) ? own : '22.21.1';
};

interface Request {
  readonly mode: 'file' | 'eval' | 'print' | 'stdin';
  readonly what: string;
  readonly args: readonly string[];
  readonly watch: boolean;
}

const TAKES_VALUE = /^(-r|--require|--import|--env-file|--max-old-space-size|--inspect)$/;

function parse(args: string[]): Request | { text: string; code: number } | undefined {
  let watch = false;
  while (args.length > 0) {
    const arg = args.shift()!;
    if (arg === '-v' || arg === '--version') return undefined;
    if (arg === '-e' || arg === '--eval') return { mode: 'eval', what: args.shift() ?? '', args, watch };
    if (arg === '-p' || arg === '--print' || arg === '-pe')
      return { mode: 'print', what: args.shift() ?? '', args, watch };
    if (arg === '--watch') watch = true;
    else if (arg === '-') return { mode: 'stdin', what: '', args, watch };
    else if (!arg.startsWith('-')) return { mode: 'file', what: arg, args, watch };
    else if (/^--(help|h)$/.test(arg) || arg === '-h')
      return { text: 'Usage: node [options] [ script.js ] [arguments]\n', code: 0 };
    else if (TAKES_VALUE.test(arg)) args.shift();
    else if (
      !/^--(no-warnings|enable-source-maps|trace-warnings|experimental-[\w-]+|inspect.*|max-old-space-size=.*)$/.test(
        arg,
      )
    )
      return { text: `node: bad option: ${arg}\n`, code: 9 };
  }
  return { mode: 'stdin', what: '', args, watch };
}

export const nodeProgram: Program = { name: 'node', run: runNode };

/** Runs node as its arguments say. */
export async function runNode(process: Process): Promise<number> {
  const request = parse([...process.argv.slice(1)]);
  if (!request) {
    await process.stdout.write(`v${nodeVersion(process)}\n`);
    return 0;
  }
  if ('text' in request) {
    await (request.code === 0 ? process.stdout : process.stderr).write(request.text);
    return request.code;
  }
  process.use({ cpuMs: 35, memoryBytes: 42_000_000 });
  await process.sleep(40);
  if (request.mode === 'stdin' && process.isTTY(0)) return await prompt(process);
  const vm = await NodeVm.create(process, nodeVersion(process));
  try {
    if (request.mode === 'file')
      return await vm.runMain({ file: process.fs.absolute(request.what), args: request.args });
    const code = request.mode === 'stdin' ? decode(await readAll(process.stdin)) : request.what;
    const name = request.mode === 'stdin' ? '[stdin]' : '[eval]';
    return await vm.runMain({ code, name, print: request.mode === 'print', args: request.args });
  } catch (error) {
    if (error instanceof ProcessEnded) throw error;
    throw error;
  } finally {
    vm.dispose();
  }
}

/** The prompt of `node` on a terminal, line by line. */
async function prompt(process: Process): Promise<number> {
  const vm = await NodeVm.create(process, nodeVersion(process));
  await process.stdout.write(`Welcome to Node.js v${nodeVersion(process)}.\nType ".help" for more information.\n> `);
  let rest = '';
  try {
    for (;;) {
      while (!rest.includes('\n')) {
        const chunk = await process.stdin.read();
        if (!chunk) {
          await process.stdout.write('\n');
          return 0;
        }
        rest += decode(chunk);
      }
      const line = rest.slice(0, rest.indexOf('\n'));
      rest = rest.slice(line.length + 1);
      if (line.trim() === '.exit') return 0;
      if (line.trim() !== '') await vm.promptLine(line);
      await process.stdout.write('> ');
    }
  } finally {
    vm.dispose();
  }
}
