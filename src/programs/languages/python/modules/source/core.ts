/** The small modules of the standard library that programs lean on, in Python. */
export const CORE: Readonly<Record<string, string>> = {
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
  inspect:
    'def iscoroutinefunction(f):\n    return False\ndef iscoroutine(x):\n    return type(x).__name__ == "coroutine"\n',
  types:
    'class SimpleNamespace:\n    def __init__(self, **kw):\n        for k, v in kw.items():\n            setattr(self, k, v)\n    def __repr__(self):\n        return "namespace(" + ", ".join("%s=%r" % kv for kv in self.__dict__.items()) + ")"\n',
  statistics:
    'def mean(x):\n    x = list(x)\n    r = sum(x) / len(x)\n    return int(r) if r == int(r) and all(isinstance(v, int) for v in x) else r\ndef median(x):\n    x = sorted(x)\n    n = len(x)\n    return x[n // 2] if n % 2 else (x[n // 2 - 1] + x[n // 2]) / 2\n',
};
