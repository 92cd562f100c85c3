import type { Value } from './values';
import type { Vm } from './vm';

/** A module that comes with the interpreter: made by code, by Python source, or both. */
export interface NativeModule {
  readonly name: string;
  readonly package?: boolean;
  readonly fill?: (vm: Vm, vars: Map<string, Value>) => void;
  readonly source?: string;
}

/** By name; `modules/*.ts` fill it. */
export const nativeModules = new Map<string, NativeModule>();
