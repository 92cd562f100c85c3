import { SCAFFOLD } from './flask-app';

/** flask, in Python. */
export const FLASK: Readonly<Record<string, string>> = {
  'flask/__init__.py':
    String.raw`
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
` + SCAFFOLD,
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
