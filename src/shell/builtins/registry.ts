import type { Shell } from '../shell';
import type { Builtin } from './builtin';
import { BUILTINS } from './index';

let byName: Map<string, Builtin> | undefined;

/** The builtin of a name in this shell, unless `enable -n` took it away. */
export function findBuiltin(shell: Shell, name: string): Builtin | undefined {
  byName ??= new Map(BUILTINS.map((builtin) => [builtin.name, builtin]));
  const found = byName.get(name);
  if (!found || (found.dialects && !found.dialects.includes(shell.dialect))) return undefined;
  return shell.disabled.size > 0 && shell.disabled.has(name) ? undefined : found;
}
