import { SIGNAL_NUMBERS } from '#process/signals';
import { setTrap, trapName } from '../exec/traps';
import { quoteSingle } from '../expand/quote';
import type { Builtin } from './builtin';

export const trap: Builtin = {
  name: 'trap',
  special: true,
  synopsis: 'trap [-lp] [[arg] signal_spec ...]',
  async run(shell, args) {
    let rest = args[0] === '--' ? args.slice(1) : args;
    if (rest[0] === '-l') {
      const names = Object.entries(SIGNAL_NUMBERS).map(([name, number]) => `${String(number).padStart(2)}) ${name}`);
      await shell.out(names.map((text, i) => text + (i % 5 === 4 ? '\n' : '\t')).join('') + '\n');
      return 0;
    }
    const shown = (name: string): string =>
      `trap -- ${quoteSingle(shell.traps.get(name)!)} ${name === 'EXIT' || !(`SIG${name}` in SIGNAL_NUMBERS) || shell.dialect !== 'bash' ? name : `SIG${name}`}\n`;
    if (rest.length === 0 || rest[0] === '-p') {
      rest = rest.slice(1);
      const names = rest.length > 0 ? rest.map((text) => trapName(text) ?? text) : [...shell.traps.keys()];
      const order = (name: string): number => (name === 'EXIT' ? 0 : (SIGNAL_NUMBERS[`SIG${name}` as 'SIGINT'] ?? 99));
      await shell.out(
        names
          .filter((name) => shell.traps.has(name))
          .sort((a, b) => order(a) - order(b))
          .map(shown)
          .join(''),
      );
      return 0;
    }
    const reset = rest[0] === '-' || (rest.length === 1 && trapName(rest[0]!) !== undefined) || /^\d+$/.test(rest[0]!);
    const action = reset ? undefined : rest[0]!;
    const signals = rest[0] === '-' || !reset ? rest.slice(1) : rest;
    let status = 0;
    for (const text of signals) {
      const name = trapName(text);
      if (name === undefined) {
        await shell.fail('trap', shell.dialect === 'bash' ? `${text}: invalid signal specification` : `bad trap`);
        status = 1;
      } else setTrap(shell, name, action);
    }
    return status;
  },
};
