import { errors } from './errors';

/** The `filters` of a query: for each name the values asked for. Upstream: moby api/types/filters. */
export class Filters {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]> = new Map()) {
    this.#values = values;
  }

  /** Reads `{"status":{"running":true}}` and the older `{"status":["running"]}`. Throws `invalid filter`. */
  static parse(text: string | undefined, accepted: readonly string[]): Filters {
    if (text === undefined || text === '') return new Filters();
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      throw errors.invalidFilter();
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw errors.invalidFilter();
    const values = new Map<string, readonly string[]>();
    for (const [name, given] of Object.entries(parsed as Record<string, unknown>)) {
      if (!accepted.includes(name)) throw errors.unknownFilter(name);
      if (Array.isArray(given)) values.set(name, given.map(String));
      else if (typeof given === 'object' && given !== null) {
        values.set(
          name,
          Object.keys(given).filter((value) => (given as Record<string, unknown>)[value] === true),
        );
      } else throw errors.invalidFilter();
    }
    return new Filters(values);
  }

  has(name: string): boolean {
    return (this.#values.get(name)?.length ?? 0) > 0;
  }

  get(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** Whether one of the values is exactly this one; true when nothing is asked. */
  exact(name: string, value: string): boolean {
    return !this.has(name) || this.get(name).includes(value);
  }

  /** Whether one of the values matches as a pattern, or as a part of the text; true when nothing is asked. */
  match(name: string, text: string): boolean {
    return !this.has(name) || this.get(name).some((value) => matches(value, text));
  }

  /** Whether one of the values begins with it, or is it. */
  fuzzy(name: string, text: string): boolean {
    return !this.has(name) || this.get(name).some((value) => text.startsWith(value));
  }

  /** Whether all of `label` (and none of `label!`) are met. */
  labels(labels: Readonly<Record<string, string>> | null | undefined): boolean {
    const has = (asked: string): boolean => {
      const at = asked.indexOf('=');
      const value = labels?.[at < 0 ? asked : asked.slice(0, at)];
      return value !== undefined && (at < 0 || value === asked.slice(at + 1));
    };
    return this.get('label').every(has) && !this.get('label!').some(has);
  }

  /** A yes-or-no filter; undefined when it is not given. Throws. */
  flag(name: string): boolean | undefined {
    if (!this.has(name)) return undefined;
    const values = this.get(name);
    const isTrue = values.some((v) => v === '1' || v.toLowerCase() === 'true' || v === 't');
    const isFalse = values.some((v) => v === '0' || v.toLowerCase() === 'false' || v === 'f');
    if (isTrue === isFalse) throw errors.filterValue(name, values[0] ?? '');
    return isTrue;
  }
}

/** Go's regexp where the value is one that is cheap to run; otherwise a plain part of the text. */
function matches(pattern: string, text: string): boolean {
  if (pattern === text) return true;
  const plain = /^\^?[\w./:@-]*\$?$/.exec(pattern);
  if (!plain) return safeTest(pattern, text);
  const body = pattern.replace(/^\^/, '').replace(/\$$/, '').replace(/\\\./g, '.');
  const start = pattern.startsWith('^');
  const end = pattern.endsWith('$');
  if (body.includes('.') && !text.includes(body)) return safeTest(pattern, text);
  if (start && end) return text === body;
  if (start) return text.startsWith(body);
  return end ? text.endsWith(body) : text.includes(body);
}

function safeTest(pattern: string, text: string): boolean {
  // Nested repetition could take for ever; Go's engine has no such patterns to fear.
  if (pattern.length > 200 || /[+*}]\)?[+*{]/.test(pattern)) return text.includes(pattern);
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return false;
  }
}
