import { decode } from '#io/streams';
import type { Shell } from './shell';
import { runParsed } from './exec/script';
import { openHereDoc, parseScript, Source, syntaxProblem } from './source';

const MAX_LINE = 1024 * 1024;

/** One line of standard input with its newline, and not a byte more: commands read the rest. */
export async function readInputLine(shell: Shell): Promise<string | undefined> {
  const reader = shell.process.fds.get(0)?.reader;
  if (!reader) return undefined;
  const bytes: number[] = [];
  while (bytes.length < MAX_LINE) {
    const chunk = await shell.interruptible(reader.read(1));
    if (!chunk || chunk.length === 0) break;
    bytes.push(chunk[0]!);
    if (chunk[0] === 10) break;
  }
  return bytes.length === 0 ? undefined : decode(Uint8Array.from(bytes));
}

/** Whether text needs more lines to be a whole script. */
export function needsMore(text: string): boolean {
  if (/(?:^|[^\\])(?:\\\\)*\\\n?$/.test(text)) return true;
  const script = parseScript(text);
  const problem = syntaxProblem(script, text);
  return problem ? problem.incomplete : openHereDoc(script, text) !== undefined;
}

/** Runs standard input as a script, command by command. */
export async function runInput(shell: Shell): Promise<number> {
  let status = 0;
  let line = 1;
  for (;;) {
    let text = await readInputLine(shell);
    if (text === undefined) return status;
    while (needsMore(text)) {
      const more = await readInputLine(shell);
      if (more === undefined) break;
      text += more;
    }
    shell.source = new Source(text, '', line);
    status = await runParsed(shell, text, shell.source, true);
    line += text.split('\n').length - 1;
  }
}
