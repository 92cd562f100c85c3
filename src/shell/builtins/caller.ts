import type { Builtin } from './builtin';

export const caller: Builtin = {
  name: 'caller',
  dialects: ['bash'],
  synopsis: 'caller [expr]',
  async run(shell, args) {
    const frames = [...shell.frames].reverse();
    const at = Number(args[0] ?? 0);
    const frame = frames[at];
    if (!frame) return 1;
    const line = frame.calledFrom.line(frame.calledAt);
    const name = frame.calledFrom.name || 'environment';
    const outer = frames[at + 1];
    await shell.out(args[0] === undefined ? `${line} ${name}\n` : `${line} ${outer?.name ?? 'main'} ${name}\n`);
    return 0;
  },
};
