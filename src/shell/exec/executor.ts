import type { ParsedScript, ProcessSubstitutionPart } from 'unbash';
import { decode, readAll } from '#io/streams';
import type { Executor, Shell } from '../shell';
import type { Source } from '../source';
import { withRedirects } from './redirect';
import { runStatements, runText } from './script';
import { runWords } from './simple';
import { forkShell } from './subshell';

/** The most output that a command substitution keeps. */
const MAX_CAPTURED = 16 * 1024 * 1024;

/** What expansions and builtins call back into. */
export const executor: Executor = {
  capture,
  substituteProcess,
  runText,
  runWords,
};

async function capture(shell: Shell, script: ParsedScript | undefined, source: Source): Promise<string> {
  if (!script) return '';
  const file = loneRedirect(script);
  const { read, write } = shell.process.pipe();
  const fds = new Map(shell.process.fds).set(1, write);
  const child = forkShell(
    shell,
    (sub) => {
      sub.source = source;
      sub.traceLevel++;
      if (!sub.posix && !sub.shopt('inherit_errexit')) sub.options.delete('errexit');
      return file ? catFile(sub, file) : runStatements(sub, script.commands);
    },
    { fds },
  );
  write.close();
  try {
    const bytes = await shell.interruptible(readAll(read.reader!, MAX_CAPTURED));
    const status = await shell.interruptible(child.exited);
    shell.substitutionStatus = status.code;
    return decode(bytes).replaceAll('\0', '').replace(/\n+$/, '');
  } finally {
    read.close();
  }
}

/** `$(< file)` is the file's content. */
function loneRedirect(script: ParsedScript): ParsedScript['commands'] | undefined {
  const only = script.commands.length === 1 ? script.commands[0]!.command : undefined;
  if (only?.type !== 'Command' || only.name || only.redirects.length !== 1) return undefined;
  const redirect = only.redirects[0]!;
  if (redirect.type !== 'Redirect' || redirect.operator !== '<') return undefined;
  return only.prefix.some((part) => part.type === 'Assignment') ? undefined : script.commands;
}

async function catFile(shell: Shell, statements: ParsedScript['commands']): Promise<number> {
  const command = statements[0]!.command;
  if (command.type !== 'Command') return 1;
  return withRedirects(shell, command.redirects, async () => {
    const reader = shell.process.fds.get(0)?.reader;
    const bytes = reader ? await shell.process.wait(readAll(reader, MAX_CAPTURED)) : undefined;
    if (bytes) await shell.process.wait(shell.process.fds.get(1)!.writer!.write(bytes));
    return 0;
  });
}

async function substituteProcess(shell: Shell, part: ProcessSubstitutionPart): Promise<string> {
  const { read, write } = shell.process.pipe();
  const [inner, outer] = part.operator === '<' ? [write, read] : [read, write];
  const fds = new Map(shell.process.fds).set(part.operator === '<' ? 1 : 0, inner);
  const { source } = shell;
  forkShell(
    shell,
    (sub) => {
      sub.source = source;
      return runStatements(sub, part.script?.commands ?? []);
    },
    { fds, background: true },
  );
  inner.close();
  let number = 63;
  while (shell.process.fds.has(number)) number--;
  shell.process.fds.set(number, outer);
  shell.substituted.push(number);
  return `/dev/fd/${number}`;
}
