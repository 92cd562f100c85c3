/** http.server in Python, over the network's own HTTP. */
export const HTTP_SERVER = String.raw`
import _network, _os, sys, time, os
from http import HTTPStatus
class _Headers(dict):
    def get(self, name, default=None):
        return dict.get(self, name.lower(), default)
    def __getitem__(self, name):
        return dict.get(self, name.lower())
    def __contains__(self, name):
        return dict.get(self, name.lower()) is not None
    get_all = lambda self, name: [self[name]] if name in self else None
class _Reader:
    def __init__(self, data):
        self._data = data
    def read(self, n=-1):
        n = len(self._data) if n is None or n < 0 else n
        out, self._data = self._data[:n], self._data[n:]
        return out
    def readline(self):
        at = self._data.find(b'\n')
        return self.read(at + 1 if at >= 0 else -1)
class _Writer:
    def __init__(self):
        self.parts = []
    def write(self, data):
        if not isinstance(data, bytes):
            raise TypeError("a bytes-like object is required, not '%s'" % type(data).__name__)
        self.parts.append(data)
        return len(data)
    def flush(self):
        pass
class BaseHTTPRequestHandler:
    server_version = 'BaseHTTP/0.6'
    sys_version = 'Python/' + sys.version.split()[0]
    protocol_version = 'HTTP/1.0'
    def __init__(self, request, server):
        self.server = server
        self.client_address = (request['from'], 40000)
        self.command = request['method']
        self.path = request['target']
        self.request_version = 'HTTP/1.1'
        self.requestline = '%s %s HTTP/1.1' % (self.command, self.path)
        self.headers = _Headers(request['headers'])
        self.rfile = _Reader(request['body'])
        self.wfile = _Writer()
        self._status = 200
        self._headers = {}
        self.setup()
        self.handle()
    def setup(self):
        pass
    def handle(self):
        method = getattr(self, 'do_' + self.command, None)
        if method is None:
            self.send_error(501, 'Unsupported method (%r)' % self.command)
        else:
            method()
    def version_string(self):
        return self.server_version + ' ' + self.sys_version
    def date_time_string(self, timestamp=None):
        return time.strftime('%a, %d %b %Y %H:%M:%S GMT')
    def send_response(self, code, message=None):
        self.log_request(code)
        self._status = int(code)
        self._headers['server'] = self.version_string()
        self._headers['date'] = self.date_time_string()
    def send_response_only(self, code, message=None):
        self._status = int(code)
    def send_header(self, name, value):
        self._headers[name.lower()] = str(value)
    def end_headers(self):
        pass
    def send_error(self, code, message=None, explain=None):
        message = message or HTTPStatus(code).phrase
        self.log_error('code %d, message %s', code, message)
        self.send_response(code, message)
        self.send_header('content-type', 'text/html;charset=utf-8')
        self.wfile.write(('<!DOCTYPE HTML>\n<html lang="en">\n    <head>\n        <meta charset="utf-8">\n        <style type="text/css">\n            :root {\n                color-scheme: light dark;\n            }\n        </style>\n        <title>Error response</title>\n    </head>\n    <body>\n        <h1>Error response</h1>\n        <p>Error code: %d</p>\n        <p>Message: %s.</p>\n        <p>Error code explanation: %d - %s.</p>\n    </body>\n</html>\n' % (code, message, code, explain or {404: 'Nothing matches the given URI', 501: 'Server does not support this operation'}.get(code, message))).encode())
    def log_request(self, code='-', size='-'):
        self.log_message('"%s" %s %s', self.requestline, str(int(code)) if code != '-' else code, str(size))
    def log_error(self, format, *args):
        self.log_message(format, *args)
    def log_date_time_string(self):
        return time.strftime('%d/%b/%Y %H:%M:%S')
    def address_string(self):
        return self.client_address[0]
    def log_message(self, format, *args):
        sys.stderr.write('%s - - [%s] %s\n' % (self.address_string(), self.log_date_time_string(), format % args))
_TYPES = {'.html': 'text/html', '.htm': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.txt': 'text/plain', '.png': 'image/png', '.jpg': 'image/jpeg', '.svg': 'image/svg+xml', '.md': 'text/markdown', '.py': 'text/x-python', '.xml': 'text/xml', '.pdf': 'application/pdf'}
class SimpleHTTPRequestHandler(BaseHTTPRequestHandler):
    server_version = 'SimpleHTTP/0.6'
    directory = None
    def do_HEAD(self):
        self.do_GET()
        self.wfile.parts = []
    def do_GET(self):
        import urllib.parse
        target = urllib.parse.unquote(self.path.split('?')[0].split('#')[0])
        path = os.path.join(self.directory or os.getcwd(), os.path.normpath('/' + target).lstrip('/'))
        if os.path.isdir(path):
            if not target.endswith('/'):
                self.send_response(301)
                self.send_header('Location', target + '/')
                self.send_header('Content-Length', '0')
                return self.end_headers()
            for index in ('index.html', 'index.htm'):
                if os.path.isfile(os.path.join(path, index)):
                    path = os.path.join(path, index)
                    break
            else:
                return self._list(path, target)
        if not os.path.isfile(path) or target.endswith('/') and not path.endswith(('index.html', 'index.htm')):
            return self.send_error(404, 'File not found')
        with open(path, 'rb') as f:
            data = f.read()
        self.send_response(200)
        self.send_header('Content-type', _TYPES.get(os.path.splitext(path)[1].lower(), 'application/octet-stream'))
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)
    def _list(self, path, target):
        import html
        title = 'Directory listing for ' + html.escape(target)
        out = ['<!DOCTYPE HTML>', '<html lang="en">', '<head>', '<meta charset="utf-8">', '<style type="text/css">\n:root {\ncolor-scheme: light dark;\n}\n</style>', '<title>%s</title>\n</head>' % title, '<body>\n<h1>%s</h1>' % title, '<hr>\n<ul>']
        for name in sorted(os.listdir(path), key=lambda n: n.lower()):
            shown = name + '/' if os.path.isdir(os.path.join(path, name)) else name
            out.append('<li><a href="%s">%s</a></li>' % (shown, html.escape(shown)))
        out.append('</ul>\n<hr>\n</body>\n</html>\n')
        data = '\n'.join(out).encode()
        self.send_response(200)
        self.send_header('Content-type', 'text/html; charset=utf-8')
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)
class HTTPServer:
    def __init__(self, server_address, RequestHandlerClass, bind_and_activate=True):
        self.server_address = server_address
        self.server_name, self.server_port = server_address
        self.RequestHandlerClass = RequestHandlerClass
        self.socket = self
    def getsockname(self):
        return self.server_address
    def serve_forever(self, poll_interval=0.5):
        def respond(request):
            handler = self.RequestHandlerClass(request, self)
            return handler._status, handler._headers, b''.join(handler.wfile.parts)
        _network.serve(self.server_address[0], self.server_address[1], respond, 'python3')
    def shutdown(self):
        pass
    def server_close(self):
        pass
    def __enter__(self):
        return self
    def __exit__(self, *a):
        pass
ThreadingHTTPServer = HTTPServer
def test(port=8000, bind='', directory=None):
    if directory:
        SimpleHTTPRequestHandler.directory = os.path.abspath(directory)
    host = bind or '0.0.0.0'
    print('Serving HTTP on %s port %d (http://%s:%d/) ...' % (host, port, host, port), flush=True)
    try:
        HTTPServer((host, port), SimpleHTTPRequestHandler).serve_forever()
    except KeyboardInterrupt:
        print('\nKeyboard interrupt received, exiting.')
        sys.exit(0)
def main():
    args = sys.argv[1:]
    port, bind, directory = 8000, '', None
    while args:
        arg = args.pop(0)
        if arg in ('-b', '--bind'):
            bind = args.pop(0)
        elif arg in ('-d', '--directory'):
            directory = args.pop(0)
        elif arg.isdigit():
            port = int(arg)
        else:
            print('usage: server.py [-h] [-b ADDRESS] [-d DIRECTORY] [-p VERSION] [port]\nserver.py: error: unrecognized arguments: ' + arg, file=sys.stderr)
            sys.exit(2)
    test(port, bind, directory)
`;
