import type { Pattern } from '../syntax/ast';
import { findAttribute } from './attributes';
import { evaluate } from './evaluate';
import { store } from './execute';
import type { Frame } from './frame';
import { compare } from './comparison';
import { truth } from './operators';
import { classOf, PyClass, PyDict, PyList, PyTuple, type Run, type Value } from './values';
import type { Vm } from './vm';

/** Whether a value fits a pattern of `case`; binds the pattern's names. */
export function* matches(vm: Vm, pattern: Pattern, subject: Value, frame: Frame): Run<boolean> {
  switch (pattern.kind) {
    case 'value': {
      const value = yield* evaluate(vm, pattern.value, frame);
      return yield* truth(vm, yield* compare(vm, '==', subject, value));
    }
    case 'capture':
      if (pattern.name !== undefined) store(frame, pattern.name, subject);
      return true;
    case 'star':
      return true;
    case 'or':
      for (const choice of pattern.patterns) if (yield* matches(vm, choice, subject, frame)) return true;
      return false;
    case 'as':
      if (!(yield* matches(vm, pattern.pattern, subject, frame))) return false;
      store(frame, pattern.name, subject);
      return true;
    case 'sequence': {
      if (!(subject instanceof PyList || subject instanceof PyTuple)) return false;
      const list = subject.items;
      const star = pattern.items.findIndex((item) => item.kind === 'star');
      const wanted = pattern.items.length;
      if (star < 0 ? list.length !== wanted : list.length < wanted - 1) return false;
      for (let i = 0, at = 0; i < wanted; i++) {
        const item = pattern.items[i]!;
        if (item.kind === 'star') {
          const take = list.length - wanted + 1;
          if (item.name !== undefined) store(frame, item.name, new PyList(list.slice(at, at + take)));
          at += take;
        } else if (!(yield* matches(vm, item, list[at++]!, frame))) return false;
      }
      return true;
    }
    case 'mapping': {
      if (!(subject instanceof PyDict)) return false;
      for (const { key, pattern: inner } of pattern.entries) {
        const value = subject.get(yield* evaluate(vm, key, frame));
        if (value === undefined || !(yield* matches(vm, inner, value, frame))) return false;
      }
      if (pattern.rest !== undefined) {
        const rest = new PyDict();
        for (const { key, value } of subject.entries()) rest.set(key, value);
        for (const { key } of pattern.entries) rest.delete(yield* evaluate(vm, key, frame));
        store(frame, pattern.rest, rest);
      }
      return true;
    }
    case 'class': {
      const cls = yield* evaluate(vm, pattern.type, frame);
      if (!(cls instanceof PyClass) || !classOf(subject).is(cls)) return false;
      const own = cls.find('__match_args__');
      for (const [i, inner] of pattern.positional.entries()) {
        const name = own instanceof PyTuple ? own.items[i] : undefined;
        const value = typeof name === 'string' ? yield* findAttribute(vm, subject, name) : subject;
        if (value === undefined || !(yield* matches(vm, inner, value, frame))) return false;
      }
      for (const { name, pattern: inner } of pattern.named) {
        const value = yield* findAttribute(vm, subject, name);
        if (value === undefined || !(yield* matches(vm, inner, value, frame))) return false;
      }
      return true;
    }
  }
}
