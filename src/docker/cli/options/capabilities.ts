/** A capability in the kernel's form: `net_admin` is `CAP_NET_ADMIN`, `all` is `ALL`. Upstream: opts.NormalizeCapability. */
export function normalizeCapability(text: string): string {
  const name = text.trim().toUpperCase();
  return name === 'ALL' || name === 'RESET' || name.startsWith('CAP_') ? name : `CAP_${name}`;
}

const normalized = (names: readonly string[]): string[] => {
  const all = [...new Set(names.map(normalizeCapability))].filter((name) => name !== 'RESET').sort();
  return all.includes('ALL') ? ['ALL'] : all;
};

/** What is added and what is dropped: added wins, and ALL stands for the others. Upstream: opts.EffectiveCapAddCapDrop. */
export function effectiveCapabilities(
  add: readonly string[],
  drop: readonly string[],
): { add: string[]; drop: string[] } {
  const added = normalized(add);
  return { add: added, drop: normalized(drop).filter((name) => !added.includes(name)) };
}
