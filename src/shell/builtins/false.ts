import type { Builtin } from './builtin';

export const falseBuiltin: Builtin = { name: 'false', synopsis: 'false', run: () => 1 };
