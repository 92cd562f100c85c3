/** One rule: a target, what it needs, and how it is made. */
export interface Rule {
  readonly target: string;
  readonly needs: readonly string[];
  /** After `|`: made before, but their times do not matter. */
  readonly orderOnly: readonly string[];
  readonly recipe: readonly { readonly text: string; readonly line: number }[];
}

export interface Makefile {
  readonly variables: ReadonlyMap<string, string>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly patterns: readonly Rule[];
  readonly phony: ReadonlySet<string>;
  /** The first target, which is made when none is named. */
  readonly first: string | undefined;
}

/** A Makefile that cannot be read; the message begins with its line. */
export class MakefileError extends Error {
  override readonly name = 'MakefileError';
}

type Look = (name: string) => string | undefined;
type Shell = (command: string) => Promise<string>;

/** The longest text that expansion may make, and how deep variables may go. */
const [LONGEST, DEEPEST] = [200_000, 60];

/** Puts in variables and the common functions; `$$` is a dollar. */
export async function expand(text: string, look: Look, shell: Shell, depth = 0): Promise<string> {
  if (depth > DEEPEST || text.length > LONGEST) return '';
  let out = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '$') {
      out += text[at]!;
      continue;
    }
    const next = text[++at];
    if (next === undefined) break;
    if (next === '$') out += '$';
    else if (next === '(' || next === '{') {
      const end = closing(text, at);
      out += await value(text.slice(at + 1, end), look, shell, depth);
      at = end;
    } else out += await expand(look(next) ?? '', look, shell, depth + 1);
    if (out.length > LONGEST) return out.slice(0, LONGEST);
  }
  return out;
}

function closing(text: string, open: number): number {
  const [left, right] = text[open] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === left) depth++;
    else if (text[at] === right && --depth === 0) return at;
  }
  return text.length;
}

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** Replaces by a pattern with one `%`. */
function patsubst(from: string, to: string, text: string): string {
  const [before = '', after] = from.split('%');
  return words(text)
    .map((word) => {
      if (after === undefined) return word === from ? to : word;
      if (!word.startsWith(before) || !word.endsWith(after) || word.length < before.length + after.length) return word;
      return to.replace('%', word.slice(before.length, word.length - after.length));
    })
    .join(' ');
}

async function value(inside: string, look: Look, shell: Shell, depth: number): Promise<string> {
  const call = /^([a-z]+)\s+([\s\S]*)$/.exec(inside);
  const full = (text: string): Promise<string> => expand(text, look, shell, depth + 1);
  if (call) {
    const [, name = '', rest = ''] = call;
    if (name === 'shell') return shell(await full(rest));
    const args = split(rest);
    const given = await Promise.all(args.map(full));
    const [a = '', b = '', c = ''] = given;
    switch (name) {
      case 'subst':
        return a === '' ? c : c.replaceAll(a, b);
      case 'patsubst':
        return patsubst(a.trim(), b.trim(), c);
      case 'strip':
        return words(a).join(' ');
      case 'filter':
        return words(b)
          .filter((word) => words(a).some((pattern) => patsubst(pattern, '', word) !== word || pattern === word))
          .join(' ');
      case 'firstword':
        return words(a)[0] ?? '';
      case 'notdir':
        return words(a)
          .map((word) => word.slice(word.lastIndexOf('/') + 1))
          .join(' ');
      case 'basename':
        return words(a)
          .map((word) => word.replace(/\.[^./]*$/, ''))
          .join(' ');
      case 'addprefix':
        return words(b)
          .map((word) => a + word)
          .join(' ');
      case 'addsuffix':
        return words(b)
          .map((word) => word + a)
          .join(' ');
      case 'sort':
        return [...new Set(words(a))].sort().join(' ');
      case 'if':
        return a.trim() !== '' ? b : c;
      case 'wildcard':
        return shell(`ls -d ${a} 2>/dev/null`);
    }
  }
  const reference = /^([^:]+):([^=]*)=(.*)$/.exec(inside);
  if (reference) {
    const [, name = '', from = '', to = ''] = reference;
    const text = await full(look(name) ?? '');
    return from.includes('%') ? patsubst(from, to, text) : patsubst(`%${from}`, `%${to}`, text);
  }
  return full(look(await full(inside)) ?? '');
}

/** Cuts at commas outside of brackets. */
function split(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const ch of text) {
    if (ch === '(' || ch === '{') depth++;
    if (ch === ')' || ch === '}') depth--;
    if (ch === ',' && depth === 0) parts.push('');
    else parts.push(parts.pop()! + ch);
  }
  return parts;
}

/** Reads a Makefile: variables, rules, pattern rules, `.PHONY`, ifeq and its kin. Throws MakefileError. */
export async function parseMakefile(
  text: string,
  env: ReadonlyMap<string, string>,
  given: ReadonlyMap<string, string>,
  shell: Shell,
): Promise<Makefile> {
  const variables = new Map<string, string>([
    ['MAKE', 'make'],
    ['SHELL', '/bin/sh'],
    ['CURDIR', env.get('PWD') ?? '/'],
    ['CC', 'cc'],
    ['RM', 'rm -f'],
    ...env,
    ...given,
  ]);
  const look: Look = (name) => variables.get(name);
  const rules = new Map<string, Rule>();
  const patterns: Rule[] = [];
  const phony = new Set<string>();
  const conditions: boolean[] = [];
  let first: string | undefined;
  let recipe: { text: string; line: number }[] | undefined;
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const number = at + 1;
    let line = lines[at]!;
    while (line.endsWith('\\') && at + 1 < lines.length)
      line = line.startsWith('\t')
        ? `${line}\n${lines[++at]!.replace(/^\t/, '')}`
        : `${line.slice(0, -1).trimEnd()} ${lines[++at]!.trim()}`;
    const active = conditions.every(Boolean);
    if (line.startsWith('\t') && recipe) {
      if (active) recipe.push({ text: line.slice(1), line: number });
      continue;
    }
    line = line.replace(/(^|[^\\])#.*$/, '$1').trimEnd();
    const words0 = line.trim();
    if (words0 === '') continue;
    const condition = /^(ifeq|ifneq|ifdef|ifndef)\s*(.*)$/.exec(words0);
    if (condition) {
      conditions.push(await holds(condition[1]!, condition[2]!, look, shell));
      continue;
    }
    if (words0 === 'else') conditions.push(!conditions.pop());
    else if (words0 === 'endif') conditions.pop();
    if (words0 === 'else' || words0 === 'endif' || !active) continue;
    const assignment = /^(?:export\s+|override\s+)*([\w.-]+)\s*(\?=|\+=|:{0,3}=|!=)\s*(.*)$/.exec(words0);
    if (assignment) {
      const [, name = '', operator = '', raw = ''] = assignment;
      recipe = undefined;
      if (given.has(name) || (operator === '?=' && variables.has(name))) continue;
      const now = operator.startsWith(':')
        ? await expand(raw, look, shell)
        : operator === '!='
          ? await shell(raw)
          : raw;
      variables.set(name, operator === '+=' && variables.has(name) ? `${variables.get(name)!} ${now}` : now);
      continue;
    }
    if (/^(?:export|unexport|include|-include|vpath|define|endef)\b/.test(words0)) continue;
    const colon = words0.search(/:(?!=)/);
    if (colon < 0) throw new MakefileError(`${String(number)}: *** missing separator.`);
    const targets = words(await expand(words0.slice(0, colon), look, shell));
    const [body = '', ...inlined] = words0
      .slice(colon + 1)
      .replace(/^:/, '')
      .split(';');
    const [needs = '', order = ''] = (await expand(body, look, shell)).split('|');
    recipe = inlined.length > 0 ? [{ text: inlined.join(';').trim(), line: number }] : [];
    for (const target of targets) {
      if (target === '.PHONY') for (const name of words(needs)) phony.add(name);
      if (target.startsWith('.') && target === target.toUpperCase()) continue;
      const old = rules.get(target);
      const all = [...(old?.needs ?? []), ...words(needs)];
      if (old && old.recipe.length > 0 && recipe.length === 0) recipe = old.recipe as typeof recipe;
      const rule: Rule = { target, needs: all, orderOnly: [...(old?.orderOnly ?? []), ...words(order)], recipe };
      if (target.includes('%')) patterns.push(rule);
      else {
        rules.set(target, rule);
        first ??= target;
      }
    }
  }
  return { variables, rules, patterns, phony, first };
}

async function holds(kind: string, rest: string, look: Look, shell: Shell): Promise<boolean> {
  if (kind === 'ifdef' || kind === 'ifndef') return ((look(rest.trim()) ?? '') !== '') === (kind === 'ifdef');
  const pair = /^\(([\s\S]*),([\s\S]*)\)$/.exec(rest.trim()) ?? /^"([^"]*)"\s+"([^"]*)"$/.exec(rest.trim());
  const [a, b] = [await expand(pair?.[1] ?? '', look, shell), await expand(pair?.[2] ?? '', look, shell)];
  return (a.trim() === b.trim()) === (kind === 'ifeq');
}
