import { RedisError, type Keyspace } from './keyspace';
import { OK, type Reply } from './resp';

/** A command on data: `args` are the words after its name. */
interface CommandSpec {
  /** Words with the name; negative: at least so many. */
  readonly arity: number;
  run(db: Keyspace, args: readonly string[], now: number): Reply;
}

const NOT_INTEGER = 'ERR value is not an integer or out of range';

export function integer(text: string): number {
  if (!/^-?\d{1,19}$/.test(text)) throw new RedisError(NOT_INTEGER);
  return Number(text);
}

function float(text: string): number {
  const value = /^[+-]?inf$/i.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new RedisError('ERR value is not a valid float');
  return value;
}

const shown = (score: number): string => (score === Infinity ? 'inf' : score === -Infinity ? '-inf' : String(score));

const string = (db: Keyspace, key: string): string | undefined => db.typed(key, 'string');
const hash = (db: Keyspace, key: string): Map<string, string> =>
  db.typed(key, 'hash') ?? make(db, key, { type: 'hash', value: new Map<string, never>() });
const list = (db: Keyspace, key: string): string[] =>
  db.typed(key, 'list') ?? make(db, key, { type: 'list', value: [] });
const set = (db: Keyspace, key: string): Set<string> =>
  db.typed(key, 'set') ?? make(db, key, { type: 'set', value: new Set() });
const zset = (db: Keyspace, key: string): Map<string, number> =>
  db.typed(key, 'zset') ?? make(db, key, { type: 'zset', value: new Map<string, never>() });

function make<V extends Parameters<Keyspace['set']>[1]>(db: Keyspace, key: string, value: V): V['value'] {
  db.set(key, value);
  return value.value;
}

const changed = <T extends Reply>(db: Keyspace, key: string, reply: T): T => {
  db.dirty++;
  db.tidy(key);
  return reply;
};

/** The part of a list that two indices, also from the end, mean. */
function slice<T>(items: readonly T[], from: string, to: string): T[] {
  const at = (text: string): number => (integer(text) < 0 ? Math.max(0, items.length + integer(text)) : integer(text));
  const end = integer(to) < 0 ? items.length + integer(to) : integer(to);
  return items.slice(at(from), end + 1);
}

const sorted = (scores: Map<string, number>): [string, number][] =>
  [...scores].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));

const withScores = (pairs: readonly [string, number][], scores: boolean): string[] =>
  pairs.flatMap(([member, score]) => (scores ? [member, shown(score)] : [member]));

function bound(text: string, high: boolean): (score: number) => boolean {
  const open = text.startsWith('(');
  const limit = float(open ? text.slice(1) : text);
  if (high) return (score) => (open ? score < limit : score <= limit);
  return (score) => (open ? score > limit : score >= limit);
}

function add(db: Keyspace, key: string, by: number): number {
  const next = integer(string(db, key) ?? '0') + by;
  db.set(key, { type: 'string', value: String(next) }, true);
  return next;
}

function push(db: Keyspace, [key = '', ...items]: readonly string[], left: boolean, must: boolean): number {
  if (must && !db.typed(key, 'list')) return 0;
  const all = list(db, key);
  for (const item of items)
    if (left) all.unshift(item);
    else all.push(item);
  return changed(db, key, all.length);
}

function pop(db: Keyspace, [key = '', count]: readonly string[], left: boolean): Reply {
  const all = db.typed(key, 'list');
  if (!all) return null;
  const taken: string[] = [];
  for (let n = count === undefined ? 1 : integer(count); n > 0 && all.length > 0; n--)
    taken.push(left ? all.shift()! : all.pop()!);
  return changed(db, key, count === undefined ? (taken[0] ?? null) : taken);
}

function setCommand(db: Keyspace, [key = '', value = '', ...options]: readonly string[], now: number): Reply {
  const old = db.get(key);
  let expires: number | undefined;
  let keep = false;
  let answer: Reply | undefined;
  for (let at = 0; at < options.length; at++) {
    const option = options[at]!.toUpperCase();
    if (option === 'NX' && old) return null;
    if (option === 'XX' && !old) return null;
    if (option === 'KEEPTTL') keep = true;
    else if (option === 'GET') answer = string(db, key) ?? null;
    else if (option === 'EX') expires = now + integer(options[++at] ?? '') * 1000;
    else if (option === 'PX') expires = now + integer(options[++at] ?? '');
    else if (option !== 'NX' && option !== 'XX') throw new RedisError('ERR syntax error');
  }
  db.set(key, { type: 'string', value }, keep);
  if (expires !== undefined) db.expireAt(key, expires);
  return answer ?? OK;
}

const combine = (
  db: Keyspace,
  keys: readonly string[],
  keep: (member: string, others: Set<string>[]) => boolean,
): string[] => {
  const [first = new Set<string>(), ...others] = keys.map((key) => db.typed(key, 'set') ?? new Set<string>());
  return [...first].filter((member) => keep(member, others));
};

const expire = (db: Keyspace, key: string, at: number, now: number): number => {
  if (!db.get(key)) return 0;
  if (at <= now) db.delete(key);
  else db.expireAt(key, at);
  return 1;
};

const ttl = (db: Keyspace, key: string, now: number, unit: number): number => {
  if (!db.get(key)) return -2;
  const at = db.expiry(key);
  return at === undefined ? -1 : Math.round((at - now) / unit);
};

const c = (arity: number, run: CommandSpec['run']): CommandSpec => ({ arity, run });

/** Commands on data, by lower-case name. Upstream: redis src/commands. */
export const COMMANDS: Readonly<Record<string, CommandSpec>> = {
  get: c(2, (db, [key = '']) => string(db, key) ?? null),
  set: c(-3, setCommand),
  setnx: c(3, (db, [key = '', value = '']) => (db.get(key) ? 0 : (db.set(key, { type: 'string', value }), 1))),
  setex: c(4, (db, [key = '', seconds = '', value = ''], now) => setCommand(db, [key, value, 'EX', seconds], now)),
  psetex: c(4, (db, [key = '', ms = '', value = ''], now) => setCommand(db, [key, value, 'PX', ms], now)),
  getset: c(3, (db, [key = '', value = ''], now) => setCommand(db, [key, value, 'GET'], now)),
  getdel: c(2, (db, [key = '']) => {
    const value = string(db, key) ?? null;
    db.delete(key);
    return value;
  }),
  mget: c(-2, (db, keys) => keys.map((key) => (db.get(key)?.type === 'string' ? string(db, key)! : null))),
  mset: c(-3, (db, args) => {
    if (args.length % 2 === 1) throw new RedisError("ERR wrong number of arguments for 'mset' command");
    for (let at = 0; at < args.length; at += 2) db.set(args[at]!, { type: 'string', value: args[at + 1]! });
    return OK;
  }),
  append: c(3, (db, [key = '', more = '']) => {
    const value = (string(db, key) ?? '') + more;
    db.set(key, { type: 'string', value }, true);
    return value.length;
  }),
  strlen: c(2, (db, [key = '']) => string(db, key)?.length ?? 0),
  getrange: c(4, (db, [key = '', from = '', to = '']) => slice([...(string(db, key) ?? '')], from, to).join('')),
  incr: c(2, (db, [key = '']) => add(db, key, 1)),
  decr: c(2, (db, [key = '']) => add(db, key, -1)),
  incrby: c(3, (db, [key = '', by = '']) => add(db, key, integer(by))),
  decrby: c(3, (db, [key = '', by = '']) => add(db, key, -integer(by))),
  incrbyfloat: c(3, (db, [key = '', by = '']) => {
    const value = String(Number((float(string(db, key) ?? '0') + float(by)).toPrecision(15)));
    db.set(key, { type: 'string', value }, true);
    return value;
  }),
  del: c(-2, (db, keys) => keys.filter((key) => db.get(key) && db.delete(key)).length),
  unlink: c(-2, (db, keys) => keys.filter((key) => db.get(key) && db.delete(key)).length),
  exists: c(-2, (db, keys) => keys.filter((key) => db.get(key)).length),
  type: c(2, (db, [key = '']) => ({ simple: db.get(key)?.type ?? 'none' })),
  keys: c(2, (db, [pattern = '']) => db.keys(pattern)),
  scan: c(-2, (db, [, ...options]) => {
    const at = options.findIndex((word) => word.toUpperCase() === 'MATCH');
    return ['0', db.keys(at < 0 ? '*' : options[at + 1])];
  }),
  dbsize: c(1, (db) => db.keys().length),
  randomkey: c(1, (db) => db.keys()[0] ?? null),
  rename: c(3, (db, [from = '', to = '']) => {
    const value = db.get(from);
    if (!value) throw new RedisError('ERR no such key');
    db.delete(from);
    db.set(to, value);
    return OK;
  }),
  expire: c(-3, (db, [key = '', seconds = ''], now) => expire(db, key, now + integer(seconds) * 1000, now)),
  pexpire: c(-3, (db, [key = '', ms = ''], now) => expire(db, key, now + integer(ms), now)),
  expireat: c(-3, (db, [key = '', at = ''], now) => expire(db, key, integer(at) * 1000, now)),
  ttl: c(2, (db, [key = ''], now) => ttl(db, key, now, 1000)),
  pttl: c(2, (db, [key = ''], now) => ttl(db, key, now, 1)),
  persist: c(2, (db, [key = '']) =>
    db.get(key) && db.expiry(key) !== undefined ? (db.expireAt(key, undefined), 1) : 0,
  ),
  lpush: c(-3, (db, args) => push(db, args, true, false)),
  rpush: c(-3, (db, args) => push(db, args, false, false)),
  lpushx: c(-3, (db, args) => push(db, args, true, true)),
  rpushx: c(-3, (db, args) => push(db, args, false, true)),
  lpop: c(-2, (db, args) => pop(db, args, true)),
  rpop: c(-2, (db, args) => pop(db, args, false)),
  llen: c(2, (db, [key = '']) => db.typed(key, 'list')?.length ?? 0),
  lrange: c(4, (db, [key = '', from = '', to = '']) => slice(db.typed(key, 'list') ?? [], from, to)),
  lindex: c(3, (db, [key = '', at = '']) => db.typed(key, 'list')?.at(integer(at)) ?? null),
  lset: c(4, (db, [key = '', at = '', value = '']) => {
    const all = db.typed(key, 'list');
    if (!all) throw new RedisError('ERR no such key');
    const index = integer(at) < 0 ? all.length + integer(at) : integer(at);
    if (index < 0 || index >= all.length) throw new RedisError('ERR index out of range');
    all[index] = value;
    return changed(db, key, OK);
  }),
  lrem: c(4, (db, [key = '', count = '', value = '']) => {
    const all = db.typed(key, 'list') ?? [];
    const wanted = integer(count);
    let gone = 0;
    const most = wanted === 0 ? Infinity : Math.abs(wanted);
    for (let i = 0; i < all.length && gone < most;) {
      const index = wanted < 0 ? all.length - 1 - i : i;
      if (all[index] === value) {
        all.splice(index, 1);
        gone++;
      } else i++;
    }
    return changed(db, key, gone);
  }),
  ltrim: c(4, (db, [key = '', from = '', to = '']) => {
    const all = db.typed(key, 'list');
    if (all) all.splice(0, all.length, ...slice(all, from, to));
    return changed(db, key, OK);
  }),
  hset: c(-4, (db, [key = '', ...pairs]) => {
    if (pairs.length % 2 === 1) throw new RedisError("ERR wrong number of arguments for 'hset' command");
    const fields = hash(db, key);
    const before = fields.size;
    for (let at = 0; at < pairs.length; at += 2) fields.set(pairs[at]!, pairs[at + 1]!);
    return changed(db, key, fields.size - before);
  }),
  hmset: c(-4, (db, [key = '', ...pairs]) => {
    const fields = hash(db, key);
    for (let at = 0; at + 1 < pairs.length; at += 2) fields.set(pairs[at]!, pairs[at + 1]!);
    return changed(db, key, OK);
  }),
  hsetnx: c(4, (db, [key = '', field = '', value = '']) => {
    const fields = hash(db, key);
    if (fields.has(field)) return 0;
    fields.set(field, value);
    return changed(db, key, 1);
  }),
  hget: c(3, (db, [key = '', field = '']) => db.typed(key, 'hash')?.get(field) ?? null),
  hmget: c(-3, (db, [key = '', ...fields]) => fields.map((field) => db.typed(key, 'hash')?.get(field) ?? null)),
  hgetall: c(2, (db, [key = '']) => [...(db.typed(key, 'hash') ?? [])].flat()),
  hdel: c(-3, (db, [key = '', ...fields]) =>
    changed(db, key, fields.filter((field) => db.typed(key, 'hash')?.delete(field)).length),
  ),
  hexists: c(3, (db, [key = '', field = '']) => (db.typed(key, 'hash')?.has(field) ? 1 : 0)),
  hkeys: c(2, (db, [key = '']) => [...(db.typed(key, 'hash')?.keys() ?? [])]),
  hvals: c(2, (db, [key = '']) => [...(db.typed(key, 'hash')?.values() ?? [])]),
  hlen: c(2, (db, [key = '']) => db.typed(key, 'hash')?.size ?? 0),
  hincrby: c(4, (db, [key = '', field = '', by = '']) => {
    const fields = hash(db, key);
    const next = integer(fields.get(field) ?? '0') + integer(by);
    fields.set(field, String(next));
    return changed(db, key, next);
  }),
  sadd: c(-3, (db, [key = '', ...members]) => {
    const all = set(db, key);
    const before = all.size;
    for (const member of members) all.add(member);
    return changed(db, key, all.size - before);
  }),
  srem: c(-3, (db, [key = '', ...members]) =>
    changed(db, key, members.filter((member) => db.typed(key, 'set')?.delete(member)).length),
  ),
  smembers: c(2, (db, [key = '']) => [...(db.typed(key, 'set') ?? [])]),
  sismember: c(3, (db, [key = '', member = '']) => (db.typed(key, 'set')?.has(member) ? 1 : 0)),
  scard: c(2, (db, [key = '']) => db.typed(key, 'set')?.size ?? 0),
  spop: c(-2, (db, [key = '']) => {
    const all = db.typed(key, 'set');
    const first = all && [...all][0];
    if (first === undefined) return null;
    all!.delete(first);
    return changed(db, key, first);
  }),
  sinter: c(-2, (db, keys) => combine(db, keys, (member, others) => others.every((other) => other.has(member)))),
  sdiff: c(-2, (db, keys) => combine(db, keys, (member, others) => !others.some((other) => other.has(member)))),
  sunion: c(-2, (db, keys) => [...new Set(keys.flatMap((key) => [...(db.typed(key, 'set') ?? [])]))]),
  zadd: c(-4, (db, [key = '', ...rest]) => {
    const options: string[] = [];
    while (/^(?:nx|xx|gt|lt|ch|incr)$/i.test(rest[0] ?? '')) options.push(rest.shift()!.toUpperCase());
    const scores = zset(db, key);
    let added = 0;
    let moved = 0;
    for (let at = 0; at + 1 < rest.length; at += 2) {
      const score = float(rest[at]!);
      const member = rest[at + 1]!;
      const old = scores.get(member);
      if ((options.includes('NX') && old !== undefined) || (options.includes('XX') && old === undefined)) continue;
      if (old === undefined) added++;
      else if (old !== score) moved++;
      scores.set(member, score);
    }
    return changed(db, key, options.includes('CH') ? added + moved : added);
  }),
  zincrby: c(4, (db, [key = '', by = '', member = '']) => {
    const scores = zset(db, key);
    const next = (scores.get(member) ?? 0) + float(by);
    scores.set(member, next);
    return changed(db, key, shown(next));
  }),
  zrem: c(-3, (db, [key = '', ...members]) =>
    changed(db, key, members.filter((member) => db.typed(key, 'zset')?.delete(member)).length),
  ),
  zcard: c(2, (db, [key = '']) => db.typed(key, 'zset')?.size ?? 0),
  zscore: c(3, (db, [key = '', member = '']) => {
    const score = db.typed(key, 'zset')?.get(member);
    return score === undefined ? null : shown(score);
  }),
  zrank: c(3, (db, [key = '', member = '']) => {
    const rank = sorted(db.typed(key, 'zset') ?? new Map<string, number>()).findIndex(([name]) => name === member);
    return rank < 0 ? null : rank;
  }),
  zrange: c(-4, (db, [key = '', from = '', to = '', ...options]) => {
    const words = options.map((word) => word.toUpperCase());
    const all = sorted(db.typed(key, 'zset') ?? new Map<string, number>());
    if (words.includes('REV')) all.reverse();
    return withScores(slice(all, from, to), words.includes('WITHSCORES'));
  }),
  zrevrange: c(-4, (db, [key = '', from = '', to = '', scores = '']) =>
    withScores(
      slice(sorted(db.typed(key, 'zset') ?? new Map<string, number>()).reverse(), from, to),
      scores.toUpperCase() === 'WITHSCORES',
    ),
  ),
  zrangebyscore: c(-4, (db, [key = '', low = '', high = '', ...options]) => {
    const [above, below] = [bound(low, false), bound(high, true)];
    const found = sorted(db.typed(key, 'zset') ?? new Map<string, number>()).filter(
      ([, score]) => above(score) && below(score),
    );
    return withScores(
      found,
      options.some((word) => word.toUpperCase() === 'WITHSCORES'),
    );
  }),
  zcount: c(4, (db, [key = '', low = '', high = '']) => {
    const [above, below] = [bound(low, false), bound(high, true)];
    return [...(db.typed(key, 'zset')?.values() ?? [])].filter((score) => above(score) && below(score)).length;
  }),
};
