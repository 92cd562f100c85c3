import type { Expression } from './ast';
import type { Token } from './tokens';

/** Positions inside an f-string are the whole literal's. */
export function shift(value: Expression, token: Token): Expression {
  const { line, column, endLine, endColumn } = token;
  const at = { line, column, endLine, endColumn };
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || node instanceof Set || node instanceof Uint8Array) return;
    if (Array.isArray(node)) {
      node.forEach(walk);
      return;
    }
    const record = node as Record<string, unknown>;
    for (const [key, child] of Object.entries(record)) {
      if (key === 'at') record['at'] = at;
      else walk(child);
    }
  };
  walk(value);
  return value;
}

/** Where the brace closes that was opened before `from`; -1 when it does not. */
export function closing(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const ch = text[i]!;
    if (ch === "'" || ch === '"') {
      const end = text.indexOf(ch, i + 1);
      if (end < 0) return -1;
      i = end;
    } else if ('([{'.includes(ch)) depth++;
    else if (ch === '}' && depth === 0) return i;
    else if (')]}'.includes(ch)) depth--;
  }
  return -1;
}

/** A replacement field's code, conversion and format. */
export function splitField(field: string): { code: string; conversion: string; spec: string | undefined } {
  let depth = 0;
  for (let i = 0; i < field.length; i++) {
    const ch = field[i]!;
    if (ch === "'" || ch === '"') i = Math.max(i, field.indexOf(ch, i + 1));
    else if ('([{'.includes(ch)) depth++;
    else if (')]}'.includes(ch)) depth--;
    else if (depth === 0 && ch === '!' && field[i + 1] !== '=') {
      const rest = field.slice(i + 2);
      return {
        code: field.slice(0, i),
        conversion: field[i + 1] ?? '',
        spec: rest.startsWith(':') ? rest.slice(1) : undefined,
      };
    } else if (depth === 0 && ch === ':') return { code: field.slice(0, i), conversion: '', spec: field.slice(i + 1) };
  }
  return { code: field, conversion: '', spec: undefined };
}
