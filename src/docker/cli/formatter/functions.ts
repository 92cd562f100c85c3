import { func, GoList, itemsOf, type GoFunction } from '#gotemplate/value';
import { plainOf } from './plain';

const items = (list: unknown): string[] => (itemsOf(list) ?? []).map(String);

/** The functions of docker's templates. Upstream: docker/cli templates/templates.go. */
export const templateFunctions: Readonly<Record<string, GoFunction>> = {
  json: func((value: unknown) => plainOf(value), 'any'),
  split: func((text: string, separator: string) => new GoList('[]string', text.split(separator)), 'string', 'string'),
  join: func((list: unknown, separator: string) => items(list).join(separator), '[]string', 'string'),
  title: func((text: string) => text.replace(/(^|\s)(\p{L})/gu, (all) => all.toUpperCase()), 'string'),
  lower: func((text: string) => text.toLowerCase(), 'string'),
  upper: func((text: string) => text.toUpperCase(), 'string'),
  pad: func(
    (text: string, before: number, after: number) =>
      text === ''
        ? ''
        : ' '.repeat(Math.min(1000, Math.max(0, before))) + text + ' '.repeat(Math.min(1000, Math.max(0, after))),
    'string',
    'int',
    'int',
  ),
  truncate: func(
    (text: string, length: number) => (text.length < length ? text : text.slice(0, length)),
    'string',
    'int',
  ),
};

const same = (text: unknown): unknown => text;

/** What stands for them when the header of a table is made. */
export const headerFunctions: Readonly<Record<string, GoFunction>> = {
  ...templateFunctions,
  json: func(same, 'any'),
  split: func(same, 'any', 'any'),
  join: func(same, 'any', 'any'),
  title: func(same, 'any'),
  lower: func(same, 'any'),
  upper: func(same, 'any'),
  truncate: func(same, 'any', 'any'),
};
