import { nativeModules, type NativeModule } from '../runtime/native-modules';
import type { Value } from '../runtime/values';
import { native, type Native } from '../objects/define';
import type { Vm } from '../runtime/vm';

/** Declares a module made by code. */
export function nativeModule(
  name: string,
  table: (vm: Vm) => Readonly<Record<string, Native | { value: Value }>>,
  more: Partial<NativeModule> = {},
): void {
  nativeModules.set(name, {
    name,
    fill: (vm, vars) => {
      for (const [key, item] of Object.entries(table(vm)))
        vars.set(key, typeof item === 'function' ? native(key, item) : item.value);
    },
    ...more,
  });
}

/** Declares a module made by Python source. */
export const sourceModule = (name: string, source: string, more: Partial<NativeModule> = {}): void =>
  void nativeModules.set(name, { ...nativeModules.get(name), name, source, ...more });
