import type { Builtin } from './builtin';

export const colon: Builtin = { name: ':', special: true, synopsis: ':', run: () => 0 };
