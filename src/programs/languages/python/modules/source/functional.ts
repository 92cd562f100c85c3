/** typing, abc, functools, itertools, operator and collections, in Python. */
export const FUNCTIONAL: Readonly<Record<string, string>> = {
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
};
