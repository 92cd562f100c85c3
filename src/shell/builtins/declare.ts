import { declaration } from '../declaration';
import { assign, assignScalar } from '../exec/assign';
import { drive } from '../expand/word';
import { quoteAssignment } from '../expand/quote';
import type { Shell } from '../shell';
import { isName, type Variable } from '../variables';
import type { Builtin, Invocation } from './builtin';
import { functionText } from './function-text';

const LETTERS = 'aAfFgilnprtuxI';

interface Wanted {
  on: string;
  off: string;
  global: boolean;
  print: boolean;
}

async function declareAll(shell: Shell, call: Invocation, name: string, preset: Partial<Wanted> = {}): Promise<number> {
  const wanted: Wanted = { on: '', off: '', global: false, print: false, ...preset };
  let i = 1;
  for (; i < call.words.length; i++) {
    const word = call.words[i]!;
    if (call.declared.has(i) || !/^[-+]./.test(word)) break;
    if (word === '--') {
      i++;
      break;
    }
    for (const letter of word.slice(1)) {
      if (!LETTERS.includes(letter)) {
        await shell.fail(name, `${word[0]!}${letter}: invalid option`);
        await shell.write(2, `${name}: usage: ${SYNOPSES[name] ?? ''}\n`);
        return 2;
      }
      if (letter === 'p') wanted.print = true;
      else if (letter === 'g') wanted.global = true;
      else if (word.startsWith('-')) wanted.on += letter;
      else wanted.off += letter;
    }
  }
  const rest = call.words.slice(i);
  if (wanted.on.includes('f') || wanted.on.includes('F')) return functions(shell, rest, wanted);
  if (rest.length === 0) return list(shell, wanted, name);
  let status = 0;
  for (let at = i; at < call.words.length; at++) {
    if (!(await declareOne(shell, call, at, name, wanted))) status = 1;
  }
  return status;
}

async function declareOne(
  shell: Shell,
  call: Invocation,
  at: number,
  builtin: string,
  wanted: Wanted,
): Promise<boolean> {
  const word = call.words[at]!;
  const node = call.declared.get(at);
  const match = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?(\+?)(?:=(.*))?$/s.exec(word);
  const name = node?.name ?? match?.[1] ?? '';
  if (!isName(name)) {
    await shell.fail(builtin, `\`${word}': not a valid identifier`);
    return false;
  }
  if (wanted.print && !node && match?.[4] === undefined) {
    const variable = shell.variables.find(name) ?? shell.variables.lookup(name);
    if (!variable) {
      await shell.fail(builtin, `${name}: not found`);
      return false;
    }
    await shell.out(declaration(name, variable) + '\n');
    return true;
  }
  const local =
    shell.variables.depth > 1 &&
    (builtin === 'local' || ((builtin === 'declare' || builtin === 'typeset') && !wanted.global));
  const target = wanted.on.includes('n') || local ? name : shell.variables.target(name);
  const existing = shell.variables.find(target);
  if (existing?.readonly && (!local || shell.variables.isLocal(target)) && (node || match?.[4] !== undefined)) {
    await shell.fail(builtin === 'local' ? 'local' : builtin, `${name}: readonly variable`);
    return false;
  }
  // A variable that an assignment before the command made belongs to it for the command alone.
  const variable = wanted.global ? shell.variables.declareGlobal(target) : shell.variables.declare(target, local);
  if (!setAttributes(variable, wanted)) {
    await shell.fail(builtin, `${name}: cannot convert associative to indexed array`);
    return false;
  }
  const readonly = variable.readonly;
  variable.readonly = false;
  try {
    if (node) await drive(assign(shell, node, variable));
    else if (match?.[4] !== undefined) assignScalar(shell, target, variable, match[4], match[3] === '+');
  } finally {
    variable.readonly = readonly || wanted.on.includes('r');
  }
  return true;
}

function setAttributes(variable: Variable, { on, off }: Wanted): boolean {
  if (on.includes('A')) {
    if (variable.indexed && variable.indexed.size > 0) return false;
    variable.associative ??= new Map(variable.text === undefined ? [] : [['0', variable.text]]);
    variable.indexed = undefined;
    variable.text = undefined;
  } else if (on.includes('a')) {
    if (variable.associative) return false;
    variable.toIndexed();
  }
  if (on.includes('i')) variable.integer = true;
  if (on.includes('l')) [variable.lower, variable.upper] = [true, false];
  if (on.includes('u')) [variable.lower, variable.upper] = [false, true];
  if (on.includes('n')) variable.nameref = true;
  if (on.includes('x')) variable.exported = true;
  if (off.includes('i')) variable.integer = false;
  if (off.includes('l')) variable.lower = false;
  if (off.includes('u')) variable.upper = false;
  if (off.includes('n')) variable.nameref = false;
  if (off.includes('x')) variable.exported = false;
  return true;
}

async function functions(shell: Shell, names: readonly string[], wanted: Wanted): Promise<number> {
  let status = 0;
  const all = names.length > 0 ? names : [...shell.functions.keys()].sort();
  for (const name of all) {
    const found = shell.functions.get(name);
    if (!found) {
      status = 1;
      continue;
    }
    if (wanted.on.includes('r')) shell.readonlyFunctions.add(name);
    else if (wanted.on.includes('x')) continue;
    else if (wanted.on.includes('F')) await shell.out(names.length > 0 ? `${name}\n` : `declare -f ${name}\n`);
    else await shell.out(functionText(found) + '\n');
  }
  return status;
}

async function list(shell: Shell, wanted: Wanted, builtin: string): Promise<number> {
  const filter = wanted.on;
  const plain = filter === '' && !wanted.print && builtin !== 'export' && builtin !== 'readonly';
  for (const name of shell.variables.names()) {
    const variable = shell.variables.find(name)!;
    if (builtin === 'local' && !shell.variables.isLocal(name)) continue;
    if (filter.includes('x') && !variable.exported) continue;
    if (filter.includes('r') && !variable.readonly) continue;
    if (filter.includes('a') && !variable.indexed) continue;
    if (filter.includes('A') && !variable.associative) continue;
    if (filter.includes('i') && !variable.integer) continue;
    if (filter.includes('n') && !variable.nameref) continue;
    if (shell.dialect !== 'bash') await shell.out(`${builtin} ${name}='${variable.scalar() ?? ''}'\n`);
    else if (!plain) await shell.out(declaration(name, variable) + '\n');
    else if (variable.isSet)
      await shell.out(
        `${name}=${variable.isArray ? declaration(name, variable).replace(/^.*?=/s, '') : quoteAssignment(variable.text ?? '')}\n`,
      );
  }
  return 0;
}

const SYNOPSES: Readonly<Record<string, string>> = {
  declare: 'declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]',
  typeset: 'typeset [-aAfFgiIlnrtux] name[=value] ... or typeset -p [-aAfFilnrtux] [name ...]',
  export: 'export [-fn] [name[=value] ...] or export -p',
  readonly: 'readonly [-aAf] [name[=value] ...] or readonly -p',
  local: 'local [option] name[=value] ...',
};

export const declare: Builtin = {
  name: 'declare',
  declares: true,
  dialects: ['bash'],
  synopsis: SYNOPSES['declare']!,
  run: (shell, _args, call) => declareAll(shell, call, 'declare'),
};

export const typeset: Builtin = {
  name: 'typeset',
  declares: true,
  dialects: ['bash'],
  synopsis: SYNOPSES['typeset']!,
  run: (shell, _args, call) => declareAll(shell, call, 'typeset'),
};

export const local: Builtin = {
  name: 'local',
  declares: true,
  synopsis: SYNOPSES['local']!,
  async run(shell, _args, call) {
    if (!shell.frames.some((frame) => frame.kind === 'function')) {
      await shell.fail('local', 'can only be used in a function');
      return 1;
    }
    return declareAll(shell, call, 'local');
  },
};

export const readonly: Builtin = {
  name: 'readonly',
  special: true,
  declares: true,
  synopsis: SYNOPSES['readonly']!,
  run: (shell, _args, call) => declareAll(shell, call, 'readonly', { on: 'r' }),
};

export const exportBuiltin: Builtin = {
  name: 'export',
  special: true,
  declares: true,
  synopsis: SYNOPSES['export']!,
  run(shell, args, call) {
    if (args[0] === '-n') {
      const words = ['export', ...args.slice(1)];
      const declared = new Map([...call.declared].map(([at, node]) => [at - 1, node]));
      return declareAll(shell, { ...call, words, declared }, 'export', { off: 'x' });
    }
    return declareAll(shell, call, 'export', { on: 'x' });
  },
};
