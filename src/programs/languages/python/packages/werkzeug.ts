/** The parts of werkzeug that programs import, in Python. */
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
  'werkzeug/utils.py':
    "import re\ndef secure_filename(s):\n    return re.sub(r'[^A-Za-z0-9_.-]', '_', s.replace('/', ' ')).strip('._')\n",
};
