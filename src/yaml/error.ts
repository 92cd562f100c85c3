import { YAMLException } from 'js-yaml';
import { NodeReader } from './nodes';
import { Fault } from './reader';

/** A text that is no YAML, in go-yaml's words: `yaml: line 3: mapping values are not allowed in this context`. */
export class YamlError extends Error {
  override readonly name = 'YamlError';

  constructor(
    /** Without the `yaml: line N: `. */
    readonly reason: string,
    /** From 1; 0 when the place is not known. */
    readonly line: number,
    /** From 1. */
    readonly column: number,
    /** Into the text. */
    readonly offset: number,
    message = line > 0 ? `yaml: line ${line}: ${reason}` : `yaml: ${reason}`,
  ) {
    super(message);
  }
}

const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** js-yaml's refusal in go-yaml's words: libyaml's own reading of the text tells fault and line. */
export function goError(error: unknown, text: string): YamlError {
  const { reason, offset, column } =
    error instanceof YAMLException
      ? { reason: error.reason, offset: error.mark?.position ?? 0, column: (error.mark?.column ?? 0) + 1 }
      : { reason: error instanceof Error ? error.message : String(error), offset: 0, column: 1 };
  const unplaced = (words: string): YamlError => new YamlError(words, 0, column, offset);
  if (!(error instanceof YAMLException)) return unplaced(reason);
  if (CONTROL.test(text)) return unplaced('control characters are not allowed');
  if (/maxDepth/.test(reason)) return unplaced('exceeded max depth of 10000');
  if (/maxAliases/.test(reason)) return unplaced('document contains excessive aliasing');
  if (/cannot merge mappings/.test(reason)) return unplaced('map merge requires map or sequence of maps as the value');
  try {
    new NodeReader(text, 'go').all();
  } catch (fault) {
    if (fault instanceof Fault) return faultError(fault);
    throw fault;
  }
  const line = error.mark ? error.mark.line + 1 : 0;
  return new YamlError(reason, line, column, offset);
}

// The line is that of the context unless it is the first. Upstream: yaml.v3 decode.go parser.fail.
function faultError({ kind, contextMark, mark, problem }: Fault): YamlError {
  const told = contextMark !== undefined && contextMark.line !== 0 ? contextMark.line : mark.line;
  const line = kind === 'composer' || told === 0 ? 0 : kind === 'scanner' ? told + 1 : told;
  // A text that never ends is best shown where it begins.
  const shown = /end of stream/.test(problem) ? (contextMark ?? mark) : mark;
  return new YamlError(problem, line, shown.column + 1, shown.offset);
}
