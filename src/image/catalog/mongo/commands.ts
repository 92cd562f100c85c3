import type { Process } from '#process/process';
import type { Document } from './bson';
import { CommandError, type Collections, type Index } from './collections';
import { type Mingo, doc, list, whole, known, update, findAndModify, textOf } from './changes';

let library: Promise<Mingo> | undefined;

const load = (process: Process): Promise<Mingo> =>
  process.external(async () => await (library ??= import('mingo') as unknown as Promise<Mingo>));

export const mongoVersion = (process: Process): string => process.env.get('MONGO_VERSION') ?? '8.2.2';

/** Runs one command of the database; throws CommandError. Upstream: MongoDB manual, "Database Commands". */
export async function runCommand(store: Collections, command: Document, database: string): Promise<Document> {
  const { process } = store;
  const name = Object.keys(command)[0] ?? '';
  const target = typeof command[name] === 'string' ? command[name] : '';
  const namespace = `${database}.${target}`;
  const cursor = (batch: Document[], where = namespace): Document => ({
    cursor: { id: 0, ns: where, firstBatch: batch },
  });
  switch (name) {
    case 'hello':
    case 'isMaster':
    case 'ismaster':
      return {
        helloOk: true,
        ...(name === 'hello' ? { isWritablePrimary: true } : { ismaster: true }),
        maxBsonObjectSize: 16777216,
        maxMessageSizeBytes: 48000000,
        maxWriteBatchSize: 100000,
        localTime: new Date(process.clock.epochNow()),
        logicalSessionTimeoutMinutes: 30,
        connectionId: 1,
        minWireVersion: 0,
        maxWireVersion: 27,
        readOnly: false,
      };
    case 'ping':
    case 'endSessions':
    case 'killCursors':
    case 'logout':
    case 'commitTransaction':
    case 'abortTransaction':
      return {};
    case 'buildInfo':
    case 'buildinfo':
      return {
        version: mongoVersion(process),
        gitVersion: 'drydock',
        modules: [],
        bits: 64,
        maxBsonObjectSize: 16777216,
      };
    case 'connectionStatus':
      return { authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } };
    case 'getParameter':
    case 'getLog':
    case 'atlasVersion':
      return { totalLinesWritten: 0, log: [] };
    case 'hostInfo':
      return { system: { hostname: process.host.hostname, numCores: process.host.cpus } };
    case 'serverStatus':
      return {
        host: process.host.hostname,
        version: mongoVersion(process),
        process: 'mongod',
        pid: process.pid,
        uptime: 60,
        connections: { current: 1, available: 838859, totalCreated: 1 },
      };
    case 'listDatabases': {
      const databases = [...new Set(['admin', 'config', 'local', ...store.databases()])].sort().map((one) => ({
        name: one,
        sizeOnDisk: Math.max(40960, Math.ceil(store.size(one) / 4096) * 4096),
        empty: false,
      }));
      return { databases, totalSize: databases.reduce((sum, one) => sum + one.sizeOnDisk, 0) };
    }
    case 'listCollections': {
      const { Query } = await load(process);
      const filter = new Query(doc(command['filter']));
      const found = store.names(database).map((one) => ({
        name: one,
        type: 'collection',
        options: {},
        info: { readOnly: false },
        idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
      }));
      return cursor(
        found.filter((one) => filter.test(one as unknown as Document)),
        `${database}.$cmd.listCollections`,
      );
    }
    case 'create':
      if (store.find(database, target))
        throw new CommandError(48, 'NamespaceExists', `Collection ${namespace} already exists.`);
      store.get(database, target);
      return {};
    case 'drop':
      store.drop(database, target);
      return { nIndexesWas: 1, ns: namespace };
    case 'dropDatabase':
      store.dropDatabase(database);
      return { dropped: database };
    case 'insert': {
      const documents = list(command['documents']);
      const writeErrors: Document[] = [];
      for (const [index, document] of documents.entries()) {
        try {
          store.insert(database, target, document);
        } catch (error) {
          if (!(error instanceof CommandError)) throw error;
          writeErrors.push({ index, code: error.code, errmsg: error.message });
          if (command['ordered'] !== false) break;
        }
      }
      const n =
        command['ordered'] === false
          ? documents.length - writeErrors.length
          : writeErrors[0]
            ? whole(writeErrors[0]['index'])
            : documents.length;
      return { n, ...(writeErrors.length > 0 && { writeErrors }) };
    }
    case 'find': {
      const { find } = await load(process);
      const source = store.find(database, target)?.documents ?? [];
      let found = find(source, doc(command['filter']), doc(command['projection']));
      if (Object.keys(doc(command['sort'])).length > 0) found = found.sort(doc(command['sort']));
      if (whole(command['skip']) > 0) found = found.skip(whole(command['skip']));
      if (Math.abs(whole(command['limit'])) > 0) found = found.limit(Math.abs(whole(command['limit'])));
      return cursor(known(() => found.all()));
    }
    case 'count': {
      const { find } = await load(process);
      const all = known(() => find(store.find(database, target)?.documents ?? [], doc(command['query'])).all());
      const limited = whole(command['limit']) > 0 ? Math.min(all.length, whole(command['limit'])) : all.length;
      return { n: limited };
    }
    case 'distinct': {
      const { aggregate } = await load(process);
      const key = textOf(command['key']);
      const rows = known(() =>
        aggregate(store.find(database, target)?.documents ?? [], [
          { $match: doc(command['query']) },
          { $unwind: { path: `$${key}` } },
          { $group: { _id: `$${key}` } },
          { $sort: { _id: 1 } },
        ]),
      );
      return { values: rows.map((row) => row['_id']) };
    }
    case 'aggregate': {
      const { aggregate } = await load(process);
      const pipeline = list(command['pipeline']);
      const last = pipeline.at(-1);
      const out = last && (last['$out'] ?? last['$merge']);
      const collectionResolver = (one: string): Document[] => store.find(database, one)?.documents ?? [];
      const rows = known(() =>
        aggregate(
          structuredClone(target === '' ? [] : collectionResolver(target)),
          out === undefined ? pipeline : pipeline.slice(0, -1),
          { collectionResolver },
        ),
      );
      if (out === undefined) return cursor(rows);
      const into = typeof out === 'string' ? out : textOf(doc(out)['into'] ?? doc(out)['coll']);
      store.drop(database, into);
      for (const row of rows) store.insert(database, into, row);
      return cursor([]);
    }
    case 'update':
      return update(store, await load(process), command, database, target);
    case 'delete': {
      const { Query } = await load(process);
      const collection = store.find(database, target);
      let n = 0;
      for (const { q, limit } of list(command['deletes'])) {
        if (!collection) continue;
        const query = new Query(doc(q));
        collection.documents = collection.documents.filter((document) => {
          const gone = (whole(limit) !== 1 || n === 0) && query.test(document);
          if (gone) n++;
          return !gone;
        });
      }
      if (n > 0) store.save(database, target);
      return { n };
    }
    case 'findAndModify':
    case 'findandmodify':
      return findAndModify(store, await load(process), command, database, target);
    case 'createIndexes': {
      const collection = store.get(database, target);
      const before = collection.indexes.length;
      for (const index of list(command['indexes']) as Index[]) {
        if (!collection.indexes.some((one) => one.name === index.name)) collection.indexes.push({ v: 2, ...index });
      }
      store.save(database, target);
      return {
        numIndexesBefore: before,
        numIndexesAfter: collection.indexes.length,
        createdCollectionAutomatically: false,
      };
    }
    case 'listIndexes': {
      const collection = store.find(database, target);
      if (!collection) throw new CommandError(26, 'NamespaceNotFound', `ns does not exist: ${namespace}`);
      return cursor(collection.indexes);
    }
    case 'dropIndexes': {
      const collection = store.get(database, target);
      const nIndexesWas = collection.indexes.length;
      collection.indexes = collection.indexes.filter(
        (index) => index.name === '_id_' || (command['index'] !== '*' && index.name !== command['index']),
      );
      store.save(database, target);
      return { nIndexesWas };
    }
    case 'dbStats':
    case 'dbstats': {
      const names = store.names(database);
      return {
        db: database,
        collections: names.length,
        views: 0,
        objects: names.reduce((sum, one) => sum + store.get(database, one).documents.length, 0),
        dataSize: store.size(database),
      };
    }
    case 'collStats':
      return { ns: namespace, count: store.find(database, target)?.documents.length ?? 0 };
    default:
      throw new CommandError(
        59,
        'CommandNotFound',
        `no such command: '${name}' (drydock: it may not be simulated yet)`,
      );
  }
}
