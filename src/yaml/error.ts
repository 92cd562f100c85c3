import { YAMLException } from 'js-yaml';

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

/** js-yaml's error in go-yaml's words, as far as the two see the same fault. Simplified: the line may be one off. */
export function goError(error: unknown, text: string): YamlError {
  if (!(error instanceof YAMLException)) {
    return new YamlError(error instanceof Error ? error.message : String(error), 0, 0, 0);
  }
  const { reason } = error;
  const offset = error.mark?.position ?? 0;
  const line = (error.mark?.line ?? -1) + 1;
  const column = (error.mark?.column ?? 0) + 1;
  const at = (words: string, where = line): YamlError => new YamlError(words, where, column, offset);
  if (CONTROL.test(text)) return new YamlError('control characters are not allowed', 0, column, offset);
  const lines = text.split('\n');
  const here = lines[line - 1] ?? '';
  const alias = /unidentified alias "(.*)"/.exec(reason);
  if (alias) return new YamlError(`unknown anchor '${alias[1]!}' referenced`, 0, column, offset);
  if (/cannot merge mappings/.test(reason)) {
    return new YamlError('map merge requires map or sequence of maps as the value', 0, column, offset);
  }
  if (/unexpected end|deficient indentation/.test(reason)) {
    const opened = /quoted|deficient/.test(reason) ? lastQuote(lines, line) : line;
    return at(/flow/.test(reason) ? "did not find expected ',' or ']'" : 'found unexpected end of stream', opened);
  }
  if (/tab characters/.test(reason) || /^ *\t/.test(here)) {
    return at('found character that cannot start any token', /^ *\t/.test(here) ? line : line + 1);
  }
  const badStart = lines.findIndex((l, i) => i >= line - 2 && /(^\s*|[:-] +)[%@`]/.test(l));
  if (badStart >= 0 && badStart <= line) return at('found character that cannot start any token', badStart + 1);
  if (/expected ':' after|can not read an? (implicit|block)|multiline key/.test(reason)) {
    return at("could not find expected ':'", line);
  }
  if (/bad indentation|expected the node content|end of the stream or a document/.test(reason)) {
    const before = lines[line - 2] ?? '';
    const indent = (l: string): number => l.search(/\S|$/);
    const nested = /:\s+[^'"#[{].*:(\s|$)/.test(here);
    if (nested || (/: +[^ #|>&*]/.test(before) && indent(here) > indent(before) && /:(\s|$)/.test(here))) {
      return at('mapping values are not allowed in this context');
    }
    if (/^\s*-( |$)/.test(here)) return at("did not find expected '-' indicator", Math.max(1, line - 1));
    if (!/:(\s|$)/.test(here) && here.trim() !== '') return at("could not find expected ':'", line);
    return at('did not find expected key', Math.max(1, parentLine(lines, line)));
  }
  if (/missed comma/.test(reason)) return at("did not find expected ',' or ']'");
  if (/maxDepth/.test(reason)) return new YamlError('exceeded max depth of 10000', 0, column, offset);
  if (/maxAliases/.test(reason)) return new YamlError('document contains excessive aliasing', 0, column, offset);
  return at(reason);
}

const lastQuote = (lines: readonly string[], until: number): number => {
  for (let i = Math.min(until, lines.length) - 1; i >= 0; i--) if (/["']/.test(lines[i]!)) return i + 1;
  return until;
};

// go-yaml tells the line before the mapping whose next key it missed.
const parentLine = (lines: readonly string[], line: number): number => {
  const own = (lines[line - 1] ?? '').search(/\S|$/);
  for (let i = line - 2; i >= 0; i--) {
    const indent = lines[i]!.search(/\S|$/);
    if (lines[i]!.trim() !== '' && indent < own) return i;
  }
  return line - 1;
};
