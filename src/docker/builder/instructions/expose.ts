import { DockerfileError } from '../parser';
import { atLeastOne, values, wordsOf, type Instruction } from '../instruction';

/** `80`, `53/udp`, `9000-9002` as ports of the image; a port's own range of the host before a colon is dropped. */
function portsOf(text: string): string[] {
  const [range = '', protocol = 'tcp'] = (text.split(':').at(-1) ?? '').split('/');
  const [first = '', last = first] = range.split('-');
  if (!/^\d+$/.test(first) || !/^\d+$/.test(last) || Number(last) > 65535 || Number(first) > Number(last)) {
    throw new DockerfileError(`invalid containerPort: ${range}`);
  }
  if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) throw new DockerfileError(`invalid proto: ${protocol}`);
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, i) => `${String(Number(first) + i)}/${protocol.toLowerCase()}`);
}

/** EXPOSE: ports that the container listens on. */
export const expose: Instruction = {
  name: 'expose',
  check: atLeastOne,
  evaluate(node, scope) {
    const words = values(node).flatMap((text) => wordsOf(text, scope));
    const ports = [...new Set(words.flatMap(portsOf))].sort();
    return {
      kind: 'config',
      by: `EXPOSE [${ports.join(' ')}]`,
      classic: ` EXPOSE ${[...words].sort().join(' ')}`,
      change(config) {
        const all = { ...config.ExposedPorts };
        for (const port of ports) all[port] = {};
        config.ExposedPorts = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
      },
    };
  },
};
