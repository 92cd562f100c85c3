/** flask and the parts of werkzeug and jinja2 that programs import, in Python. */
export const FLASK: Readonly<Record<string, string>> = {
  'flask/__init__.py': String.raw`
import json as _json, os, sys, time, _network, logging
from urllib.parse import parse_qsl, unquote, quote
from http import _PHRASES
from werkzeug.exceptions import HTTPException, abort
from jinja2 import Environment as _Environment, Markup
from html import escape
__version__ = '3.1.2'
class MultiDict(dict):
    def __init__(self, pairs=()):
        dict.__init__(self)
        self._lists = {}
        for k, v in pairs:
            self._lists.setdefault(k, []).append(v)
            if k not in self:
                self[k] = v
    def get(self, key, default=None, type=None):
        if key not in self:
            return default
        try:
            return type(self[key]) if type else dict.get(self, key)
        except ValueError:
            return default
    def __missing__(self, key):
        raise abort_error(400, 'The browser (or proxy) sent a request that this server could not understand.')
    def getlist(self, key):
        return self._lists.get(key, [])
    def to_dict(self, flat=True):
        return dict(self)
def abort_error(code, text=None):
    return HTTPException(code, text)
class Headers(dict):
    def get(self, name, default=None):
        return dict.get(self, name.lower(), default)
    def __getitem__(self, name):
        return dict.get(self, name.lower())
    def __setitem__(self, name, value):
        dict.__setitem__(self, name.lower(), str(value))
    def __contains__(self, name):
        return dict.get(self, name.lower()) is not None
class Request:
    def __init__(self, raw, app):
        self.method, self.remote_addr = raw['method'], raw['from']
        self.full_path = raw['target']
        path, _, query = raw['target'].partition('?')
        self.path = unquote(path)
        self.query_string = query.encode()
        self.headers = Headers(raw['headers'])
        self.data = raw['body']
        self.args = MultiDict(parse_qsl(query, True))
        kind = self.headers.get('content-type') or ''
        self.content_type = self.mimetype = kind
        self.form = MultiDict(parse_qsl(self.data.decode(), True) if 'urlencoded' in kind else ())
        self.values = MultiDict(list(self.args.items()) + list(self.form.items()))
        self.files = {}
        self.host = self.headers.get('host') or 'localhost'
        self.host_url = self.url_root = 'http://%s/' % self.host
        self.base_url = 'http://%s%s' % (self.host, path)
        self.url = 'http://%s%s' % (self.host, raw['target'])
        self.cookies = {}
        self.endpoint, self.view_args = None, {}
        self.environ = {'REMOTE_ADDR': self.remote_addr}
        self.user_agent = self.headers.get('user-agent')
        for part in (self.headers.get('cookie') or '').split(';'):
            k, _, v = part.strip().partition('=')
            if k:
                self.cookies[k] = v
    @property
    def is_json(self):
        return 'json' in (self.content_type or '')
    @property
    def json(self):
        return self.get_json()
    def get_json(self, force=False, silent=False):
        if not force and not self.is_json:
            if silent:
                return None
            raise HTTPException(415, "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.")
        try:
            return _json.loads(self.data)
        except ValueError:
            if silent:
                return None
            raise HTTPException(400, 'The browser (or proxy) sent a request that this server could not understand.')
    def get_data(self, as_text=False):
        return self.data.decode() if as_text else self.data
class Response:
    def __init__(self, response='', status=200, headers=None, mimetype=None, content_type=None):
        self.headers = Headers()
        self.headers['content-type'] = content_type or (mimetype + '; charset=utf-8' if mimetype and mimetype.startswith('text/') else mimetype) or 'text/html; charset=utf-8'
        for k, v in (headers.items() if isinstance(headers, dict) else headers or []):
            self.headers[k] = v
        self.status_code = int(str(status).split()[0])
        if not isinstance(response, (str, bytes)):
            response = ''.join(x if isinstance(x, str) else x.decode() for x in response)
        self.data = response if isinstance(response, bytes) else response.encode()
    @property
    def status(self):
        return '%d %s' % (self.status_code, _PHRASES.get(self.status_code, '').upper())
    @property
    def text(self):
        return self.data.decode()
    def get_json(self):
        return _json.loads(self.data)
    json = property(get_json)
    def get_data(self, as_text=False):
        return self.data.decode() if as_text else self.data
    def set_cookie(self, key, value='', **kw):
        old = self.headers.get('set-cookie')
        self.headers['set-cookie'] = (old + '\n' if old else '') + '%s=%s; Path=/' % (key, value)
    def delete_cookie(self, key):
        self.set_cookie(key, '')
class _Proxy:
    def __init__(self, name):
        object_set(self, '_name', name)
    def __getattr__(self, attr):
        return getattr(_now[object_get(self, '_name')], attr)
    def __setattr__(self, attr, value):
        setattr(_now[object_get(self, '_name')], attr, value)
    def __getitem__(self, key):
        return _now[object_get(self, '_name')][key]
    def __setitem__(self, key, value):
        _now[object_get(self, '_name')][key] = value
    def __contains__(self, key):
        return key in _now[object_get(self, '_name')]
    def __bool__(self):
        return bool(_now[object_get(self, '_name')])
from _thread import set_plain as object_set
def object_get(o, name):
    return o.__dict__[name]
class _G:
    pass
# Simplified: requests run one after another where they do not wait; these are the current request's.
_now = {'request': None, 'g': _G(), 'session': {}, 'app': None}
request, g, session, current_app = _Proxy('request'), _Proxy('g'), _Proxy('session'), _Proxy('app')
def make_response(*args):
    return _now['app'].make_response(args[0] if len(args) == 1 else args)
def jsonify(*args, **kw):
    value = kw if kw else args[0] if len(args) == 1 else list(args)
    return Response(_json.dumps(value, sort_keys=False, separators=(',', ':')) + '\n', mimetype='application/json')
def redirect(location, code=302):
    page = '<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>You should be redirected automatically to the target URL: <a href="%s">%s</a>. If not, click the link.\n' % (location, location)
    return Response(page, code, {'location': location})
def url_for(endpoint, **values):
    app = _now['app']
    if endpoint == 'static':
        return '/static/' + values['filename']
    for rule, parts, methods, name, f in app.rules:
        if name == endpoint:
            out = '/'.join(str(values.pop(p[1])) if isinstance(p, tuple) else p for p in parts)
            return out + ('?' + '&'.join('%s=%s' % (k, quote(str(v))) for k, v in values.items()) if values else '')
    raise RuntimeError("Could not build url for endpoint '%s'." % endpoint)
def _env():
    app = _now['app']
    return _Environment(os.path.join(app.root_path, app.template_folder), {'url_for': url_for, 'request': request, 'session': session, 'g': g, 'config': app.config, 'get_flashed_messages': get_flashed_messages})
def render_template(name, **context):
    return _env().get_template(name).render(**context)
def render_template_string(source, **context):
    return _env().from_string(source).render(**context)
def flash(message, category='message'):
    session.setdefault('_flashes', []).append(message)
def get_flashed_messages(**kw):
    return _now['session'].pop('_flashes', [])
def send_file(path, mimetype=None, as_attachment=False, **kw):
    from http.server import _TYPES
    with open(path, 'rb') as f:
        return Response(f.read(), mimetype=mimetype or _TYPES.get(os.path.splitext(path)[1], 'application/octet-stream'))
def send_from_directory(directory, path, **kw):
    full = os.path.join(_now['app'].root_path, directory, path)
    if not os.path.isfile(full) or '..' in path:
        abort(404)
    return send_file(full, **kw)
class _Scaffold:
    def __init__(self):
        self.rules, self.before, self.after, self.errors, self.teardown = [], [], [], {}, []
    def add_url_rule(self, rule, endpoint=None, view_func=None, methods=None, **kw):
        parts = []
        for p in rule.split('/'):
            if p.startswith('<') and p.endswith('>'):
                kind, _, name = p[1:-1].rpartition(':')
                parts.append((kind.split('(')[0] or 'string', name))
            else:
                parts.append(p)
        self.rules.append((rule, parts, [m.upper() for m in methods or ['GET']], endpoint or view_func.__name__, view_func))
    def route(self, rule, methods=None, endpoint=None, **kw):
        def decorate(f):
            self.add_url_rule(rule, endpoint, f, methods)
            return f
        return decorate
    def get(self, rule, **kw): return self.route(rule, methods=['GET'])
    def post(self, rule, **kw): return self.route(rule, methods=['POST'])
    def put(self, rule, **kw): return self.route(rule, methods=['PUT'])
    def patch(self, rule, **kw): return self.route(rule, methods=['PATCH'])
    def delete(self, rule, **kw): return self.route(rule, methods=['DELETE'])
    def before_request(self, f):
        self.before.append(f)
        return f
    def after_request(self, f):
        self.after.append(f)
        return f
    def teardown_appcontext(self, f):
        return f
    teardown_request = before_first_request = context_processor = shell_context_processor = teardown_appcontext
    def errorhandler(self, code):
        def decorate(f):
            self.errors[code] = f
            return f
        return decorate
    def template_filter(self, name=None):
        return lambda f: f
class Blueprint(_Scaffold):
    def __init__(self, name, import_name, url_prefix=None, **kw):
        _Scaffold.__init__(self)
        self.name, self.url_prefix = name, url_prefix or ''
class _Context:
    def __init__(self, app):
        self.app = app
    def __enter__(self):
        _now['app'] = self.app
        return self
    def __exit__(self, *a):
        pass
    push = __enter__
class Config(dict):
    def from_object(self, o):
        for k in dir(o):
            if k.isupper():
                self[k] = getattr(o, k)
    def from_mapping(self, *a, **kw):
        self.update(*a, **kw)
    def from_prefixed_env(self, prefix='FLASK'):
        for k, v in os.environ.items():
            if k.startswith(prefix + '_'):
                self[k[len(prefix) + 1:]] = v
class Flask(_Scaffold):
    def __init__(self, import_name, template_folder='templates', static_folder='static', static_url_path=None, **kw):
        _Scaffold.__init__(self)
        self.name = self.import_name = import_name
        self.template_folder, self.static_folder, self.static_url_path = template_folder, static_folder, static_url_path or '/static'
        self.config = Config({'DEBUG': False, 'TESTING': False})
        self.root_path = os.path.dirname(os.path.abspath(getattr(sys.modules_main(), '__file__', 'app.py')))
        self.logger = logging.getLogger('app')
        self.secret_key, self.debug, self.extensions, self.jinja_env = None, False, {}, None
        _now['app'] = self
    def register_blueprint(self, bp, url_prefix=None):
        prefix = url_prefix or bp.url_prefix
        for rule, parts, methods, name, f in bp.rules:
            self.add_url_rule(prefix + rule, bp.name + '.' + name, f, methods)
        self.before += bp.before
        self.errors.update(bp.errors)
    def app_context(self): return _Context(self)
    def test_request_context(self, *a): return _Context(self)
    def make_response(self, value):
        status, headers = None, None
        if isinstance(value, tuple):
            if len(value) == 3:
                value, status, headers = value
            elif isinstance(value[1], (dict, list)):
                value, headers = value
            else:
                value, status = value
        if value is None:
            raise TypeError("The view function for %r did not return a valid response. The function either returned None or ended without a return statement." % _now['request'].endpoint)
        if isinstance(value, (dict, list)):
            value = jsonify(value)
        if not isinstance(value, Response):
            if not isinstance(value, (str, bytes)) and not hasattr(value, '__iter__') and not hasattr(value, '__next__'):
                raise TypeError("The view function did not return a valid response. The return type must be a string, dict, list, tuple with headers or status, Response instance, or WSGI callable, but it was a %s." % type(value).__name__)
            value = Response(value)
        if status is not None:
            value.status_code = int(str(status).split()[0])
        for k, v in (headers.items() if isinstance(headers, dict) else headers or []):
            value.headers[k] = v
        return value
    def _match(self, path, method):
        allowed = []
        words = path.split('/')
        for rule, parts, methods, name, f in self.rules:
            values = {}
            if parts and isinstance(parts[-1], tuple) and parts[-1][0] == 'path' and len(words) >= len(parts):
                given = words[:len(parts) - 1] + ['/'.join(words[len(parts) - 1:])]
            else:
                given = words
            if len(given) != len(parts):
                if rule.endswith('/') and rule == path + '/':
                    return None, redirect(rule, 308)
                continue
            for p, w in zip(parts, given):
                if isinstance(p, tuple):
                    if p[0] == 'int':
                        if not w.isdigit():
                            break
                        w = int(w)
                    elif p[0] == 'float':
                        w = float(w)
                    elif not w:
                        break
                    values[p[1]] = w
                elif p != w:
                    break
            else:
                if method in methods or method == 'HEAD' and 'GET' in methods:
                    return (name, f, values), None
                allowed += methods
        if allowed and method == 'OPTIONS':
            return None, Response('', 200, {'allow': ', '.join(allowed + ['OPTIONS', 'HEAD'])})
        if allowed:
            raise HTTPException(405)
        raise HTTPException(404)
    def _dispatch(self, req):
        for f in self.before:
            value = f()
            if value is not None:
                return self.make_response(value)
        if self.static_folder and req.path.startswith(self.static_url_path + '/'):
            return send_from_directory(self.static_folder, req.path[len(self.static_url_path) + 1:])
        found, answer = self._match(req.path, req.method)
        if answer is not None:
            return answer
        req.endpoint, req.view_args = found[0], found[2]
        value = found[1](**found[2])
        if type(value).__name__ == 'coroutine':
            import _thread
            value = _thread.run(value)
        return self.make_response(value)
    def _error(self, e):
        code = e.code if isinstance(e, HTTPException) else 500
        for kind, f in self.errors.items():
            if kind == code or isinstance(kind, type) and isinstance(e, kind):
                value = f(e)
                answer = self.make_response(value)
                if not isinstance(value, tuple) and code != 500:
                    pass
                return answer
        if isinstance(e, HTTPException):
            return Response(e.get_body(), code)
        import traceback
        sys.stderr.write('[%s] ERROR in app: Exception on %s [%s]\n%s' % (time.strftime('%Y-%m-%d %H:%M:%S') + ',000', _now['request'].path, _now['request'].method, traceback.format_exc()))
        return Response(HTTPException(500).get_body(), 500)
    def __drydock__(self, raw):
        req = Request(raw, self)
        _now['request'], _now['app'], _now['g'] = req, self, _G()
        try:
            answer = self._dispatch(req)
        except Exception as e:
            answer = self._error(e)
        for f in self.after:
            answer = f(answer) or answer
        answer.headers['content-length'] = len(answer.data)
        return answer.status_code, dict(answer.headers), b'' if req.method == 'HEAD' else answer.data
    def test_client(self):
        return _Client(self)
    def run(self, host=None, port=None, debug=None, **kw):
        host, port = host or '127.0.0.1', int(port or 5000)
        debug = self.debug if debug is None else debug
        serve(self, host, port, debug, self.import_name if self.import_name != '__main__' else os.path.splitext(os.path.basename(sys.argv[0]))[0])
class _Client:
    def __init__(self, app):
        self.app = app
    def open(self, method, path, data=None, json=None, headers=None):
        head, body = {k.lower(): v for k, v in (headers or {}).items()}, data or b''
        if json is not None:
            head['content-type'], body = 'application/json', _json.dumps(json).encode()
        status, h, b = self.app.__drydock__({'method': method, 'target': path, 'headers': head, 'from': '127.0.0.1', 'body': body if isinstance(body, bytes) else body.encode()})
        return Response(b, status, h)
    def get(self, path, **kw): return self.open('GET', path, **kw)
    def post(self, path, **kw): return self.open('POST', path, **kw)
    def put(self, path, **kw): return self.open('PUT', path, **kw)
    def delete(self, path, **kw): return self.open('DELETE', path, **kw)
    def __enter__(self): return self
    def __exit__(self, *a): pass
def serve(app, host, port, debug, name):
    print(" * Serving Flask app '%s'" % name)
    print(' * Debug mode: %s' % ('on' if debug else 'off'), flush=True)
    sys.stderr.write('WARNING: This is a development server. Do not use it in a production deployment. Use a production WSGI server instead.\n')
    def respond(raw):
        status, headers, body = app.__drydock__(raw)
        headers['server'] = 'Werkzeug/3.1.3 Python/' + sys.version.split()[0]
        headers['date'] = time.strftime('%a, %d %b %Y %H:%M:%S GMT')
        sys.stderr.write('%s - - [%s] "%s %s HTTP/1.1" %d -\n' % (raw['from'], time.strftime('%d/%b/%Y %H:%M:%S'), raw['method'], raw['target'], status))
        return status, headers, body
    lines = ''
    if host in ('0.0.0.0', '::'):
        lines = ' * Running on all addresses (0.0.0.0)\n * Running on http://127.0.0.1:%d\n * Running on http://%s:%d\n' % (port, _network.address(), port)
    else:
        lines = ' * Running on http://%s:%d\n' % (host, port)
    sys.stderr.write(lines + 'Press CTRL+C to quit\n')
    if debug:
        sys.stderr.write(' * Restarting with stat\n * Debugger is active!\n * Debugger PIN: %03d-%03d-%03d\n' % (107, 392, 614))
    try:
        _network.serve(host, port, respond, 'python3')
    except OSError as e:
        if e.errno == 98:
            sys.stderr.write('Address already in use\nPort %d is in use by another program. Either identify and stop that program, or start the server with a different port.\n' % port)
            sys.exit(1)
        raise
    except KeyboardInterrupt:
        pass
`,
  'flask/__main__.py': String.raw`
import sys, os
def main():
    args = sys.argv[1:]
    name = os.environ.get('FLASK_APP')
    host, port = os.environ.get('FLASK_RUN_HOST', '127.0.0.1'), int(os.environ.get('FLASK_RUN_PORT', '5000'))
    debug = os.environ.get('FLASK_DEBUG', '0') in ('1', 'true', 'True') or os.environ.get('FLASK_ENV') == 'development'
    verb = None
    while args:
        arg = args.pop(0)
        key, eq, value = arg.partition('=')
        if key in ('--app', '-A', '--host', '-h', '--port', '-p') and not (key == '-h' and verb is None):
            value = value if eq else args.pop(0)
            if key in ('--app', '-A'):
                name = value
            elif key in ('--host', '-h'):
                host = value
            else:
                port = int(value)
        elif arg == '--debug':
            debug = True
        elif arg == '--version':
            print('Python %s\nFlask 3.1.2\nWerkzeug 3.1.3' % sys.version.split()[0])
            return
        elif arg in ('--reload', '--no-reload', '--with-threads', '--no-debugger', '--no-debug'):
            pass
        elif not arg.startswith('-') and verb is None:
            verb = arg
        else:
            sys.stderr.write('Usage: flask run [OPTIONS]\nTry \'flask run --help\' for help.\n\nError: No such option: %s\n' % arg)
            sys.exit(2)
    if verb != 'run':
        sys.stderr.write('drydock: flask %s is not simulated yet\n' % (verb or ''))
        sys.exit(1)
    sys.path.insert(0, os.getcwd())
    if not name:
        name = 'wsgi' if os.path.exists('wsgi.py') else 'app'
        if not os.path.exists(name + '.py'):
            sys.stderr.write("Usage: flask run [OPTIONS]\nTry 'flask run --help' for help.\n\nError: Could not locate a Flask application. Use the 'flask --app' option, 'FLASK_APP' environment variable, or a 'wsgi.py' or 'app.py' file in the current directory.\n")
            sys.exit(2)
    from flask import serve
    serve(load(name), host, port, debug, name)
def load(name):
    name, _, attr = name.partition(':')
    name = name[:-3] if name.endswith('.py') else name
    module = __import__(name.replace('/', '.'))
    for key in ([attr] if attr else ['app', 'application']):
        if hasattr(module, key):
            return getattr(module, key)
    for key in ('create_app', 'make_app'):
        if hasattr(module, key):
            return getattr(module, key)()
    sys.stderr.write("Error: Failed to find Flask application or factory in module '%s'. Use '%s:name' to specify one.\n" % (name, name))
    sys.exit(2)
if __name__ == '__main__':
    main()
`,
  'flask_cors/__init__.py': String.raw`
class CORS:
    def __init__(self, app=None, **kw):
        if app:
            self.init_app(app)
    def init_app(self, app, **kw):
        def add(answer):
            answer.headers['access-control-allow-origin'] = '*'
            return answer
        app.after_request(add)
def cross_origin(**kw):
    return lambda f: f
`,
};

export const WERKZEUG: Readonly<Record<string, string>> = {
  'werkzeug/__init__.py': "__version__ = '3.1.3'\n",
  'werkzeug/exceptions.py': String.raw`
from http import _PHRASES
_TEXTS = {400: 'The browser (or proxy) sent a request that this server could not understand.', 401: 'The server could not verify that you are authorized to access the URL requested. You either supplied the wrong credentials (e.g. a bad password), or your browser doesn&#39;t understand how to supply the credentials required.', 403: 'You don&#39;t have the permission to access the requested resource. It is either read-protected or not readable by the server.', 404: 'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.', 405: 'The method is not allowed for the requested URL.', 500: 'The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.'}
class HTTPException(Exception):
    code = 500
    def __init__(self, code=None, description=None):
        if code is not None and not isinstance(code, int):
            code, description = None, code
        self.code = code or type(self).code
        self.name = _PHRASES.get(self.code, 'Unknown Error')
        self.description = description or _TEXTS.get(self.code, '')
        self.args = ()
    def __str__(self):
        return '%d %s: %s' % (self.code, self.name, self.description.replace('&#39;', "'"))
    def get_body(self):
        return '<!doctype html>\n<html lang=en>\n<title>%d %s</title>\n<h1>%s</h1>\n<p>%s</p>\n' % (self.code, self.name, self.name, self.description)
class BadRequest(HTTPException): code = 400
class Unauthorized(HTTPException): code = 401
class Forbidden(HTTPException): code = 403
class NotFound(HTTPException): code = 404
class InternalServerError(HTTPException): code = 500
def abort(code, description=None):
    raise HTTPException(code, description)
`,
  'werkzeug/utils.py': "import re\ndef secure_filename(s):\n    return re.sub(r'[^A-Za-z0-9_.-]', '_', s.replace('/', ' ')).strip('._')\n",
};

export const JINJA: Readonly<Record<string, string>> = {
  'markupsafe/__init__.py': 'from html import escape\nclass Markup(str):\n    pass\n',
  'jinja2/__init__.py': String.raw`
import re, os
from html import escape
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
        return eval(code, names)
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
