/** One command of a recorded transcript, with what it printed. */
export interface Step {
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined where the recording says that it is not evidence. */
  readonly exit: number | undefined;
  /** A recording of a terminal: only its bytes are known, not the streams. */
  readonly terminal: string | undefined;
  /** What the recording says about how the command was ended or fed. */
  readonly remarks: readonly string[];
}

export interface Transcript {
  readonly files: ReadonlyMap<string, string>;
  readonly steps: readonly Step[];
}

/** Reads a transcript of `docker/recorded` or `compose/recorded`; their README describes the form. */
export function parseTranscript(text: string): Transcript {
  const files = new Map<string, string>();
  const steps: Step[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const file = /^== file (.+)$/.exec(lines[i]!);
    if (file) {
      const end = lines.indexOf('== end', i);
      files.set(
        file[1]!,
        lines
          .slice(i + 1, end)
          .map(plain)
          .join('\n') + '\n',
      );
      i = end;
    } else if (lines[i]!.startsWith('$ ')) {
      const start = i;
      while (i + 1 < lines.length && !lines[i + 1]!.startsWith('$ ') && !lines[i + 1]!.startsWith('== file ')) i++;
      steps.push(parseStep(lines.slice(start, i + 1)));
    }
  }
  return { files, steps };
}

const plain = (line: string): string =>
  /^\\(\$ |! |== |# |\[exit |\[no newline|~ |\\)/.test(line) ? line.slice(1) : line;

function parseStep(lines: string[]): Step {
  while (lines.at(-1) === '') lines.pop();
  let at = 1;
  let command = lines[0]!.slice(2);
  while (lines[at]?.startsWith('> ') || lines[at] === '>') command += `\n${lines[at++]!.slice(2)}`;
  const out: string[] = [];
  const err: string[] = [];
  const remarks: string[] = [];
  let exit: number | undefined = 0;
  let newline = true;
  let terminal: string | undefined;
  for (const line of lines.slice(at)) {
    const code = /^\[exit (\w+)/.exec(line);
    if (code) exit = code[1] === 'unknown' ? undefined : Number(code[1]);
    else if (line.startsWith('[no newline')) newline = false;
    else if (line.startsWith('! ')) err.push(line.slice(2));
    else if (line === '!') err.push('');
    else if (line.startsWith('# ')) remarks.push(line.slice(2));
    else if (line.startsWith('~ ')) terminal = (terminal ?? '') + (JSON.parse(line.slice(2)) as [number, string])[1];
    else out.push(plain(line));
  }
  const stdout = out.length === 0 ? '' : out.join('\n') + (newline ? '\n' : '');
  return { command, stdout, stderr: err.length === 0 ? '' : err.join('\n') + '\n', exit, terminal, remarks };
}
