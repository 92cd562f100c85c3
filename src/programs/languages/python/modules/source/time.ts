/** time and datetime in Python; the clock is the world's. */
export const TIME = String.raw`
from _time import time, monotonic, sleep
perf_counter = process_time = monotonic
timezone = 0
tzname = ('UTC', 'UTC')
class struct_time(tuple):
    names = ('tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst')
    def __getattr__(self, name):
        if name in struct_time.names:
            return self[struct_time.names.index(name)]
        raise AttributeError(name)
def time_ns():
    return int(time() * 1000) * 1000000
def _split(seconds):
    days, rest = divmod(int(seconds // 1), 86400)
    z = days + 719468
    era = z // 146097
    doe = z - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    y = yoe + era * 400
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    d = doy - (153 * mp + 2) // 5 + 1
    m = mp + 3 if mp < 10 else mp - 9
    y = y + 1 if m <= 2 else y
    yday = days - _days(y, 1, 1) + 1
    return y, m, d, rest // 3600, rest // 60 % 60, rest % 60, (days + 3) % 7, yday, 0
def _days(y, m, d):
    if m <= 2:
        y -= 1
    era = y // 400
    yoe = y - era * 400
    doy = (153 * (m - 3 if m > 2 else m + 9) + 2) // 5 + d - 1
    return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 719468
def gmtime(seconds=None):
    return struct_time(_split(time() if seconds is None else seconds))
localtime = gmtime
def mktime(t):
    return float(_days(t[0], t[1], t[2]) * 86400 + t[3] * 3600 + t[4] * 60 + t[5])
_D = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
_M = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
def _format(f, t, micro=0, zone='', name=''):
    out = []
    i = 0
    while i < len(f):
        c = f[i]
        i += 1
        if c != '%' or i >= len(f):
            out.append(c)
            continue
        c = f[i]
        i += 1
        if c == '-' and i < len(f):
            out.append(_format('%' + f[i], t).lstrip('0') or '0')
            i += 1
            continue
        y, m, d, h, mi, s, wd, yd = t[:8]
        table = {'Y': '%04d' % y, 'm': '%02d' % m, 'd': '%02d' % d, 'H': '%02d' % h, 'M': '%02d' % mi, 'S': '%02d' % s,
            'y': '%02d' % (y % 100), 'I': '%02d' % ((h + 11) % 12 + 1), 'p': 'AM' if h < 12 else 'PM', 'j': '%03d' % yd,
            'a': _D[wd][:3], 'A': _D[wd], 'b': _M[m - 1][:3], 'B': _M[m - 1], 'f': '%06d' % micro, 'z': zone, 'Z': name,
            'F': '%04d-%02d-%02d' % (y, m, d), 'T': '%02d:%02d:%02d' % (h, mi, s), 'w': str((wd + 1) % 7), '%': '%', 'e': '%2d' % d,
            'c': '%s %s %2d %02d:%02d:%02d %d' % (_D[wd][:3], _M[m - 1][:3], d, h, mi, s, y), 'x': '%02d/%02d/%02d' % (m, d, y % 100),
            'X': '%02d:%02d:%02d' % (h, mi, s), 'D': '%02d/%02d/%02d' % (m, d, y % 100), 's': str(int(mktime(t)))}
        out.append(table.get(c, '%' + c))
    return ''.join(out)
def strftime(f, t=None):
    return _format(f, gmtime() if t is None else t, 0, '+0000', 'UTC')
def asctime(t=None):
    return strftime('%a %b %e %H:%M:%S %Y', t)
def ctime(seconds=None):
    return asctime(gmtime(seconds))
`;

export const DATETIME = String.raw`
import time as _t
MINYEAR, MAXYEAR = 1, 9999
class timedelta:
    def __init__(self, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        us = round((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60000000 + seconds * 1000000 + milliseconds * 1000 + microseconds)
        self._us = int(us)
        self.days, rest = divmod(self._us, 86400000000)
        self.seconds, self.microseconds = divmod(rest, 1000000)
    def total_seconds(self):
        return self._us / 1000000
    def __add__(self, o):
        return timedelta(microseconds=self._us + o._us) if isinstance(o, timedelta) else NotImplemented
    def __sub__(self, o):
        return timedelta(microseconds=self._us - o._us)
    def __mul__(self, n):
        return timedelta(microseconds=self._us * n)
    __rmul__ = __mul__
    def __truediv__(self, o):
        return self._us / o._us if isinstance(o, timedelta) else timedelta(microseconds=self._us / o)
    def __neg__(self):
        return timedelta(microseconds=-self._us)
    def __eq__(self, o):
        return isinstance(o, timedelta) and self._us == o._us
    def __lt__(self, o):
        return self._us < o._us
    def __le__(self, o):
        return self._us <= o._us
    def __gt__(self, o):
        return self._us > o._us
    def __ge__(self, o):
        return self._us >= o._us
    def __bool__(self):
        return self._us != 0
    def __str__(self):
        s = '%d:%02d:%02d' % (self.seconds // 3600, self.seconds // 60 % 60, self.seconds % 60)
        if self.days:
            s = '%d day%s, %s' % (self.days, '' if abs(self.days) == 1 else 's', s)
        return s + ('.%06d' % self.microseconds if self.microseconds else '')
    def __repr__(self):
        parts = ['%s=%d' % (n, v) for n, v in (('days', self.days), ('seconds', self.seconds), ('microseconds', self.microseconds)) if v]
        return 'datetime.timedelta(%s)' % (', '.join(parts) or '0')
class timezone:
    def __init__(self, offset, name=None):
        self._offset = offset
        self._name = name
    def utcoffset(self, dt):
        return self._offset
    def tzname(self, dt=None):
        return self._name or ('UTC' + (_zone(self._offset, ':') if self._offset else ''))
    def __repr__(self):
        return 'datetime.timezone.utc' if not self._offset else 'datetime.timezone(%r)' % self._offset
tzinfo = timezone
timezone.utc = timezone(timedelta(0))
UTC = timezone.utc
def _zone(offset, colon):
    minutes = offset._us // 60000000
    sign = '-' if minutes < 0 else '+'
    return '%s%02d%s%02d' % (sign, abs(minutes) // 60, colon, abs(minutes) % 60)
class date:
    def __init__(self, year, month, day):
        if not 1 <= month <= 12:
            raise ValueError('month must be in 1..12')
        if not 1 <= day <= 31:
            raise ValueError('day is out of range for month')
        self.year, self.month, self.day = year, month, day
    @classmethod
    def today(cls):
        return date(*_t.gmtime()[:3])
    @classmethod
    def fromisoformat(cls, s):
        return date(int(s[:4]), int(s[5:7]), int(s[8:10]))
    def toordinal(self):
        return _t._days(self.year, self.month, self.day) + 719163
    def weekday(self):
        return (_t._days(self.year, self.month, self.day) + 3) % 7
    def isoweekday(self):
        return self.weekday() + 1
    def isoformat(self):
        return '%04d-%02d-%02d' % (self.year, self.month, self.day)
    def timetuple(self):
        return _t.gmtime(_t._days(self.year, self.month, self.day) * 86400)
    def strftime(self, f):
        return _t._format(f, self.timetuple())
    def __format__(self, f):
        return self.strftime(f) if f else str(self)
    def replace(self, year=None, month=None, day=None):
        return date(year or self.year, month or self.month, day or self.day)
    def _key(self):
        return self.toordinal()
    def __add__(self, d):
        return date(*_t._split((_t._days(self.year, self.month, self.day) + d.days) * 86400)[:3])
    def __sub__(self, o):
        if isinstance(o, timedelta):
            return self + (-o)
        return timedelta(days=self._key() - o._key())
    def __eq__(self, o):
        return isinstance(o, date) and self._key() == o._key()
    def __lt__(self, o):
        return self._key() < o._key()
    def __le__(self, o):
        return self._key() <= o._key()
    def __gt__(self, o):
        return self._key() > o._key()
    def __ge__(self, o):
        return self._key() >= o._key()
    def __hash__(self):
        return hash(self._key())
    __str__ = isoformat
    def __repr__(self):
        return 'datetime.date(%d, %d, %d)' % (self.year, self.month, self.day)
class time:
    def __init__(self, hour=0, minute=0, second=0, microsecond=0):
        self.hour, self.minute, self.second, self.microsecond = hour, minute, second, microsecond
    def isoformat(self):
        return '%02d:%02d:%02d' % (self.hour, self.minute, self.second) + ('.%06d' % self.microsecond if self.microsecond else '')
    __str__ = isoformat
class datetime(date):
    def __init__(self, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None):
        date.__init__(self, year, month, day)
        self.hour, self.minute, self.second, self.microsecond, self.tzinfo = hour, minute, second, microsecond, tzinfo
    @classmethod
    def _from(cls, us, tz=None):
        y, m, d, h, mi, s = _t._split(us // 1000000)[:6]
        return datetime(y, m, d, h, mi, s, us % 1000000, tz)
    @classmethod
    def now(cls, tz=None):
        offset = tz.utcoffset(None)._us if tz else 0
        return cls._from(int(_t.time() * 1000) * 1000 + offset, tz)
    @classmethod
    def utcnow(cls):
        return cls.now()
    today = utcnow
    @classmethod
    def fromtimestamp(cls, seconds, tz=None):
        return cls._from(round(seconds * 1000000), tz)
    utcfromtimestamp = fromtimestamp
    @classmethod
    def combine(cls, d, t):
        return datetime(d.year, d.month, d.day, t.hour, t.minute, t.second, t.microsecond)
    @classmethod
    def fromisoformat(cls, s):
        import re
        m = re.match(r'(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?(Z|[-+]\d\d:?\d\d)?$', s)
        if not m:
            raise ValueError('Invalid isoformat string: %r' % s)
        g = m.groups()
        return datetime(int(g[0]), int(g[1]), int(g[2]), int(g[3] or 0), int(g[4] or 0), int(g[5] or 0), int(((g[6] or '0') + '000000')[:6]), timezone.utc if g[7] else None)
    @classmethod
    def strptime(cls, s, f):
        import re
        names = {'Y': r'\d{4}', 'm': r'\d{1,2}', 'd': r'\d{1,2}', 'H': r'\d{1,2}', 'M': r'\d{1,2}', 'S': r'\d{1,2}', 'f': r'\d{1,6}', 'y': r'\d\d', 'b': '[A-Za-z]{3}', 'B': '[A-Za-z]+', 'a': '[A-Za-z]{3}', 'A': '[A-Za-z]+'}
        pattern = re.sub(r'%(\w)', lambda m: '(?P<%s>%s)' % (m.group(1), names[m.group(1)]), f)
        m = re.match(pattern + '$', s)
        if not m:
            raise ValueError('time data %r does not match format %r' % (s, f))
        g = m.groupdict()
        month = int(g.get('m') or 1)
        for key in ('b', 'B'):
            if g.get(key):
                month = [x[:3].lower() for x in _t._M].index(g[key][:3].lower()) + 1
        return datetime(int(g.get('Y') or (2000 + int(g['y']) if g.get('y') else 1900)), month, int(g.get('d') or 1), int(g.get('H') or 0), int(g.get('M') or 0), int(g.get('S') or 0), int(((g.get('f') or '0') + '000000')[:6]))
    def _us(self):
        us = (_t._days(self.year, self.month, self.day) * 86400 + self.hour * 3600 + self.minute * 60 + self.second) * 1000000 + self.microsecond
        return us - (self.tzinfo.utcoffset(self)._us if self.tzinfo else 0)
    def timestamp(self):
        return self._us() / 1000000
    def timetuple(self):
        return _t.gmtime(self._us() // 1000000)
    def isoformat(self, sep='T', timespec='auto'):
        out = date.isoformat(self) + sep + '%02d:%02d:%02d' % (self.hour, self.minute, self.second)
        if timespec == 'milliseconds':
            out += '.%03d' % (self.microsecond // 1000)
        elif self.microsecond and timespec != 'seconds':
            out += '.%06d' % self.microsecond
        return out + (_zone(self.tzinfo.utcoffset(self), ':') if self.tzinfo else '')
    def strftime(self, f):
        zone = _zone(self.tzinfo.utcoffset(self), '') if self.tzinfo else ''
        local = (self.year, self.month, self.day, self.hour, self.minute, self.second, self.weekday(), _t._days(self.year, self.month, self.day) - _t._days(self.year, 1, 1) + 1)
        return _t._format(f, local, self.microsecond, zone, self.tzinfo.tzname(self) if self.tzinfo else '')
    def date(self):
        return date(self.year, self.month, self.day)
    def time(self):
        return time(self.hour, self.minute, self.second, self.microsecond)
    def astimezone(self, tz=None):
        tz = tz or timezone.utc
        return datetime._from(self._us() + tz.utcoffset(self)._us, tz)
    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=False):
        pick = lambda v, old: old if v is None else v
        return datetime(pick(year, self.year), pick(month, self.month), pick(day, self.day), pick(hour, self.hour), pick(minute, self.minute), pick(second, self.second), pick(microsecond, self.microsecond), self.tzinfo if tzinfo is False else tzinfo)
    def _key(self):
        return self._us()
    def __add__(self, d):
        return datetime._from(self._us() + d._us, self.tzinfo)
    __radd__ = __add__
    def __sub__(self, o):
        if isinstance(o, timedelta):
            return datetime._from(self._us() - o._us, self.tzinfo)
        return timedelta(microseconds=self._us() - o._us())
    def __str__(self):
        return self.isoformat(' ')
    def __repr__(self):
        parts = [self.year, self.month, self.day, self.hour, self.minute]
        if self.second or self.microsecond:
            parts.append(self.second)
        if self.microsecond:
            parts.append(self.microsecond)
        return 'datetime.datetime(%s%s)' % (', '.join(str(p) for p in parts), ', tzinfo=%r' % self.tzinfo if self.tzinfo else '')
`;
