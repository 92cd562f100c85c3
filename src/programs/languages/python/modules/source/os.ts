/** os, os.path, shutil, glob, pathlib, tempfile, subprocess and signal in Python over what the process offers. */
export const OS = String.raw`
from _os import getcwd, chdir, listdir, mkdir, makedirs, remove, rmdir, rename, chmod, symlink, readlink, access, getpid, getppid, getuid, getgid, cpu_count, urandom, kill, isatty, _exit
import _os, posixpath as path
name = 'posix'
sep = '/'
linesep = '\n'
pathsep = ':'
devnull = '/dev/null'
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
class _Environ(dict):
    def __getitem__(self, key):
        if key not in self:
            raise KeyError(key)
        return dict.get(self, key)
    def copy(self):
        return dict(self)
environ = _Environ(_os.environ)
unlink = remove
replace = rename
def getenv(key, default=None):
    return environ.get(key, default)
def putenv(key, value):
    environ[key] = value
def makedirs(p, mode=0o777, exist_ok=False):
    _os.makedirs(p, exist_ok)
class stat_result:
    def __init__(self, d):
        self.__dict__.update(d)
        for k, v in d.items():
            setattr(self, k, v)
def stat(p):
    return stat_result(_os.stat(p))
lstat = stat
class uname_result:
    def __init__(self):
        self.sysname = 'Linux'
        self.nodename = _os.hostname()
        self.release = _os.kernel()
        self.version = '#1 SMP'
        self.machine = 'x86_64'
    def __getitem__(self, i):
        return [self.sysname, self.nodename, self.release, self.version, self.machine][i]
    def __repr__(self):
        return "posix.uname_result(sysname='Linux', nodename=%r, release=%r, version='#1 SMP', machine='x86_64')" % (self.nodename, self.release)
def uname():
    return uname_result()
def walk(top, topdown=True):
    dirs, files = [], []
    for entry in listdir(top):
        (dirs if path.isdir(path.join(top, entry)) else files).append(entry)
    yield top, dirs, files
    for d in dirs:
        yield from walk(path.join(top, d))
class DirEntry:
    def __init__(self, top, name):
        self.name = name
        self.path = path.join(top, name)
    def is_dir(self):
        return path.isdir(self.path)
    def is_file(self):
        return path.isfile(self.path)
def scandir(top='.'):
    return [DirEntry(top, n) for n in listdir(top)]
def system(command):
    code, out, err = _os.run([command], True, None, None, None, 0)
    return code * 256 if code >= 0 else -code
def popen(command):
    import io
    return io.StringIO(_os.run([command], True, None, None, None, 1)[1].decode())
def getlogin():
    return environ.get('USER', 'root')
def fspath(p):
    return str(p)
`;

export const PATH = String.raw`
import _os
from _os import exists, isdir, isfile, islink, abspath, realpath
sep = '/'
def join(a, *parts):
    a = str(a)
    for p in parts:
        p = str(p)
        if p.startswith('/'):
            a = p
        elif a == '' or a.endswith('/'):
            a += p
        else:
            a += '/' + p
    return a
def basename(p):
    return str(p)[str(p).rfind('/') + 1:]
def dirname(p):
    p = str(p)
    head = p[:p.rfind('/') + 1]
    return head.rstrip('/') if head.strip('/') else head
def split(p):
    return dirname(p), basename(p)
def splitext(p):
    p = str(p)
    dot = p.rfind('.')
    if dot <= p.rfind('/') + 1:
        return p, ''
    return p[:dot], p[dot:]
def normpath(p):
    out = []
    for part in str(p).split('/'):
        if part in ('', '.'):
            continue
        if part == '..' and out and out[-1] != '..':
            out.pop()
        else:
            out.append(part)
    return ('/' if str(p).startswith('/') else '') + '/'.join(out) or '.'
def isabs(p):
    return str(p).startswith('/')
def expanduser(p):
    import os
    return os.environ.get('HOME', '/root') + p[1:] if p.startswith('~') else p
def expandvars(p):
    import os, re
    return re.sub(r'\$(\w+|\{\w+\})', lambda m: os.environ.get(m.group(1).strip('{}'), m.group(0)), p)
def getsize(p):
    return _os.stat(p)['st_size']
def getmtime(p):
    return _os.stat(p)['st_mtime']
lexists = exists
def relpath(p, start='.'):
    a, b = [x for x in abspath(p).split('/') if x], [x for x in abspath(start).split('/') if x]
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return '/'.join(['..'] * (len(b) - n) + a[n:]) or '.'
`;

export const SUBPROCESS = String.raw`
import _os
PIPE, STDOUT, DEVNULL = -1, -2, -3
class SubprocessError(Exception):
    pass
class CalledProcessError(SubprocessError):
    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = self.stdout = output
        self.stderr = stderr
        self.args = (returncode, cmd)
    def __str__(self):
        if self.returncode < 0:
            return 'Command %r died with <Signals.%d>.' % (self.cmd, -self.returncode)
        return 'Command %r returned non-zero exit status %d.' % (self.cmd, self.returncode)
class TimeoutExpired(SubprocessError):
    pass
class CompletedProcess:
    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr
    def check_returncode(self):
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)
    def __repr__(self):
        out = 'CompletedProcess(args=%r, returncode=%d' % (self.args, self.returncode)
        if self.stdout is not None:
            out += ', stdout=%r' % (self.stdout,)
        if self.stderr is not None:
            out += ', stderr=%r' % (self.stderr,)
        return out + ')'
def run(args, stdin=None, input=None, stdout=None, stderr=None, capture_output=False, shell=False, cwd=None, timeout=None, check=False, encoding=None, errors=None, text=None, env=None, universal_newlines=None):
    if capture_output:
        stdout = stderr = PIPE
    mode = (1 if stdout == PIPE else 8 if stdout == DEVNULL else 0) | (2 if stderr == PIPE else 4 if stderr == STDOUT else 16 if stderr == DEVNULL else 0)
    if isinstance(input, str):
        input = input.encode()
    words = [args] if isinstance(args, str) else list(args)
    code, out, err = _os.run(words, shell, input, env, None if cwd is None else str(cwd), mode)
    decoded = text or encoding or universal_newlines
    out = (out.decode() if decoded else out) if stdout == PIPE else None
    err = (err.decode() if decoded else err) if stderr == PIPE else None
    done = CompletedProcess(args, code, out, err)
    if check:
        done.check_returncode()
    return done
def call(args, **kw):
    return run(args, **kw).returncode
def check_call(args, **kw):
    run(args, check=True, **kw)
    return 0
def check_output(args, **kw):
    return run(args, stdout=PIPE, check=True, **kw).stdout
def getoutput(cmd):
    return run(cmd, shell=True, stdout=PIPE, stderr=STDOUT, text=True).stdout.rstrip('\n')
def getstatusoutput(cmd):
    done = run(cmd, shell=True, stdout=PIPE, stderr=STDOUT, text=True)
    return done.returncode, done.stdout.rstrip('\n')
class Popen:
    """Simplified: the command runs to its end when it is started; its output waits to be read."""
    def __init__(self, args, stdin=None, stdout=None, stderr=None, shell=False, cwd=None, env=None, text=None, universal_newlines=None, bufsize=-1, close_fds=True):
        import io
        self.args = args
        done = run(args, stdout=stdout, stderr=stderr, shell=shell, cwd=cwd, env=env, text=text or universal_newlines)
        self.returncode = done.returncode
        self._out, self._err = done.stdout, done.stderr
        make = io.StringIO if text or universal_newlines else io.BytesIO
        self.stdout = make(self._out) if self._out is not None else None
        self.stderr = make(self._err) if self._err is not None else None
        self.pid = 0
    def communicate(self, input=None, timeout=None):
        return self._out, self._err
    def wait(self, timeout=None):
        return self.returncode
    def poll(self):
        return self.returncode
    def kill(self):
        pass
    terminate = kill
    def __enter__(self):
        return self
    def __exit__(self, *a):
        pass
`;

export const SIGNAL = String.raw`
import _signal
SIGHUP, SIGINT, SIGQUIT, SIGKILL, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM = 1, 2, 3, 9, 10, 12, 14, 15
SIG_DFL, SIG_IGN = 0, 1
def signal(number, handler):
    return _signal.signal(number, handler)
pause = _signal.pause
`;

export const PATHLIB = String.raw`
import os, _os
class PurePath:
    def __init__(self, *parts):
        self._text = os.path.join(*[str(p) for p in parts]) if parts else '.'
        if len(self._text) > 1:
            self._text = self._text.rstrip('/')
    def __str__(self):
        return self._text
    def __repr__(self):
        return 'PosixPath(%r)' % self._text
    def __truediv__(self, other):
        return Path(self._text, str(other))
    def __eq__(self, other):
        return isinstance(other, PurePath) and self._text == other._text
    def __hash__(self):
        return hash(self._text)
    def __lt__(self, other):
        return self._text < other._text
    def __fspath__(self):
        return self._text
    @property
    def name(self):
        return os.path.basename(self._text)
    @property
    def stem(self):
        return os.path.splitext(self.name)[0]
    @property
    def suffix(self):
        return os.path.splitext(self.name)[1]
    @property
    def parent(self):
        return Path(os.path.dirname(self._text) or '.')
    @property
    def parts(self):
        return tuple((['/'] if self._text.startswith('/') else []) + [p for p in self._text.split('/') if p])
    def joinpath(self, *parts):
        return Path(self._text, *parts)
    def with_suffix(self, s):
        return Path(os.path.splitext(self._text)[0] + s)
    def is_absolute(self):
        return self._text.startswith('/')
class Path(PurePath):
    @staticmethod
    def cwd():
        return Path(os.getcwd())
    @staticmethod
    def home():
        return Path(os.path.expanduser('~'))
    def exists(self):
        return os.path.exists(self._text)
    def is_dir(self):
        return os.path.isdir(self._text)
    def is_file(self):
        return os.path.isfile(self._text)
    def resolve(self):
        return Path(os.path.realpath(self._text))
    absolute = resolve
    def read_text(self, encoding=None):
        with open(self._text) as f:
            return f.read()
    def read_bytes(self):
        with open(self._text, 'rb') as f:
            return f.read()
    def write_text(self, data, encoding=None):
        with open(self._text, 'w') as f:
            return f.write(data)
    def write_bytes(self, data):
        with open(self._text, 'wb') as f:
            return f.write(data)
    def open(self, mode='r', **kw):
        return open(self._text, mode)
    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        if exist_ok and self.is_dir():
            return
        os.makedirs(self._text) if parents else os.mkdir(self._text)
    def touch(self, exist_ok=True):
        open(self._text, 'a').close()
    def unlink(self, missing_ok=False):
        if not missing_ok or self.exists():
            os.remove(self._text)
    def rmdir(self):
        os.rmdir(self._text)
    def rename(self, to):
        os.rename(self._text, to)
        return Path(to)
    def iterdir(self):
        for n in os.listdir(self._text):
            yield self / n
    def glob(self, pattern):
        import glob
        return [Path(p) for p in glob.glob(os.path.join(self._text, pattern))]
    def stat(self):
        return os.stat(self._text)
PosixPath = Path
`;
