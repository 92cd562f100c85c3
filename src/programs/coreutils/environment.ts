import { FileError } from '#vfs/filesystem';
import type { ChildProcess, ExecRequest, Process, SpawnRequest } from '#process/process';
import { tool } from '../program';

/** env: prints the environment, or runs a command in a changed one. Upstream: coreutils src/env.c. */
export const env = tool(
  'env',
  {
    short: 'iu:0C:S:v',
    long: { 'ignore-environment': 'i', 'unset=': 'u', null: '0', 'chdir=': 'C', 'split-string=': 'S' },
    posix: true,
    usageExit: 125,
  },
  async (process, options) => {
    const variables = new Map(options.has('i') ? [] : process.env);
    for (const name of options.values('u')) variables.delete(name);
    const words = [...(options.value('S')?.split(/\s+/) ?? []), ...options.operands];
    while (words.length > 0 && /^[^=]+=/.test(words[0]!)) {
      const [, name = '', value = ''] = /^([^=]+)=([\s\S]*)$/.exec(words.shift()!)!;
      variables.set(name, value);
    }
    if (words.length === 0) {
      const end = options.has('0') ? '\0' : '\n';
      await process.stdout.write([...variables].map(([name, value]) => `${name}=${value}${end}`).join(''));
      return 0;
    }
    return execCommand(process, 'env', words, {
      env: variables,
      ...(options.has('C') && { cwd: process.fs.absolute(options.value('C')!) }),
    });
  },
);

/** printenv: the values of variables. Upstream: coreutils src/printenv.c. */
export const printenv = tool('printenv', { short: '0' }, async (process, options) => {
  if (options.operands.length === 0) {
    await process.stdout.write([...process.env].map(([name, value]) => `${name}=${value}\n`).join(''));
    return 0;
  }
  let missing = false;
  for (const name of options.operands) {
    const value = process.env.get(name);
    if (value === undefined) missing = true;
    else await process.stdout.write(`${value}\n`);
  }
  return missing ? 1 : 0;
});

/**
 * Runs a command for a tool that takes one (env, timeout, nohup, xargs) and answers its exit code; 127 or 126 with the
 * tool's message when it cannot be run.
 */
export async function runCommand(
  process: Process,
  name: string,
  words: readonly string[],
  request: Partial<SpawnRequest> = {},
): Promise<number> {
  const child = await startCommand(process, name, words, request);
  return typeof child === 'number' ? child : (await process.wait(child.exited)).code;
}

/** Becomes the command, as env, nice and nohup do; the exit code with the message told when that cannot be. */
export async function execCommand(
  process: Process,
  name: string,
  words: readonly string[],
  request: Partial<ExecRequest> = {},
): Promise<number> {
  const found = process.findProgram(words[0]!);
  const attempt = (path: string, argv: readonly string[]): Promise<never> => process.exec({ ...request, path, argv });
  try {
    if (found === undefined) throw new FileError('ENOENT', words[0]!);
    try {
      return await attempt(found, words);
    } catch (error) {
      if (!(error instanceof FileError) || error.code !== 'ENOEXEC') throw error;
      return await attempt(process.findProgram('sh') ?? '/bin/sh', ['sh', found, ...words.slice(1)]);
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return complain(process, name, words[0]!, error);
  }
}

/** Starts it; the exit code with the message told when it cannot be started. */
export async function startCommand(
  process: Process,
  name: string,
  words: readonly string[],
  request: Partial<SpawnRequest> = {},
): Promise<ChildProcess | number> {
  const path = process.findProgram(words[0]!);
  try {
    if (path === undefined) throw new FileError('ENOENT', words[0]!);
    try {
      return process.spawn({ ...request, path, argv: words });
    } catch (error) {
      if (!(error instanceof FileError) || error.code !== 'ENOEXEC') throw error;
      return process.spawn({
        ...request,
        path: process.findProgram('sh') ?? '/bin/sh',
        argv: ['sh', path, ...words.slice(1)],
      });
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return complain(process, name, words[0]!, error);
  }
}

async function complain(process: Process, name: string, word: string, error: FileError): Promise<number> {
  const quoted =
    name === 'timeout' || name === 'nohup' ? `failed to run command '${word}'` : name === 'xargs' ? word : `'${word}'`;
  await process.stderr.write(`${name}: ${quoted}: ${error.message}\n`);
  return error.code === 'ENOENT' ? 127 : 126;
}
