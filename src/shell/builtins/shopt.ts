import { SET_OPTIONS, SHOPT_DEFAULTS, type SetOption } from '../options';
import { type Builtin, parseLetters, usage } from './builtin';
import { setOption } from './set';

export const shopt: Builtin = {
  name: 'shopt',
  dialects: ['bash'],
  synopsis: 'shopt [-pqsu] [-o] [optname ...]',
  async run(shell, args) {
    const { letters, rest, invalid } = parseLetters(args, 'pqsuo');
    if (invalid) return usage(shell, shopt, invalid);
    const set = letters.includes('o');
    const has = (name: string): boolean => (set ? name in SET_OPTIONS : name in SHOPT_DEFAULTS);
    const isOn = (name: string): boolean => (set ? shell.options.has(name as SetOption) : shell.shopt(name));
    const show = (name: string): string => {
      if (!letters.includes('p')) return `${name.padEnd(15)}\t${isOn(name) ? 'on' : 'off'}\n`;
      return set ? `set ${isOn(name) ? '-' : '+'}o ${name}\n` : `shopt ${isOn(name) ? '-s' : '-u'} ${name}\n`;
    };
    const change = letters.includes('s') ? true : letters.includes('u') ? false : undefined;
    if (rest.length === 0) {
      const names = Object.keys(set ? SET_OPTIONS : SHOPT_DEFAULTS).filter(
        (name) => change === undefined || isOn(name) === change,
      );
      if (!letters.includes('q')) await shell.out(names.map(show).join(''));
      return 0;
    }
    let status = 0;
    for (const name of rest) {
      if (!has(name)) {
        await shell.fail('shopt', `${name}: invalid shell option name`);
        status = 1;
      } else if (change !== undefined) {
        if (set) setOption(shell, name, change);
        else shell.shopts.set(name, change);
      } else {
        if (!letters.includes('q')) await shell.out(show(name));
        if (!isOn(name)) status = 1;
      }
    }
    return status;
  },
};
