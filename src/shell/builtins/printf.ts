import { formatPrintf } from '../expand/printf';
import { type Builtin, usage } from './builtin';

export const printf: Builtin = {
  name: 'printf',
  synopsis: 'printf [-v var] format [arguments]',
  async run(shell, args) {
    let rest = args;
    let variable: string | undefined;
    if (rest[0] === '-v' && shell.dialect === 'bash') {
      variable = rest[1];
      rest = rest.slice(2);
    }
    if (rest[0] === '--') rest = rest.slice(1);
    const [format, ...values] = rest;
    if (format === undefined) return usage(shell, printf, undefined);
    if (format.startsWith('-') && format.length > 1 && args[0] === format && /^-[A-Za-z]/.test(format))
      return usage(shell, printf, format.slice(0, 2));
    const now = shell.process.clock.epochNow();
    const { text, errors } = formatPrintf(format, values, { now, startedAt: now - shell.process.clock.now() });
    if (variable === undefined) await shell.out(text);
    else if (/\[/.test(variable)) {
      const [, name = '', key = ''] = /^([^[]+)\[(.*)\]$/.exec(variable) ?? [];
      shell.variables.setElement(name, key, text);
    } else shell.variables.set(variable, text);
    for (const error of errors)
      await shell.fail(
        'printf',
        shell.dialect === 'dash' ? error.replace('invalid number', 'expected numeric value') : error,
      );
    return errors.length > 0 ? 1 : 0;
  },
};
