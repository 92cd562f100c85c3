import { keyText as textOf } from '../runtime/key-text';
import { numeric } from '../runtime/convert';
import { fail } from '../runtime/errors';
import { items } from '../runtime/iteration';
import { isInt, PyFloat, PyList, PyRange, toInt, type Run, type Value } from '../runtime/values';
import { int } from '../objects/define';
import { nativeModule } from './define';

const float = (f: (...x: number[]) => number) => (a: Value[]) => {
  const result = f(...a.map(numeric));
  if (Number.isNaN(result) && !a.some((v) => Number.isNaN(numeric(v)))) fail('ValueError', 'math domain error');
  return new PyFloat(result);
};
const whole = (f: (x: number) => number) => (a: Value[]) => (isInt(a[0]!) ? a[0] : toInt(BigInt(f(numeric(a[0])))));

nativeModule('math', () => ({
  pi: { value: new PyFloat(Math.PI) },
  e: { value: new PyFloat(Math.E) },
  tau: { value: new PyFloat(Math.PI * 2) },
  inf: { value: new PyFloat(Infinity) },
  nan: { value: new PyFloat(NaN) },
  sqrt: float(Math.sqrt),
  sin: float(Math.sin),
  cos: float(Math.cos),
  tan: float(Math.tan),
  asin: float(Math.asin),
  acos: float(Math.acos),
  atan: float(Math.atan),
  atan2: float(Math.atan2),
  exp: float(Math.exp),
  log: float((x, base) => {
    if (x <= 0) fail('ValueError', 'math domain error');
    return base === undefined ? Math.log(x) : Math.log(x) / Math.log(base);
  }),
  log2: float(Math.log2),
  log10: float(Math.log10),
  pow: float(Math.pow),
  hypot: float(Math.hypot),
  fabs: float(Math.abs),
  fmod: float((x, y) => x % y),
  degrees: float((x) => (x * 180) / Math.PI),
  radians: float((x) => (x * Math.PI) / 180),
  floor: whole(Math.floor),
  ceil: whole(Math.ceil),
  trunc: whole(Math.trunc),
  isnan: (a) => Number.isNaN(numeric(a[0])),
  isinf: (a) => Math.abs(numeric(a[0])) === Infinity,
  isfinite: (a) => Number.isFinite(numeric(a[0])),
  isclose: (a) =>
    Math.abs(numeric(a[0]) - numeric(a[1])) <= 1e-9 * Math.max(Math.abs(numeric(a[0])), Math.abs(numeric(a[1]))),
  gcd: (a) => {
    let [x, y] = [BigInt(int(a[0])), BigInt(int(a[1]))];
    while (y) [x, y] = [y, x % y];
    return toInt(x < 0n ? -x : x);
  },
  factorial: (a) => {
    if (int(a[0]) < 0) fail('ValueError', 'factorial() not defined for negative values');
    if (int(a[0]) > 5000) fail('OverflowError', 'drydock: this number would be too large here');
    let n = 1n;
    for (let i = 2n; i <= BigInt(int(a[0])); i++) n *= i;
    return toInt(n);
  },
  isqrt: (a) => Math.floor(Math.sqrt(int(a[0]))),
  prod: function* (a): Run<Value> {
    let total = 1;
    for (const value of yield* items(currentVm(), a[0]!)) total *= numeric(value);
    return Number.isInteger(total) ? total : new PyFloat(total);
  },
}));
import { currentVm } from '../runtime/current';

nativeModule('random', (vm) => {
  const { random } = vm.process;
  const below = (n: number): number => Math.floor(random.fraction() * n);
  const pick = function* (value: Value): Run<Value> {
    const list =
      value instanceof PyRange
        ? Array.from({ length: value.length }, (_, i) => value.start + i * value.step)
        : yield* items(vm, value);
    if (list.length === 0) fail('IndexError', 'Cannot choose from an empty sequence');
    return list[below(list.length)]!;
  };
  return {
    random: () => new PyFloat(random.fraction()),
    uniform: (a) => new PyFloat(numeric(a[0]) + random.fraction() * (numeric(a[1]) - numeric(a[0]))),
    gauss: (a) =>
      new PyFloat(
        numeric(a[0]) +
          numeric(a[1]) * Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction()),
      ),
    randint: (a) => {
      if (int(a[1]) < int(a[0]))
        fail(
          'ValueError',
          `empty range for randrange() (${textOf(a[0])}, ${String(int(a[1]) + 1)}, ${String(int(a[1]) + 1 - int(a[0]))})`,
        );
      return int(a[0]) + below(int(a[1]) - int(a[0]) + 1);
    },
    randrange: (a) =>
      a.length === 1
        ? below(int(a[0]))
        : int(a[0]) + below(Math.max(1, Math.ceil((int(a[1]) - int(a[0])) / int(a[2], 1)))) * int(a[2], 1),
    choice: (a) => pick(a[0]!),
    choices: function* (a, k): Run<Value> {
      const out: Value[] = [];
      for (let i = 0; i < int(k.get('k') ?? a[2], 1); i++) out.push(yield* pick(a[0]!));
      return new PyList(out);
    },
    shuffle: (a) => {
      const { items: list } = a[0] as PyList;
      for (let i = list.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [list[i], list[j]] = [list[j]!, list[i]!];
      }
    },
    sample: function* (a, k): Run<Value> {
      const list = yield* items(vm, a[0]!);
      const n = int(a[1] ?? k.get('k'));
      if (n > list.length) fail('ValueError', 'Sample larger than population or is negative');
      const out: Value[] = [];
      while (out.length < n) out.push(...list.splice(below(list.length), 1));
      return new PyList(out);
    },
    getrandbits: (a) =>
      toInt(Array.from({ length: Math.min(4096, int(a[0])) }).reduce<bigint>((n) => n * 2n + BigInt(below(2)), 0n)),
    seed: () => undefined,
  };
});
