/** Finds a variable: undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

/** A text with a `$` that starts nothing. Upstream: compose-go template.InvalidTemplateError. */
export class InvalidTemplate extends Error {
  override readonly name = 'InvalidTemplate';
  constructor(readonly template: string) {
    super(`Invalid template: ${JSON.stringify(template)}`);
  }
}

/** `${X:?reason}` without X. */
export class MissingRequired extends Error {
  override readonly name = 'MissingRequired';
  constructor(
    readonly variable: string,
    readonly reason: string,
  ) {
    super(`required variable ${variable} is missing a value${reason === '' ? '' : `: ${reason}`}`);
  }
}

const PATTERN = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{(?:([_a-z][_a-z0-9]*(?::?[-+?].*)?)\}|()))/i;
const OPERATORS = [':?', '?', ':-', '-', ':+', '+'] as const;
const MAX_DEPTH = 50;
const MAX_LENGTH = 4 * 1024 * 1024;

/**
 * Replaces variables. Throws InvalidTemplate and MissingRequired; `unset` hears of variables that are not set.
 * Upstream: compose-go template/template.go, whose way of finding the end of nested braces this keeps.
 */
export function substitute(text: string, lookup: Lookup, unset: (name: string) => void = () => undefined): string {
  return replaceAll(text, lookup, unset, 0);
}

function replaceAll(text: string, lookup: Lookup, unset: (name: string) => void, depth: number): string {
  if (depth > MAX_DEPTH) throw new InvalidTemplate(text.slice(0, 200));
  let out = '';
  let failure: Error | undefined;
  let rest = text;
  for (;;) {
    const match = PATTERN.exec(rest);
    if (!match) break;
    out += rest.slice(0, match.index);
    rest = rest.slice(match.index + match[0].length);
    try {
      out += replaceOne(match[0], lookup, unset, depth);
    } catch (error) {
      if (error instanceof InvalidTemplate && error.template === '') failure ??= new InvalidTemplate(text);
      else failure ??= error as Error;
    }
    if (out.length > MAX_LENGTH) throw new InvalidTemplate(text.slice(0, 200));
  }
  if (failure) throw failure;
  return out + rest;
}

function replaceOne(found: string, lookup: Lookup, unset: (name: string) => void, depth: number): string {
  // The operator is looked for in the whole match, what follows the first closed brace included.
  const operator = firstOperator(found);
  const end = closingBrace(found);
  const rest = end >= 0 ? found.slice(end + 1) : '';
  const own = end >= 0 ? found.slice(0, end + 1) : found;
  const match = PATTERN.exec(own);
  if (!match) throw new InvalidTemplate('');
  if (match[1]) return match[1];
  const braced = !match[2];
  const substitution = match[2] ?? match[3] ?? '';
  if (substitution === '') throw new InvalidTemplate('');
  if (braced) {
    const value = operate(operator, substitution, lookup, unset, depth);
    if (value !== undefined) return value + replaceAll(rest, lookup, unset, depth + 1);
  }
  const value = lookup(substitution);
  if (value === undefined) unset(substitution);
  // Text after a plain `${NAME}` in one greedy match still has variables of its own.
  return (value ?? '') + (braced ? replaceAll(rest, lookup, unset, depth + 1) : rest);
}

function operate(
  operator: (typeof OPERATORS)[number],
  substitution: string,
  lookup: Lookup,
  unset: (name: string) => void,
  depth: number,
): string | undefined {
  const at = substitution.indexOf(operator);
  if (at < 0) return undefined;
  const name = substitution.slice(0, at);
  const word = replaceAll(substitution.slice(at + operator.length), lookup, unset, depth + 1);
  const value = lookup(name);
  switch (operator) {
    case ':?':
    case '?':
      if (value === undefined || (operator === ':?' && value === '')) throw new MissingRequired(name, word);
      return value;
    case ':-':
    case '-':
      return value === undefined || (operator === ':-' && value === '') ? word : value;
    case ':+':
    case '+':
      return value !== undefined && (operator === '+' || value !== '') ? word : (value ?? '');
  }
}

const firstOperator = (text: string): (typeof OPERATORS)[number] => {
  let best: (typeof OPERATORS)[number] = OPERATORS[0];
  let bestAt = Infinity;
  for (const operator of OPERATORS) {
    const at = text.indexOf(operator);
    if (at >= 0 && at < bestAt) {
      best = operator;
      bestAt = at;
    }
  }
  return best;
};

function closingBrace(text: string): number {
  let open = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '}' && --open === 0) return i;
    if (text[i] === '{') {
      open++;
      i++;
    }
  }
  return -1;
}

/** A variable as `config --variables` lists it. */
export interface TemplateVariable {
  readonly name: string;
  readonly defaultValue: string;
  readonly presenceValue: string;
  readonly required: boolean;
}

/** The variables of a whole model, by name. Upstream: compose-go template/variables.go. */
export function extractVariables(value: unknown): Map<string, TemplateVariable> {
  const found = new Map<string, TemplateVariable>();
  const walk = (item: unknown, depth: number): void => {
    if (typeof item === 'string') for (const v of variablesOf(item, depth)) found.set(v.name, v);
    else if (Array.isArray(item)) item.forEach((x) => walk(x, depth));
    else if (typeof item === 'object' && item !== null) Object.values(item).forEach((x) => walk(x, depth));
  };
  walk(value, 0);
  return found;
}

function variablesOf(text: string, depth: number): TemplateVariable[] {
  if (depth > MAX_DEPTH) return [];
  const out: TemplateVariable[] = [];
  let rest = text;
  for (let match = PATTERN.exec(rest); match; match = PATTERN.exec(rest)) {
    let found = match[0];
    const end = closingBrace(found);
    if (end >= 0) found = found.slice(0, end + 1);
    rest = rest.slice(match.index + found.length);
    const inner = PATTERN.exec(found);
    if (!inner) continue;
    const body = inner[2] ?? inner[3];
    if (inner[1] || !body) continue;
    const operator =
      inner[3] === undefined
        ? undefined
        : OPERATORS.filter((o) => body.includes(o)).sort(
            (a, b) => body.indexOf(a) - body.indexOf(b) || b.length - a.length,
          )[0];
    const at = operator ? body.indexOf(operator) : body.length;
    const word = operator ? body.slice(at + operator.length) : '';
    const variable = { name: body.slice(0, at), defaultValue: '', presenceValue: '', required: false };
    if (operator === ':-' || operator === '-') variable.defaultValue = word;
    if (operator === ':+' || operator === '+') variable.presenceValue = word;
    if (operator === ':?' || operator === '?') variable.required = true;
    out.push(variable, ...variablesOf(word, depth + 1));
  }
  return out;
}
