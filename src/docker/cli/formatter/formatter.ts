import { CommandError } from '#cli/command';
import { DOCKER_TABLE, tabwriter } from '#cli/table';
import { TemplateError } from '#gotemplate/parser';
import { Template } from '#gotemplate/template';
import { func, GoStruct, type GoFunction } from '#gotemplate/value';
import { headerFunctions, templateFunctions } from './functions';
import { JsonStruct } from './plain';

/** How the rows of one kind of object are shown to templates: a method a column, and its heading. */
export interface RowFormat<T> {
  /** Go's name of the type, for errors: `*formatter.ContainerContext`. */
  readonly type: string;
  readonly columns: Readonly<
    Record<string, readonly [header: string, value: (row: T, options: RowOptions) => unknown]>
  >;
  /** Methods with arguments, and those without a heading; `Label` is among them where rows have labels. */
  readonly methods?: (row: T, options: RowOptions) => Readonly<Record<string, GoFunction>>;
  /** Not shown as JSON (methods with no heading of their own). */
  readonly hidden?: readonly string[];
}

export interface RowOptions {
  readonly truncate: boolean;
  /** Calendar time, milliseconds since 1970. */
  readonly now: number;
}

export const TABLE = 'table';

/** What a `--format` prints for a row: `table X`, `json`, or a template, as what follows `table` with its escapes. */
export function formatText(format: string): string {
  const text = format.startsWith(TABLE) ? format.slice(TABLE.length) : format === 'json' ? '{{json .}}' : format;
  return text
    .replace(/^ +| +$/g, '')
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n');
}

const failed = (error: unknown): never => {
  if (error instanceof TemplateError) throw new CommandError(`template parsing error: ${error.message}`);
  throw error;
};

/** Prints rows by a format: `table ...` with headings, `json`, or a template a line. Throws CommandError. */
export function formatRows<T>(spec: RowFormat<T>, rows: readonly T[], format: string, options: RowOptions): string {
  const text = formatText(format);
  try {
    const template = new Template('', { functions: templateFunctions }).parse(text);
    let out = '';
    for (const row of rows) out += `${template.execute(contextOf(spec, row, options))}\n`;
    if (!format.startsWith(TABLE)) return out;
    const header = new Template('', { functions: headerFunctions }).parse(text);
    return tabwriter(`${headerOf(header, spec)}\n${out}`, DOCKER_TABLE);
  } catch (error) {
    return failed(error);
  }
}

/** Fails for a template that names a column there is not, before anything is asked of the daemon. Throws CommandError. */
export function checkTemplate<T>(spec: RowFormat<T>, format: string): void {
  const known = Object.keys(spec.columns).map((name) => [name, { params: [], call: () => '' }] as const);
  const label = func(() => '', 'string');
  let template: Template;
  try {
    template = new Template('', { functions: templateFunctions }).parse(formatText(format));
  } catch (error) {
    if (error instanceof TemplateError) throw new CommandError(`failed to parse template: ${error.message}`);
    throw error;
  }
  try {
    template.execute(new GoStruct(spec.type, {}, { ...Object.fromEntries(known), Label: label }));
  } catch (error) {
    if (error instanceof TemplateError) throw new CommandError(`failed to execute template: ${error.message}`);
    throw error;
  }
}

function headerOf<T>(template: Template, spec: RowFormat<T>): string {
  const fields = Object.fromEntries(Object.entries(spec.columns).map(([name, [header]]) => [name, header]));
  const label = func((name: string) => name.split('.').at(-1)!.replace(/[-_]/g, ' '), 'string');
  try {
    return template.execute(new GoStruct('formatter.SubHeaderContext', fields, { Label: label }));
  } catch (error) {
    if (error instanceof TemplateError) return '';
    throw error;
  }
}

function contextOf<T>(spec: RowFormat<T>, row: T, options: RowOptions): JsonStruct {
  const methods: Record<string, GoFunction> = {};
  for (const [name, [, value]] of Object.entries(spec.columns))
    methods[name] = { params: [], call: () => value(row, options) };
  const toJson = (): unknown => {
    const shown: Record<string, unknown> = {};
    const names = Object.keys(spec.columns).filter((name) => !spec.hidden?.includes(name));
    for (const name of names.sort()) shown[name] = spec.columns[name]![1](row, options) ?? null;
    return shown;
  };
  return new JsonStruct(spec.type, {}, { ...methods, ...spec.methods?.(row, options) }, toJson, true);
}

/** An id without its algorithm, in 12 digits. */
export const truncatedId = (id: string): string => id.slice(id.indexOf(':') + 1).slice(0, 12);

const isWide = (ch: string): boolean =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
    ch,
  );

/** A text in at most `width` columns of a terminal, its end replaced by an ellipsis. */
export function ellipsis(text: string, width: number): string {
  const chars = [...text];
  if (width <= 0) return '';
  if (width === 1) return chars[0] ?? '';
  const ends: number[] = [];
  let at = 0;
  for (const ch of chars) ends.push((at += isWide(ch) ? 2 : 1));
  if (at <= width) return text;
  const last = ends.findIndex((end, i) => end <= width - 1 && (ends[i + 1] ?? Infinity) > width - 1);
  return last < 0 ? text : `${chars.slice(0, last + 1).join('')}…`;
}

/** `a=b,c=d`, sorted. */
export const labelText = (labels: Readonly<Record<string, string>> | null | undefined): string =>
  Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');

/** The method `Label "name"`. */
export const labelMethod = (
  labels: Readonly<Record<string, string>> | null | undefined,
): Record<string, GoFunction> => ({
  Label: func((name: string) => labels?.[name] ?? '', 'string'),
});

/** Time as Go prints it: `2026-11-22 21:19:26 +0000 UTC`. */
export const goTime = (seconds: number): string => {
  const iso = new Date(seconds * 1000).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} +0000 UTC`;
};
