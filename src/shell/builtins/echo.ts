import { unescapeAnsi } from '../expand/quote';
import type { Builtin } from './builtin';

/** Upstream: bash builtins/echo.def; dash always understands backslashes and knows only -n. */
export const echo: Builtin = {
  name: 'echo',
  synopsis: 'echo [-neE] [arg ...]',
  async run(shell, args) {
    let newline = true;
    let escapes = shell.dialect === 'dash' || shell.shopt('xpg_echo');
    let i = 0;
    const flags = shell.dialect === 'dash' ? /^-n$/ : /^-[neE]+$/;
    for (; i < args.length && flags.test(args[i]!); i++) {
      for (const flag of args[i]!.slice(1)) {
        if (flag === 'n') newline = false;
        else escapes = flag === 'e';
      }
    }
    const text = args.slice(i).join(' ');
    if (!escapes) {
      await shell.out(newline ? text + '\n' : text);
      return 0;
    }
    const done = unescapeAnsi(text, 'echo');
    await shell.out(done.stopped || !newline ? done.text : done.text + '\n');
    return 0;
  },
};
