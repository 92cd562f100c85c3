/** contextlib, io, enum and dataclasses, in Python. */
export const OBJECTS: Readonly<Record<string, string>> = {
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
};
