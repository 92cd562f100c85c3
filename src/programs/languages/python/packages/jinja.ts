/** A small jinja2 and markupsafe, in Python. */
export const JINJA: Readonly<Record<string, string>> = {
  'markupsafe/__init__.py': 'from html import escape\nclass Markup(str):\n    pass\n',
  'jinja2/__init__.py': String.raw`
import re, os
from html import escape
_python = eval
class TemplateNotFound(Exception):
    pass
class TemplateSyntaxError(Exception):
    pass
class Markup:
    def __init__(self, s):
        self.s = s
    def __str__(self):
        return self.s
class _Undefined:
    def __str__(self): return ''
    def __bool__(self): return False
    def __iter__(self): return iter([])
    def __len__(self): return 0
    def __getattr__(self, name): raise AttributeError(name)
class _Box(dict):
    def __missing__(self, key):
        return _Undefined()
def _loop(seq):
    seq = list(seq)
    return [(x, _Loop(i, len(seq))) for i, x in enumerate(seq)]
class _Loop:
    def __init__(self, i, n):
        self.index0, self.index, self.first, self.last, self.length, self.revindex = i, i + 1, i == 0, i == n - 1, n, n - i
_FILTERS = {'upper': lambda s: str(s).upper(), 'lower': lambda s: str(s).lower(), 'title': lambda s: str(s).title(), 'capitalize': lambda s: str(s).capitalize(), 'length': len, 'count': len, 'safe': lambda s: Markup(str(s)), 'escape': lambda s: Markup(escape(str(s))), 'e': lambda s: Markup(escape(str(s))), 'join': lambda s, d='': d.join(str(x) for x in s), 'default': lambda s, d='': d if isinstance(s, _Undefined) or s is None else s, 'trim': lambda s: str(s).strip(), 'int': int, 'float': float, 'string': str, 'list': list, 'first': lambda s: s[0], 'last': lambda s: s[-1], 'sort': sorted, 'round': lambda s, n=0: round(float(s), n), 'replace': lambda s, a, b: str(s).replace(a, b), 'reverse': lambda s: s[::-1], 'abs': abs, 'sum': sum, 'tojson': lambda s: Markup(__import__('json').dumps(s))}
_FILTERS['d'] = _FILTERS['default']
def _get(o, name):
    if isinstance(o, dict) and name in o:
        return o[name]
    return getattr(o, name, _Undefined())
class Template:
    def __init__(self, source, env=None):
        self.env = env or Environment()
        self.tokens = [t for t in re.split(r'(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})', self._trim(source)) if t]
    def _trim(self, s):
        return re.sub(r'-[%}]\}\s*', lambda m: m.group(0).strip().replace('-', ''), re.sub(r'\s*\{[%{]-', lambda m: m.group(0).strip().replace('-', ''), s))
    def render(self, *a, **kw):
        values = dict(self.env.globals)
        for d in a:
            values.update(d)
        values.update(kw)
        return self._page(values, {})
    def _page(self, values, blocks):
        self.pos, self.values, self.blocks = 0, values, blocks
        head = self.tokens[0].strip() if self.tokens else ''
        for t in self.tokens[:3]:
            m = re.match(r'\{%\s*extends\s+["\'](.*?)["\']', t)
            if m:
                self._gather()
                return self.env.get_template(m.group(1))._page(values, self.blocks)
        out = []
        self._run(out, ())
        return ''.join(out)
    def _gather(self):
        i = 0
        while i < len(self.tokens):
            m = re.match(r'\{%\s*block\s+(\w+)', self.tokens[i])
            if m:
                depth, j = 1, i + 1
                while depth:
                    if re.match(r'\{%\s*block\s', self.tokens[j]): depth += 1
                    if re.match(r'\{%\s*endblock', self.tokens[j]): depth -= 1
                    j += 1
                self.blocks.setdefault(m.group(1), self.tokens[i + 1:j - 1])
                i = j
            else:
                i += 1
    def _value(self, code):
        parts = re.split(r'(?<!\|)\|(?!\|)', code)
        v = self._eval(parts[0])
        for f in parts[1:]:
            m = re.match(r'\s*(\w+)\s*(?:\((.*)\))?\s*$', f)
            if not m or m.group(1) not in _FILTERS:
                raise TemplateSyntaxError("No filter named '%s'." % f.strip())
            args = self._eval('(' + m.group(2) + ',)') if m.group(2) else ()
            v = _FILTERS[m.group(1)](v, *args)
        return v
    def _eval(self, code):
        code = code.strip()
        names = _Box(self.values)
        code = re.sub(r'\b(?:is defined)\b', '.__class__.__name__ != "_Undefined"', code)
        code = re.sub(r'\bis not none\b|\bis not None\b', 'is not None', code)
        code = re.sub(r'\b(true|false|none)\b', lambda m: m.group(1).capitalize(), code)
        for n in set(re.findall(r'[A-Za-z_]\w*', code)):
            if n not in names and n not in ('and', 'or', 'not', 'in', 'is', 'if', 'else', 'True', 'False', 'None', 'for', 'range', 'dict', 'len'):
                names[n] = _Undefined()
        for k, v in list(names.items()):
            if isinstance(v, dict) and not isinstance(v, _View):
                names[k] = _View(v)
        return _python(code, names)
    def _skip(self, ends):
        depth = 0
        while self.pos < len(self.tokens):
            t = self.tokens[self.pos]
            m = re.match(r'\{%\s*(\w+)', t)
            if m:
                w = m.group(1)
                if depth == 0 and w in ends:
                    return w
                if w in ('if', 'for', 'block', 'macro', 'with'): depth += 1
                if w.startswith('end'): depth -= 1
            self.pos += 1
        raise TemplateSyntaxError('Unexpected end of template.')
    def _run(self, out, ends):
        while self.pos < len(self.tokens):
            t = self.tokens[self.pos]
            self.pos += 1
            if t.startswith('{{'):
                v = self._value(t[2:-2])
                out.append(str(v) if isinstance(v, Markup) else escape(str(v)))
            elif t.startswith('{#'):
                pass
            elif t.startswith('{%'):
                word, _, rest = t[2:-2].strip().partition(' ')
                if word in ends:
                    self.pos -= 1
                    return word
                self._tag(word, rest, out)
            else:
                out.append(t)
    def _tag(self, word, rest, out):
        if word == 'if':
            done = False
            while True:
                if not done and (word == 'else' or self._value(rest)):
                    done = True
                    self._run(out, ('elif', 'else', 'endif'))
                end = self._skip(('elif', 'else', 'endif'))
                word, _, rest = self.tokens[self.pos][2:-2].strip().partition(' ')
                self.pos += 1
                if end == 'endif':
                    return
        elif word == 'for':
            names, _, seq = rest.partition(' in ')
            names = [n.strip() for n in names.split(',')]
            start, found = self.pos, False
            saved = dict(self.values)
            for x, loop in _loop(self._value(seq)):
                found = True
                self.pos = start
                self.values['loop'] = loop
                if len(names) == 1:
                    self.values[names[0]] = x
                else:
                    for n, v in zip(names, x):
                        self.values[n] = v
                self._run(out, ('endfor', 'else'))
            self.values.clear()
            self.values.update(saved)
            self.pos = start
            end = self._skip(('endfor', 'else'))
            self.pos += 1
            if end == 'else':
                if not found:
                    self._run(out, ('endfor',))
                self._skip(('endfor',))
                self.pos += 1
        elif word == 'set':
            name, _, value = rest.partition('=')
            self.values[name.strip()] = self._value(value)
        elif word == 'include':
            out.append(self.env.get_template(rest.strip().strip('"\'')).render(**self.values))
        elif word == 'block':
            name = rest.strip()
            if name in self.blocks:
                saved = self.tokens, self.pos
                self.tokens, self.pos = self.blocks[name], 0
                self._run(out, ())
                self.tokens, self.pos = saved
                self._skip(('endblock',))
            else:
                self._run(out, ('endblock',))
            self.pos += 1
        elif word == 'raw':
            pass
        elif word in ('extends', 'endraw', 'with', 'endwith'):
            pass
        else:
            raise TemplateSyntaxError("Encountered unknown tag '%s'." % word)
class _View(dict):
    def __getattr__(self, name):
        if name in self:
            v = self[name]
            return _View(v) if isinstance(v, dict) else v
        return _Undefined()
class Environment:
    def __init__(self, folder='templates', globals=None, loader=None, **kw):
        self.folder, self.globals = loader.folder if loader else folder, globals or {}
    def get_template(self, name):
        path = os.path.join(self.folder, name)
        if not os.path.isfile(path):
            raise TemplateNotFound(name)
        with open(path) as f:
            return Template(f.read(), self)
    def from_string(self, source):
        return Template(source, self)
class FileSystemLoader:
    def __init__(self, folder):
        self.folder = folder
`,
};
