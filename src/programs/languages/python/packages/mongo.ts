/** pymongo and bson in Python: MongoDB's wire protocol (OP_MSG) over a socket. */
export const MONGO: Readonly<Record<string, string>> = {
  'bson/__init__.py': String.raw`
import os, datetime, time
class ObjectId:
    def __init__(self, text=None):
        self.hex = text if isinstance(text, str) else (text.hex() if text else '%08x' % int(time.time()) + os.urandom(8).hex())
        if len(self.hex) != 24:
            raise errors.InvalidId("'%s' is not a valid ObjectId, it must be a 12-byte input or a 24-character hex string" % text)
    binary = property(lambda self: bytes.fromhex(self.hex))
    def __str__(self): return self.hex
    def __repr__(self): return "ObjectId('%s')" % self.hex
    def __eq__(self, o): return isinstance(o, ObjectId) and o.hex == self.hex
    def __hash__(self): return hash(self.hex)
class errors:
    class InvalidId(Exception): pass
def _double(v):
    import _text
    return _text.double(v)
def _value(v):
    if v is None: return 10, b''
    if isinstance(v, bool): return 8, b'\x01' if v else b'\x00'
    if isinstance(v, int):
        return (16, _int(v, 4)) if -2147483648 <= v < 2147483648 else (18, _int(v, 8))
    if isinstance(v, float): return 1, _double(v)
    if isinstance(v, str):
        b = v.encode()
        return 2, _int(len(b) + 1, 4) + b + b'\x00'
    if isinstance(v, bytes): return 5, _int(len(v), 4) + b'\x00' + v
    if isinstance(v, dict): return 3, encode(v)
    if isinstance(v, (list, tuple)): return 4, encode({str(i): x for i, x in enumerate(v)})
    if isinstance(v, ObjectId): return 7, v.binary
    if isinstance(v, datetime.datetime): return 9, _int(int(v.timestamp() * 1000), 8)
    if hasattr(v, 'value'): return _value(v.value)
    raise errors_InvalidDocument('cannot encode object: %r, of type: %r' % (v, type(v)))
class errors_InvalidDocument(Exception): pass
def _int(n, size): return (n % (1 << 8 * size)).to_bytes(size, 'little')
def encode(doc):
    parts = []
    for k, v in doc.items():
        kind, data = _value(v)
        parts.append(bytes([kind]) + str(k).encode() + b'\x00' + data)
    body = b''.join(parts)
    return _int(len(body) + 5, 4) + body + b'\x00'
def _signed(b):
    n = int.from_bytes(b, 'little')
    return n - (1 << 8 * len(b)) if b[-1] & 128 else n
def decode(data):
    return _doc(data, 0)[0]
def _doc(d, at):
    end, out = at + _signed(d[at:at + 4]), {}
    at += 4
    while d[at]:
        kind = d[at]
        z = d.find(b'\x00', at + 1)
        key = d[at + 1:z].decode()
        at = z + 1
        if kind == 1:
            import _text
            v, at = _text.undouble(d[at:at + 8]), at + 8
        elif kind == 2:
            n = _signed(d[at:at + 4])
            v, at = d[at + 4:at + 3 + n].decode(), at + 4 + n
        elif kind in (3, 4):
            v, at = _doc(d, at)
            if kind == 4: v = list(v.values())
        elif kind == 5:
            n = _signed(d[at:at + 4])
            v, at = d[at + 5:at + 5 + n], at + 5 + n
        elif kind == 7: v, at = ObjectId(d[at:at + 12]), at + 12
        elif kind == 8: v, at = d[at] == 1, at + 1
        elif kind == 9: v, at = datetime.datetime.fromtimestamp(_signed(d[at:at + 8]) / 1000), at + 8
        elif kind == 10: v = None
        elif kind == 16: v, at = _signed(d[at:at + 4]), at + 4
        elif kind in (17, 18): v, at = _signed(d[at:at + 8]), at + 8
        else: raise ValueError('drydock: BSON type %d is not simulated yet' % kind)
        out[key] = v
    return out, end
`,
  'bson/objectid.py': 'from bson import ObjectId\n',
  'bson/json_util.py':
    'import json\ndef dumps(v, **kw):\n    return json.dumps(v, default=lambda o: {"$oid": str(o)} if type(o).__name__ == "ObjectId" else str(o))\n',
  'pymongo/errors.py': String.raw`
class PyMongoError(Exception): pass
class ConnectionFailure(PyMongoError): pass
class AutoReconnect(ConnectionFailure): pass
class ServerSelectionTimeoutError(AutoReconnect): pass
class OperationFailure(PyMongoError):
    def __init__(self, error, code=None, details=None):
        self.args, self.code, self.details = (error,), code, details
class DuplicateKeyError(OperationFailure): pass
class InvalidURI(PyMongoError): pass
`,
  'pymongo/__init__.py': String.raw`
import socket, time
from bson import encode, decode, ObjectId, _int, _signed
from pymongo import errors
from urllib.parse import urlparse, unquote
ASCENDING, DESCENDING = 1, -1
class ReturnDocument:
    BEFORE, AFTER = False, True
class MongoClient:
    def __init__(self, host='localhost', port=27017, username=None, password=None, serverSelectionTimeoutMS=30000, **kw):
        self._host, self._port, self._db = host or 'localhost', port, 'test'
        if isinstance(self._host, str) and '://' in self._host:
            u = urlparse(self._host)
            self._host, self._port = u.hostname or 'localhost', u.port or 27017
            self._db = u.path.strip('/') or 'test'
        self._timeout, self._sock, self._id = serverSelectionTimeoutMS, None, 0
        self.admin = self['admin']
    def _command(self, db, doc):
        if self._sock is None: self._connect()
        self._id += 1
        body = _int(0, 4) + b'\x00' + encode({**doc, '$db': db})
        head = _int(16 + len(body), 4) + _int(self._id, 4) + _int(0, 4) + _int(2013, 4)
        try:
            self._sock.sendall(head + body)
            f = self._file
            first = f.read(16)
            if len(first) < 16: raise OSError('closed')
            answer = decode(f.read(_signed(first[:4]) - 16)[5:])
        except OSError:
            self._sock = None
            raise errors.AutoReconnect('%s:%d: connection closed' % (self._host, self._port))
        if not answer.get('ok'):
            raise errors.OperationFailure(answer.get('errmsg', 'error'), answer.get('code'), answer)
        for e in answer.get('writeErrors', []):
            kind = errors.DuplicateKeyError if e.get('code') == 11000 else errors.OperationFailure
            raise kind(e.get('errmsg'), e.get('code'), e)
        return answer
    def _connect(self):
        end = time.monotonic() + self._timeout / 1000
        while True:
            try:
                self._sock = socket.create_connection((self._host, self._port))
                self._file = self._sock.makefile('rb')
                return
            except OSError as e:
                if time.monotonic() >= end:
                    raise errors.ServerSelectionTimeoutError('%s:%d: %s (configured timeouts: socketTimeoutMS: 20000.0ms, connectTimeoutMS: 20000.0ms), Timeout: %ss' % (self._host, self._port, e, self._timeout / 1000))
                time.sleep(0.5)
    def __getitem__(self, name): return Database(self, name)
    def __getattr__(self, name):
        if name.startswith('_'): raise AttributeError(name)
        return self[name]
    def get_database(self, name=None): return self[name or self._db]
    get_default_database = get_database
    def list_database_names(self): return [d['name'] for d in self._command('admin', {'listDatabases': 1})['databases']]
    def server_info(self): return self._command('admin', {'buildInfo': 1})
    def drop_database(self, name): self._command(name, {'dropDatabase': 1})
    def close(self):
        if self._sock: self._sock.close()
        self._sock = None
    def __enter__(self): return self
    def __exit__(self, *a): self.close()
class Database:
    def __init__(self, client, name):
        self.client, self.name = client, name
    def __getitem__(self, name): return Collection(self, name)
    def __getattr__(self, name):
        if name.startswith('_'): raise AttributeError(name)
        return self[name]
    get_collection = create_collection = __getitem__
    def command(self, c, value=1, **kw): return self.client._command(self.name, c if isinstance(c, dict) else {c: value, **kw})
    def list_collection_names(self): return [c['name'] for c in self.command('listCollections')['cursor']['firstBatch']]
    def drop_collection(self, name): self.command('drop', name)
class _Result:
    def __init__(self, **kw):
        self.acknowledged = True
        for k, v in kw.items(): setattr(self, k, v)
class Collection:
    def __init__(self, db, name):
        self.database, self.name = db, name
    def __getattr__(self, name):
        if name.startswith('_'): raise AttributeError(name)
        return Collection(self.database, self.name + '.' + name)
    def _run(self, verb, **kw): return self.database.client._command(self.database.name, {verb: self.name, **kw})
    def insert_one(self, doc):
        if '_id' not in doc: doc['_id'] = ObjectId()
        self._run('insert', documents=[{'_id': doc['_id'], **doc}])
        return _Result(inserted_id=doc['_id'])
    def insert_many(self, docs):
        for d in docs:
            if '_id' not in d: d['_id'] = ObjectId()
        self._run('insert', documents=list(docs))
        return _Result(inserted_ids=[d['_id'] for d in docs])
    def find(self, filter=None, projection=None, sort=None, limit=0, skip=0): return Cursor(self, filter or {}, projection, sort, limit, skip)
    def find_one(self, filter=None, projection=None, sort=None):
        if filter is not None and not isinstance(filter, dict): filter = {'_id': filter}
        return next(iter(self.find(filter, projection, sort, 1)), None)
    def count_documents(self, filter, **kw):
        r = self._run('aggregate', pipeline=[{'$match': filter}, {'$group': {'_id': 1, 'n': {'$sum': 1}}}], cursor={})['cursor']['firstBatch']
        return int(r[0]['n']) if r else 0
    def estimated_document_count(self): return int(self._run('count')['n'])
    def _update(self, filter, update, multi, upsert):
        r = self._run('update', updates=[{'q': filter, 'u': update, 'multi': multi, 'upsert': upsert}])
        up = r.get('upserted') or []
        return _Result(matched_count=r['n'] - len(up), modified_count=r.get('nModified', 0), upserted_id=up[0]['_id'] if up else None)
    def update_one(self, f, u, upsert=False): return self._update(f, u, False, upsert)
    def update_many(self, f, u, upsert=False): return self._update(f, u, True, upsert)
    def replace_one(self, f, u, upsert=False): return self._update(f, u, False, upsert)
    def delete_one(self, f): return _Result(deleted_count=self._run('delete', deletes=[{'q': f, 'limit': 1}])['n'])
    def delete_many(self, f): return _Result(deleted_count=self._run('delete', deletes=[{'q': f, 'limit': 0}])['n'])
    def find_one_and_update(self, f, u, upsert=False, return_document=False, **kw): return self._run('findAndModify', query=f, update=u, upsert=upsert, new=return_document).get('value')
    def find_one_and_delete(self, f): return self._run('findAndModify', query=f, remove=True).get('value')
    def aggregate(self, pipeline): return iter(self._run('aggregate', pipeline=list(pipeline), cursor={})['cursor']['firstBatch'])
    def distinct(self, key, filter=None): return self._run('distinct', key=key, query=filter or {})['values']
    def create_index(self, keys, unique=False, **kw):
        keys = {keys: 1} if isinstance(keys, str) else dict(keys)
        name = '_'.join('%s_%s' % kv for kv in keys.items())
        self._run('createIndexes', indexes=[{'key': keys, 'name': name, 'unique': unique}])
        return name
    def drop(self): self._run('drop')
class Cursor:
    def __init__(self, c, filter, projection, sort, limit, skip):
        self.c, self.f, self.p, self.l, self.s = c, filter, projection, limit, skip
        self.o = dict([(sort, 1)] if isinstance(sort, str) else sort) if sort else None
    def sort(self, key, direction=1):
        self.o = {key: direction} if isinstance(key, str) else dict(key)
        return self
    def limit(self, n):
        self.l = n
        return self
    def skip(self, n):
        self.s = n
        return self
    def __iter__(self):
        kw = {'filter': self.f}
        if self.p: kw['projection'] = {k: 1 for k in self.p} if isinstance(self.p, (list, tuple)) else self.p
        if self.o: kw['sort'] = self.o
        if self.l: kw['limit'] = self.l
        if self.s: kw['skip'] = self.s
        answer = self.c._run('find', **kw)['cursor']
        yield from answer['firstBatch']
        while answer.get('id'):
            answer = self.c.database.client._command(self.c.database.name, {'getMore': answer['id'], 'collection': self.c.name})['cursor']
            yield from answer['nextBatch']
    def __getitem__(self, i): return list(self)[i]
`,
};
