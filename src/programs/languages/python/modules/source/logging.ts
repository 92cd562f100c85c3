/** logging, in Python. */
export const LOGGING: Readonly<Record<string, string>> = {
  logging: String.raw`
import sys, time, _thread
CRITICAL, FATAL, ERROR, WARNING, WARN, INFO, DEBUG, NOTSET = 50, 50, 40, 30, 30, 20, 10, 0
_names = {50: 'CRITICAL', 40: 'ERROR', 30: 'WARNING', 20: 'INFO', 10: 'DEBUG', 0: 'NOTSET'}
def getLevelName(level):
    return _names.get(level, 'Level %s' % level)
def _level(level):
    if isinstance(level, str):
        for k, v in _names.items():
            if v == level:
                return k
        raise ValueError('Unknown level: %r' % level)
    return level
class LogRecord:
    def __init__(self, name, level, msg, args, exc):
        self.name, self.levelno, self.levelname, self.msg, self.args = name, level, getLevelName(level), msg, args
        self.created = time.time()
        self.msecs = self.created * 1000 % 1000
        self.exc_text = exc
        self.process, self.threadName, self.module, self.funcName, self.lineno, self.pathname, self.filename = 1, 'MainThread', 'app', '<module>', 0, '', ''
    def getMessage(self):
        return str(self.msg) % self.args if self.args else str(self.msg)
class Formatter:
    def __init__(self, fmt=None, datefmt=None, style='%'):
        self.fmt, self.datefmt, self.style = fmt or '%(message)s', datefmt, style
    def formatTime(self, record, datefmt=None):
        t = time.localtime(record.created)
        return time.strftime(datefmt, t) if datefmt else time.strftime('%Y-%m-%d %H:%M:%S', t) + ',%03d' % record.msecs
    def format(self, record):
        record.message = record.getMessage()
        record.asctime = self.formatTime(record, self.datefmt)
        text = self.fmt.format(**record.__dict__) if self.style == '{' else self.fmt % record.__dict__
        return text + ('\n' + record.exc_text.rstrip('\n') if record.exc_text else '')
class Handler:
    def __init__(self, level=0):
        self.level, self.formatter = _level(level), None
    def setLevel(self, level):
        self.level = _level(level)
    def setFormatter(self, f):
        self.formatter = f
    def format(self, record):
        return (self.formatter or Formatter()).format(record)
    def handle(self, record):
        if record.levelno >= self.level:
            self.emit(record)
    def emit(self, record):
        pass
class StreamHandler(Handler):
    def __init__(self, stream=None):
        Handler.__init__(self)
        self.stream = stream or sys.stderr
    def emit(self, record):
        self.stream.write(self.format(record) + '\n')
        self.stream.flush()
class FileHandler(Handler):
    def __init__(self, filename, mode='a', encoding=None):
        Handler.__init__(self)
        self.filename = filename
    def emit(self, record):
        with open(self.filename, 'a') as f:
            f.write(self.format(record) + '\n')
class NullHandler(Handler):
    pass
class Logger:
    def __init__(self, name, level=0, parent=None):
        self.name, self.level, self.parent, self.handlers, self.propagate, self.disabled = name, level, parent, [], True, False
    def setLevel(self, level):
        self.level = _level(level)
    def getEffectiveLevel(self):
        return self.level or (self.parent.getEffectiveLevel() if self.parent else WARNING)
    def isEnabledFor(self, level):
        return level >= self.getEffectiveLevel()
    def addHandler(self, h):
        self.handlers.append(h)
    def removeHandler(self, h):
        self.handlers.remove(h)
    def hasHandlers(self):
        return bool(self.handlers)
    def log(self, level, msg, *args, exc_info=None, extra=None, **kw):
        if not self.isEnabledFor(level):
            return
        record = LogRecord(self.name, level, msg, args[0] if len(args) == 1 and isinstance(args[0], dict) else args, _thread.traceback() if exc_info else None)
        at, found = self, False
        while at:
            for h in at.handlers:
                found = True
                h.handle(record)
            at = at.parent if at.propagate else None
        if not found and level >= WARNING:
            sys.stderr.write(record.getMessage() + '\n')
    def debug(self, msg, *a, **kw): self.log(DEBUG, msg, *a, **kw)
    def info(self, msg, *a, **kw): self.log(INFO, msg, *a, **kw)
    def warning(self, msg, *a, **kw): self.log(WARNING, msg, *a, **kw)
    warn = warning
    def error(self, msg, *a, **kw): self.log(ERROR, msg, *a, **kw)
    def critical(self, msg, *a, **kw): self.log(CRITICAL, msg, *a, **kw)
    def exception(self, msg, *a, **kw): self.log(ERROR, msg, *a, exc_info=True)
root = Logger('root', WARNING)
_loggers = {}
def getLogger(name=None):
    if not name or name == 'root':
        return root
    if name not in _loggers:
        _loggers[name] = Logger(name, 0, getLogger(name.rpartition('.')[0] or None))
    return _loggers[name]
def basicConfig(level=None, format=None, datefmt=None, stream=None, filename=None, handlers=None, force=False, style='%', **kw):
    if root.handlers and not force:
        return
    root.handlers = []
    for h in handlers or [FileHandler(filename) if filename else StreamHandler(stream)]:
        if h.formatter is None:
            h.setFormatter(Formatter(format or '%(levelname)s:%(name)s:%(message)s', datefmt, style))
        root.addHandler(h)
    if level is not None:
        root.setLevel(level)
def _first():
    if not root.handlers:
        basicConfig()
def debug(m, *a, **kw): _first(); root.debug(m, *a, **kw)
def info(m, *a, **kw): _first(); root.info(m, *a, **kw)
def warning(m, *a, **kw): _first(); root.warning(m, *a, **kw)
def error(m, *a, **kw): _first(); root.error(m, *a, **kw)
def critical(m, *a, **kw): _first(); root.critical(m, *a, **kw)
def exception(m, *a, **kw): _first(); root.exception(m, *a, **kw)
def disable(level=50): pass
`,
};
