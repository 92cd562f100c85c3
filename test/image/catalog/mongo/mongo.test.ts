import { expect, test } from 'vitest';
import { readBson, writeBson } from '#image/catalog/mongo/bson';
import { mongod } from '#image/catalog/mongo/server';
import { mongoShells } from '#image/catalog/mongo/shell';
import { createFabricWorld } from '../world';

test('documents survive BSON', () => {
  const document = {
    _id: '\u0001oid:0123456789abcdef01234567',
    n: 1,
    f: 1.5,
    big: 2 ** 40,
    t: 'häfen',
    b: true,
    none: null,
    list: [1, { a: 'x' }],
    at: new Date(1767225600000),
  };
  expect(readBson(writeBson(document)).value).toEqual(document);
});

test('mongosh talks to mongod, which keeps what it is told', { timeout: 60_000 }, async () => {
  const world = createFabricWorld([mongod, ...mongoShells], { files: { '/data/db/': {} } });
  const server = world.start(['mongod', '--bind_ip_all']);
  await world.driver.idle();
  const js = async (code: string): Promise<string> => {
    const { stdout, stderr } = await world.run(['mongosh', '--quiet', 'shop', '--eval', code]);
    return stdout + stderr;
  };
  expect(await js("db.users.insertMany([{_id: 1, name: 'ada', age: 36}, {_id: 2, name: 'grace', age: 85}])")).toBe(
    "{ acknowledged: true, insertedIds: { '0': 1, '1': 2 } }\n",
  );
  expect(await js('db.users.find({age: {$gt: 40}})')).toBe("[ { _id: 2, name: 'grace', age: 85 } ]\n");
  expect(await js('db.users.updateOne({_id: 1}, {$inc: {age: 1}})')).toBe(
    '{\n  acknowledged: true,\n  insertedId: null,\n  matchedCount: 1,\n  modifiedCount: 1,\n  upsertedCount: 0\n}\n',
  );
  expect(await js('db.users.insertOne({_id: 1})')).toBe(
    'MongoServerError: E11000 duplicate key error collection: shop.users index: _id_ dup key: { _id: 1 }\n',
  );
  expect(await js("db.users.aggregate([{$group: {_id: null, total: {$sum: '$age'}}}])")).toBe(
    '[ { _id: null, total: 122 } ]\n',
  );
  expect(await js('for (let i = 0; i < 5; i++) db.many.insertOne({ i }); print(db.many.countDocuments())')).toBe('5\n');
  world.machine.kill(server.pid, 'SIGKILL');
  await world.driver.idle();
  world.start(['mongod', '--bind_ip_all']);
  await world.driver.idle();
  expect(await js('db.users.countDocuments()')).toBe('2\n');
  expect(
    (await world.run(['mongosh', '--quiet'], { stdin: 'use shop\nshow collections\ndb.users.findOne()\n' })).stdout,
  ).toBe("switched to db shop\nmany\nusers\n{ _id: 1, name: 'ada', age: 37 }\n");
});
