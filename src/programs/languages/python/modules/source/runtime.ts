/** argparse, threading, queue and asyncio in Python. */
export const RUNTIME: Readonly<Record<string, string>> = {
  argparse: String.raw`
import sys, os
class Namespace:
    def __init__(self, **kw):
        for k, v in kw.items():
            setattr(self, k, v)
    def __repr__(self):
        return 'Namespace(%s)' % ', '.join('%s=%r' % kv for kv in self.__dict__.items())
class _Arg:
    pass
class ArgumentParser:
    def __init__(self, prog=None, description=None, epilog=None, add_help=True, **kw):
        self.prog = prog or os.path.basename(sys.argv[0] or 'python3')
        self.description, self.args, self.subs = description, [], None
    def add_argument(self, *names, action='store', type=str, default=None, help=None, required=False, nargs=None, choices=None, dest=None, metavar=None, const=None, version=None):
        a = _Arg()
        a.names, a.action, a.type, a.help, a.required, a.nargs, a.choices, a.const, a.metavar = names, action, type, help, required, nargs, choices, const, metavar
        a.positional = not names[0].startswith('-')
        a.dest = dest or (names[0] if a.positional else max(names, key=len).lstrip('-').replace('-', '_'))
        a.default = default if default is not None else (False if action == 'store_true' else True if action == 'store_false' else None)
        a.version = version
        self.args.append(a)
        return a
    def add_subparsers(self, dest=None, **kw):
        self.subs, self.subdest = {}, dest
        return self
    def add_parser(self, name, help=None, **kw):
        self.subs[name] = ArgumentParser(prog=self.prog + ' ' + name)
        return self.subs[name]
    def add_argument_group(self, *a, **kw):
        return self
    add_mutually_exclusive_group = add_argument_group
    def set_defaults(self, **kw):
        self._defaults = kw
    def _usage(self):
        parts = ['[-h]']
        for a in self.args:
            shown = a.metavar or a.dest.upper()
            if a.positional:
                parts.append(a.metavar or a.dest)
            else:
                text = a.names[0] + ('' if a.action.startswith('store_') or a.action == 'version' else ' ' + shown)
                parts.append(text if a.required else '[' + text + ']')
        return 'usage: %s %s\n' % (self.prog, ' '.join(parts))
    def format_help(self):
        out = self._usage()
        if self.description:
            out += '\n' + self.description + '\n'
        pos = [a for a in self.args if a.positional]
        if pos:
            out += '\npositional arguments:\n' + ''.join(('  %-20s  %s' % (a.dest, a.help or '')).rstrip() + '\n' for a in pos)
        out += '\noptions:\n  -h, --help            show this help message and exit\n'
        for a in self.args:
            if not a.positional:
                value = '' if a.action.startswith('store_') else ' ' + (a.metavar or a.dest.upper())
                text = ', '.join(n + value for n in a.names)
                out += ('  %-20s  %s' % (text, a.help or '')).rstrip() + '\n'
        return out
    def print_help(self, file=None):
        print(self.format_help(), end='')
    def error(self, message):
        sys.stderr.write(self._usage() + '%s: error: %s\n' % (self.prog, message))
        sys.exit(2)
    def _convert(self, a, text):
        try:
            value = a.type(text)
        except ValueError:
            self.error('argument %s: invalid %s value: %r' % ('/'.join(a.names), a.type.__name__, text))
        if a.choices and value not in a.choices:
            self.error('argument %s: invalid choice: %r (choose from %s)' % ('/'.join(a.names), value, ', '.join(repr(c) for c in a.choices)))
        return value
    def parse_args(self, args=None):
        ns, rest = self.parse_known_args(args)
        if rest:
            self.error('unrecognized arguments: ' + ' '.join(rest))
        return ns
    def parse_known_args(self, args=None):
        args = list(sys.argv[1:] if args is None else args)
        ns = Namespace(**{a.dest: a.default for a in self.args})
        for k, v in getattr(self, '_defaults', {}).items():
            setattr(ns, k, v)
        seen, words, rest = set(), [], []
        while args:
            word = args.pop(0)
            if word in ('-h', '--help'):
                self.print_help()
                sys.exit(0)
            name, eq, value = word.partition('=')
            a = next((x for x in self.args if not x.positional and (word in x.names or eq and name in x.names)), None)
            if a:
                seen.add(a.dest)
                if a.action == 'store_true' or a.action == 'store_false':
                    setattr(ns, a.dest, a.action == 'store_true')
                elif a.action == 'count':
                    setattr(ns, a.dest, (getattr(ns, a.dest) or 0) + 1)
                elif a.action == 'version':
                    print(a.version)
                    sys.exit(0)
                elif a.nargs in ('*', '+'):
                    values = []
                    while args and not args[0].startswith('-'):
                        values.append(self._convert(a, args.pop(0)))
                    setattr(ns, a.dest, values)
                else:
                    if not eq:
                        if not args:
                            self.error('argument %s: expected one argument' % '/'.join(a.names))
                        value = args.pop(0)
                    value = self._convert(a, value)
                    setattr(ns, a.dest, (getattr(ns, a.dest) or []) + [value] if a.action == 'append' else value)
            elif word.startswith('-') and len(word) > 1 and not word[1:].replace('.', '').isdigit():
                rest.append(word)
            elif self.subs is not None and word in self.subs:
                sub = self.subs[word].parse_args(args)
                if self.subdest:
                    setattr(ns, self.subdest, word)
                for k, v in sub.__dict__.items():
                    setattr(ns, k, v)
                args = []
            else:
                words.append(word)
        missing = []
        for a in self.args:
            if a.positional:
                if a.nargs in ('*', '+'):
                    values = [self._convert(a, w) for w in words]
                    words = []
                    if a.nargs == '+' and not values:
                        missing.append(a.dest)
                    setattr(ns, a.dest, values)
                elif words:
                    setattr(ns, a.dest, self._convert(a, words.pop(0)))
                elif a.nargs != '?':
                    missing.append(a.dest)
            elif a.required and a.dest not in seen:
                missing.append('/'.join(a.names))
        if missing:
            self.error('the following arguments are required: ' + ', '.join(missing))
        return ns, rest + words
`,
  threading: String.raw`
import _thread
_count = [0]
class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, daemon=None):
        _count[0] += 1
        self.name = name or 'Thread-%d' % _count[0]
        self._target, self._args, self._kwargs, self.daemon, self._handle, self._done = target, args, kwargs or {}, daemon, None, False
    def run(self):
        if self._target:
            self._target(*self._args, **self._kwargs)
    def start(self):
        def body():
            try:
                self.run()
            finally:
                self._done = True
        self._handle = _thread.start(body, self.daemon)
    def join(self, timeout=None):
        _thread.join(self._handle)
    def is_alive(self):
        return self._handle is not None and not self._done
class Lock:
    def __init__(self):
        self._held = False
    def acquire(self, blocking=True, timeout=-1):
        while self._held:
            if not blocking:
                return False
            _thread.turn()
        self._held = True
        return True
    def release(self):
        self._held = False
    def locked(self):
        return self._held
    def __enter__(self):
        return self.acquire()
    def __exit__(self, *a):
        self.release()
class RLock(Lock):
    def acquire(self, *a, **kw):
        return True
class Event:
    def __init__(self):
        self._set = False
    def set(self):
        self._set = True
    def clear(self):
        self._set = False
    def is_set(self):
        return self._set
    def wait(self, timeout=None):
        import time
        end = None if timeout is None else time.monotonic() + timeout
        while not self._set and (end is None or time.monotonic() < end):
            _thread.turn()
        return self._set
Semaphore = BoundedSemaphore = lambda n=1: Lock()
class _Main:
    name = 'MainThread'
    ident = 1
def current_thread():
    return _Main()
def get_ident():
    return 1
class local:
    pass
def Timer(interval, function, args=(), kwargs=None):
    def later():
        import time
        time.sleep(interval)
        function(*args, **(kwargs or {}))
    return Thread(target=later)
`,
  queue: String.raw`
import _thread
class Empty(Exception):
    pass
class Full(Exception):
    pass
class Queue:
    def __init__(self, maxsize=0):
        self._items = []
    def put(self, x, *a, **kw):
        self._items.append(x)
    put_nowait = put
    def get(self, block=True, timeout=None):
        while not self._items:
            if not block:
                raise Empty
            _thread.turn()
        return self._items.pop(0)
    def get_nowait(self):
        return self.get(False)
    def qsize(self):
        return len(self._items)
    def empty(self):
        return not self._items
    def task_done(self):
        pass
    def join(self):
        while self._items:
            _thread.turn()
`,
  asyncio: String.raw`
import _thread, time
def run(coro, debug=None):
    return _thread.run(coro)
async def sleep(seconds, result=None):
    time.sleep(seconds)
    return result
async def gather(*coros, return_exceptions=False):
    return _thread.gather([_plain(c) for c in coros])
def _plain(c):
    return c.coro() if isinstance(c, Task) else c
class Task:
    def __init__(self, coro):
        self._result, self._done = None, False
        async def body():
            self._result = await coro
            self._done = True
        self._handle = _thread.start(_thread.run, False, body())
    def done(self):
        return self._done
    def result(self):
        return self._result
    def cancel(self):
        pass
    async def coro(self):
        _thread.join(self._handle)
        return self._result
    def __await__(self):
        return self.coro()
def create_task(coro, name=None):
    return Task(coro)
ensure_future = create_task
async def wait_for(coro, timeout):
    return await coro
async def to_thread(f, *a, **kw):
    return f(*a, **kw)
class _Loop:
    def run_until_complete(self, coro):
        return _thread.run(coro)
    def run_forever(self):
        while True:
            time.sleep(3600)
    def create_task(self, c):
        return Task(c)
    def close(self):
        pass
def get_event_loop():
    return _Loop()
new_event_loop = get_running_loop = get_event_loop
def set_event_loop(l):
    pass
class TimeoutError(Exception):
    pass
`,
};
