import { ComposeError } from '../errors';
import { isDict } from '../tree';

const PATTERN = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*(?:(:?[-?])[^}]*)?)\}|())/gi;

interface Context {
  readonly environment: ReadonlyMap<string, string>;
  readonly warn: (message: string) => void;
  readonly warned: Set<string>;
}

/** Variables replaced as docker-compose 1 does, in one section of a file. Throws ComposeError. */
export function interpolateLegacy(
  items: Record<string, unknown>,
  section: string,
  context: Context,
  isV1: boolean,
): Record<string, unknown> {
  const lookup = (name: string): string => {
    const value = context.environment.get(name);
    if (value === undefined && !context.warned.has(name)) {
      context.warned.add(name);
      context.warn(`The ${name} variable is not set. Defaulting to a blank string.`);
    }
    return value ?? '';
  };
  const text = (value: string, name: string, key: string, whole: unknown): string =>
    value.replace(PATTERN, (match, escaped?: string, named?: string, braced?: string, operator?: string) => {
      if (escaped) return '$';
      if (named) return lookup(named);
      if (braced === undefined || (isV1 && operator)) {
        throw new ComposeError(`Invalid interpolation format for "${key}" option in ${section} "${name}": "${value}"`);
      }
      if (!operator) return lookup(braced);
      const at = braced.indexOf(operator);
      const variable = braced.slice(0, at);
      const word = braced.slice(at + operator.length);
      const found = context.environment.get(variable);
      if (operator === ':-') return found === undefined || found === '' ? word : found;
      if (operator === '-') return found ?? word;
      if (found !== undefined && (operator === '?' || found !== '')) return found;
      void match;
      throw new ComposeError(
        `Missing mandatory value for "${key}" option interpolating ${python(whole)} in ${section} "${name}": ${word === '' ? variable : word}`,
      );
    });
  const walk = (value: unknown, name: string, key: string, whole: unknown): unknown => {
    if (typeof value === 'string') return value.includes('$') ? text(value, name, key, whole) : value;
    if (Array.isArray(value)) return value.map((item) => walk(item, name, key, whole));
    if (!isDict(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([k, item]) => [k, walk(item, name, key, whole)]));
  };
  return Object.fromEntries(
    Object.entries(items).map(([name, item]) => [
      name,
      Object.fromEntries(
        Object.entries(isDict(item) ? item : {}).map(([key, value]) => [key, walk(value, name, key, value)]),
      ),
    ]),
  );
}

/** A value as Python prints it within a message. */
export function python(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`;
  if (isDict(value))
    return `{${Object.entries(value)
      .map(([k, v]) => `'${k}': ${inner(v)}`)
      .join(', ')}}`;
  return String(value as string | number);
}

const inner = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : python(value));
