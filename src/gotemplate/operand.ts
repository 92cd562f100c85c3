import { print, type Node } from './node';
import { goQuote } from './quote';
import { show } from './printf';
import { GoList, GoMap, GoNumber, GoPointer, GoStruct, isFunction, typeName } from './value';

/** What a literal, or dot, stands for. */
export function constant(dot: unknown, node: Node, fail: (message: string) => never): unknown {
  switch (node.kind) {
    case 'bool':
      return node.value;
    case 'dot':
      return dot;
    case 'string':
      return node.text;
    case 'number':
      if (node.complex) fail('complex numbers are not simulated');
      if (
        node.float !== undefined &&
        !/^[-+]?0[xX][^pP]*$/.test(node.text) &&
        !node.text.startsWith("'") &&
        /[.eEpP]/.test(node.text)
      ) {
        return new GoNumber('float64', node.float);
      }
      if (node.int === undefined) fail(`${node.text} overflows int`);
      return Number.isSafeInteger(Number(node.int)) ? Number(node.int) : new GoNumber('int', node.int);
    default:
      return fail(`can't evaluate command ${goQuote(print(node))}`);
  }
}

/** The types that nil may stand for. */
export const NILLABLE = /^(any|value|interface|\*|map\[|\[\]|func)/;
/** Which literal a parameter of a basic type takes, and its name in errors. */
export const EXPECTED: Record<string, { kind: Node['kind']; word: string } | undefined> = {
  string: { kind: 'string', word: 'string' },
  bool: { kind: 'bool', word: 'bool' },
  int: { kind: 'number', word: 'integer' },
  float64: { kind: 'number', word: 'float' },
};

/** What a pointer points to; anything else as it is. */
export const indirect = (value: unknown): unknown => (value instanceof GoPointer ? value.value : value);

/** Whether a map has the key, and its value. */
export function lookUp(map: object, name: string): [boolean, unknown] {
  if (map instanceof GoMap) return [map.entries?.has(name) ?? false, map.entries?.get(name)];
  if (map instanceof Map) return [map.has(name), map.get(name)];
  return [Object.hasOwn(map, name), (map as Record<string, unknown>)[name]];
}

/** What an action writes: pointers as what they point to. */
export function printed(node: Node, value: unknown, fail: (message: string) => never): string {
  if (value === undefined || value === null) return '<no value>';
  const shown = value instanceof GoPointer && value.value !== null && value.value !== undefined ? value.value : value;
  if (isFunction(shown)) fail(`can't print ${print(node)} of type ${typeName(shown)}`);
  const text = show(shown);
  return shown instanceof GoStruct || shown instanceof GoList ? text.replace(/^&/, '') : text;
}
