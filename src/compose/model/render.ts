import { dump } from '#yaml/dump';
import { naturalOrder } from '../go-format';
import { isDict, type Dict } from '../tree';
import { EXTENSIONS } from './decode';
import { STRUCTS } from './structs';
import { formatDuration } from './units';

/** A typed project as `docker compose config` prints it. */
export const renderYaml = (project: Dict): string => dump(view('Project', project, 'yaml'), { style: 'compose' });

/** A typed project as `docker compose config --format json` prints it. */
export function renderJson(project: Dict): string {
  const plain = view('Project', project, 'json') as Dict;
  const top = { ...plain, ...(isDict(project[EXTENSIONS]) ? project[EXTENSIONS] : {}) };
  return goJson(Object.fromEntries(Object.entries(top).sort(([a], [b]) => (a < b ? -1 : 1))), 2);
}

/** JSON as Go's encoder writes it: `<`, `>` and `&` escaped. */
export const goJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

type Form = 'yaml' | 'json';

const sorted = (map: Dict, form: Form, each: (value: unknown) => unknown = (v) => v): Dict =>
  orderedDict(
    Object.entries(map)
      .sort(([a], [b]) => (form === 'yaml' ? naturalOrder(a, b) : a < b ? -1 : 1))
      .map(([key, value]) => [key, each(value)]),
  );

// Keys that look like numbers would come first in a plain object; none of the printed maps needs more than their order.
const orderedDict = (entries: readonly (readonly [string, unknown])[]): Dict => Object.fromEntries(entries);

const deepSorted = (value: unknown, form: Form): unknown =>
  Array.isArray(value)
    ? value.map((item) => deepSorted(item, form))
    : isDict(value)
      ? sorted(value, form, (item) => deepSorted(item, form))
      : value;

function view(name: string, value: Dict, form: Form): unknown {
  if (name === 'Ulimits') {
    if (value.single !== undefined) return value.single;
    return form === 'yaml'
      ? { soft: value.soft ?? 0, hard: value.hard ?? 0 }
      : {
          ...(value.soft !== undefined && { soft: value.soft }),
          ...(value.hard !== undefined && { hard: value.hard }),
        };
  }
  if (name === 'EnvFile' && (value.required === true || value.required === undefined)) return value.path;
  const out: Dict = {};
  for (const { name: key, kind, always } of STRUCTS[name]!) {
    const field = value[key];
    const json = form === 'json';
    if (name === 'EnvFile' && key === 'format' && !json) continue;
    if ((name === 'Secret' || name === 'Config') && key === 'content' && value.environment !== undefined) continue;
    if (field === undefined) {
      // encoding/json does not leave out empty structs, and commands are null there.
      if (json && kind === 'command' && (name === 'Service' || name === 'Hook')) out[key] = null;
      else if (json && ['Resources', 'Placement', 'Ipam'].includes(kind)) out[key] = {};
      else if (json && name === 'Trigger' && key === 'exec') out[key] = { command: null };
      else if (always) out[key] = kind === 'bool' ? false : kind.startsWith('{}') ? {} : '';
      continue;
    }
    out[json && (name === 'WeightDevice' || name === 'Throttle') ? key[0]!.toUpperCase() + key.slice(1) : key] = shown(
      kind.replace(/^\*/, ''),
      field,
      form,
    );
  }
  const extensions = value[EXTENSIONS];
  if (form === 'yaml' && isDict(extensions)) Object.assign(out, deepSorted(extensions, form));
  return out;
}

function shown(kind: string, value: unknown, form: Form): unknown {
  if (kind.startsWith('[]')) return (value as Dict[]).map((item) => view(kind.slice(2).replace('*', ''), item, form));
  if (kind.startsWith('{}')) {
    const item = kind.slice(2).replace('*', '');
    return sorted(value as Dict, form, (each) => (each === null ? null : view(item, each as Dict, form)));
  }
  if (Object.hasOwn(STRUCTS, kind)) return view(kind, value as Dict, form);
  switch (kind) {
    case 'bytes':
      return String(value);
    case 'duration':
      return formatDuration(value as number);
    case 'filemode':
      return `0${(value as number).toString(8)}`;
    case 'hosts':
      return Object.entries(value as Record<string, string[]>)
        .flatMap(([host, ips]) => ips.map((ip) => `${host}=${ip}`))
        .sort();
    case 'ssh':
      return Object.entries(value as Record<string, string>).map(([id, path]) => (path === '' ? id : `${id}: ${path}`));
    case 'mapping':
    case 'mappingEquals':
    case 'labels':
    case 'options':
    case 'multiOptions':
      return sorted(value as Dict, form);
    default:
      return value;
  }
}
