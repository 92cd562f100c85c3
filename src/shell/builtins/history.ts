import type { Builtin } from './builtin';

export const history: Builtin = {
  name: 'history',
  dialects: ['bash', 'ash'],
  synopsis: 'history [-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]',
  async run(shell, args) {
    const [first, second] = args;
    if (first === '-c') {
      shell.history.length = 0;
      return 0;
    }
    if (first === '-d') {
      const at = Number(second);
      if (!Number.isInteger(at) || at < 1 || at > shell.history.length) {
        await shell.fail('history', `${second ?? ''}: history position out of range`);
        return 1;
      }
      shell.history.splice(at - 1, 1);
      return 0;
    }
    if (first === '-s') {
      shell.history.push(args.slice(1).join(' '));
      return 0;
    }
    if (first !== undefined && /^-[anrw]$/.test(first)) {
      const file = second ?? shell.get('HISTFILE') ?? `${shell.get('HOME') ?? ''}/.bash_history`;
      if (first === '-r' || first === '-n')
        shell.history.push(...shell.process.fs.readText(file).split('\n').filter(Boolean));
      else shell.process.fs.writeFile(file, shell.history.map((line) => line + '\n').join(''));
      return 0;
    }
    if (first !== undefined && !/^\d+$/.test(first)) {
      await shell.fail('history', `${first}: numeric argument required`);
      return 1;
    }
    const from = first === undefined ? 0 : Math.max(0, shell.history.length - Number(first));
    await shell.out(
      shell.history
        .slice(from)
        .map((line, i) => `${String(from + i + 1).padStart(5)}  ${line}\n`)
        .join(''),
    );
    return 0;
  },
};
