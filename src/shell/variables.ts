import { ShellError } from './control';

/** The attributes that `declare` gives a variable. */
export interface Attributes {
  exported: boolean;
  readonly: boolean;
  integer: boolean;
  lower: boolean;
  upper: boolean;
  nameref: boolean;
}

/** One variable: a string, an indexed array (sparse) or an associative array; all undefined when declared but unset. */
export class Variable implements Attributes {
  text: string | undefined = undefined;
  indexed: Map<number, string> | undefined = undefined;
  associative: Map<string, string> | undefined = undefined;
  exported = false;
  readonly = false;
  integer = false;
  lower = false;
  upper = false;
  nameref = false;

  copy(): Variable {
    const twin = new Variable();
    Object.assign(twin, this);
    if (this.indexed) twin.indexed = new Map(this.indexed);
    if (this.associative) twin.associative = new Map(this.associative);
    return twin;
  }

  get isArray(): boolean {
    return this.indexed !== undefined || this.associative !== undefined;
  }

  get isSet(): boolean {
    return this.text !== undefined || (this.indexed?.size ?? 0) > 0 || (this.associative?.size ?? 0) > 0;
  }

  /** The keys in bash's order. */
  keys(): string[] {
    if (this.associative) return [...this.associative.keys()];
    if (this.indexed) return [...this.indexed.keys()].sort((a, b) => a - b).map(String);
    return this.text === undefined ? [] : ['0'];
  }

  values(): string[] {
    if (this.associative) return [...this.associative.values()];
    if (this.indexed) return [...this.indexed].sort((a, b) => a[0] - b[0]).map(([, value]) => value);
    return this.text === undefined ? [] : [this.text];
  }

  /** What `$name` means: element 0 of an array. */
  scalar(): string | undefined {
    if (this.associative) return this.associative.get('0');
    if (this.indexed) return this.indexed.get(0);
    return this.text;
  }

  toIndexed(): Map<number, string> {
    if (!this.indexed) {
      this.indexed = new Map(this.text === undefined ? [] : [[0, this.text]]);
      this.text = undefined;
    }
    return this.indexed;
  }
}

/** A value that is computed when it is read ($RANDOM, $SECONDS, $FUNCNAME); assigning goes to `assign`. */
export interface DynamicVariable {
  read(): string | string[] | undefined;
  assign?(value: string): void;
}

/** The most bytes that one variable may hold. */
export const MAX_TEXT = 16 * 1024 * 1024;
const MAX_ELEMENTS = 1_000_000;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export const isName = (text: string): boolean => NAME.test(text);

/** All variables of a shell: dynamic scopes, one for each running function, over the global one. */
export class Variables {
  #scopes: Map<string, Variable>[] = [new Map<string, Variable>()];
  readonly dynamic = new Map<string, DynamicVariable>();

  /** A copy for a subshell, without the dynamic ones. */
  copy(): Variables {
    const twin = new Variables();
    twin.#scopes = this.#scopes.map(
      (scope) => new Map<string, Variable>([...scope].map(([name, variable]) => [name, variable.copy()])),
    );
    return twin;
  }

  pushScope(): void {
    this.#scopes.push(new Map());
  }

  popScope(): void {
    this.#scopes.pop();
  }

  /** The innermost scope's variables become those of the scope below. */
  mergeScope(): void {
    const scope = this.#scopes.pop()!;
    for (const [name, variable] of scope) {
      const owner = [...this.#scopes].reverse().find((s) => s.has(name)) ?? this.#scopes[0]!;
      owner.set(name, variable);
    }
  }

  /** Puts a variable into the innermost scope. */
  define(name: string, variable: Variable): void {
    this.#scopes.at(-1)!.set(name, variable);
  }

  get depth(): number {
    return this.#scopes.length;
  }

  /** The variable that a name means, without following name references. */
  find(name: string): Variable | undefined {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const found = this.#scopes[i]!.get(name);
      if (found) return found;
    }
    return undefined;
  }

  /** The name at the end of a chain of name references. */
  target(name: string): string {
    for (let hops = 0; hops < 10; hops++) {
      const variable = this.find(name);
      if (!variable?.nameref || !variable.text) return name;
      name = variable.text;
    }
    return name;
  }

  lookup(name: string): Variable | undefined {
    const dynamic = this.dynamic.get(name);
    if (dynamic) {
      const value = dynamic.read();
      if (value !== undefined) {
        const variable = this.find(name)?.copy() ?? new Variable();
        if (typeof value === 'string') variable.text = value;
        else variable.indexed = new Map(value.map((item, i) => [i, item]));
        return variable;
      }
    }
    const found = this.find(name);
    if (found?.nameref && found.text) return this.find(this.target(name));
    return found;
  }

  get(name: string): string | undefined {
    if (this.dynamic.size > 0 && this.dynamic.has(name)) return this.lookup(name)?.scalar();
    const found = this.find(name);
    if (!found) return undefined;
    return found.nameref ? this.lookup(name)?.scalar() : found.scalar();
  }

  /** The variable to change, made when there is none; `local` makes it in the innermost scope. */
  declare(name: string, local = false): Variable {
    const scope = local ? this.#scopes.at(-1)! : undefined;
    const found = scope ? scope.get(name) : this.find(name);
    if (found) return found;
    const variable = new Variable();
    (scope ?? this.#scopes[0]!).set(name, variable);
    return variable;
  }

  declareGlobal(name: string): Variable {
    const scope = this.#scopes[0]!;
    let variable = scope.get(name);
    if (!variable) scope.set(name, (variable = new Variable()));
    return variable;
  }

  /** Removes a name reference itself (`unset -n`). */
  unsetReference(name: string): void {
    for (let i = this.#scopes.length - 1; i >= 0; i--) if (this.#scopes[i]!.delete(name)) return;
  }

  isLocal(name: string): boolean {
    return this.#scopes.length > 1 && this.#scopes.at(-1)!.has(name);
  }

  /** Gives a string; throws ShellError when the variable is readonly. */
  set(name: string, value: string): void {
    const target = this.target(name);
    const dynamic = this.dynamic.get(target);
    if (dynamic?.assign) {
      dynamic.assign(value);
      return;
    }
    const element = /^([A-Za-z_]\w*)\[(.+)\]$/.exec(target);
    if (element) {
      this.setElement(element[1]!, element[2]!, value);
      return;
    }
    assignText(target, this.declare(target), value);
  }

  setElement(name: string, key: string, value: string): void {
    const target = this.target(name);
    assignElement(target, this.declare(target), key, value);
  }

  /** Removes it; throws ShellError when it is readonly. */
  unset(name: string): void {
    const target = this.target(name);
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const scope = this.#scopes[i]!;
      const variable = scope.get(target);
      if (!variable) continue;
      if (variable.readonly) throw new ShellError(`${target}: cannot unset: readonly variable`);
      // A local variable stays declared, so that the one below does not show through.
      if (i > 0) scope.set(target, new Variable());
      else scope.delete(target);
      return;
    }
    this.dynamic.delete(target);
  }

  /** Every name that has a variable, sorted. */
  names(): string[] {
    const names = new Set<string>();
    for (const scope of this.#scopes) for (const name of scope.keys()) names.add(name);
    return [...names].sort();
  }

  /** What programs get as their environment. */
  environment(): Map<string, string> {
    const env = new Map<string, string>();
    for (const scope of this.#scopes) {
      for (const [name, variable] of scope) {
        const value = variable.exported ? variable.scalar() : undefined;
        if (value !== undefined && !variable.isArray) env.set(name, value);
        else if (!variable.exported) env.delete(name);
      }
    }
    return env;
  }
}

/** Gives a variable a string by its attributes. */
export function assignText(name: string, variable: Variable, value: string): void {
  if (variable.readonly) throw new ShellError(`${name}: readonly variable`, 1, true);
  if (value.length > MAX_TEXT) throw new ShellError('xrealloc: cannot allocate memory', 2, true);
  const shaped = shape(variable, value);
  if (variable.associative) variable.associative.set('0', shaped);
  else if (variable.indexed) variable.indexed.set(0, shaped);
  else variable.text = shaped;
}

/** Gives one element of an array; `key` is a number's text for an indexed one. */
export function assignElement(name: string, variable: Variable, key: string, value: string): void {
  if (variable.readonly) throw new ShellError(`${name}: readonly variable`, 1, true);
  const shaped = shape(variable, value);
  const elements: { size: number } = variable.associative ?? variable.toIndexed();
  if (elements.size >= MAX_ELEMENTS) throw new ShellError('xrealloc: cannot allocate memory', 2, true);
  if (variable.associative) {
    variable.associative.set(key, shaped);
    return;
  }
  const indexed = variable.toIndexed();
  let index = Number(key);
  if (index < 0) index += Math.max(-1, ...indexed.keys()) + 1;
  if (!Number.isSafeInteger(index) || index < 0) throw new ShellError(`${name}[${key}]: bad array subscript`);
  indexed.set(index, shaped);
}

const shape = (variable: Attributes, value: string): string => {
  if (variable.lower) return value.toLowerCase();
  return variable.upper ? value.toUpperCase() : value;
};
