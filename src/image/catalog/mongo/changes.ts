import type { Document, Value } from './bson';
import { CommandError, type Collections } from './collections';

/** What mingo gives, as far as it is used. */
export interface Mingo {
  readonly find: (source: Document[], condition: Document, projection?: Document) => Cursor;
  readonly aggregate: (source: Document[], pipeline: Document[], options?: object) => Document[];
  readonly updateOne: (
    documents: Document[],
    condition: Document,
    modifier: Value,
    config?: object,
  ) => { modifiedCount?: number };
  Query: new (condition: Document) => { test(document: Document): boolean };
}

interface Cursor {
  sort(by: Document): Cursor;
  skip(count: number): Cursor;
  limit(count: number): Cursor;
  all(): Document[];
}

/** A value as a document; an empty one when it is something else. */
export const doc = (value: Value): Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Document) : {};

/** A value as a list of documents. */
export const list = (value: Value): Document[] => (Array.isArray(value) ? (value as Document[]) : []);

/** A value as a number, 0 when it is none. */
export const whole = (value: Value): number => (typeof value === 'number' ? value : 0);

/** mingo's complaints as the server's: a query that it does not know is the learner's mistake. */
export function known<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const operator = /['"]?(\$\w+)['"]?/.exec(text)?.[1];
    throw new CommandError(2, 'BadValue', operator ? `unknown operator: ${operator}` : text);
  }
}

const isReplacement = (change: Value): boolean =>
  !Array.isArray(change) && !Object.keys(doc(change)).some((key) => key.startsWith('$'));

/** Changes one document in place of the old one; answers whether it is another now. */
function change(
  store: Collections,
  mingo: Mingo,
  where: readonly [database: string, name: string],
  old: Document,
  how: Value,
  filters?: Value,
): Document {
  let next: Document;
  if (isReplacement(how)) next = { _id: old['_id'], ...doc(how) };
  else {
    const copy = [structuredClone(old)];
    const operators: Document = Array.isArray(how) ? {} : { ...doc(how) };
    delete operators['$setOnInsert'];
    if (Array.isArray(how)) next = known(() => mingo.aggregate(copy, how as Document[]))[0]!;
    else {
      if (Object.keys(operators).length > 0)
        known(() => mingo.updateOne(copy, {}, operators, filters === undefined ? {} : { arrayFilters: filters }));
      next = copy[0]!;
    }
  }
  const { documents } = store.get(...where);
  store.check(...where, next, old);
  documents[documents.indexOf(old)] = next;
  return next;
}

/** What an upsert puts in: the equalities of its query, then the change. */
function upserted(
  store: Collections,
  mingo: Mingo,
  where: readonly [string, string],
  query: Document,
  how: Value,
): Document {
  const start: Document = {};
  for (const [key, value] of Object.entries(query)) {
    const operators = doc(value);
    if (key.startsWith('$') || key.includes('.')) continue;
    if (!Object.keys(operators).some((one) => one.startsWith('$'))) start[key] = value;
    else if ('$eq' in operators) start[key] = operators['$eq'];
  }
  let next: Document;
  if (isReplacement(how)) next = { ...(start['_id'] !== undefined && { _id: start['_id'] }), ...doc(how) };
  else {
    const copy = [start];
    const { $setOnInsert, ...operators } = doc(how);
    const all = {
      ...operators,
      ...($setOnInsert !== undefined && { $set: { ...doc(operators['$set']), ...doc($setOnInsert) } }),
    };
    known(() => mingo.updateOne(copy, {}, all));
    next = copy[0]!;
  }
  next = '_id' in next ? next : { _id: store.objectId(), ...next };
  store.insert(...where, next);
  return next;
}

/** The command `update`. */
export function update(
  store: Collections,
  mingo: Mingo,
  command: Document,
  database: string,
  target: string,
): Document {
  const where = [database, target] as const;
  let [n, nModified] = [0, 0];
  const inserted: Document[] = [];
  const writeErrors: Document[] = [];
  for (const [index, one] of list(command['updates']).entries()) {
    try {
      const query = doc(one['q']);
      const matches = known(() => mingo.find(store.find(...where)?.documents ?? [], query).all());
      const chosen = one['multi'] === true ? [...matches] : matches.slice(0, 1);
      if (chosen.length === 0 && one['upsert'] === true) {
        inserted.push({ index, _id: upserted(store, mingo, where, query, one['u'])['_id'] });
        n++;
      }
      for (const old of chosen) {
        const before = JSON.stringify(old);
        n++;
        if (JSON.stringify(change(store, mingo, where, old, one['u'], one['arrayFilters'])) !== before) nModified++;
      }
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message });
      break;
    }
  }
  if (nModified > 0) store.save(...where);
  return {
    n,
    nModified,
    ...(inserted.length > 0 && { upserted: inserted }),
    ...(writeErrors.length > 0 && { writeErrors }),
  };
}

/** The command `findAndModify`. */
export function findAndModify(
  store: Collections,
  mingo: Mingo,
  command: Document,
  database: string,
  target: string,
): Document {
  const where = [database, target] as const;
  let found = mingo.find(store.find(...where)?.documents ?? [], doc(command['query']));
  if (Object.keys(doc(command['sort'])).length > 0) found = found.sort(doc(command['sort']));
  const old = known(() => found.limit(1).all())[0];
  const fields = doc(command['fields']);
  const shown = (document: Document | undefined): Value =>
    document && Object.keys(fields).length > 0 ? mingo.find([document], {}, fields).all()[0]! : (document ?? null);
  if (command['remove'] === true) {
    if (!old) return { lastErrorObject: { n: 0 }, value: null };
    const collection = store.get(...where);
    collection.documents = collection.documents.filter((document) => document !== old);
    store.save(...where);
    return { lastErrorObject: { n: 1 }, value: shown(old) };
  }
  if (!old) {
    if (command['upsert'] !== true) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
    const made = upserted(store, mingo, where, doc(command['query']), command['update']);
    return {
      lastErrorObject: { n: 1, updatedExisting: false, upserted: made['_id'] },
      value: command['new'] === true ? shown(made) : null,
    };
  }
  const next = change(store, mingo, where, old, command['update']);
  store.save(...where);
  return { lastErrorObject: { n: 1, updatedExisting: true }, value: shown(command['new'] === true ? next : old) };
}

/** A value that should be a text; empty when it is something else. */
export const textOf = (value: Value): string => (typeof value === 'string' ? value : '');
