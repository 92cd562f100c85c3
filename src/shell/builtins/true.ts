import type { Builtin } from './builtin';

export const trueBuiltin: Builtin = { name: 'true', synopsis: 'true', run: () => 0 };
