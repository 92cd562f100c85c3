/** The small modules of the standard library that programs lean on, in Python. */
export const CORE: Readonly<Record<string, string>> = {
  __future__: 'annotations = None\ndivision = print_function = absolute_import = unicode_literals = None\n',
  typing: String.raw`
class _Form(type):
    def __getitem__(cls, item):
        return cls
class Any(metaclass=_Form):
    pass
Union = Optional = List = Dict = Set = Tuple = Callable = Iterable = Iterator = Sequence = Mapping = Literal = Type = Annotated = ClassVar = Final = Generator = AsyncGenerator = Awaitable = Generic = Protocol = Any
class NamedTuple:
    pass
class TypedDict(dict):
    pass
def TypeVar(name, *a, **kw):
    return Any
def cast(t, v):
    return v
def overload(f):
    return f
TYPE_CHECKING = False
`,
  abc: String.raw`
class ABCMeta(type):
    pass
class ABC(metaclass=ABCMeta):
    pass
def abstractmethod(f):
    f.__isabstractmethod__ = True
    return f
`,
  functools: String.raw`
def wraps(wrapped, *a, **kw):
    def decorate(f):
        for name in ('__name__', '__doc__'):
            v = getattr(wrapped, name, None)
            if v is not None:
                setattr(f, name, v)
        f.__wrapped__ = wrapped
        return f
    return decorate
def update_wrapper(f, wrapped):
    return wraps(wrapped)(f)
def lru_cache(maxsize=128, typed=False):
    def decorate(f):
        memo = {}
        def call(*args, **kw):
            key = (args, tuple(kw.items()))
            if key not in memo:
                memo[key] = f(*args, **kw)
            return memo[key]
        call.cache_clear = lambda: memo.clear()
        return wraps(f)(call)
    if callable(maxsize):
        return decorate(maxsize)
    return decorate
def cache(f):
    return lru_cache(None)(f)
def reduce(f, seq, *initial):
    it = iter(seq)
    value = initial[0] if initial else next(it)
    for x in it:
        value = f(value, x)
    return value
class partial:
    def __init__(self, func, *args, **kw):
        self.func, self.args, self.keywords = func, args, kw
    def __call__(self, *args, **kw):
        return self.func(*self.args, *args, **{**self.keywords, **kw})
def total_ordering(cls):
    if '__lt__' in cls.__dict__:
        cls.__gt__ = lambda a, b: b < a
        cls.__le__ = lambda a, b: not b < a
        cls.__ge__ = lambda a, b: not a < b
    return cls
def cmp_to_key(f):
    class K:
        def __init__(self, v):
            self.v = v
        def __lt__(self, o):
            return f(self.v, o.v) < 0
    return K
class cached_property:
    def __init__(self, f):
        self.f = f
    def __get__(self, obj, cls=None):
        value = self.f(obj)
        obj.__dict__
        setattr(obj, self.f.__name__, value)
        return value
`,
  itertools: String.raw`
def count(start=0, step=1):
    while True:
        yield start
        start += step
def cycle(it):
    saved = list(it)
    while saved:
        yield from saved
def repeat(x, times=None):
    if times is None:
        while True:
            yield x
    for _ in range(times):
        yield x
def chain(*its):
    for it in its:
        yield from it
chain.from_iterable = lambda its: (x for it in its for x in it)
def islice(it, *a):
    s = slice(*a)
    start, stop, step = (0, a[0], 1) if len(a) == 1 else (a[0] or 0, a[1], a[2] if len(a) > 2 else 1)
    for i, x in enumerate(it):
        if stop is not None and i >= stop:
            return
        if i >= start and (i - start) % step == 0:
            yield x
def product(*its, repeat=1):
    pools = [list(p) for p in its] * repeat
    result = [()]
    for pool in pools:
        result = [x + (y,) for x in result for y in pool]
    yield from result
def permutations(it, r=None):
    pool = list(it)
    r = len(pool) if r is None else r
    def go(left, rest):
        if not left:
            yield ()
        else:
            for i in range(len(rest)):
                for tail in go(left - 1, rest[:i] + rest[i + 1:]):
                    yield (rest[i],) + tail
    yield from go(r, pool)
def combinations(it, r):
    pool = list(it)
    def go(start, left):
        if not left:
            yield ()
        else:
            for i in range(start, len(pool)):
                for tail in go(i + 1, left - 1):
                    yield (pool[i],) + tail
    yield from go(0, r)
def groupby(it, key=None):
    group, last, first = [], None, True
    for x in it:
        k = key(x) if key else x
        if first or k != last:
            if not first:
                yield last, group
            group, last, first = [], k, False
        group.append(x)
    if not first:
        yield last, group
def accumulate(it, func=None):
    total, first = None, True
    for x in it:
        total = x if first else (func(total, x) if func else total + x)
        first = False
        yield total
def takewhile(p, it):
    for x in it:
        if not p(x):
            return
        yield x
def dropwhile(p, it):
    drop = True
    for x in it:
        if drop and p(x):
            continue
        drop = False
        yield x
def zip_longest(*its, fillvalue=None):
    lists = [list(i) for i in its]
    for i in range(max(len(l) for l in lists)):
        yield tuple(l[i] if i < len(l) else fillvalue for l in lists)
`,
  operator: String.raw`
def itemgetter(*keys):
    return (lambda o: o[keys[0]]) if len(keys) == 1 else (lambda o: tuple(o[k] for k in keys))
def attrgetter(*names):
    return (lambda o: getattr(o, names[0])) if len(names) == 1 else (lambda o: tuple(getattr(o, n) for n in names))
def add(a, b): return a + b
def sub(a, b): return a - b
def mul(a, b): return a * b
`,
  collections: String.raw`
class OrderedDict(dict):
    def __repr__(self):
        return 'OrderedDict(%s)' % ('{' + ', '.join('%r: %r' % kv for kv in self.items()) + '}' if self else '')
class defaultdict(dict):
    def __init__(self, default_factory=None, *a, **kw):
        self.default_factory = default_factory
        dict.__init__(self, *a, **kw)
    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        value = self[key] = self.default_factory()
        return value
    def __repr__(self):
        return 'defaultdict(%r, {%s})' % (self.default_factory, ', '.join('%r: %r' % kv for kv in self.items()))
class Counter(dict):
    def __init__(self, it=(), **kw):
        dict.__init__(self)
        self.update(it, **kw)
    def __missing__(self, key):
        return 0
    def update(self, it=(), **kw):
        if isinstance(it, dict):
            for k, v in it.items():
                self[k] = self[k] + v
        else:
            for x in it:
                self[x] = self[x] + 1
    def most_common(self, n=None):
        pairs = sorted(self.items(), key=lambda kv: -kv[1])
        return pairs if n is None else pairs[:n]
    def elements(self):
        for k, v in self.items():
            for _ in range(v):
                yield k
    def total(self):
        return sum(self.values())
    def __repr__(self):
        return 'Counter({%s})' % ', '.join('%r: %r' % kv for kv in self.most_common()) if self else 'Counter()'
class deque:
    def __init__(self, it=(), maxlen=None):
        self._items, self.maxlen = list(it), maxlen
        self._trim()
    def _trim(self):
        while self.maxlen is not None and len(self._items) > self.maxlen:
            self._items.pop(0)
    def append(self, x):
        self._items.append(x)
        self._trim()
    def appendleft(self, x):
        self._items.insert(0, x)
        if self.maxlen is not None and len(self._items) > self.maxlen:
            self._items.pop()
    def pop(self):
        if not self._items:
            raise IndexError('pop from an empty deque')
        return self._items.pop()
    def popleft(self):
        if not self._items:
            raise IndexError('pop from an empty deque')
        return self._items.pop(0)
    def extend(self, it):
        for x in it:
            self.append(x)
    def clear(self):
        self._items.clear()
    def rotate(self, n=1):
        for _ in range(n % max(1, len(self._items))):
            self._items.insert(0, self._items.pop())
    def __len__(self):
        return len(self._items)
    def __iter__(self):
        return iter(self._items)
    def __getitem__(self, i):
        return self._items[i]
    def __setitem__(self, i, v):
        self._items[i] = v
    def __repr__(self):
        return 'deque(%r)' % self._items if self.maxlen is None else 'deque(%r, maxlen=%r)' % (self._items, self.maxlen)
def namedtuple(typename, field_names, defaults=None, **kw):
    names = field_names.replace(',', ' ').split() if isinstance(field_names, str) else list(field_names)
    fallback = list(defaults or [])
    class T(tuple):
        _fields = tuple(names)
        @staticmethod
        def __new__(cls, *args, **kw):
            values = list(args)
            for n in names[len(values):]:
                if n in kw:
                    values.append(kw[n])
                elif len(names) - names.index(n) <= len(fallback):
                    values.append(fallback[names.index(n) - len(names)])
                else:
                    raise TypeError('%s.__new__() missing 1 required positional argument: %r' % (typename, n))
            return _make_tuple(cls, values)
        def __getattr__(self, name):
            if name in names:
                return self[names.index(name)]
            raise AttributeError('%r object has no attribute %r' % (typename, name))
        def __repr__(self):
            return '%s(%s)' % (typename, ', '.join('%s=%r' % p for p in zip(names, self)))
        def _asdict(self):
            return dict(zip(names, self))
        def _replace(self, **kw):
            return T(*[kw.get(n, v) for n, v in zip(names, self)])
    return T
from _thread import make_tuple as _make_tuple
class ChainMap(dict):
    pass
`,
  contextlib: String.raw`
class _Manager:
    def __init__(self, gen):
        self.gen = gen
    def __enter__(self):
        return next(self.gen)
    def __exit__(self, kind, value, tb):
        if kind is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            return False
        return _throw(self.gen, value)
    async def __aenter__(self):
        return next(self.gen)
    async def __aexit__(self, *a):
        return self.__exit__(*a)
from _thread import throw as _throw
def contextmanager(f):
    def make(*args, **kw):
        return _Manager(f(*args, **kw))
    make.__name__ = f.__name__
    return make
asynccontextmanager = contextmanager
class suppress:
    def __init__(self, *kinds):
        self.kinds = kinds
    def __enter__(self):
        return self
    def __exit__(self, kind, value, tb):
        return kind is not None and issubclass(kind, self.kinds)
class closing:
    def __init__(self, thing):
        self.thing = thing
    def __enter__(self):
        return self.thing
    def __exit__(self, *a):
        self.thing.close()
class nullcontext(closing):
    def __exit__(self, *a):
        pass
`,
  io: String.raw`
class StringIO:
    def __init__(self, text=''):
        self._text, self._at = text, 0
        self._empty = ''
    def write(self, s):
        self._text = self._text[:self._at] + s + self._text[self._at + len(s):] if self._at < len(self._text) else self._text + s
        self._at = max(self._at, 0) + len(s)
        return len(s)
    def read(self, n=-1):
        end = len(self._text) if n is None or n < 0 else self._at + n
        out = self._text[self._at:end]
        self._at += len(out)
        return out
    def readline(self):
        at = self._text.find('\n' if self._empty == '' else b'\n', self._at)
        return self.read(-1 if at < 0 else at + 1 - self._at)
    def readlines(self):
        return list(self)
    def getvalue(self):
        return self._text
    def seek(self, at, whence=0):
        self._at = at if whence == 0 else len(self._text)
    def tell(self):
        return self._at
    def flush(self):
        pass
    def close(self):
        pass
    def __iter__(self):
        return self
    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line
    def __enter__(self):
        return self
    def __exit__(self, *a):
        pass
class BytesIO(StringIO):
    def __init__(self, data=b''):
        self._text, self._at, self._empty = data, 0, b''
`,
  enum: String.raw`
class _Member:
    pass
class EnumType(type):
    def __iter__(cls):
        return iter(cls._members)
    def __len__(cls):
        return len(cls._members)
    def __getitem__(cls, name):
        for m in cls._members:
            if m.name == name:
                return m
        raise KeyError(name)
    def __contains__(cls, x):
        return x in cls._members or x in [m.value for m in cls._members]
    def __call__(cls, value):
        for m in cls._members:
            if m.value == value or m is value:
                return m
        raise ValueError('%r is not a valid %s' % (value, cls.__qualname__))
_count = [0]
class auto:
    pass
class Enum(metaclass=EnumType):
    _members = []
    @classmethod
    def __init_subclass__(cls, **kw):
        members, last = [], 0
        for name, value in list(cls.__dict__.items()):
            if name.startswith('_') or callable(value) or isinstance(value, (property, staticmethod, classmethod)):
                if not isinstance(value, auto):
                    continue
            if isinstance(value, auto):
                value = last + 1 if not issubclass(cls, StrEnum_) else name.lower()
            m = _new(cls)
            m.name, m.value = name, value
            m._name_, m._value_ = name, value
            last = value
            setattr(cls, name, m)
            members.append(m)
        cls._members = members
    def __str__(self):
        return '%s.%s' % (type(self).__name__, self.name)
    def __repr__(self):
        return '<%s.%s: %r>' % (type(self).__name__, self.name, self.value)
    def __json__(self):
        return self.value
class StrEnum_:
    pass
class IntEnum(Enum):
    def __int__(self):
        return self.value
    def __eq__(self, o):
        return self.value == (o.value if isinstance(o, Enum) else o)
    def __lt__(self, o):
        return self.value < (o.value if isinstance(o, Enum) else o)
    def __str__(self):
        return str(self.value)
class StrEnum(Enum, StrEnum_):
    def __str__(self):
        return self.value
    def __eq__(self, o):
        return self.value == (o.value if isinstance(o, Enum) else o)
Flag = IntFlag = IntEnum
from _thread import new_object as _new
def unique(cls):
    return cls
`,
  dataclasses: String.raw`
class _Missing:
    pass
MISSING = _Missing()
class Field:
    def __init__(self, default, default_factory):
        self.default, self.default_factory = default, default_factory
def field(default=MISSING, default_factory=MISSING, repr=True, compare=True, init=True, metadata=None):
    return Field(default, default_factory)
def dataclass(cls=None, frozen=False, order=False, eq=True, repr=True, **kw):
    if cls is None:
        return lambda c: dataclass(c, frozen=frozen, order=order, eq=eq, repr=repr)
    names, defaults = [], {}
    for base in reversed(cls.__mro__):
        for n in base.__dict__.get('__annotations__', {}):
            if n not in names:
                names.append(n)
            if n in base.__dict__:
                defaults[n] = base.__dict__[n]
    def __init__(self, *args, **kw):
        if len(args) > len(names):
            raise TypeError('%s.__init__() takes %d positional arguments but %d were given' % (cls.__name__, len(names) + 1, len(args) + 1))
        values = dict(zip(names, args))
        for k in kw:
            if k not in names:
                raise TypeError("%s.__init__() got an unexpected keyword argument '%s'" % (cls.__name__, k))
        values.update(kw)
        missing = []
        for n in names:
            if n not in values:
                d = defaults.get(n, MISSING)
                if isinstance(d, Field):
                    d = d.default_factory() if d.default_factory is not MISSING else d.default
                if d is MISSING:
                    missing.append(repr_(n))
                    continue
                values[n] = d
            _set(self, n, values[n])
        if missing:
            raise TypeError('%s.__init__() missing %d required positional argument%s: %s' % (cls.__name__, len(missing), 's' if len(missing) > 1 else '', ' and '.join(missing)))
        if hasattr(self, '__post_init__'):
            self.__post_init__()
    def __repr__(self):
        return '%s(%s)' % (type(self).__qualname__, ', '.join('%s=%r' % (n, getattr(self, n)) for n in names))
    def key(self):
        return tuple(getattr(self, n) for n in names)
    def __eq__(self, other):
        return key(self) == key(other) if type(self) is type(other) else NotImplemented
    if '__init__' not in cls.__dict__:
        cls.__init__ = __init__
    if repr and '__repr__' not in cls.__dict__:
        cls.__repr__ = __repr__
    if eq:
        cls.__eq__ = __eq__
    if order:
        cls.__lt__ = lambda a, b: key(a) < key(b)
        cls.__gt__ = lambda a, b: key(a) > key(b)
    if frozen:
        def refuse(self, name, value):
            raise FrozenInstanceError("cannot assign to field '%s'" % name)
        cls.__setattr__ = refuse
    cls.__dataclass_fields__ = names
    cls.__match_args__ = tuple(names)
    return cls
repr_ = repr
from _thread import set_plain as _set
class FrozenInstanceError(AttributeError):
    pass
def asdict(o):
    if hasattr(o, '__dataclass_fields__'):
        return {n: asdict(getattr(o, n)) for n in o.__dataclass_fields__}
    if isinstance(o, (list, tuple)):
        return [asdict(x) for x in o]
    if isinstance(o, dict):
        return {k: asdict(v) for k, v in o.items()}
    return o
def replace(o, **kw):
    return type(o)(**{**{n: getattr(o, n) for n in o.__dataclass_fields__}, **kw})
def is_dataclass(o):
    return hasattr(o, '__dataclass_fields__')
def fields(o):
    return o.__dataclass_fields__
`,
  copy: String.raw`
def copy(x):
    if isinstance(x, (list, dict, set)):
        return x.copy()
    if hasattr(x, '__dict__') and not isinstance(x, type) and not callable(x):
        import _thread
        new = _thread.new_object(type(x))
        for k, v in x.__dict__.items():
            setattr(new, k, v)
        return new
    return x
def deepcopy(x, memo=None):
    if isinstance(x, list):
        return [deepcopy(v) for v in x]
    if isinstance(x, tuple):
        return tuple(deepcopy(v) for v in x)
    if isinstance(x, dict):
        return {k: deepcopy(v) for k, v in x.items()}
    if isinstance(x, set):
        return set(x)
    new = copy(x)
    if new is not x and hasattr(new, '__dict__'):
        for k, v in new.__dict__.items():
            setattr(new, k, deepcopy(v))
    return new
`,
  string: String.raw`
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = ascii_lowercase.upper()
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdefABCDEF'
punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_${'`'}{|}~'
whitespace = ' \t\n\r\x0b\x0c'
printable = digits + ascii_letters + punctuation + whitespace
class Template:
    def __init__(self, template):
        self.template = template
    def substitute(self, mapping={}, **kw):
        import re
        values = {**mapping, **kw}
        return re.sub(r'\$(?:(\$)|(\w+)|\{(\w+)\})', lambda m: '$' if m.group(1) else str(values[m.group(2) or m.group(3)]), self.template)
    def safe_substitute(self, mapping={}, **kw):
        import re
        values = {**mapping, **kw}
        return re.sub(r'\$(?:(\$)|(\w+)|\{(\w+)\})', lambda m: '$' if m.group(1) else str(values.get(m.group(2) or m.group(3), m.group(0))), self.template)
def capwords(s):
    return ' '.join(w.capitalize() for w in s.split())
`,
  textwrap: String.raw`
def dedent(text):
    lines = text.split('\n')
    margin = min([len(l) - len(l.lstrip()) for l in lines if l.strip()] or [0])
    return '\n'.join(l[margin:] if l.strip() else '' for l in lines)
def indent(text, prefix):
    return ''.join(prefix + l if l.strip() else l for l in text.splitlines(True))
def wrap(text, width=70):
    lines, line = [], ''
    for w in text.split():
        if line and len(line) + 1 + len(w) > width:
            lines.append(line)
            line = w
        else:
            line = line + ' ' + w if line else w
    return lines + [line] if line else lines
def fill(text, width=70):
    return '\n'.join(wrap(text, width))
`,
  html: String.raw`
def escape(s, quote=True):
    s = str(s).replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    return s.replace('"', '&quot;').replace("'", '&#x27;') if quote else s
def unescape(s):
    return s.replace('&lt;', '<').replace('&gt;', '>').replace('&quot;', '"').replace('&#x27;', "'").replace('&#39;', "'").replace('&amp;', '&')
`,
  uuid: String.raw`
import os
class UUID:
    def __init__(self, hex=None, bytes=None):
        self.hex = hex.replace('-', '') if hex else bytes.hex()
    def __str__(self):
        h = self.hex
        return '-'.join([h[:8], h[8:12], h[12:16], h[16:20], h[20:]])
    def __repr__(self):
        return 'UUID(%r)' % str(self)
    def __eq__(self, o):
        return isinstance(o, UUID) and o.hex == self.hex
    def __hash__(self):
        return hash(self.hex)
    def __json__(self):
        return str(self)
def uuid4():
    h = os.urandom(16).hex()
    return UUID(h[:12] + '4' + h[13:16] + '89ab'[int(h[16], 16) % 4] + h[17:])
uuid1 = uuid4
`,
  hashlib: String.raw`
import _text
class _Hash:
    def __init__(self, name, data=b''):
        self.name, self._data = name, bytes(data)
    def update(self, data):
        self._data += data
    def digest(self):
        return _text.digest(self.name, self._data)
    def hexdigest(self):
        return self.digest().hex()
def md5(data=b'', **kw): return _Hash('md5', data)
def sha1(data=b'', **kw): return _Hash('sha1', data)
def sha256(data=b'', **kw): return _Hash('sha256', data)
def new(name, data=b''): return _Hash(name, data)
`,
  base64: String.raw`
from _text import b64encode, b64decode
def urlsafe_b64encode(s): return b64encode(s).replace(b'+', b'-').replace(b'/', b'_')
urlsafe_b64decode = b64decode
`,
  secrets: String.raw`
import os, random
def token_hex(n=32): return os.urandom(n).hex()
def token_urlsafe(n=32): return os.urandom(n).hex()[:n * 4 // 3]
def token_bytes(n=32): return os.urandom(n)
choice = random.choice
def randbelow(n): return random.randrange(n)
`,
  traceback: String.raw`
import _thread, sys
def format_exc(limit=None, chain=True): return _thread.traceback()
def print_exc(limit=None, file=None, chain=True): (file or sys.stderr).write(_thread.traceback())
def format_exception(*a): return _thread.traceback(a[1] if len(a) > 1 else a[0]).splitlines(True)
def print_exception(*a): sys.stderr.write(_thread.traceback(a[1] if len(a) > 1 else a[0]))
`,
  atexit: 'import _thread\ndef register(f, *args):\n    _thread.atexit(f, *args)\n    return f\n',
  warnings: 'def warn(*a, **kw):\n    pass\ndef filterwarnings(*a, **kw):\n    pass\nsimplefilter = filterwarnings\n',
  platform: String.raw`
import os, sys
def system(): return 'Linux'
def node(): return os.uname().nodename
def release(): return os.uname().release
def machine(): return 'x86_64'
processor = lambda: ''
def python_version(): return sys.version.split()[0]
def platform(): return 'Linux-%s-x86_64-with-glibc2.41' % release()
uname = os.uname
`,
  glob: String.raw`
import os, fnmatch
def glob(pattern, recursive=False):
    def go(base, parts):
        if not parts:
            return [base] if os.path.exists(base or '.') else []
        head, rest = parts[0], parts[1:]
        if not any(c in head for c in '*?['):
            return go(os.path.join(base, head) if base else head or '/', rest)
        out = []
        for n in os.listdir(base or '.') if os.path.isdir(base or '.') else []:
            p = os.path.join(base, n) if base else n
            if head == '**':
                if os.path.isdir(p):
                    out += go(p, parts)
            elif fnmatch.fnmatch(n, head) and not (n.startswith('.') and not head.startswith('.')):
                out += go(p, rest)
        return out + (go(base, rest) if head == '**' else [])
    return go('', str(pattern).split('/'))
iglob = glob
`,
  fnmatch: String.raw`
import re
def translate(p): return re.escape(p).replace(r'\*', '.*').replace(r'\?', '.').replace(r'\[', '[').replace(r'\]', ']')
def fnmatch(name, pattern): return re.fullmatch(translate(pattern), name) is not None
fnmatchcase = fnmatch
def filter(names, pattern): return [n for n in names if fnmatch(n, pattern)]
`,
  shutil: String.raw`
import os, _os
def copy(a, b):
    b = os.path.join(b, os.path.basename(a)) if os.path.isdir(b) else b
    with open(a, 'rb') as f, open(b, 'wb') as g:
        g.write(f.read())
    return b
copyfile = copy2 = copy
def rmtree(p, ignore_errors=False): _os.rmtree(p)
def move(a, b):
    os.rename(a, os.path.join(b, os.path.basename(a)) if os.path.isdir(b) else b)
def which(name):
    for d in os.environ.get('PATH', '').split(':'):
        if os.path.isfile(d + '/' + name):
            return d + '/' + name
`,
  tempfile: String.raw`
import os, random
def gettempdir(): return '/tmp'
def mkdtemp(prefix='tmp'):
    p = '/tmp/%s%08x' % (prefix, random.getrandbits(32))
    os.mkdir(p)
    return p
`,
  csv: String.raw`
def _parse(line, d):
    out, cell, quoted, i = [], '', False, 0
    while i < len(line):
        c = line[i]
        if quoted:
            if c == '"' and line[i + 1:i + 2] == '"':
                cell += '"'
                i += 1
            elif c == '"':
                quoted = False
            else:
                cell += c
        elif c == '"':
            quoted = True
        elif c == d:
            out.append(cell)
            cell = ''
        else:
            cell += c
        i += 1
    return out + [cell]
def reader(f, delimiter=','):
    for line in f:
        yield _parse(line.rstrip('\r\n'), delimiter)
class writer:
    def __init__(self, f, delimiter=','):
        self.f, self.d = f, delimiter
    def writerow(self, row):
        cells = ['' if c is None else str(c) for c in row]
        self.f.write(self.d.join('"' + c.replace('"', '""') + '"' if any(x in c for x in (self.d, '"', '\n')) else c for c in cells) + '\r\n')
    def writerows(self, rows):
        for r in rows:
            self.writerow(r)
def DictReader(f, delimiter=','):
    rows = reader(f, delimiter)
    head = next(rows)
    for r in rows:
        yield dict(zip(head, r))
class DictWriter:
    def __init__(self, f, fieldnames, **kw):
        self.w, self.names = writer(f), fieldnames
    def writeheader(self):
        self.w.writerow(self.names)
    def writerow(self, d):
        self.w.writerow([d.get(n) for n in self.names])
`,
  inspect: 'def iscoroutinefunction(f):\n    return False\ndef iscoroutine(x):\n    return type(x).__name__ == "coroutine"\n',
  types: 'class SimpleNamespace:\n    def __init__(self, **kw):\n        for k, v in kw.items():\n            setattr(self, k, v)\n    def __repr__(self):\n        return "namespace(" + ", ".join("%s=%r" % kv for kv in self.__dict__.items()) + ")"\n',
  statistics: 'def mean(x):\n    x = list(x)\n    r = sum(x) / len(x)\n    return int(r) if r == int(r) and all(isinstance(v, int) for v in x) else r\ndef median(x):\n    x = sorted(x)\n    n = len(x)\n    return x[n // 2] if n % 2 else (x[n // 2 - 1] + x[n // 2]) / 2\n',
};
