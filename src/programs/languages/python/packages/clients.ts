/** Clients of other services, in Python over sockets. */
export const REDIS: Readonly<Record<string, string>> = {
  'redis/exceptions.py': String.raw`
class RedisError(Exception): pass
class ConnectionError(RedisError): pass
class TimeoutError(RedisError): pass
class ResponseError(RedisError): pass
class AuthenticationError(ConnectionError): pass
class DataError(RedisError): pass
`,
  'redis/__init__.py': String.raw`
import socket
from redis import exceptions
from redis.exceptions import RedisError, ConnectionError, TimeoutError, ResponseError, AuthenticationError, DataError
__version__ = '7.0.1'
_RAW = object()
class Redis:
    def __init__(self, host='localhost', port=6379, db=0, password=None, decode_responses=False, socket_timeout=None, socket_connect_timeout=None, username=None, **kw):
        self.host, self.port, self.db, self.password, self.decode, self.timeout, self.username = host, int(port), int(db), password, decode_responses, socket_connect_timeout or socket_timeout, username
        self._sock = self._file = None
    @classmethod
    def from_url(cls, url, **kw):
        from urllib.parse import urlparse
        u = urlparse(url)
        return cls(host=u.hostname or 'localhost', port=u.port or 6379, db=int(u.path.strip('/') or 0), password=u.password, **kw)
    def _connect(self):
        try:
            self._sock = socket.create_connection((self.host, self.port), self.timeout)
        except socket.timeout:
            raise TimeoutError('Timeout connecting to server')
        except OSError as e:
            code = e.errno if e.errno is not None else 0
            text = e.strerror or str(e)
            if code < 0:
                raise ConnectionError('Error %s connecting to %s:%s. %s.' % (code, self.host, self.port, text))
            raise ConnectionError('Error %s connecting to %s:%s. %s.' % (code, self.host, self.port, text))
        self._file = self._sock.makefile('rb')
        if self.password:
            self._send(['AUTH', self.password] if not self.username else ['AUTH', self.username, self.password])
            self._check(self._read())
        if self.db:
            self._send(['SELECT', self.db])
            self._check(self._read())
    def _send(self, parts):
        out = b'*%d\r\n' % len(parts) if False else ('*%d\r\n' % len(parts)).encode()
        for p in parts:
            if isinstance(p, bool) or p is None or isinstance(p, (list, dict)):
                raise DataError("Invalid input of type: '%s'. Convert to a bytes, string, int or float first." % type(p).__name__)
            b = p if isinstance(p, bytes) else str(p).encode()
            out += ('$%d\r\n' % len(b)).encode() + b + b'\r\n'
        self._sock.sendall(out)
    def _read(self):
        line = self._file.readline()
        if not line:
            self.close()
            raise ConnectionError('Connection closed by server.')
        kind, rest = chr(line[0]), line[1:-2]
        if kind == '+':
            return rest
        if kind == '-':
            text = rest.decode()
            return ResponseError(text[4:] if text.startswith('ERR ') else text)
        if kind == ':':
            return int(rest)
        if kind == '$':
            n = int(rest)
            if n < 0:
                return None
            return self._file.read(n + 2)[:-2]
        n = int(rest)
        return None if n < 0 else [self._read() for _ in range(n)]
    def _check(self, value):
        if isinstance(value, Exception):
            raise value
        return value
    def _decoded(self, v):
        if isinstance(v, bytes):
            return v.decode() if self.decode else v
        return [self._decoded(x) for x in v] if isinstance(v, list) else v
    def execute_command(self, *parts):
        for attempt in (1, 2):
            if self._sock is None:
                self._connect()
                attempt = 2
            try:
                self._send(parts)
                value = self._check(self._read())
                break
            except (ConnectionError, OSError):
                self.close()
                if attempt == 2:
                    raise
        return self._decoded(value)
    def close(self):
        if self._sock:
            self._sock.close()
        self._sock = self._file = None
    def ping(self): return self.execute_command('PING') in (b'PONG', 'PONG')
    def get(self, k): return self.execute_command('GET', k)
    def set(self, k, v, ex=None, px=None, nx=False, xx=False, **kw):
        parts = ['SET', k, v] + (['EX', ex] if ex is not None else []) + (['PX', px] if px is not None else []) + (['NX'] if nx else []) + (['XX'] if xx else [])
        return self.execute_command(*parts) is not None or None
    def setex(self, k, t, v): return self.execute_command('SETEX', k, t, v) in (b'OK', 'OK')
    def setnx(self, k, v): return bool(self.execute_command('SETNX', k, v))
    def incr(self, k, amount=1): return self.execute_command('INCRBY', k, amount)
    incrby = incr
    def decr(self, k, amount=1): return self.execute_command('DECRBY', k, amount)
    def incrbyfloat(self, k, amount=1.0): return float(self.execute_command('INCRBYFLOAT', k, amount))
    def append(self, k, v): return self.execute_command('APPEND', k, v)
    def exists(self, *k): return self.execute_command('EXISTS', *k)
    def delete(self, *k): return self.execute_command('DEL', *k)
    def keys(self, p='*'): return self.execute_command('KEYS', p)
    def scan_iter(self, match='*', **kw): return iter(self.keys(match or '*'))
    def expire(self, k, t): return bool(self.execute_command('EXPIRE', k, t))
    def ttl(self, k): return self.execute_command('TTL', k)
    def type(self, k): return self.execute_command('TYPE', k)
    def mget(self, *k): return self.execute_command('MGET', *(k[0] if len(k) == 1 and isinstance(k[0], (list, tuple)) else k))
    def mset(self, m): return bool(self.execute_command('MSET', *[x for p in m.items() for x in p]))
    def flushdb(self, **kw): return self.execute_command('FLUSHDB') in (b'OK', 'OK')
    def flushall(self, **kw): return self.execute_command('FLUSHALL') in (b'OK', 'OK')
    def dbsize(self): return self.execute_command('DBSIZE')
    def lpush(self, k, *v): return self.execute_command('LPUSH', k, *v)
    def rpush(self, k, *v): return self.execute_command('RPUSH', k, *v)
    def lpop(self, k, count=None): return self.execute_command('LPOP', k)
    def rpop(self, k, count=None): return self.execute_command('RPOP', k)
    def blpop(self, keys, timeout=0):
        keys = [keys] if isinstance(keys, str) else list(keys)
        v = self.execute_command('BLPOP', *(keys + [timeout]))
        return tuple(v) if v else None
    def brpop(self, keys, timeout=0):
        keys = [keys] if isinstance(keys, str) else list(keys)
        v = self.execute_command('BRPOP', *(keys + [timeout]))
        return tuple(v) if v else None
    def llen(self, k): return self.execute_command('LLEN', k)
    def lrange(self, k, a, b): return self.execute_command('LRANGE', k, a, b)
    def ltrim(self, k, a, b): return self.execute_command('LTRIM', k, a, b)
    def lrem(self, k, n, v): return self.execute_command('LREM', k, n, v)
    def lindex(self, k, i): return self.execute_command('LINDEX', k, i)
    def sadd(self, k, *v): return self.execute_command('SADD', k, *v)
    def srem(self, k, *v): return self.execute_command('SREM', k, *v)
    def smembers(self, k): return set(self.execute_command('SMEMBERS', k))
    def sismember(self, k, v): return bool(self.execute_command('SISMEMBER', k, v))
    def scard(self, k): return self.execute_command('SCARD', k)
    def hset(self, name, key=None, value=None, mapping=None):
        pairs = ([key, value] if key is not None else []) + [x for p in (mapping or {}).items() for x in p]
        return self.execute_command('HSET', name, *pairs)
    def hget(self, n, k): return self.execute_command('HGET', n, k)
    def hgetall(self, n):
        flat = self.execute_command('HGETALL', n)
        return dict(zip(flat[::2], flat[1::2]))
    def hdel(self, n, *k): return self.execute_command('HDEL', n, *k)
    def hincrby(self, n, k, a=1): return self.execute_command('HINCRBY', n, k, a)
    def hkeys(self, n): return self.execute_command('HKEYS', n)
    def hvals(self, n): return self.execute_command('HVALS', n)
    def hexists(self, n, k): return bool(self.execute_command('HEXISTS', n, k))
    def zadd(self, n, mapping): return self.execute_command('ZADD', n, *[x for k, s in mapping.items() for x in (s, k)])
    def zincrby(self, n, a, v): return float(self.execute_command('ZINCRBY', n, a, v))
    def zscore(self, n, v):
        s = self.execute_command('ZSCORE', n, v)
        return None if s is None else float(s)
    def _pairs(self, flat, withscores):
        return list(zip(flat[::2], [float(s) for s in flat[1::2]])) if withscores else flat
    def zrange(self, n, a, b, withscores=False): return self._pairs(self.execute_command('ZRANGE', n, a, b, *(['WITHSCORES'] if withscores else [])), withscores)
    def zrevrange(self, n, a, b, withscores=False): return self._pairs(self.execute_command('ZREVRANGE', n, a, b, *(['WITHSCORES'] if withscores else [])), withscores)
    def publish(self, c, m): return self.execute_command('PUBLISH', c, m)
    def pubsub(self, **kw): return PubSub(Redis(self.host, self.port, self.db, self.password, self.decode))
    def pipeline(self, **kw): return Pipeline(self)
    def info(self, section=None):
        text = self.execute_command('INFO', *([section] if section else []))
        text = text.decode() if isinstance(text, bytes) else text
        return {k: v for k, _, v in (l.partition(':') for l in text.splitlines() if ':' in l)}
class PubSub:
    def __init__(self, r):
        self.r = r
    def subscribe(self, *channels):
        if self.r._sock is None:
            self.r._connect()
        self.r._send(['SUBSCRIBE'] + list(channels))
    def listen(self):
        while True:
            kind, channel, data = self.r._decoded(self.r._read())
            yield {'type': kind if isinstance(kind, str) else kind.decode(), 'pattern': None, 'channel': channel, 'data': data}
class Pipeline:
    def __init__(self, r):
        self.r, self.queue = r, []
    def __getattr__(self, name):
        def later(*a, **kw):
            self.queue.append((name, a, kw))
            return self
        return later
    def execute(self):
        done = [getattr(self.r, n)(*a, **kw) for n, a, kw in self.queue]
        self.queue = []
        return done
    def __enter__(self): return self
    def __exit__(self, *a): pass
StrictRedis = Redis
class ConnectionPool:
    pass
def from_url(url, **kw): return Redis.from_url(url, **kw)
`,
};

export const REQUESTS: Readonly<Record<string, string>> = {
  'requests/exceptions.py': String.raw`
class RequestException(OSError):
    pass
class HTTPError(RequestException):
    def __init__(self, text, response=None):
        self.args, self.response = (text,), response
    def __str__(self):
        return self.args[0]
class ConnectionError(RequestException): pass
class Timeout(RequestException): pass
class ConnectTimeout(Timeout): pass
class ReadTimeout(Timeout): pass
class MissingSchema(RequestException, ValueError): pass
class InvalidURL(RequestException, ValueError): pass
class JSONDecodeError(RequestException, ValueError): pass
`,
  'requests/__init__.py': String.raw`
import json as _json, _network
from requests import exceptions
from requests.exceptions import RequestException, HTTPError, ConnectionError, Timeout, MissingSchema
from urllib.parse import urlencode, urlparse
from http import _PHRASES
__version__ = '2.32.5'
class _Headers(dict):
    def get(self, name, default=None): return dict.get(self, name.lower(), default)
    def __getitem__(self, name):
        v = dict.get(self, name.lower())
        if v is None:
            raise KeyError(name.lower())
        return v
class Response:
    def __init__(self, status, headers, body, url):
        self.status_code, self.headers, self.content, self.url = status, _Headers(headers), body, url
        self.reason, self.encoding, self.ok, self.cookies = _PHRASES.get(status, ''), 'utf-8', status < 400, {}
    @property
    def text(self): return self.content.decode('utf-8', 'replace')
    def json(self, **kw):
        return _json.loads(self.content)
    def raise_for_status(self):
        if self.status_code >= 400:
            kind = 'Client' if self.status_code < 500 else 'Server'
            raise HTTPError('%d %s Error: %s for url: %s' % (self.status_code, kind, self.reason, self.url), self)
    def iter_content(self, size=1): return iter([self.content])
    def iter_lines(self): return iter(self.content.splitlines())
    def __bool__(self): return self.ok
    def __repr__(self): return '<Response [%d]>' % self.status_code
    def __enter__(self): return self
    def __exit__(self, *a): pass
def request(method, url, params=None, data=None, json=None, headers=None, timeout=None, allow_redirects=True, auth=None, verify=True, **kw):
    u = urlparse(url)
    if not u.scheme:
        raise MissingSchema("Invalid URL %r: No scheme supplied. Perhaps you meant https://%s?" % (url, url))
    if params:
        url += ('&' if '?' in url else '?') + urlencode(params, True)
    elif not u.path:
        url += '/'
    head = {'user-agent': 'python-requests/2.32.5', 'accept-encoding': 'gzip, deflate', 'accept': '*/*', 'connection': 'keep-alive'}
    body = None
    if json is not None:
        body, head['content-type'] = _json.dumps(json).encode(), 'application/json'
    elif isinstance(data, dict):
        body, head['content-type'] = urlencode(data).encode(), 'application/x-www-form-urlencoded'
    elif data is not None:
        body = data if isinstance(data, bytes) else str(data).encode()
    if auth:
        import base64
        head['authorization'] = 'Basic ' + base64.b64encode(('%s:%s' % auth).encode()).decode()
    for k, v in (headers or {}).items():
        head[k.lower()] = v
    try:
        answer = _network.request(method.upper(), url, head, body, timeout[0] if isinstance(timeout, tuple) else timeout, allow_redirects)
    except OSError as e:
        port = u.port or (443 if u.scheme == 'https' else 80)
        path = (u.path or '/') + ('?' + u.query if u.query else '')
        if e.errno is not None and e.errno < 0:
            why = 'NameResolutionError("HTTPConnection(host=%r, port=%d): Failed to resolve %r ([Errno %d] %s)")' % (u.hostname, port, u.hostname, e.errno, e.strerror)
        else:
            why = "NewConnectionError(\"HTTPConnection(host=%r, port=%d): Failed to establish a new connection: [Errno %s] %s\")" % (u.hostname, port, e.errno, e.strerror)
        raise ConnectionError('HTTP%sConnectionPool(host=%r, port=%d): Max retries exceeded with url: %s (Caused by %s)' % ('S' if u.scheme == 'https' else '', u.hostname, port, path, why))
    if answer is None:
        raise exceptions.ReadTimeout('HTTPConnectionPool(host=%r, port=%d): Read timed out. (read timeout=%s)' % (u.hostname, u.port or 80, timeout))
    return Response(answer[0], answer[1], answer[2], url)
def get(url, params=None, **kw): return request('GET', url, params=params, **kw)
def post(url, data=None, json=None, **kw): return request('POST', url, data=data, json=json, **kw)
def put(url, data=None, **kw): return request('PUT', url, data=data, **kw)
def patch(url, data=None, **kw): return request('PATCH', url, data=data, **kw)
def delete(url, **kw): return request('DELETE', url, **kw)
def head(url, **kw): return request('HEAD', url, **kw)
class Session:
    def __init__(self):
        self.headers = {}
    def request(self, method, url, headers=None, **kw):
        return request(method, url, headers={**self.headers, **(headers or {})}, **kw)
    def get(self, url, **kw): return self.request('GET', url, **kw)
    def post(self, url, **kw): return self.request('POST', url, **kw)
    def put(self, url, **kw): return self.request('PUT', url, **kw)
    def delete(self, url, **kw): return self.request('DELETE', url, **kw)
    def mount(self, *a): pass
    def close(self): pass
    def __enter__(self): return self
    def __exit__(self, *a): pass
session = Session
codes = type('codes', (), {'ok': 200, 'not_found': 404})
`,
};
