/** Where the learner is. */
export type Place =
  | { readonly kind: 'harbour' }
  | { readonly kind: 'playground' }
  /** A free world that was opened from a file, and is kept under its own name. */
  | { readonly kind: 'world'; readonly name: string }
  | { readonly kind: 'lesson'; readonly id: string }
  /** A tutorial that the link itself carries. */
  | { readonly kind: 'link'; readonly fragment: string }
  /** A tutorial that was opened from a folder or zip in this tab. */
  | { readonly kind: 'opened' };

/** Reads a location's fragment. */
export function placeOf(hash: string): Place {
  const [, kind = '', ...rest] = hash.replace(/^#/, '').split('/');
  if (kind === 'playground') return { kind };
  if (kind === 'world' && /^[\w.-]{1,80}$/.test(rest[0] ?? '')) return { kind, name: rest[0]! };
  if (kind === 'lesson' && rest.length > 0) return { kind, id: rest.join('/') };
  if (kind === 'open' && rest[0]) return { kind: 'link', fragment: rest[0] };
  if (kind === 'opened') return { kind };
  return { kind: 'harbour' };
}

class Route {
  place: Place = $state.raw(placeOf(location.hash));

  constructor() {
    addEventListener('hashchange', () => (this.place = placeOf(location.hash)));
  }

  go(hash: string): void {
    location.hash = hash;
  }
}

export const route = new Route();
