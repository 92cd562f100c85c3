/** Node's own modules, in JavaScript for QuickJS: they reach the world through `__host` alone. */
export const NODE_MODULES = String.raw`
'use strict';
globalThis.__builtin = {};
(() => {
const B = globalThis.__builtin;
const settings = JSON.parse(globalThis.__settings);
const utf8 = (s) => { const out = []; for (const ch of String(s)) { const c = ch.codePointAt(0); if (c < 128) out.push(c); else if (c < 2048) out.push(192 | c >> 6, 128 | c & 63); else if (c < 65536) out.push(224 | c >> 12, 128 | c >> 6 & 63, 128 | c & 63); else out.push(240 | c >> 18, 128 | c >> 12 & 63, 128 | c >> 6 & 63, 128 | c & 63); } return new Uint8Array(out); };
const text8 = (b) => { let s = ''; for (let i = 0; i < b.length;) { const c = b[i++]; if (c < 128) s += String.fromCharCode(c); else if (c < 224) s += String.fromCharCode((c & 31) << 6 | b[i++] & 63); else if (c < 240) s += String.fromCharCode((c & 15) << 12 | (b[i++] & 63) << 6 | b[i++] & 63); else s += String.fromCodePoint((c & 7) << 18 | (b[i++] & 63) << 12 | (b[i++] & 63) << 6 | b[i++] & 63); } return s; };
const exact = (b) => b.byteOffset === 0 && b.byteLength === b.buffer.byteLength ? b.buffer : b.slice().buffer;
const TEXT = { ENOENT: 'no such file or directory', EEXIST: 'file already exists', ENOTDIR: 'not a directory', EISDIR: 'illegal operation on a directory', ENOTEMPTY: 'directory not empty', EACCES: 'permission denied', EPERM: 'operation not permitted', EROFS: 'read-only file system' };
const fail = (e, syscall, path) => { const err = new Error(e.code ? e.code + ': ' + (TEXT[e.code] || e.message) + (syscall ? ', ' + syscall : '') + (path !== undefined ? " '" + path + "'" : '') : e.message); if (e.code) { err.errno = -2; err.code = e.code; if (syscall) err.syscall = syscall; if (path !== undefined) err.path = path; } return err; };
const host = (op, args = [], bytes) => { const r = __host(op, JSON.stringify(args), bytes ? exact(bytes) : undefined); if (typeof r !== 'string') return new Uint8Array(r); const v = JSON.parse(r); if (v && v.error) throw v.error; return v && v.value; };
B.host = host; B.settings = settings;
let ids = 0;
const pending = new Map();
const later = (op, ...rest) => new Promise((resolve, reject) => { const id = ++ids; pending.set(id, { resolve, reject }); try { host(op, [id, ...rest.slice(0, 2)], rest[2]); } catch (e) { pending.delete(id); reject(e); } });
B.later = later; B.pending = pending; B.newId = () => ++ids;
globalThis.TextEncoder = class { encode(s = '') { return utf8(s); } };
globalThis.TextDecoder = class { decode(b = new Uint8Array()) { return text8(b instanceof ArrayBuffer ? new Uint8Array(b) : b); } };
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const b64 = (d) => { let o = ''; for (let i = 0; i < d.length; i += 3) { const n = d[i] << 16 | (d[i + 1] || 0) << 8 | (d[i + 2] || 0); o += LETTERS[n >> 18] + LETTERS[n >> 12 & 63] + (i + 1 < d.length ? LETTERS[n >> 6 & 63] : '=') + (i + 2 < d.length ? LETTERS[n & 63] : '='); } return o; };
const unb64 = (t) => { const o = []; let n = 0, bits = 0; for (const ch of t.replace(/-/g, '+').replace(/_/g, '/').replace(/[^A-Za-z0-9+/]/g, '')) { n = n << 6 | LETTERS.indexOf(ch); bits += 6; if (bits >= 8) { bits -= 8; o.push(n >> bits & 255); n &= (1 << bits) - 1; } } return o; };
globalThis.btoa = (s) => b64([...s].map((c) => c.charCodeAt(0)));
globalThis.atob = (s) => String.fromCharCode(...unb64(s));
class Buffer extends Uint8Array {
  static from(v, enc) { if (typeof v === 'string') { enc = String(enc || 'utf8').toLowerCase(); return Buffer.of(...(enc === 'base64' || enc === 'base64url' ? unb64(v) : enc === 'hex' ? (v.match(/../g) || []).map((h) => parseInt(h, 16)) : enc === 'latin1' || enc === 'binary' || enc === 'ascii' ? [...v].map((c) => c.charCodeAt(0)) : utf8(v))); } if (v instanceof ArrayBuffer) return new Buffer(v); const b = new Buffer(v.length); b.set(v); return b; }
  static of(...a) { const b = new Buffer(a.length); b.set(a); return b; }
  static alloc(n, fill) { const b = new Buffer(n); if (fill) b.fill(typeof fill === 'string' ? fill.charCodeAt(0) : fill); return b; }
  static allocUnsafe(n) { return new Buffer(n); }
  static isBuffer(b) { return b instanceof Buffer; }
  static byteLength(s) { return typeof s === 'string' ? utf8(s).length : s.byteLength; }
  static concat(l) { let n = 0; for (const x of l) n += x.length; const b = new Buffer(n); n = 0; for (const x of l) { b.set(x, n); n += x.length; } return b; }
  toString(enc = 'utf8', a = 0, z = this.length) { const d = this.subarray(a, z); enc = String(enc).toLowerCase(); if (enc === 'hex') { let s = ''; for (const x of d) s += x.toString(16).padStart(2, '0'); return s; } if (enc === 'base64') return b64(d); if (enc === 'base64url') return b64(d).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, ''); if (enc === 'latin1' || enc === 'binary') { let s = ''; for (const x of d) s += String.fromCharCode(x); return s; } return text8(d); }
  toJSON() { return { type: 'Buffer', data: [...this] }; }
  equals(o) { return this.length === o.length && this.every((x, i) => x === o[i]); }
  write(s, at = 0) { const b = utf8(s); this.set(b, at); return b.length; }
  get view() { return new DataView(this.buffer, this.byteOffset, this.length); }
  readUInt8(i = 0) { return this[i]; } readInt32LE(i = 0) { return this.view.getInt32(i, true); } readUInt32BE(i = 0) { return this.view.getUint32(i); } readInt32BE(i = 0) { return this.view.getInt32(i); } readUInt16BE(i = 0) { return this.view.getUint16(i); }
  writeInt32BE(v, i = 0) { this.view.setInt32(i, v); return i + 4; } writeUInt32BE(v, i = 0) { this.view.setUint32(i, v); return i + 4; } writeInt32LE(v, i = 0) { this.view.setInt32(i, v, true); return i + 4; }
  slice(a, z) { return this.subarray(a, z); }
}
globalThis.Buffer = Buffer;
B.buffer = { Buffer };
const bytesOf = (v) => typeof v === 'string' ? utf8(v) : v instanceof ArrayBuffer ? new Uint8Array(v) : v;
B.bytesOf = bytesOf;

class EventEmitter {
  on(n, f) { (this._ev ??= {})[n] = [...(this._ev[n] || []), f]; return this; }
  addListener(n, f) { return this.on(n, f); }
  prependListener(n, f) { (this._ev ??= {})[n] = [f, ...(this._ev[n] || [])]; return this; }
  once(n, f) { const g = (...a) => { this.off(n, g); f.apply(this, a); }; g.listener = f; return this.on(n, g); }
  off(n, f) { if (this._ev && this._ev[n]) this._ev[n] = this._ev[n].filter((x) => x !== f && x.listener !== f); return this; }
  removeListener(n, f) { return this.off(n, f); }
  removeAllListeners(n) { if (this._ev) { if (n === undefined) this._ev = {}; else delete this._ev[n]; } return this; }
  emit(n, ...a) { const l = this._ev && this._ev[n]; if (!l || !l.length) { if (n === 'error') throw a[0] instanceof Error ? a[0] : new Error('Unhandled error. (' + a[0] + ')'); return false; } for (const f of l) f.apply(this, a); return true; }
  listenerCount(n) { return (this._ev && this._ev[n] || []).length; }
  listeners(n) { return [...(this._ev && this._ev[n] || [])]; }
  eventNames() { return Object.keys(this._ev || {}); }
  setMaxListeners() { return this; }
}
EventEmitter.EventEmitter = EventEmitter; EventEmitter.once = (e, n) => new Promise((r, j) => { e.once(n, (...a) => r(a)); e.once('error', j); });
// Old code calls it as a function on its own objects.
const callable = (C) => new Proxy(C, { apply: (t, self) => self });
B.events = callable(EventEmitter);

const seenText = (v) => { if (v.constructor && v.constructor !== Object && v.constructor.name) return v.constructor.name + ' '; return Object.getPrototypeOf(v) === null ? '[Object: null prototype] ' : ''; };
const quoted = (s) => s.includes("'") && !s.includes('"') ? JSON.stringify(s) : "'" + s.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n').replace(/\t/g, '\\t').replace(/\r/g, '\\r') + "'";
const inspect = (v, o = {}, depth = 0, seen = [], top = false) => {
  if (typeof v === 'string') return top ? v : quoted(v);
  if (typeof v === 'bigint') return v + 'n';
  if (Object.is(v, -0)) return '-0';
  if (typeof v === 'symbol') return v.toString();
  if (typeof v === 'function') { const c = /^class\b/.test(Function.prototype.toString.call(v)); const n = v.name; return c ? '[class ' + (n || '(anonymous)') + ']' : '[Function' + (n ? ': ' + n : ' (anonymous)') + ']'; }
  if (typeof v !== 'object' || v === null) return String(v);
  if (seen.includes(v)) return '[Circular *1]';
  const next = [...seen, v];
  const most = o.depth === undefined ? 2 : o.depth === null ? Infinity : o.depth;
  const go = (x) => inspect(x, o, depth + 1, next);
  if (v instanceof Error) { let s = stackOf(v); const extra = Object.keys(v).filter((k) => k !== 'stack' && k !== 'message'); if (extra.length && depth <= most) s += ' {\n' + extra.map((k) => '  ' + k + ': ' + go(v[k])).join(',\n') + '\n}'; return depth ? '[' + s.split('\n')[0] + ']' : s; }
  if (v instanceof Date) return isNaN(v) ? 'Invalid Date' : v.toISOString();
  if (v instanceof RegExp) return String(v);
  if (v instanceof Promise) return 'Promise { <pending> }';
  if (v instanceof Buffer) return '<Buffer ' + [...v.subarray(0, 50)].map((x) => x.toString(16).padStart(2, '0')).join(' ') + (v.length > 50 ? ' ... ' + (v.length - 50) + ' more bytes' : '') + '>';
  if (depth > most) return Array.isArray(v) ? '[Array]' : '[' + (seenText(v).trim() || 'Object') + ']';
  const key = (k) => /^[A-Za-z_$][\w$]*$/.test(k) ? k : quoted(k);
  let parts, open = '{', close = '}', head = seenText(v);
  if (Array.isArray(v) || ArrayBuffer.isView(v)) { open = '['; close = ']'; head = Array.isArray(v) ? '' : v.constructor.name + '(' + v.length + ') '; parts = [...v].slice(0, 100).map(go); if (v.length > 100) parts.push('... ' + (v.length - 100) + ' more item' + (v.length > 101 ? 's' : '')); }
  else if (v instanceof Map) { head = 'Map(' + v.size + ') '; parts = [...v].map(([k, x]) => go(k) + ' => ' + go(x)); }
  else if (v instanceof Set) { head = 'Set(' + v.size + ') '; parts = [...v].map(go); }
  else parts = Object.keys(v).map((k) => { const d = Object.getOwnPropertyDescriptor(v, k); return key(k) + ': ' + (d && d.get ? '[Getter' + (d.set ? '/Setter' : '') + ']' : go(v[k])); });
  if (!parts.length) return head + open + close;
  const line = parts.join(', ');
  if (line.length + depth * 2 + head.length <= 72 && !line.includes('\n')) return head + (open === '[' ? '[ ' + line + ' ]' : '{ ' + line + ' }');
  const pad = '  '.repeat(depth + 1);
  if (open === '[' && parts.length > 6 && parts.every((p) => p.length <= 6)) { const w = Math.max(...parts.map((p) => p.length)); const cols = Math.min(16, Math.max(1, Math.round(Math.sqrt(2.5 * (w + 2) * parts.length) / (w + 2)))); const rows = []; for (let i = 0; i < parts.length; i += cols) rows.push(pad + parts.slice(i, i + cols).map((p, j) => (p + (i + j < parts.length - 1 ? ',' : '')).padStart(0)).map((p) => typeof v[0] === 'number' ? p.padStart(w + 1) : p.padEnd(w + 1)).join(' ').trimEnd()); return head + '[\n' + rows.join('\n') + '\n' + '  '.repeat(depth) + ']'; }
  return head + open + '\n' + parts.map((p) => pad + p).join(',\n') + '\n' + '  '.repeat(depth) + close;
};
const stackOf = (e) => { const head = (e.name || 'Error') + (e.message ? ': ' + e.message : ''); const st = String(e.stack || '').split('\n').filter((l) => l.trim() && !/node:internal|<eval>|native\)$/.test(l)).join('\n'); return st ? head + '\n' + st : head; };
B.stackOf = stackOf;
const format = (...a) => { if (typeof a[0] !== 'string') return a.map((x) => inspect(x, {}, 0, [], true)).join(' '); let i = 1; const s = a[0].replace(/%([sdifjoOc%])/g, (m, c) => { if (c === '%') return '%'; if (i >= a.length) return m; const v = a[i++]; if (c === 's') return typeof v === 'string' ? v : inspect(v, { depth: 0 }); if (c === 'd') return String(Number(v)); if (c === 'i') return String(parseInt(v)); if (c === 'f') return String(parseFloat(v)); if (c === 'j') return JSON.stringify(v); if (c === 'c') return ''; return inspect(v); }); return [s, ...a.slice(i).map((x) => inspect(x, {}, 0, [], true))].join(' '); };
B.util = { inspect, format, promisify: (f) => f[Symbol.for('nodejs.util.promisify.custom')] || ((...a) => new Promise((r, j) => f(...a, (e, v) => e ? j(e) : r(v)))), callbackify: (f) => (...a) => { const cb = a.pop(); f(...a).then((v) => cb(null, v), cb); }, inherits: (c, s) => { c.super_ = s; Object.setPrototypeOf(c.prototype, s.prototype); }, isDeepStrictEqual: (a, b) => JSON.stringify(a) === JSON.stringify(b), types: { isPromise: (p) => p instanceof Promise, isDate: (d) => d instanceof Date }, deprecate: (f) => f, TextEncoder, TextDecoder, isArray: Array.isArray };
let indent = '';
const put = (fd, a) => { const s = format(...a); host('write', [fd, (indent ? s.replace(/^/gm, indent) : s) + '\n']); };
const counts = {}, times = {};
globalThis.console = { log: (...a) => put(1, a), info: (...a) => put(1, a), debug: (...a) => put(1, a), error: (...a) => put(2, a), warn: (...a) => put(2, a), trace: (...a) => put(2, ['Trace: ' + format(...a)]), dir: (v, o) => put(1, [inspect(v, o)]), assert: (c, ...a) => { if (!c) put(2, ['Assertion failed' + (a.length ? ': ' + format(...a) : '')]); }, group: (...a) => { if (a.length) put(1, a); indent += '  '; }, groupEnd: () => { indent = indent.slice(2); }, count: (l = 'default') => put(1, [l + ': ' + (counts[l] = (counts[l] || 0) + 1)]), time: (l = 'default') => { times[l] = host('uptime'); }, timeEnd: (l = 'default') => put(1, [l + ': ' + (host('uptime') - times[l]).toFixed(3) + 'ms']), timeLog: (l = 'default') => put(1, [l + ': ' + (host('uptime') - times[l]).toFixed(3) + 'ms']),
  table: (rows) => { if (typeof rows !== 'object' || !rows) return put(1, [rows]); const keys = []; const list = Object.entries(rows); for (const [, r] of list) if (typeof r === 'object' && r) for (const k of Object.keys(r)) if (!keys.includes(k)) keys.push(k); const val = list.some(([, r]) => typeof r !== 'object' || !r); const head = ['(index)', ...keys, ...(val ? ['Values'] : [])]; const body = list.map(([i, r]) => [i, ...keys.map((k) => typeof r === 'object' && r && k in r ? inspect(r[k]) : ''), ...(val ? [typeof r === 'object' && r ? '' : inspect(r)] : [])]); const w = head.map((h, i) => Math.max(h.length, ...body.map((r) => r[i].length)) + 2); const rule = (a, b, c) => a + w.map((n) => '─'.repeat(n)).join(b) + c; const line = (r) => '│' + r.map((c, i) => ' ' + c.padEnd(w[i] - 1)).join('│') + '│'; put(1, [[rule('┌', '┬', '┐'), line(head), rule('├', '┼', '┤'), ...body.map(line), rule('└', '┴', '┘')].join('\n')]); } };

const norm = (p) => { const abs = p.startsWith('/'); const out = []; for (const s of p.split('/')) { if (!s || s === '.') continue; if (s === '..' && out.length && out[out.length - 1] !== '..') out.pop(); else if (s !== '..' || !abs) out.push(s); } return (abs ? '/' : '') + out.join('/') || (abs ? '/' : '.'); };
const path = { sep: '/', delimiter: ':', normalize: norm, join: (...a) => norm(a.filter(Boolean).join('/') || '.'), resolve: (...a) => { let p = ''; for (const s of a.reverse()) { if (!s) continue; p = p ? s + '/' + p : s; if (s.startsWith('/')) break; } return norm(p.startsWith('/') ? p : host('cwd') + '/' + p); }, dirname: (p) => { const i = p.replace(/\/+$/, '').lastIndexOf('/'); return i < 0 ? '.' : i === 0 ? '/' : p.slice(0, i); }, basename: (p, e) => { const b = p.replace(/\/+$/, '').split('/').pop(); return e && b.endsWith(e) ? b.slice(0, -e.length) : b; }, extname: (p) => { const b = path.basename(p); const i = b.lastIndexOf('.'); return i <= 0 ? '' : b.slice(i); }, isAbsolute: (p) => p.startsWith('/'), relative: (a, b) => { const x = path.resolve(a).split('/').filter(Boolean), y = path.resolve(b).split('/').filter(Boolean); let i = 0; while (i < x.length && x[i] === y[i]) i++; return [...x.slice(i).map(() => '..'), ...y.slice(i)].join('/'); }, parse: (p) => { const base = path.basename(p), ext = path.extname(p); return { root: p.startsWith('/') ? '/' : '', dir: path.dirname(p), base, ext, name: base.slice(0, base.length - ext.length) }; }, format: (o) => (o.dir ? o.dir + '/' : '') + (o.base || o.name + o.ext) };
path.posix = path; B.path = path;

const P = (p) => p instanceof URL ? decodeURIComponent(p.pathname) : Buffer.isBuffer(p) ? p.toString() : String(p);
const sys = (op, name) => (p, ...rest) => { try { return host(op, [P(p), ...rest]); } catch (e) { throw fail(e, name, P(p)); } };
const stats = (s) => ({ size: s.size, mode: s.mode, uid: s.uid, gid: s.gid, ino: s.ino, nlink: s.nlink, mtimeMs: s.mtimeMs, mtime: new Date(s.mtimeMs), ctime: new Date(s.mtimeMs), birthtime: new Date(s.mtimeMs), isFile: () => s.type === 'file', isDirectory: () => s.type === 'directory', isSymbolicLink: () => s.type === 'symlink' });
const enc = (o) => typeof o === 'string' ? o : o && o.encoding;
const writing = (op) => (p, d, o) => { try { host(o && o.flag === 'a' ? 'appendFile' : op, [P(p), typeof d === 'string' ? d : ''], typeof d === 'string' ? undefined : bytesOf(d)); } catch (e) { throw fail(e, 'open', P(p)); } };
const sync = {
  readFile: (p, o) => { let d; try { d = host('read', [P(p)]); } catch (e) { throw fail(e, e.code === 'EISDIR' ? 'read' : 'open', e.code === 'EISDIR' ? undefined : P(p)); } const b = Buffer.from(d); return enc(o) ? b.toString(enc(o)) : b; },
  writeFile: writing('writeFile'), appendFile: writing('appendFile'), stat: (p, o) => { if (o && o.throwIfNoEntry === false && !host('exists', [P(p)])) return undefined; return stats(sys('stat', 'stat')(p)); }, lstat: (p) => stats(sys('stat', 'lstat')(p, 'l')),
  readdir: (p, o) => { const l = sys('readdir', 'scandir')(p); return o && o.withFileTypes ? l.map((e) => ({ name: e.name, parentPath: P(p), isFile: () => e.type === 'file', isDirectory: () => e.type === 'directory', isSymbolicLink: () => e.type === 'symlink' })) : l.map((e) => e.name); },
  mkdir: (p, o) => { sys('mkdir', 'mkdir')(p, Boolean(o && o.recursive)); }, unlink: sys('unlink', 'unlink'), rmdir: (p, o) => o && o.recursive ? sys('rm', 'rm')(p, true) : sys('rmdir', 'rmdir')(p), rm: (p, o) => { sys('rm', 'rm')(p, Boolean(o && o.force)); }, rename: sys('rename', 'rename'), realpath: sys('realpath', 'realpath'), chmod: sys('chmod', 'chmod'), symlink: sys('symlink', 'symlink'), access: (p) => { sys('stat', 'access')(p); }, copyFile: (a, b) => { sync.writeFile(b, sync.readFile(a)); }, mkdtemp: (p) => { const n = p + B.chance().toString(36).slice(2, 8); sync.mkdir(n); return n; },
};
const fs = { promises: {}, constants: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 }, existsSync: (p) => { try { return host('exists', [P(p)]); } catch { return false; } } };
for (const [n, f] of Object.entries(sync)) { fs[n + 'Sync'] = f; fs.promises[n] = async (...a) => f(...a); fs[n] = (...a) => { const cb = a.pop(); let v, e = null; try { v = f(...a); } catch (x) { e = x; } setImmediate(() => cb(e, v)); }; }
fs.exists = (p, cb) => setImmediate(() => cb(fs.existsSync(p)));
fs.watch = fs.watchFile = () => { throw new Error('drydock: fs.watch is not simulated yet'); };
B.fs = fs; B['fs/promises'] = fs.promises;

class Stream extends EventEmitter { pipe(to) { this.on('data', (d) => to.write(d)); this.on('end', () => { if (to !== process.stdout && to !== process.stderr) to.end(); }); return to; } }
class Readable extends Stream {
  constructor(o = {}) { super(); this._q = []; this._done = false; this.readable = true; if (o.read) this._read = o.read; if (o.encoding) this._enc = o.encoding; }
  setEncoding(e) { this._enc = e; return this; }
  push(d) { if (d === null) this._done = true; else this._q.push(this._enc && typeof d !== 'string' ? Buffer.from(d).toString(this._enc) : d); if (this._flow) this._drain(); return true; }
  on(n, f) { super.on(n, f); if (n === 'data' || n === 'readable') this.resume(); return this; }
  resume() { if (!this._flow) { this._flow = true; process.nextTick(() => { if (this._read && !this._q.length && !this._done) this._read(); this._drain(); }); } return this; }
  pause() { this._flow = false; return this; }
  _drain() { while (this._flow && this._q.length) this.emit('data', this._q.shift()); if (this._flow && this._done && !this._ended) { this._ended = true; this.readableEnded = true; process.nextTick(() => { this.emit('end'); this.emit('close'); }); } }
  destroy(e) { if (e) this.emit('error', e); this.emit('close'); return this; }
  static from(it) { const r = new Readable(); (async () => { for await (const x of it) r.push(x); r.push(null); })(); return r; }
  async *[Symbol.asyncIterator]() { const q = []; let wake, done = false, err; this.on('data', (d) => { q.push(d); wake && wake(); }); this.on('end', () => { done = true; wake && wake(); }); this.on('error', (e) => { err = e; wake && wake(); }); for (;;) { if (q.length) yield q.shift(); else if (err) throw err; else if (done) return; else await new Promise((r) => { wake = r; }); } }
}
class Writable extends Stream {
  constructor(o = {}) { super(); if (o.write) this._write = o.write; if (o.final) this._final = o.final; this.writable = true; }
  write(d, e, cb) { if (typeof e === 'function') cb = e; this._write && this._write(typeof d === 'string' && !this.decode ? Buffer.from(d) : d, typeof e === 'string' ? e : 'utf8', cb || (() => {})); return true; }
  end(d, e, cb) { if (typeof d === 'function') { cb = d; d = undefined; } if (d !== undefined && d !== null) this.write(d, e); this.writableEnded = true; const fin = () => process.nextTick(() => { this.emit('finish'); this.emit('close'); cb && cb(); }); this._final ? this._final(fin) : fin(); return this; }
}
class Transform extends Readable { constructor(o = {}) { super(o); if (o.transform) this._transform = o.transform; if (o.flush) this._flush = o.flush; this.writable = true; } write(d) { this._transform(d, 'utf8', (e, v) => { if (e) this.emit('error', e); else if (v !== undefined && v !== null) this.push(v); }); return true; } end(d) { if (d !== undefined) this.write(d); this.push(null); this.emit('finish'); return this; } }
const Duplex = Transform;
class PassThrough extends Transform { _transform(d, e, cb) { cb(null, d); } }
B.stream = Object.assign(callable(Stream), { Stream, Readable, Writable, Transform, Duplex, PassThrough, pipeline: (...a) => { const cb = typeof a[a.length - 1] === 'function' ? a.pop() : () => {}; const last = a[a.length - 1]; a.reduce((x, y) => x.pipe(y)); last.on('finish', () => cb()); for (const s of a) s.on('error', cb); return last; } });
B['stream/promises'] = { pipeline: (...a) => new Promise((r, j) => B.stream.pipeline(...a, (e) => e ? j(e) : r())) };
fs.createReadStream = (p, o) => { const r = new Readable(); if (enc(o)) r.setEncoding(enc(o)); process.nextTick(() => { try { r.push(sync.readFile(p)); r.push(null); } catch (e) { r.emit('error', e); } }); return r; };
fs.createWriteStream = (p, o) => { if (!(o && /a/.test(o.flags || ''))) sync.writeFile(p, ''); return new Writable({ write: (d, e, cb) => { sync.appendFile(p, d); cb(); } }); };

const handlers = B.handlers = { servers: new Map(), sockets: new Map(), children: new Map(), timers: new Map() };
const timer = (f, ms, a, again) => { const id = ++ids; const t = { id, ref() { return t; }, unref() { host('unrefTimer', [id]); return t; }, hasRef: () => true, refresh() { return t; }, [Symbol.toPrimitive]: () => id, close() { clearTimeout(t); } }; ms = Math.max(1, Number(ms) || 1); handlers.timers.set(id, () => { if (again) host('timer', [id, ms]); else handlers.timers.delete(id); f(...a); }); host('timer', [id, ms]); return t; };
globalThis.setTimeout = (f, ms, ...a) => { if (typeof f !== 'function') { const e = new TypeError('The "callback" argument must be of type function. Received ' + inspect(f)); e.code = 'ERR_INVALID_ARG_TYPE'; throw e; } return timer(f, ms, a, false); };
globalThis.setInterval = (f, ms, ...a) => timer(f, ms, a, true);
globalThis.clearTimeout = globalThis.clearInterval = globalThis.clearImmediate = (t) => { if (t === undefined || t === null) return; const id = typeof t === 'object' ? t.id : t; handlers.timers.delete(id); host('clearTimer', [id]); };
globalThis.setImmediate = (f, ...a) => timer(f, 0, a, false);
globalThis.queueMicrotask = (f) => { Promise.resolve().then(f); };
globalThis.structuredClone = (v) => v === undefined ? v : JSON.parse(JSON.stringify(v));
B.timers = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate };
B['timers/promises'] = { setTimeout: (ms, v) => new Promise((r) => setTimeout(() => r(v), ms)), setImmediate: (v) => new Promise((r) => setImmediate(() => r(v))) };
const RealDate = Date;
globalThis.Date = class Date extends RealDate { constructor(...a) { if (a.length === 0) super(host('now')); else super(...a); } static now() { return host('now'); } };
B.chance = () => { const b = host('random', [6]); let n = 0; for (const x of b) n = n * 256 + x; return n / 2 ** 48; };
Object.assign(Math, { random: B.chance });
globalThis.performance = { now: () => host('uptime'), timeOrigin: host('now') - host('uptime'), mark() {}, measure() {} };
B.perf_hooks = { performance };
})();
`;
