import type { Statement } from 'unbash';
import { ExitShell, LeaveLoop, ShellError } from '../control';
import type { Shell } from '../shell';
import { loadParser, openHereDoc, parserReady, parseScript, Source, syntaxProblem } from '../source';
import { syntaxMessages } from '../syntax-messages';
import { runStatement } from './statement';

/** As deep as `eval`, `source` and aliases may run in each other. */
const MAX_NESTING = 200;

/** Runs statements in order; answers the last status. */
export async function runStatements(shell: Shell, statements: readonly Statement[]): Promise<number> {
  let status = 0;
  for (const statement of statements) status = await runStatement(shell, statement);
  return status;
}

/** Runs text in this shell (`eval`, `source`, a trap); a syntax error is told and answers 2. */
export async function runText(shell: Shell, text: string, source: Source): Promise<number> {
  if (shell.nesting >= MAX_NESTING) {
    throw new ShellError(`eval: maximum eval nesting level exceeded (${MAX_NESTING})`, 1, !shell.interactive);
  }
  shell.nesting++;
  const before = { source: shell.source, position: shell.position };
  shell.source = source;
  shell.position = 0;
  try {
    return await runParsed(shell, text, source, false);
  } finally {
    shell.nesting--;
    shell.source = before.source;
    shell.position = before.position;
  }
}

/**
 * Runs a whole script. What stands before a syntax error runs, as in a shell that reads line by line. With `resume`, a
 * failed expansion ends only the command it is in.
 */
export async function runParsed(shell: Shell, text: string, source: Source, resume: boolean): Promise<number> {
  if (!parserReady()) await shell.process.external(loadParser);
  const script = parseScript(text);
  const problem = syntaxProblem(script, text);
  let statements = script.commands;
  if (problem) {
    const lineStart = text.lastIndexOf('\n', Math.min(problem.offset, text.length) - 1) + 1;
    statements = wholeStatements(text, statements, lineStart);
  } else {
    const open = openHereDoc(script, text);
    if (open && shell.dialect === 'bash') {
      const last = source.line(text.length);
      const where = shell.prefix().replace(/line \d+: $/, `line ${last}: `);
      await shell.write(
        2,
        `${where}warning: here-document at line ${source.line(open.offset)} delimited by end-of-file (wanted \`${open.delimiter}')\n`,
      );
    }
  }
  let status = statements.length === 0 ? 0 : shell.status;
  for (const statement of statements) {
    try {
      if (shell.options.has('verbose')) await shell.write(2, text.slice(statement.pos, statement.end) + '\n');
      status = await runStatement(shell, statement);
    } catch (error) {
      if (error instanceof LeaveLoop && shell.loops === 0) continue;
      if (!(error instanceof ShellError) || !resume || (error.fatal && !shell.interactive)) throw error;
      await shell.complain(error.message);
      shell.status = status = error.code === 127 ? 1 : error.code;
    }
  }
  if (!problem) return status;
  shell.position = Math.min(problem.offset, text.length);
  await shell.write(2, syntaxMessages(shell, problem, source));
  shell.status = 2;
  if (shell.posix && !shell.interactive) throw new ExitShell(2);
  return 2;
}

/** The statements before a broken line that are whole by themselves. */
function wholeStatements(text: string, statements: readonly Statement[], lineStart: number): readonly Statement[] {
  const before = statements.filter((statement) => statement.end <= lineStart);
  while (before.length > 0) {
    const end = Math.max(before.at(-1)!.end, text.lastIndexOf('\n', lineStart - 1));
    const again = parseScript(text.slice(0, end));
    if (!again.errors?.length) return again.commands;
    before.pop();
    lineStart = before.at(-1)?.end ?? 0;
  }
  return [];
}
