import type { Hop } from '#network/stack';
import type { Workbench } from './workbench';

/** The path from a place to another one, hop by hop. `from` is the laptop or a container, `to` a name or address with a port. */
export function explain(bench: Workbench, from: string, to: string): readonly Hop[] {
  const [, host = to, port = '80'] = /^(.*?)(?::(\d+))?$/.exec(to) ?? [];
  if (from !== 'laptop') return [];
  return bench.machine.network.explain({ address: host, port: Number(port) });
}
