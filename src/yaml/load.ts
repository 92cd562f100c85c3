import { loadAll, parseEvents, type Schema, YAMLException } from 'js-yaml';
import { goError, YamlError } from './error';
import { lineAt, positionsOf, type Positions } from './positions';
import { Tagged } from './schemas';

/** What a learner's text may cost. */
export interface LoadLimits {
  /** Of text, in UTF-16 units; 4 MiB when absent. */
  readonly maxLength?: number;
  /** Of nested collections; 100 when absent. */
  readonly maxDepth?: number;
  /** Of values after aliases are replaced by copies; 500,000 when absent. */
  readonly maxValues?: number;
}

/** One document of a stream: its value, aliases copied, and where each part of it stands. */
export interface YamlDocument {
  readonly value: unknown;
  readonly positions: Positions;
}

const MAX_ALIASES = 10_000;

/** All documents of a text; a text without any gives an empty list. Throws YamlError. */
export function parseAll(text: string, schema: Schema, limits: LoadLimits = {}): YamlDocument[] {
  if (text.length > (limits.maxLength ?? 4 * 1024 * 1024)) throw new YamlError('document is too large', 0, 0, 0);
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  const maxDepth = limits.maxDepth ?? 100;
  try {
    const values = loadAll(source, { schema, maxDepth, maxAliases: MAX_ALIASES });
    let positions: Positions[] | undefined;
    const budget = { left: limits.maxValues ?? 500_000, depth: maxDepth * 4 };
    return values.map((value, index) => ({
      value: copied(value, budget, new Set(), new Set()),
      get positions() {
        positions ??= positionsOf(source, parseEvents(source, { maxDepth }));
        return positions[index]!;
      },
    }));
  } catch (error) {
    if (error instanceof YamlError) throw error;
    throw duplicate(error, source, maxDepth) ?? goError(error, source);
  }
}

/** The first document's value; undefined when there is none. Throws YamlError. */
export const parse = (text: string, schema: Schema, limits?: LoadLimits): unknown =>
  parseAll(text, schema, limits)[0]?.value;

// Aliased collections are one object several times: copies, so that changing one place changes that place only.
function copied(
  value: unknown,
  budget: { left: number; depth: number },
  seen: Set<object>,
  open: Set<object>,
): unknown {
  if (--budget.left < 0) throw new YamlError('document contains excessive aliasing', 0, 0, 0);
  if (typeof value !== 'object' || value === null) return value;
  if (open.has(value)) throw new YamlError('anchor value contains itself', 0, 0, 0);
  if (open.size > budget.depth) throw new YamlError('exceeded max depth of 10000', 0, 0, 0);
  open.add(value);
  const again = seen.has(value);
  seen.add(value);
  let result: unknown;
  if (value instanceof Tagged) result = new Tagged(value.tag, copied(value.value, budget, seen, open));
  else if (Array.isArray(value)) {
    const target: unknown[] = again ? [] : (value as unknown[]);
    for (let i = 0; i < value.length; i++) target[i] = copied(value[i], budget, seen, open);
    result = target;
  } else {
    const target: object = again ? {} : value;
    for (const [key, item] of Object.entries(value)) {
      Object.defineProperty(target, key, {
        value: copied(item, budget, seen, open),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    result = target;
  }
  open.delete(value);
  return result;
}

function duplicate(error: unknown, text: string, maxDepth: number): YamlError | undefined {
  if (!(error instanceof YAMLException) || error.reason !== 'duplicated mapping key') return undefined;
  const offset = error.mark?.position ?? 0;
  const found = positionsOf(text, parseEvents(text, { maxDepth })).flatMap((p) => p.duplicates);
  const twice = found.find((d) => d.offset >= offset - 1) ?? found[0];
  if (!twice) return undefined;
  const { line, column } = lineAt(text, twice.offset);
  const first = lineAt(text, twice.firstOffset).line;
  const reason = `mapping key ${JSON.stringify(twice.key)} already defined at line ${first}`;
  return new YamlError(reason, line, column, twice.offset, `yaml: unmarshal errors:\n  line ${line}: ${reason}`);
}
