/** What the shell's language knows beside JavaScript: `db`, ObjectId, and mongosh's way to print. Runs inside QuickJS. */
export const BOOTSTRAP = String.raw`
'use strict';
(() => {
  const OID = '\u0001oid:';
  class ObjectId {
    constructor(hex) { this.hex = hex === undefined ? __call('objectId', '') .replace(OID, '') : String(hex); if (!/^[0-9a-f]{24}$/i.test(this.hex)) throw new Error('input must be a 24 character hex string, 12 byte Uint8Array, or an integer'); }
    toString() { return this.hex; }
    toHexString() { return this.hex; }
    getTimestamp() { return new Date(parseInt(this.hex.slice(0, 8), 16) * 1000); }
    equals(other) { return String(other) === this.hex; }
  }
  const wrap = (make) => new Proxy(make, { apply: (target, _, args) => new target(...args) });
  globalThis.ObjectId = wrap(ObjectId);
  globalThis.ISODate = (text) => new Date(text === undefined ? __now() : /Z|[+-]\d\d:?\d\d$/.test(text) ? text : text.length > 10 ? text + 'Z' : text);
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, { construct: (target, args) => new target(...(args.length ? args : [__now()])), apply: () => new RealDate(__now()).toString(), get: (target, key) => key === 'now' ? () => __now() : target[key] });
  globalThis.NumberInt = globalThis.NumberLong = globalThis.NumberDecimal = globalThis.Int32 = globalThis.Long = globalThis.Double = Number;
  globalThis.UUID = (text) => text;
  const out = (value) => {
    if (value instanceof ObjectId) return OID + value.hex;
    if (value instanceof RealDate) return { $date: value.getTime() };
    if (value instanceof RegExp) return { $regex: value.source, $flags: value.flags };
    if (Array.isArray(value)) return value.map(out);
    if (typeof value === 'bigint') return Number(value);
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, out(v)]));
    return value;
  };
  const back = (value) => {
    if (typeof value === 'string' && value.startsWith(OID)) return new ObjectId(value.slice(OID.length));
    if (Array.isArray(value)) return value.map(back);
    if (value && typeof value === 'object') {
      const keys = Object.keys(value);
      if (keys.length === 1 && keys[0] === '$date') return new RealDate(value.$date);
      return Object.fromEntries(keys.map((k) => [k, back(value[k])]));
    }
    return value;
  };
  class MongoServerError extends Error { constructor(answer) { super(answer.errmsg); this.name = answer.label ?? 'MongoServerError'; this.code = answer.code; } }
  const command = (name, body) => {
    const answer = back(JSON.parse(__call('command', JSON.stringify({ db: name, body: out(body) }))));
    if (answer.ok !== 1) throw new MongoServerError(answer);
    if (answer.writeErrors) throw new MongoServerError({ errmsg: answer.writeErrors[0].errmsg, code: answer.writeErrors[0].code, label: 'MongoServerError' });
    return answer;
  };
  class Cursor {
    constructor(run) { this.run = run; this.options = {}; this.at = 0; }
    sort(v) { this.options.sort = v; return this; }
    limit(v) { this.options.limit = v; return this; }
    skip(v) { this.options.skip = v; return this; }
    projection(v) { this.options.projection = v; return this; }
    pretty() { return this; }
    toArray() { return this.all ??= this.run(this.options); }
    forEach(f) { this.toArray().forEach(f); }
    map(f) { return this.toArray().map(f); }
    count() { return this.toArray().length; }
    size() { return this.toArray().length; }
    itcount() { return this.toArray().length; }
    hasNext() { return this.at < this.toArray().length; }
    next() { return this.toArray()[this.at++]; }
    explain() { return { queryPlanner: { winningPlan: { stage: 'COLLSCAN' } }, ok: 1 }; }
    [Symbol.iterator]() { return this.toArray()[Symbol.iterator](); }
  }
  class Collection {
    constructor(db, name) { this.db = db; this.name = name; }
    getName() { return this.name; }
    run(body) { return command(this.db.name, body); }
    withId(document) { return '_id' in document ? document : { _id: new ObjectId(), ...document }; }
    insertOne(document) { const d = this.withId(document); this.run({ insert: this.name, documents: [d] }); return { acknowledged: true, insertedId: d._id }; }
    insertMany(documents, options = {}) { const all = documents.map((d) => this.withId(d)); this.run({ insert: this.name, documents: all, ordered: options.ordered ?? true }); return { acknowledged: true, insertedIds: Object.fromEntries(all.map((d, at) => [at, d._id])) }; }
    insert(documents) { return Array.isArray(documents) ? this.insertMany(documents) : (({ acknowledged, insertedId }) => ({ acknowledged, insertedIds: { 0: insertedId } }))(this.insertOne(documents)); }
    find(filter = {}, projection) { return new Cursor((options) => this.run({ find: this.name, filter, ...(projection && { projection }), ...options }).cursor.firstBatch); }
    findOne(filter = {}, projection) { return this.find(filter, projection).limit(1).toArray()[0] ?? null; }
    aggregate(...pipeline) { const stages = Array.isArray(pipeline[0]) ? pipeline[0] : pipeline; return new Cursor(() => this.run({ aggregate: this.name, pipeline: stages, cursor: {} }).cursor.firstBatch); }
    change(q, u, multi, { upsert = false, arrayFilters } = {}) { const a = this.run({ update: this.name, updates: [{ q, u, multi, upsert, ...(arrayFilters && { arrayFilters }) }] }); const up = a.upserted ? 1 : 0; return { acknowledged: true, insertedId: a.upserted ? a.upserted[0]._id : null, matchedCount: a.n - up, modifiedCount: a.nModified, upsertedCount: up }; }
    needs(u, yes) { const has = Array.isArray(u) || Object.keys(u).some((k) => k.startsWith('$')); if (has !== yes) throw Object.assign(new Error(yes ? 'Update document requires atomic operators' : 'Replacement document must not contain atomic operators'), { name: 'MongoInvalidArgumentError' }); }
    updateOne(q, u, o) { this.needs(u, true); return this.change(q, u, false, o); }
    updateMany(q, u, o) { this.needs(u, true); return this.change(q, u, true, o); }
    update(q, u, o = {}) { return this.change(q, u, o.multi === true, o); }
    replaceOne(q, u, o) { this.needs(u, false); return this.change(q, u, false, o); }
    deleteOne(q) { return { acknowledged: true, deletedCount: this.run({ delete: this.name, deletes: [{ q, limit: 1 }] }).n }; }
    deleteMany(q = {}) { return { acknowledged: true, deletedCount: this.run({ delete: this.name, deletes: [{ q, limit: 0 }] }).n }; }
    remove(q = {}) { return this.deleteMany(q); }
    findOneAndUpdate(query, update, o = {}) { return this.run({ findAndModify: this.name, query, update, new: o.returnDocument === 'after' || o.returnNewDocument === true, upsert: o.upsert === true, ...(o.sort && { sort: o.sort }), ...(o.projection && { fields: o.projection }) }).value; }
    findOneAndReplace(query, update, o = {}) { return this.findOneAndUpdate(query, update, o); }
    findOneAndDelete(query, o = {}) { return this.run({ findAndModify: this.name, query, remove: true, ...(o.sort && { sort: o.sort }) }).value; }
    findAndModify(o) { return this.run({ findAndModify: this.name, ...o }).value; }
    countDocuments(query = {}) { return this.run({ count: this.name, query }).n; }
    estimatedDocumentCount() { return this.countDocuments(); }
    count(query = {}) { return this.countDocuments(query); }
    distinct(key, query = {}) { return this.run({ distinct: this.name, key, query }).values; }
    createIndex(key, options = {}) { const name = options.name ?? Object.entries(key).map(([k, v]) => k + '_' + v).join('_'); this.run({ createIndexes: this.name, indexes: [{ key, name, ...options }] }); return name; }
    ensureIndex(key, options) { return this.createIndex(key, options); }
    createIndexes(keys) { return keys.map((k) => this.createIndex(k)); }
    getIndexes() { return this.run({ listIndexes: this.name }).cursor.firstBatch; }
    dropIndex(index) { return this.run({ dropIndexes: this.name, index }); }
    drop() { this.run({ drop: this.name }); return true; }
    stats() { return this.run({ collStats: this.name }); }
    bulkWrite(list) { const r = { acknowledged: true, insertedCount: 0, matchedCount: 0, modifiedCount: 0, deletedCount: 0 }; for (const one of list) { const [kind] = Object.keys(one), o = one[kind]; const a = kind === 'insertOne' ? this.insertOne(o.document) : kind.startsWith('delete') ? this[kind](o.filter) : this[kind](o.filter, o.update ?? o.replacement, o); r.insertedCount += kind === 'insertOne' ? 1 : 0; r.matchedCount += a.matchedCount ?? 0; r.modifiedCount += a.modifiedCount ?? 0; r.deletedCount += a.deletedCount ?? 0; } return r; }
  }
  class Database {
    constructor(name) { this.name = name; }
    getName() { return this.name; }
    getCollection(name) { return collection(this, name); }
    getCollectionNames() { return command(this.name, { listCollections: 1 }).cursor.firstBatch.map((c) => c.name).sort(); }
    getCollectionInfos() { return command(this.name, { listCollections: 1 }).cursor.firstBatch; }
    createCollection(name) { return command(this.name, { create: name }); }
    dropDatabase() { return command(this.name, { dropDatabase: 1 }); }
    runCommand(body) { return command(this.name, typeof body === 'string' ? { [body]: 1 } : body); }
    adminCommand(body) { return command('admin', typeof body === 'string' ? { [body]: 1 } : body); }
    getSiblingDB(name) { return database(name); }
    createUser({ user, pwd, roles = [] }) { return command(this.name, { createUser: user, pwd, roles }); }
    auth(user, pwd) { __call('auth', JSON.stringify([user, pwd])); return { ok: 1 }; }
    version() { return command(this.name, { buildInfo: 1 }).version; }
    stats() { return command(this.name, { dbStats: 1 }); }
    serverStatus() { return command(this.name, { serverStatus: 1 }); }
    hello() { return command(this.name, { hello: 1 }); }
    getMongo() { return { getDBNames: () => command('admin', { listDatabases: 1 }).databases.map((d) => d.name) }; }
  }
  const proxied = (target, make) => new Proxy(target, { get: (t, key) => typeof key !== 'string' || key in t ? t[key] : make(key) });
  const collection = (db, name) => proxied(new Collection(db, name), (more) => collection(db, name + '.' + more));
  const database = (name) => { const d = new Database(name); return proxied(d, (one) => collection(d, one)); };
  globalThis.db = database('test');
  const key = (k) => /^[A-Za-z_$][\w$]*$/.test(k) ? k : "'" + k + "'";
  const text = (s) => s.includes("'") ? (s.includes('"') ? "'" + s.replaceAll("'", "\\'") + "'" : '"' + s + '"') : "'" + s.replaceAll('\n', '\\n') + "'";
  const plain = (v) => v !== null && typeof v === 'object' && !(v instanceof ObjectId) && !(v instanceof RealDate) && !(v instanceof RegExp);
  const height = (v) => plain(v) ? Math.max(0, ...Object.values(v).map((one) => plain(one) ? 1 + height(one) : 0)) : 0;
  const show = (v, depth) => {
    if (v === null) return 'null';
    if (v instanceof ObjectId) return "ObjectId('" + v.hex + "')";
    if (v instanceof RealDate) return "ISODate('" + v.toISOString() + "')";
    if (v instanceof Collection) return v.db.name + '.' + v.name;
    if (v instanceof Database) return v.name;
    if (v instanceof Error) return v.name + ': ' + v.message;
    if (typeof v === 'string') return text(v);
    if (typeof v === 'function') return '[Function' + (v.name ? ': ' + v.name : ' (anonymous)') + ']';
    if (typeof v !== 'object') return String(v);
    if (v instanceof RegExp) return String(v);
    if (depth > 6) return Array.isArray(v) ? '[Array]' : '[Object]';
    const list = Array.isArray(v);
    const pad = '  '.repeat(depth + 1);
    const items = list ? v.map((one) => show(one, depth + 1)) : Object.entries(v).map(([k, one]) => key(k) + ': ' + show(one, depth + 1));
    if (items.length === 0) return list ? '[]' : '{}';
    const [open, close] = list ? ['[', ']'] : ['{', '}'];
    const total = items.reduce((sum, i) => sum + i.length, 0) + items.length * 2 + depth * 2 + 11;
    if (total <= 80 && height(v) < 3 && !items.some((i) => i.includes('\n'))) return open + ' ' + items.join(', ') + ' ' + close;
    return open + '\n' + items.map((i) => pad + i).join(',\n') + '\n' + '  '.repeat(depth) + close;
  };
  globalThis.print = (...values) => { __print(values.map((v) => typeof v === 'string' ? v : show(v instanceof Cursor ? v.toArray() : v, 0)).join(' ')); };
  globalThis.printjson = globalThis.print;
  globalThis.console = { log: globalThis.print, error: globalThis.print, warn: globalThis.print, info: globalThis.print };
  globalThis.quit = globalThis.exit = (code = 0) => { __call('quit', String(code)); };
  globalThis.load = () => { throw new Error('drydock: load() is not simulated yet'); };
  globalThis.sleep = () => undefined;
  globalThis.EJSON = JSON;
  const bytes = (n) => (n / 1024).toFixed(2) + ' KiB';
  globalThis.__meta = (line) => {
    const [word, what] = line.trim().replace(/;$/, '').split(/\s+/);
    if (word === 'use' && what) { const same = db.getName() === what; globalThis.db = database(what); return (same ? 'already on db ' : 'switched to db ') + what; }
    if (word === 'show' && (what === 'dbs' || what === 'databases')) { const all = command('admin', { listDatabases: 1 }).databases; const size = Math.max(...all.map((d) => d.name.length)); return all.map((d) => d.name.padEnd(size) + '  ' + bytes(d.sizeOnDisk)).join('\n'); }
    if (word === 'show' && (what === 'collections' || what === 'tables')) return db.getCollectionNames().join('\n');
    if (word === 'show' && what === 'users') return '[]';
    if (word === 'it') return 'no cursor';
    return undefined;
  };
  globalThis.__use = (name) => { globalThis.db = database(name); };
  globalThis.__show = (v, interactive) => {
    if (v === undefined) return '';
    if (v instanceof Cursor) { const all = v.toArray(); if (all.length === 0) return ''; const first = all.slice(0, 20); return show(first, 0) + (all.length > 20 ? '\nType "it" for more' : ''); }
    return typeof v === 'string' ? v : show(v, 0);
  };
})();
`;
