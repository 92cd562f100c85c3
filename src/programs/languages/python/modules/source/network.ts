/** socket, http, urllib and the servers in Python over the process's network. */
export const SOCKET = String.raw`
import _network
AF_INET, AF_INET6, AF_UNIX, SOCK_STREAM, SOCK_DGRAM, SOL_SOCKET, SO_REUSEADDR, IPPROTO_TCP, TCP_NODELAY, SHUT_RDWR, SOMAXCONN, SO_KEEPALIVE = 2, 10, 1, 1, 2, 1, 2, 6, 1, 2, 128, 9
error = OSError
timeout = TimeoutError
_default = None
try:
    _network.resolve('')
except OSError as e:
    gaierror = type(e)
class socket:
    def __init__(self, family=2, type=1, proto=0, handle=None):
        if type != SOCK_STREAM:
            raise OSError('drydock: only TCP sockets are simulated for Python yet')
        self._handle = handle
        self._timeout = _default
        self._rest = b''
        self._bound = None
    def setsockopt(self, *a):
        pass
    def settimeout(self, t):
        self._timeout = t
    def setblocking(self, flag):
        pass
    def connect(self, address):
        self._handle = _network.connect(address[0], int(address[1]), self._timeout)
    def connect_ex(self, address):
        try:
            self.connect(address)
            return 0
        except OSError as e:
            return e.errno or 111
    def bind(self, address):
        self._bound = address
    def listen(self, backlog=5):
        self._handle = _network.listen(self._bound[0], self._bound[1])
    def accept(self):
        handle, host, port = _network.accept(self._handle)
        return socket(handle=handle), (host, port)
    def recv(self, n=65536, flags=0):
        if self._rest:
            data, self._rest = self._rest[:n], self._rest[n:]
            return data
        return _network.recv(self._handle, n, self._timeout)
    def send(self, data, flags=0):
        return _network.send(self._handle, data)
    def sendall(self, data, flags=0):
        _network.send(self._handle, data)
    def close(self):
        if self._handle is not None:
            _network.close(self._handle)
        self._handle = None
    def shutdown(self, how=2):
        pass
    def getsockname(self):
        return _network.local(self._handle) if self._bound is None else self._bound
    def getpeername(self):
        return ('', 0)
    def fileno(self):
        return 3
    def makefile(self, mode='r', *a, **kw):
        return _File(self, 'b' in mode)
    def __enter__(self):
        return self
    def __exit__(self, *a):
        self.close()
class _File:
    def __init__(self, sock, binary):
        self._sock, self._binary, self._rest = sock, binary, b''
    def readline(self):
        while b'\n' not in self._rest:
            chunk = self._sock.recv(4096)
            if not chunk:
                break
            self._rest += chunk
        at = self._rest.find(b'\n')
        at = len(self._rest) if at < 0 else at + 1
        line, self._rest = self._rest[:at], self._rest[at:]
        return line if self._binary else line.decode()
    def read(self, n=-1):
        while n < 0 or len(self._rest) < n:
            chunk = self._sock.recv(4096)
            if not chunk:
                break
            self._rest += chunk
        n = len(self._rest) if n < 0 else n
        data, self._rest = self._rest[:n], self._rest[n:]
        return data if self._binary else data.decode()
    def write(self, data):
        self._sock.sendall(data if self._binary else data.encode())
    def flush(self):
        pass
    def close(self):
        pass
def create_connection(address, timeout=None, source_address=None):
    s = socket()
    s.settimeout(timeout)
    s.connect(address)
    return s
def create_server(address, **kw):
    s = socket()
    s.bind(address)
    s.listen()
    return s
def gethostname():
    import _os
    return _os.hostname()
getfqdn = gethostname
def gethostbyname(name):
    return _network.resolve(name)
def getaddrinfo(host, port, *a, **kw):
    return [(AF_INET, SOCK_STREAM, 6, '', (_network.resolve(host), port))]
def setdefaulttimeout(t):
    global _default
    _default = t
def inet_aton(s):
    return bytes(int(x) for x in s.split('.'))
`;

export const HTTP = String.raw`
class _Status(int):
    pass
_PHRASES = {200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content', 301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 304: 'Not Modified', 307: 'Temporary Redirect', 308: 'Permanent Redirect', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict', 415: 'Unsupported Media Type', 418: "I'm a Teapot", 422: 'Unprocessable Entity', 429: 'Too Many Requests', 500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout'}
class HTTPStatus:
    OK, CREATED, ACCEPTED, NO_CONTENT, BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, INTERNAL_SERVER_ERROR, SERVICE_UNAVAILABLE = 200, 201, 202, 204, 400, 401, 403, 404, 500, 503
    def __init__(self, code):
        self.value = code
        self.phrase = _PHRASES.get(code, '')
    def __int__(self):
        return self.value
`;

export const URLLIB_PARSE = String.raw`
_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~'
def quote(s, safe='/'):
    data = s if isinstance(s, bytes) else str(s).encode()
    return ''.join(chr(b) if chr(b) in _SAFE + safe else '%%%02X' % b for b in data)
def quote_plus(s, safe=''):
    return quote(s, safe + ' ').replace(' ', '+')
def unquote(s):
    parts = str(s).split('%')
    out = bytearray(parts[0].encode())
    for p in parts[1:]:
        try:
            out += bytes([int(p[:2], 16)]) + p[2:].encode()
        except ValueError:
            out += ('%' + p).encode()
    return out.decode('utf-8', 'replace')
def unquote_plus(s):
    return unquote(s.replace('+', ' '))
def urlencode(query, doseq=False):
    pairs = query.items() if hasattr(query, 'items') else query
    out = []
    for k, v in pairs:
        for item in (v if doseq and isinstance(v, (list, tuple)) else [v]):
            out.append(quote_plus(str(k)) + '=' + quote_plus(str(item)))
    return '&'.join(out)
def parse_qsl(qs, keep_blank_values=False):
    out = []
    for part in qs.split('&'):
        if part:
            k, _, v = part.partition('=')
            if v or keep_blank_values:
                out.append((unquote_plus(k), unquote_plus(v)))
    return out
def parse_qs(qs, keep_blank_values=False):
    out = {}
    for k, v in parse_qsl(qs, keep_blank_values):
        out.setdefault(k, []).append(v)
    return out
class ParseResult(tuple):
    scheme = property(lambda self: self[0])
    netloc = property(lambda self: self[1])
    path = property(lambda self: self[2])
    params = property(lambda self: self[3])
    query = property(lambda self: self[4])
    fragment = property(lambda self: self[5])
    @property
    def hostname(self):
        return self[1].rpartition('@')[2].partition(':')[0].lower() or None
    @property
    def port(self):
        text = self[1].rpartition('@')[2].partition(':')[2]
        return int(text) if text else None
    @property
    def username(self):
        return unquote(self[1].rpartition('@')[0].partition(':')[0]) or None
    @property
    def password(self):
        return unquote(self[1].rpartition('@')[0].partition(':')[2]) or None
    def geturl(self):
        return urlunparse(self)
def urlparse(url, scheme=''):
    rest, _, fragment = url.partition('#')
    rest, _, query = rest.partition('?')
    netloc = ''
    if ':' in rest and rest.split(':')[0].replace('+', '').isalnum() and '/' not in rest.split(':')[0]:
        scheme, _, rest = rest.partition(':')
    if rest.startswith('//'):
        netloc, slash, rest = rest[2:].partition('/')
        rest = slash + rest
    return ParseResult((scheme, netloc, rest, '', query, fragment))
urlsplit = urlparse
def urlunparse(parts):
    scheme, netloc, path, _, query, fragment = parts
    return (scheme + ':' if scheme else '') + ('//' + netloc if netloc else '') + path + ('?' + query if query else '') + ('#' + fragment if fragment else '')
def urljoin(base, url):
    if '://' in url:
        return url
    b = urlparse(base)
    if url.startswith('/'):
        return '%s://%s%s' % (b.scheme, b.netloc, url)
    return '%s://%s%s' % (b.scheme, b.netloc, b.path[:b.path.rfind('/') + 1] + url)
`;

export const URLLIB_REQUEST = String.raw`
import _network, io
from urllib.error import URLError, HTTPError
from http import _PHRASES
class Request:
    def __init__(self, url, data=None, headers={}, method=None):
        self.full_url, self.data, self.headers = url, data, dict(headers)
        self.method = method or ('POST' if data is not None else 'GET')
    def add_header(self, name, value):
        self.headers[name] = value
    def get_method(self):
        return self.method
class _Response(io.BytesIO):
    def __init__(self, status, headers, data, url):
        io.BytesIO.__init__(self, data)
        self.status = self.code = status
        self.headers, self.url, self.reason = headers, url, _PHRASES.get(status, '')
    def getcode(self):
        return self.status
    def geturl(self):
        return self.url
    def info(self):
        return self.headers
    def getheader(self, name, default=None):
        return self.headers.get(name.lower(), default)
def urlopen(url, data=None, timeout=None):
    r = Request(url, data) if isinstance(url, str) else url
    headers = {'user-agent': 'Python-urllib/3.12'}
    headers.update(r.headers)
    try:
        answer = _network.request(r.method, r.full_url, headers, r.data if data is None else data, timeout)
    except OSError as e:
        raise URLError(e)
    if answer is None:
        raise URLError(TimeoutError('timed out'))
    status, head, body = answer
    if status >= 400:
        raise HTTPError(r.full_url, status, _PHRASES.get(status, ''), head, io.BytesIO(body))
    return _Response(status, head, body, r.full_url)
def urlretrieve(url, filename):
    with urlopen(url) as r, open(filename, 'wb') as f:
        f.write(r.read())
    return filename, r.headers
`;

export const URLLIB_ERROR = String.raw`
class URLError(OSError):
    def __init__(self, reason):
        self.args = (reason,)
        self.reason = reason
    def __str__(self):
        return '<urlopen error %s>' % self.reason
class HTTPError(URLError):
    def __init__(self, url, code, msg, hdrs, fp):
        self.args = ()
        self.url, self.code, self.status, self.msg, self.reason, self.headers, self.fp = url, code, code, msg, msg, hdrs, fp
    def read(self, *a):
        return self.fp.read(*a)
    def __str__(self):
        return 'HTTP Error %s: %s' % (self.code, self.msg)
`;
