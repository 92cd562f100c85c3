import { fail } from '../runtime/errors';
import { classOf, isInt, PyClass, PyNative, type Kwargs, type Run, type Value } from '../runtime/values';

/** The interpreter a native method runs in; set while a program runs. */
export type Native = (args: Value[], kwargs: Kwargs) => Value | Run<Value> | undefined;

/** Gives a class native methods; what answers undefined answers None. */
export function methods(cls: PyClass, table: Readonly<Record<string, Native>>): void {
  for (const [name, code] of Object.entries(table)) cls.vars.set(name, native(name, code));
}

/** A native function. */
export const native = (name: string, code: Native): PyNative =>
  new PyNative(name, (args, kwargs) => code(args, kwargs) ?? null);

/** An argument that must be a str. */
export function str(value: Value | undefined, what = 'argument'): string {
  if (typeof value === 'string') return value;
  return fail('TypeError', `${what} must be str, not ${classOf(value ?? null).name}`);
}

/** An argument that must be an int, as a number. */
export function int(value: Value | undefined, fallback?: number): number {
  if (value === undefined || (value === null && fallback !== undefined)) {
    if (fallback !== undefined) return fallback;
    return fail('TypeError', 'missing required argument');
  }
  if (!isInt(value)) return fail('TypeError', `'${classOf(value).name}' object cannot be interpreted as an integer`);
  return Number(value);
}

/** A positional or keyword argument. */
export const arg = (args: readonly Value[], kwargs: Kwargs, at: number, name: string): Value | undefined =>
  args[at] ?? (args.length > at ? null : kwargs.get(name));
