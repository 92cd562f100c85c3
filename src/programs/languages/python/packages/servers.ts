/** Small packages and servers that tutorials install, in Python. */
export const SERVERS: Readonly<Record<string, string>> = {
  'gunicorn/__init__.py': "__version__ = '23.0.0'\n",
  'gunicorn/__main__.py': String.raw`
import sys, os, time, _network
def main():
    args, bind, workers, name, access = sys.argv[1:], '127.0.0.1:8000', 1, None, False
    while args:
        arg, eq, value = args.pop(0).partition('=')
        if arg in ('-b', '--bind', '-w', '--workers', '-k', '--worker-class', '-t', '--timeout', '--threads', '--log-level', '--access-logfile', '--error-logfile', '--chdir', '-c', '--config', '--name', '-n'):
            value = value if eq else args.pop(0)
            if arg in ('-b', '--bind'): bind = value
            elif arg in ('-w', '--workers'): workers = int(value)
            elif arg == '--access-logfile': access = True
            elif arg == '--chdir': os.chdir(value)
            elif arg in ('-c', '--config'):
                sys.stderr.write('drydock: gunicorn config files are not simulated yet\n')
                sys.exit(1)
        elif arg in ('-v', '--version'):
            print('gunicorn (version 23.0.0)')
            return
        elif arg.startswith('-b') and len(arg) > 2: bind = arg[2:]
        elif arg.startswith('-w') and len(arg) > 2: workers = int(arg[2:])
        elif not arg.startswith('-'): name = arg
    if not name:
        sys.stderr.write('Error: No application module specified.\n')
        sys.exit(1)
    pid = os.getpid()
    def log(text, p=pid):
        sys.stderr.write('[%s +0000] [%d] [INFO] %s\n' % (time.strftime('%Y-%m-%d %H:%M:%S'), p, text))
    sys.path.insert(0, os.getcwd())
    log('Starting gunicorn 23.0.0')
    module, _, attr = name.partition(':')
    host, _, port = bind.rpartition(':')
    log('Listening at: http://%s:%s (%d)' % (host or '0.0.0.0', port, pid))
    log('Using worker: sync')
    for i in range(workers):
        log('Booting worker with pid: %d' % (pid + 1 + i), pid + 1 + i)
    app = __import__(module)
    for part in module.split('.')[1:]:
        app = getattr(app, part)
    attr = attr or 'application'
    app = getattr(app, attr[:-2])() if attr.endswith('()') else getattr(app, attr)
    def respond(raw):
        status, headers, body = app.__drydock__(raw)
        headers['server'] = 'gunicorn'
        if access:
            print('%s - - [%s +0000] "%s %s HTTP/1.1" %d %d "-" "%s"' % (raw['from'], time.strftime('%d/%b/%Y:%H:%M:%S'), raw['method'], raw['target'], status, len(body), raw['headers'].get('user-agent', '-')), flush=True)
        return status, headers, body
    try:
        _network.serve(host or '0.0.0.0', int(port), respond, 'gunicorn')
    except KeyboardInterrupt:
        log('Handling signal: int')
if __name__ == '__main__':
    main()
`,
  'fastapi/__init__.py': String.raw`
import json, sys, re
from urllib.parse import parse_qsl, unquote
class HTTPException(Exception):
    def __init__(self, status_code, detail=None, headers=None):
        self.status_code, self.detail, self.args = status_code, detail, (detail,)
class Request:
    def __init__(self, raw):
        self.method, self.headers, self._body = raw['method'], raw['headers'], raw['body']
        self.query_params = dict(parse_qsl(raw['target'].partition('?')[2]))
    async def json(self): return json.loads(self._body)
    async def body(self): return self._body
class Response:
    media_type = 'text/plain; charset=utf-8'
    def __init__(self, content='', status_code=200, headers=None, media_type=None):
        self.status_code, self.headers = status_code, dict(headers or {})
        self.headers.setdefault('content-type', media_type or self.media_type)
        self.body = self.render(content)
    def render(self, content): return content if isinstance(content, bytes) else str(content).encode()
class APIRouter:
    def __init__(self, prefix='', **kw):
        self.prefix, self.routes, self.events = prefix, [], []
    def _add(self, method, path, status_code=200, **kw):
        def decorate(f):
            self.routes.append((method, self.prefix + path, status_code, f))
            return f
        return decorate
    def get(self, path, **kw): return self._add('GET', path, **kw)
    def post(self, path, **kw): return self._add('POST', path, **kw)
    def put(self, path, **kw): return self._add('PUT', path, **kw)
    def patch(self, path, **kw): return self._add('PATCH', path, **kw)
    def delete(self, path, **kw): return self._add('DELETE', path, **kw)
    def include_router(self, router, prefix='', **kw):
        self.routes += [(m, prefix + p, s, f) for m, p, s, f in router.routes]
    def on_event(self, name):
        def decorate(f):
            if name == 'startup': self.events.append(f)
            return f
        return decorate
    def add_middleware(self, *a, **kw): pass
    def mount(self, *a, **kw): pass
class FastAPI(APIRouter):
    def __init__(self, title='FastAPI', version='0.1.0', **kw):
        APIRouter.__init__(self)
    def __drydock__(self, raw):
        import _thread
        path, _, query = raw['target'].partition('?')
        allowed = False
        for method, rule, status, f in self.routes:
            m = re.fullmatch(re.sub(r'\{(\w+)(:path)?\}', lambda g: '(?P<%s>%s)' % (g.group(1), '.+' if g.group(2) else '[^/]+'), rule), path)
            if not m: continue
            if method != raw['method']:
                allowed = True
                continue
            try:
                given = dict(parse_qsl(query))
                given.update({k: unquote(v) for k, v in m.groupdict().items()})
                value = f(**_thread.arguments(f, given, raw, Request))
                if type(value).__name__ == 'coroutine': value = _thread.run(value)
            except HTTPException as e:
                return e.status_code, {'content-type': 'application/json'}, json.dumps({'detail': e.detail}, separators=(',', ':')).encode()
            except _Invalid as e:
                return 422, {'content-type': 'application/json'}, json.dumps({'detail': [e.args[0]]}, separators=(',', ':')).encode()
            if isinstance(value, Response):
                return value.status_code, value.headers, value.body
            return status, {'content-type': 'application/json'}, json.dumps(_plain(value), separators=(',', ':'), ensure_ascii=False).encode()
        code, text = (405, 'Method Not Allowed') if allowed else (404, 'Not Found')
        return code, {'content-type': 'application/json'}, json.dumps({'detail': text}, separators=(',', ':')).encode()
class _Invalid(Exception): pass
def _plain(v):
    if hasattr(v, 'model_dump'): return v.model_dump()
    if isinstance(v, (list, tuple)): return [_plain(x) for x in v]
    if isinstance(v, dict): return {k: _plain(x) for k, x in v.items()}
    return v
def Query(default=None, **kw): return default
Path = Body = Header = Form = Query
def Depends(f=None): return f() if f else None
class status:
    HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT, HTTP_400_BAD_REQUEST, HTTP_404_NOT_FOUND = 200, 201, 204, 400, 404
`,
  'fastapi/responses.py': String.raw`
from fastapi import Response
import json
class PlainTextResponse(Response): pass
class HTMLResponse(Response): media_type = 'text/html; charset=utf-8'
class JSONResponse(Response):
    media_type = 'application/json'
    def render(self, content): return json.dumps(content, separators=(',', ':')).encode()
class RedirectResponse(Response):
    def __init__(self, url, status_code=307): Response.__init__(self, '', status_code, {'location': url})
`,
  'pydantic/__init__.py': String.raw`
class BaseModel:
    def __init__(self, **kw):
        for base in reversed(type(self).__mro__):
            for n in base.__dict__.get('__annotations__', {}):
                if n in kw: setattr(self, n, kw[n])
                elif n in base.__dict__: setattr(self, n, base.__dict__[n])
                else: raise ValidationError('1 validation error for %s\n%s\n  Field required' % (type(self).__name__, n))
    def model_dump(self): return dict(self.__dict__)
    dict = model_dump
    def __repr__(self): return '%s(%s)' % (type(self).__name__, ', '.join('%s=%r' % kv for kv in self.__dict__.items()))
class ValidationError(ValueError): pass
def Field(default=None, **kw): return default
`,
  'uvicorn/__init__.py': String.raw`
import sys, os, _network, time
from http import _PHRASES
def run(app, host='127.0.0.1', port=8000, **kw):
    if isinstance(app, str):
        name, _, attr = app.partition(':')
        sys.path.insert(0, os.getcwd())
        module = __import__(name)
        for part in name.split('.')[1:]: module = getattr(module, part)
        app = getattr(module, attr or 'app')
    log = sys.stderr.write
    log('INFO:     Started server process [%d]\nINFO:     Waiting for application startup.\n' % os.getpid())
    for f in getattr(app, 'events', []):
        value = f()
        if type(value).__name__ == 'coroutine':
            import _thread
            _thread.run(value)
    log('INFO:     Application startup complete.\nINFO:     Uvicorn running on http://%s:%d (Press CTRL+C to quit)\n' % (host, port))
    def respond(raw):
        status, headers, body = app.__drydock__(raw)
        headers['server'] = 'uvicorn'
        print('INFO:     %s:%d - "%s %s HTTP/1.1" %d %s' % (raw['from'], 40000, raw['method'], raw['target'], status, _PHRASES.get(status, '')), flush=True)
        return status, headers, body
    try:
        _network.serve(host, int(port), respond, 'uvicorn')
    except KeyboardInterrupt:
        log('INFO:     Shutting down\nINFO:     Finished server process [%d]\n' % os.getpid())
`,
  'uvicorn/__main__.py': String.raw`
import sys, uvicorn, os
def main():
    args, name, host, port = sys.argv[1:], None, '127.0.0.1', 8000
    while args:
        arg, eq, value = args.pop(0).partition('=')
        if arg in ('--host', '--port', '--workers', '--log-level', '--app-dir'):
            value = value if eq else args.pop(0)
            if arg == '--host': host = value
            elif arg == '--port': port = int(value)
        elif not arg.startswith('-'): name = arg
    uvicorn.run(name, host, port)
if __name__ == '__main__':
    main()
`,
  'dotenv/__init__.py': String.raw`
import os
def dotenv_values(path='.env'):
    out = {}
    if os.path.isfile(path):
        with open(path) as f:
            for line in f:
                line = line.strip()
                if line and not line.startswith('#') and '=' in line:
                    k, _, v = line.partition('=')
                    out[k.replace('export ', '').strip()] = v.strip().strip('"\'')
    return out
def load_dotenv(path='.env', override=False, **kw):
    found = dotenv_values(path or '.env')
    for k, v in found.items():
        if override or k not in os.environ: os.environ[k] = v
    return bool(found)
`,
};
