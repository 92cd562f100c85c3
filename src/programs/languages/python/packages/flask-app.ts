/** Flask's application class and its development server: the second half of `flask/__init__.py`. */
export const SCAFFOLD = String.raw`class _Scaffold:
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
`;
