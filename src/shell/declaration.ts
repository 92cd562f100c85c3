import { quoteAlways, quoteBackslash, quoteDouble } from './expand/quote';
import type { Variable } from './variables';

/** A variable as `declare -p` prints it, or (`assign`) as `${x@A}` does. */
export function declaration(name: string, variable: Variable, style: 'print' | 'assign' = 'print'): string {
  const letters = [
    variable.indexed && 'a',
    variable.associative && 'A',
    variable.integer && 'i',
    variable.lower && 'l',
    variable.nameref && 'n',
    variable.readonly && 'r',
    variable.upper && 'u',
    variable.exported && 'x',
  ]
    .filter(Boolean)
    .join('');
  const value = valueText(variable, style);
  const assignment = value === undefined ? name : `${name}=${value}`;
  if (style === 'assign' && letters === '') return assignment;
  return `declare -${letters || '-'} ${assignment}`;
}

function valueText(variable: Variable, style: 'print' | 'assign'): string | undefined {
  if (variable.associative) {
    const pairs = [...variable.associative].map(([key, value]) => `[${quoteKey(key)}]=${quoteDouble(value)} `);
    return `(${pairs.join('')})`;
  }
  if (variable.indexed) {
    const values = variable.values();
    return `(${variable
      .keys()
      .map((key, i) => `[${key}]=${quoteDouble(values[i]!)}`)
      .join(' ')})`;
  }
  if (variable.text === undefined) return undefined;
  return style === 'print' ? quoteDouble(variable.text) : quoteAlways(variable.text);
}

const quoteKey = (key: string): string => (quoteBackslash(key) === key ? key : quoteDouble(key));
