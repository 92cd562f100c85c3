import { ExitShell, Interrupted, ShellError } from './control';
import { runParsed, runText } from './exec/script';
import { reportJobs } from './exec/statement';
import { expandPrompt } from './expand/prompt';
import { drive, isExpandable } from './expand/word';
import { LineEditor } from './editor/line-editor';
import { defaultCompleter } from './completion';
import { needsMore, readInputLine } from './input';
import type { Shell } from './shell';
import { plainStartup } from './plain-startup';
import { loadParser, parserReady, Source } from './source';
import { guardInteractive } from './start';

export interface InteractiveOptions {
  readonly rc: boolean;
  readonly login: boolean;
}

const MAX_HISTORY = 1000;

/** The shell at a terminal: prompt, line, run, again. Answers the exit code. */
export async function runInteractive(shell: Shell, options: InteractiveOptions): Promise<number> {
  const { process } = shell;
  const pty = process.fds.get(0)?.pty;
  shell.numbered = shell.dialect !== 'bash';
  guardInteractive(shell);
  if (process.group !== process.pid) process.setGroup();
  if (pty) pty.foreground = process.group;
  shell.label = shell.dialect === 'bash' ? shell.name.replace(/^.*\//, '').replace(/^-?/, (c) => c) : shell.name;
  await startupFiles(shell, options);
  const editor = pty ? new LineEditor(shell, pty, defaultCompleter) : undefined;
  loadHistory(shell);
  try {
    for (;;) {
      await reportJobs(shell);
      const text = await readCommand(shell, editor);
      if (text === undefined) {
        await shell.write(2, shell.dialect === 'bash' ? 'exit\n' : '\n');
        return shell.status;
      }
      if (text === '') continue;
      remember(shell, text);
      await runLine(shell, text);
    }
  } finally {
    saveHistory(shell);
  }
}

/** Runs what was typed; errors are told and the shell goes on. */
export async function runLine(shell: Shell, text: string): Promise<void> {
  shell.source = new Source(text, '');
  shell.interrupted = false;
  shell.steps = 0;
  try {
    await runParsed(shell, text, shell.source, true);
  } catch (error) {
    if (error instanceof ExitShell) throw error;
    shell.sheltered = 0;
    shell.loops = 0;
    if (error instanceof Interrupted) shell.status = error.status.code;
    else if (error instanceof ShellError) {
      await shell.complain(error.message);
      shell.status = error.code;
    } else throw error;
  }
}

async function readCommand(shell: Shell, editor: LineEditor | undefined): Promise<string | undefined> {
  const { process } = shell;
  let text = '';
  for (;;) {
    const wanted = shell.get(text === '' ? 'PS1' : 'PS2') ?? '';
    if (!parserReady() && isExpandable(wanted.replace(/\\[^\\]/g, '') + process.fs.cwd))
      await process.external(loadParser);
    const prompt = await drive(expandPrompt(shell, wanted));
    let line: string | undefined;
    if (editor) {
      const answer = await editor.readLine(prompt);
      if (answer.kind === 'interrupt') {
        shell.status = 130;
        text = '';
        continue;
      }
      line = answer.kind === 'end' ? undefined : answer.text;
    } else {
      await shell.write(2, prompt.replace(/[\x01\x02]/g, ''));
      line = (await readInputLine(shell))?.replace(/\n$/, '');
    }
    if (line === undefined) return text === '' ? undefined : text;
    text += (text === '' ? '' : '\n') + line;
    if (!parserReady()) await process.external(loadParser);
    if (!needsMore(text)) return text.trim() === '' ? '' : text;
  }
}

async function startupFiles(shell: Shell, options: InteractiveOptions): Promise<void> {
  const home = shell.get('HOME') ?? '/root';
  const files: string[] = [];
  if (options.login) {
    files.push('/etc/profile');
    if (shell.dialect === 'bash') {
      const own = ['.bash_profile', '.bash_login', '.profile'].find((name) =>
        shell.process.fs.exists(`${home}/${name}`),
      );
      if (own) files.push(`${home}/${own}`);
    } else files.push(`${home}/.profile`);
  } else if (shell.dialect === 'bash') {
    if (options.rc) files.push('/etc/bash.bashrc', `${home}/.bashrc`);
  } else if (shell.get('ENV')) files.push(shell.get('ENV')!);
  for (const file of files) {
    if (!shell.process.fs.exists(file) || shell.process.fs.isDirectory(file)) continue;
    const text = shell.process.fs.readText(file);
    if (!plainStartup(shell, text)) await runText(shell, text, new Source(text, file));
  }
}

function remember(shell: Shell, text: string): void {
  const control = shell.get('HISTCONTROL') ?? '';
  if (/ignore(?:space|both)/.test(control) && text.startsWith(' ')) return;
  if (/ignore(?:dups|both)/.test(control) && shell.history.at(-1) === text) return;
  shell.history.push(text);
  if (shell.history.length > MAX_HISTORY) shell.history.splice(0, shell.history.length - MAX_HISTORY);
}

const historyFile = (shell: Shell): string | undefined =>
  shell.dialect === 'bash' ? (shell.get('HISTFILE') ?? `${shell.get('HOME') ?? '/root'}/.bash_history`) : undefined;

function loadHistory(shell: Shell): void {
  const file = historyFile(shell);
  if (!file || !shell.process.fs.exists(file)) return;
  shell.history.push(
    ...shell.process.fs
      .readText(file)
      .split('\n')
      .filter((line) => line !== '')
      .slice(-MAX_HISTORY),
  );
}

function saveHistory(shell: Shell): void {
  const file = historyFile(shell);
  if (!file) return;
  try {
    shell.process.fs.writeFile(file, shell.history.map((line) => line + '\n').join(''), { mode: 0o600 });
  } catch {
    /* a read-only home keeps no history */
  }
}
