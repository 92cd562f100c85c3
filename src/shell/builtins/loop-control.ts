import { LeaveLoop } from '../control';
import type { Shell } from '../shell';
import type { Builtin } from './builtin';

async function leave(shell: Shell, name: string, args: readonly string[]): Promise<number> {
  if (shell.loops === 0) {
    if (shell.dialect === 'bash') await shell.fail(name, "only meaningful in a `for', `while', or `until' loop");
    return 0;
  }
  const text = args[0] ?? '1';
  if (!/^\d+$/.test(text)) {
    await shell.fail(name, `${text}: numeric argument required`);
    throw new LeaveLoop(shell.loops, false);
  }
  if (Number(text) < 1) {
    await shell.fail(name, `${text}: loop count out of range`);
    throw new LeaveLoop(shell.loops, false, 1);
  }
  throw new LeaveLoop(Math.min(Number(text), shell.loops), name === 'continue');
}

export const breakBuiltin: Builtin = {
  name: 'break',
  special: true,
  synopsis: 'break [n]',
  run: (shell, args) => leave(shell, 'break', args),
};

export const continueBuiltin: Builtin = {
  name: 'continue',
  special: true,
  synopsis: 'continue [n]',
  run: (shell, args) => leave(shell, 'continue', args),
};
