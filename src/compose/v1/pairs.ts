import { pythonText } from '#yaml/python';
import { ComposeError } from '../errors';
import type { Dict } from '../tree';
import { isMap } from './json-schema';
import { crash } from './validate';

/** A text or list as a list. */
export const asList = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? (value as unknown[]) : [value];

/** A mapping or a list of `KEY=value` as a mapping; `missing` is the value of a key alone. Throws ComposeError. */
export function parsePairs(value: unknown, what: string, missing: unknown): Dict {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return {};
  if (isMap(value)) return { ...value };
  if (!Array.isArray(value)) throw new ComposeError(`${what} "${pythonText(value)}" must be a list or mapping,`);
  return Object.fromEntries(
    value.map((item): [string, unknown] => {
      const text = String(item);
      const at = text.indexOf('=');
      return at < 0 ? [text, missing] : [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** Variables with null for those whose value the environment gives. Throws ComposeError. */
export function parseEnvironment(value: unknown): Dict {
  const found = parsePairs(value, 'environment', null);
  if (Array.isArray(value)) {
    const odd = Object.keys(found).find((key) => /\s/.test(key));
    if (odd !== undefined) throw new ComposeError(`environment variable name '${odd}' may not contain whitespace.`);
  }
  return found;
}

/** Hosts with their addresses. */
export function parseExtraHosts(value: unknown): Dict {
  if (!Array.isArray(value)) return isMap(value) ? { ...value } : {};
  return Object.fromEntries(
    value.map((item): [string, string] => {
      const text = String(item);
      const at = text.indexOf(':');
      if (at < 0) throw crash('ValueError: not enough values to unpack (expected 2, got 1)');
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
}

/** Values as texts, null as the empty one. */
export const textValues = (value: Dict): Dict =>
  Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, item === null || item === undefined ? '' : pythonText(item)]),
  );
