import type { Hop } from './stack';

/** The ladder of `drydock why`: one line a hop, the failing one marked, and a verdict. */
export function formatHops(from: string, to: string, hops: readonly Hop[]): string {
  const width = Math.max(0, ...hops.map((hop) => hop.at.length));
  const kinds = Math.max(0, ...hops.map((hop) => hop.kind.length));
  const lines = hops.map((hop) => {
    const mark = hop.ok ? '|' : 'x';
    return `  ${mark} ${hop.at.padEnd(width)}  ${hop.kind.padEnd(kinds)}  ${hop.text}`;
  });
  const last = hops.at(-1);
  const verdict = !last || last.ok ? `${from} reaches ${to}.` : `${from} does not reach ${to}: ${last.text}.`;
  return [`${from} -> ${to}`, ...lines, verdict, ''].join('\n');
}
