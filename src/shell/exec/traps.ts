import { parseSignal, type Signal } from '#process/signals';
import type { Shell } from '../shell';
import { Source } from '../source';

const PSEUDO = ['EXIT', 'ERR', 'DEBUG', 'RETURN'];

/** The name under which a trap is kept: `INT`, `EXIT`; undefined when there is no such signal. */
export function trapName(text: string): string | undefined {
  const upper = text.toUpperCase();
  if (text === '0' || upper === 'EXIT' || upper === 'SIGEXIT') return 'EXIT';
  if (PSEUDO.includes(upper)) return upper;
  return parseSignal(text)?.slice(3);
}

/** Sets, ignores (empty action) or takes away (undefined) a trap. */
export function setTrap(shell: Shell, name: string, action: string | undefined): void {
  if (action === undefined) shell.traps.delete(name);
  else shell.traps.set(name, action);
  if (PSEUDO.includes(name)) return;
  const signal: Signal = `SIG${name}` as Signal;
  if (action === undefined) {
    shell.process.on(signal, signal === 'SIGINT' && shell.catchesInterrupt ? () => interrupt(shell) : 'default');
    return;
  }
  if (action === '') {
    shell.process.on(signal, 'ignore');
    return;
  }
  shell.process.on(signal, () => {
    shell.pending.push(name);
    if (signal === 'SIGINT' && shell.catchesInterrupt) interrupt(shell);
    else shell.onTrap?.();
  });
}

/** What Ctrl-C does to a shell that catches it. */
export function interrupt(shell: Shell): void {
  shell.interrupted = true;
  shell.onInterrupt?.();
}

/** Runs the traps of signals that arrived. */
export async function runPendingTraps(shell: Shell): Promise<void> {
  while (shell.pending.length > 0 && !shell.inTrap) {
    const name = shell.pending.shift()!;
    await runTrap(shell, name);
  }
}

/** Runs a trap's action; `$?` is as before afterwards. */
export async function runTrap(shell: Shell, name: string): Promise<void> {
  const action = shell.traps.get(name);
  if (!action || shell.inTrap) return;
  const { status, pipeStatus, source, position } = shell;
  shell.inTrap = true;
  try {
    await shell.executor.runText(shell, action, new Source(action, shell.source.name, Math.max(1, shell.line)));
  } finally {
    shell.inTrap = false;
    shell.source = source;
    shell.position = position;
  }
  shell.status = status;
  shell.pipeStatus = pipeStatus;
}

/** The EXIT trap, once; answers the code the shell ends with. */
export async function runExitTrap(shell: Shell, code: number): Promise<number> {
  const action = shell.traps.get('EXIT');
  shell.traps.delete('EXIT');
  if (!action) return code;
  shell.status = code;
  shell.inTrap = false;
  await shell.executor.runText(shell, action, new Source(action, shell.source.name));
  return code;
}
