/** A package that npm can install: its files, or nothing where it is not simulated. */
export interface NodePackage {
  readonly version: string;
  /** How many packages the real one brings, itself included. */
  readonly count: number;
  readonly files?: Readonly<Record<string, string>>;
  readonly bin?: string;
  readonly requires?: readonly string[];
}

const EXPRESS = String.raw`
'use strict';
const http = require('http'), fs = require('fs'), path = require('path'), { EventEmitter } = require('events');
const TYPES = { html: 'text/html; charset=utf-8', htm: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'application/javascript; charset=utf-8', mjs: 'application/javascript; charset=utf-8', json: 'application/json; charset=utf-8', txt: 'text/plain; charset=utf-8', text: 'text/plain; charset=utf-8', png: 'image/png', jpg: 'image/jpeg', svg: 'image/svg+xml', ico: 'image/x-icon', xml: 'application/xml' };
const keysOf = (p, end) => { if (p instanceof RegExp) return { re: p, keys: [] }; const keys = []; const src = p.replace(/\/$/, '').replace(/[.+^$()|[\]\\]/g, '\\$&').replace(/\/:(\w+)(\\\([^)]*\\\))?(\?)?/g, (m, k, r, o) => { keys.push(k); return o ? '(?:/([^/]+))?' : '/([^/]+)'; }).replace(/\/?\*(\w*)/g, (m, k) => { keys.push(k || '0'); return '/?(.*)'; }); return { re: new RegExp('^' + src + (end ? '/?$' : '(?=/|$)'), 'i'), keys }; };
const flat = (a) => a.flat(Infinity);
function Router() {
  const router = (req, res, next) => router.handle(req, res, next);
  router.stack = []; router.params = {};
  router.use = (...a) => { const p = typeof a[0] === 'string' || a[0] instanceof RegExp ? a.shift() : Array.isArray(a[0]) && typeof a[0][0] === 'string' ? a.shift()[0] : '/'; for (const f of flat(a)) { if (typeof f !== 'function') throw new TypeError('argument handler must be a function'); router.stack.push({ ...keysOf(p, false), f, mount: true }); } return router; };
  router.add = (method, p, fs) => { for (const one of Array.isArray(p) ? p : [p]) for (const f of flat(fs)) { if (typeof f !== 'function') throw new Error('Route.' + method.toLowerCase() + '() requires a callback function but got a [object ' + (f === undefined ? 'Undefined' : 'Object') + ']'); router.stack.push({ ...keysOf(one, true), f, method }); } return router; };
  for (const m of ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all']) router[m] = (p, ...f) => router.add(m.toUpperCase(), p, f);
  router.route = (p) => { const r = {}; for (const m of ['get', 'post', 'put', 'patch', 'delete', 'all']) r[m] = (...f) => { router.add(m.toUpperCase(), p, f); return r; }; return r; };
  router.param = (n, f) => { router.params[n] = f; };
  router.handle = (req, res, done) => {
    let i = 0; const base = req.baseUrl || ''; const outer = req.params;
    const next = (err) => {
      if (err === 'route') err = undefined;
      for (;;) {
        const l = router.stack[i++];
        req.baseUrl = base;
        if (!l) { req.params = outer; return done(err); }
        const local = req.path0.slice(base.length) || '/';
        if (l.method && l.method !== 'ALL' && l.method !== req.method && !(l.method === 'GET' && req.method === 'HEAD')) continue;
        if ((l.f.length === 4) !== Boolean(err)) continue;
        const m = l.re.exec(local);
        if (!m) continue;
        req.params = { ...outer }; l.keys.forEach((k, j) => { if (m[j + 1] !== undefined) req.params[k] = decodeURIComponent(m[j + 1]); });
        if (l.mount) { req.baseUrl = base + (m[0] === '/' ? '' : m[0]); req.url = (req.originalUrl.slice(req.baseUrl.length) || '/').replace(/^(?=\?)/, '/'); } else req.url = req.originalUrl.slice(base.length) || '/';
        try { const r = err ? l.f(err, req, res, next) : l.f(req, res, next); if (r && r.catch) r.catch(next); } catch (e) { return next(e); }
        return;
      }
    };
    next();
  };
  return router;
}
const page = (t) => '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>' + t + '</pre>\n</body>\n</html>\n';
const esc = (s) => String(s).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');
const resMethods = {
  status(c) { this.statusCode = c; return this; }, sendStatus(c) { this.statusCode = c; this.type('txt'); return this.send(http.STATUS_CODES[c] || String(c)); },
  set(k, v) { if (typeof k === 'object') for (const [a, b] of Object.entries(k)) this.setHeader(a, b); else this.setHeader(k, v); return this; }, header(k, v) { return this.set(k, v); }, get(k) { return this.getHeader(k); },
  type(t) { this.setHeader('content-type', t.includes('/') ? t : TYPES[t.replace('.', '')] || t); return this; }, contentType(t) { return this.type(t); },
  send(b) { if (typeof b === 'number' || typeof b === 'boolean' || (typeof b === 'object' && b !== null && !Buffer.isBuffer(b))) return this.json(b); if (b === undefined || b === null) b = ''; if (!this.getHeader('content-type')) this.type(Buffer.isBuffer(b) ? 'application/octet-stream' : 'html'); const d = Buffer.isBuffer(b) ? b : Buffer.from(b); this.setHeader('content-length', d.length); if (!this.getHeader('etag') && d.length) this.setHeader('etag', 'W/"' + d.length.toString(16) + '-' + require('crypto').createHash('sha1').update(d).digest('base64').slice(0, 27) + '"'); this.end(d); return this; },
  json(v) { if (!this.getHeader('content-type')) this.type('json'); return this.send(JSON.stringify(v, null, this.app.get('json spaces')) ?? ''); }, jsonp(v) { return this.json(v); },
  redirect(s, u) { if (u === undefined) { u = s; s = 302; } this.statusCode = s; this.setHeader('location', u); this.type('txt'); return this.send(http.STATUS_CODES[s] + '. Redirecting to ' + u); },
  sendFile(p, o, cb) { if (typeof o === 'function') { cb = o; o = {}; } const f = path.resolve((o && o.root) || '/', p); try { const d = fs.readFileSync(f); if (!this.getHeader('content-type')) this.type(TYPES[path.extname(f).slice(1)] || 'application/octet-stream'); this.send(d); cb && cb(); } catch (e) { e.status = e.statusCode = 404; if (cb) cb(e); else this.req.next0(e); } },
  download(p) { this.setHeader('content-disposition', 'attachment; filename="' + path.basename(p) + '"'); return this.sendFile(path.resolve(p)); },
  render(n, o = {}) { const e = this.app.get('view engine'); const f = path.resolve(this.app.get('views') || 'views', path.extname(n) ? n : n + '.' + e); try { const ext = path.extname(f).slice(1); const eng = this.app.engines[ext]; if (eng) eng(f, { ...this.app.locals, ...this.locals, ...o }, (err, s) => { if (err) throw err; this.send(s); }); else this.send(require(require.resolve(ext)).render0(f, { ...this.app.locals, ...this.locals, ...o })); } catch (x) { this.req.next0(x); } },
  cookie(k, v) { const old = this.getHeader('set-cookie'); this.setHeader('set-cookie', [].concat(old || [], k + '=' + encodeURIComponent(v) + '; Path=/')); return this; }, clearCookie(k) { return this.cookie(k, ''); }, vary() { return this; }, links() { return this; }, location(u) { this.setHeader('location', u); return this; }, append(k, v) { this.setHeader(k, [].concat(this.getHeader(k) || [], v)); return this; }, format(o) { (o.json || o.html || o.text || o.default)(); },
};
function express() {
  const settings = { 'x-powered-by': true, env: process.env.NODE_ENV || 'development', views: path.resolve('views') };
  const router = Router();
  const app = (req, res, next) => app.handle0(req, res, next);
  Object.assign(app, EventEmitter.prototype ? {} : {}, router);
  for (const n of ['on', 'once', 'emit', 'off']) app[n] = EventEmitter.prototype[n];
  app.locals = { settings }; app.engines = {}; app.mountpath = '/';
  app.set = (k, v) => { settings[k] = v; return app; }; app.enable = (k) => app.set(k, true); app.disable = (k) => app.set(k, false); app.enabled = (k) => Boolean(settings[k]);
  app.engine = (e, f) => { app.engines[e.replace('.', '')] = f; return app; };
  const get = router.get; app.get = (p, ...f) => f.length ? (get(p, ...f), app) : settings[p];
  for (const m of ['use', 'post', 'put', 'patch', 'delete', 'all', 'head', 'options', 'param']) app[m] = (...a) => { router[m](...a); return app; };
  app.handle0 = (req, res, next) => {
    if (!req.path0) { const i = req.url.indexOf('?'); req.originalUrl = req.url; req.path0 = i < 0 ? req.url : req.url.slice(0, i); req.query = Object.assign({}, require('querystring').parse(i < 0 ? '' : req.url.slice(i + 1))); req.params = {}; req.baseUrl = ''; Object.assign(req, { app, res, get: (h) => req.headers[h.toLowerCase()], header: (h) => req.headers[h.toLowerCase()], is: (t) => (req.headers['content-type'] || '').includes(t.replace('*/', '')) && t, accepts: (t) => Array.isArray(t) ? t[0] : t, hostname: (req.headers.host || '').split(':')[0], protocol: 'http', secure: false, ip: req.socket.remoteAddress, ips: [], xhr: false }); Object.defineProperty(req, 'path', { get: () => req.path0.slice(req.baseUrl.length) || '/' }); Object.assign(res, resMethods, { app, req }); if (settings['x-powered-by']) res.setHeader('X-Powered-By', 'Express'); }
    const done = next || ((err) => { if (res.finished) return; if (err) { res.statusCode = err.status || err.statusCode || 500; if (settings.env !== 'test') console.error(err.stack && err.message ? err : String(err)); res.type('html'); res.end(page(settings.env === 'production' ? http.STATUS_CODES[res.statusCode] : esc(err.stack ? require('util').inspect(err) : err).replace(/\n/g, '<br>').replace(/ {2}/g, ' &nbsp;'))); } else { res.statusCode = 404; res.setHeader('content-security-policy', "default-src 'none'"); res.setHeader('x-content-type-options', 'nosniff'); res.type('html'); res.end(page('Cannot ' + req.method + ' ' + esc(req.originalUrl.split('?')[0]))); } });
    req.next0 = done;
    router.handle(req, res, done);
  };
  app.listen = (...a) => http.createServer(app).listen(...a);
  return app;
}
const body = (test, parse) => (o = {}) => (req, res, next) => { if (req.body !== undefined && req.body0) return next(); req.body ??= {}; if (!test(req.headers['content-type'] || '')) return next(); const parts = []; req.on('data', (d) => parts.push(d)); req.on('end', () => { const t = Buffer.concat(parts).toString(); req.body0 = true; try { if (t) req.body = parse(t); next(); } catch (e) { e.status = 400; next(e); } }); };
express.json = body((t) => t.includes('json'), JSON.parse); express.urlencoded = body((t) => t.includes('urlencoded'), (t) => Object.assign({}, require('querystring').parse(t))); express.text = body((t) => t.includes('text/'), (t) => t); express.raw = body((t) => t.includes('octet'), (t) => Buffer.from(t));
express.static = (root, o = {}) => (req, res, next) => { if (req.method !== 'GET' && req.method !== 'HEAD') return next(); let f = path.join(path.resolve(root), path.normalize('/' + decodeURIComponent(req.path))); try { if (fs.statSync(f).isDirectory()) { if (o.index === false) return next(); f = path.join(f, o.index || 'index.html'); } if (!fs.statSync(f).isFile()) return next(); } catch { return next(); } res.setHeader('accept-ranges', 'bytes'); res.setHeader('cache-control', 'public, max-age=0'); res.setHeader('last-modified', fs.statSync(f).mtime.toUTCString()); res.sendFile(f); };
express.Router = Router; express.application = {}; express.response = {}; express.request = {};
module.exports = express; module.exports.default = express;
`;

const REDIS = String.raw`
'use strict';
const net = require('net'), { EventEmitter } = require('events');
class ErrorReply extends Error {}
const parse = (b, i) => { const e = b.indexOf(13, i); if (e < 0 || e + 1 >= b.length) return; const h = b.subarray(i + 1, e).toString(), k = String.fromCharCode(b[i]); if (k === '+') return [h, e + 2]; if (k === '-') return [new ErrorReply(h), e + 2]; if (k === ':') return [Number(h), e + 2]; const n = Number(h); if (n < 0) return [null, e + 2]; if (k === '$') return b.length < e + 4 + n ? undefined : [b.subarray(e + 2, e + 2 + n).toString(), e + 4 + n]; const l = []; let at = e + 2; for (let j = 0; j < n; j++) { const r = parse(b, at); if (!r) return; l.push(r[0]); at = r[1]; } return [l, at]; };
const pairs = (l) => { const o = {}; for (let i = 0; i < l.length; i += 2) o[l[i]] = l[i + 1]; return o; };
class Client extends EventEmitter {
  constructor(o = {}) { super(); this._o = o; const u = o.url ? new URL(o.url) : undefined; this._h = (u && u.hostname) || (o.socket && o.socket.host) || o.host || 'localhost'; this._p = Number((u && u.port) || (o.socket && o.socket.port) || o.port || 6379); this._pw = (u && u.password) || o.password; this._w = []; this._subs = {}; this.isOpen = this.isReady = false; }
  connect() { if (this._c) return this._c; this.isOpen = true; return this._c = new Promise((resolve, reject) => { const go = (n) => { const s = this._s = net.connect(this._p, this._h); let buf = Buffer.alloc(0); s.on('connect', () => { this.isReady = true; this.emit('connect'); (this._pw ? this.sendCommand(['AUTH', this._pw]) : Promise.resolve()).then(() => { this.emit('ready'); resolve(this); }, reject); }); s.on('data', (d) => { buf = Buffer.concat([buf, d]); for (let r; buf.length && (r = parse(buf, 0));) { buf = buf.subarray(r[1]); const v = r[0]; if (Array.isArray(v) && v[0] === 'message') { (this._subs[v[1]] || (() => {}))(v[2], v[1]); continue; } const w = this._w.shift(); if (w) v instanceof Error ? w.j(v) : w.r(v); } }); s.on('error', (e) => { this.isReady = false; if (this.listenerCount('error')) this.emit('error', e); else { reject(e); return; } if (this.isOpen) setTimeout(() => go(n + 1), Math.min(n * 50, 500)); }); s.on('end', () => { this.isReady = false; for (const w of this._w.splice(0)) w.j(new Error('Socket closed unexpectedly')); if (this.isOpen && !this._bye) { this.emit('error', new Error('Socket closed unexpectedly')); setTimeout(() => go(1), 50); } }); }; go(1); }); }
  sendCommand(a) { if (!this.isOpen) return Promise.reject(Object.assign(new Error('The client is closed'), { name: 'ClientClosedError' })); const t = a.map(String); const p = new Promise((r, j) => this._w.push({ r, j })); const send = () => this._s.write('*' + t.length + '\r\n' + t.map((x) => '$' + Buffer.byteLength(x) + '\r\n' + x + '\r\n').join('')); if (this.isReady) send(); else this.once('connect', send); return p; }
  async quit() { this._bye = true; this.isOpen = false; this._s && this._s.end(); return 'OK'; } disconnect() { return this.quit(); } async close() { return this.quit(); } duplicate() { return new Client(this._o); }
  async set(k, v, o = {}) { return this.sendCommand(['SET', k, v, ...(o.EX ? ['EX', o.EX] : []), ...(o.PX ? ['PX', o.PX] : []), ...(o.NX ? ['NX'] : [])]); }
  async hSet(k, f, v) { return this.sendCommand(['HSET', k, ...(typeof f === 'object' ? Object.entries(f).flat() : [f, v])]); } async hGetAll(k) { return pairs(await this.sendCommand(['HGETALL', k])); }
  async zAdd(k, m) { return this.sendCommand(['ZADD', k, ...[].concat(m).flatMap((x) => [x.score, x.value])]); } async zRangeWithScores(k, a, b) { const l = await this.sendCommand(['ZRANGE', k, a, b, 'WITHSCORES']); const o = []; for (let i = 0; i < l.length; i += 2) o.push({ value: l[i], score: Number(l[i + 1]) }); return o; }
  async subscribe(c, f) { this._subs[c] = f; return this.sendCommand(['SUBSCRIBE', c]); }
  multi() { const q = []; const m = new Proxy({}, { get: (_, n) => n === 'exec' ? async () => { const r = []; for (const [k, a] of q) r.push(await this[k](...a)); return r; } : (...a) => { q.push([n, a]); return m; } }); return m; }
}
for (const n of 'ping get del exists incr decr incrBy decrBy expire ttl keys append lPush rPush lPop rPop lLen lRange lTrim sAdd sRem sMembers sCard sIsMember hGet hDel hKeys hVals hIncrBy hExists zRange zScore zIncrBy zRem publish flushAll flushDb dbSize mGet setEx setNX getSet type rename info blPop brPop'.split(' ')) { Client.prototype[n] ??= function (...a) { return this.sendCommand([n.toUpperCase(), ...a.flat()]); }; Client.prototype[n.toLowerCase()] ??= Client.prototype[n]; }
exports.createClient = (p, h) => new Client(typeof p === 'number' ? { host: h, port: p } : p); exports.Client = Client; exports.ErrorReply = ErrorReply; Object.defineProperty(exports, '__esModule', { value: true }); exports.default = exports;
`;
const IOREDIS = String.raw`
const { Client } = require('redis');
class Redis extends Client { constructor(a, b) { super(typeof a === 'string' ? (a.includes('://') ? { url: a } : { host: a }) : typeof a === 'number' ? { port: a, host: b } : a || {}); this.connect().catch((e) => this.emit('error', e)); } }
module.exports = Redis; module.exports.default = Redis; module.exports.Redis = Redis;
`;
const AXIOS = String.raw`
const make = (base = {}) => { const request = async (o) => { o = { ...base, ...o }; let url = (o.baseURL && !/^https?:/.test(o.url) ? o.baseURL : '') + o.url; if (o.params) url += (url.includes('?') ? '&' : '?') + new URLSearchParams(o.params); const h = { accept: 'application/json, text/plain, */*', ...o.headers }; let b = o.data; if (b && typeof b === 'object' && !Buffer.isBuffer(b)) { b = JSON.stringify(b); h['content-type'] = 'application/json'; } let r; try { r = await fetch(url, { method: o.method || 'GET', headers: h, body: b }); } catch (e) { const x = e.cause || e; throw Object.assign(new Error(x.message), { name: 'AxiosError', code: x.code, isAxiosError: true, config: o, request: {} }); } const t = await r.text(); let data = t; try { data = JSON.parse(t); } catch {} const res = { data, status: r.status, statusText: r.statusText, headers: r.headers._h, config: o }; if (!(o.validateStatus || ((s) => s >= 200 && s < 300))(r.status)) throw Object.assign(new Error('Request failed with status code ' + r.status), { name: 'AxiosError', code: r.status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE', isAxiosError: true, response: res, config: o }); return res; }; const f = (u, o) => request(typeof u === 'string' ? { ...o, url: u } : u); for (const m of ['get', 'delete', 'head']) f[m] = (url, o) => request({ ...o, url, method: m }); for (const m of ['post', 'put', 'patch']) f[m] = (url, data, o) => request({ ...o, url, data, method: m }); f.request = request; f.create = (o) => make({ ...base, ...o }); f.defaults = base; f.interceptors = { request: { use() {} }, response: { use() {} } }; f.isAxiosError = (e) => Boolean(e && e.isAxiosError); return f; };
module.exports = make(); module.exports.default = module.exports;
`;
const one = (version: string, count: number, code: string, requires: readonly string[] = []): NodePackage => ({
  version,
  count,
  files: { 'index.js': code },
  requires,
});
const none = (version: string, count = 1): NodePackage => ({ version, count });

/** What the simulated registry has, by name. */
export const nodePackages: Readonly<Record<string, NodePackage>> = {
  express: one('4.21.2', 69, EXPRESS),
  redis: one('4.7.1', 10, REDIS),
  ioredis: one('5.8.2', 10, IOREDIS, ['redis']),
  axios: one('1.13.1', 23, AXIOS),
  cors: one(
    '2.8.5',
    3,
    "module.exports = () => (req, res, next) => { res.setHeader('Access-Control-Allow-Origin', '*'); if (req.method === 'OPTIONS') { res.setHeader('Access-Control-Allow-Methods', 'GET,HEAD,PUT,PATCH,POST,DELETE'); res.statusCode = 204; res.setHeader('content-length', '0'); return res.end(); } next(); };\n",
  ),
  'body-parser': one(
    '2.2.0',
    20,
    "const e = require('express'); exports.json = e.json; exports.urlencoded = e.urlencoded; exports.text = e.text; exports.raw = e.raw;\n",
    ['express'],
  ),
  morgan: one(
    '1.10.1',
    7,
    "module.exports = (f = 'default') => (req, res, next) => { const t = performance.now(); res.on('finish', () => { const ms = (performance.now() - t).toFixed(3); const n = res.getHeader('content-length') ?? '-'; console.log(f === 'dev' ? req.method + ' ' + req.originalUrl + ' ' + res.statusCode + ' ' + ms + ' ms - ' + n : f === 'tiny' ? req.method + ' ' + req.originalUrl + ' ' + res.statusCode + ' ' + n + ' - ' + ms + ' ms' : req.socket.remoteAddress + ' - - [' + new Date(performance.timeOrigin + performance.now()).toUTCString() + '] \"' + req.method + ' ' + req.originalUrl + ' HTTP/1.1\" ' + res.statusCode + ' ' + n); }); next(); };\n",
  ),
  dotenv: one(
    '17.2.3',
    1,
    "const fs = require('fs'); exports.parse = (t) => { const o = {}; for (const l of String(t).split('\\n')) { const m = /^\\s*(?:export\\s+)?([\\w.-]+)\\s*=\\s*(.*?)\\s*$/.exec(l); if (m) o[m[1]] = m[2].replace(/^(['\"])(.*)\\1$/, '$2'); } return o; }; exports.config = (c = {}) => { try { const parsed = exports.parse(fs.readFileSync(c.path || '.env', 'utf8')); for (const k in parsed) process.env[k] ??= parsed[k]; return { parsed }; } catch (error) { return { error }; } };\n",
  ),
  uuid: one(
    '13.0.0',
    1,
    "exports.v4 = () => require('crypto').randomUUID(); exports.v1 = exports.v4; exports.validate = (s) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(s);\n",
  ),
  nodemon: {
    version: '3.1.10',
    count: 29,
    bin: 'index.js',
    files: {
      'index.js':
        "#!/usr/bin/env node\nconst { spawn } = require('child_process');\nconst a = process.argv.slice(2).filter((x, i, l) => !/^-/.test(x) && !/^(-w|--watch|-e|--ext)$/.test(l[i - 1] || ''));\nconst f = a[0] || JSON.parse(require('fs').readFileSync('package.json', 'utf8')).main || 'index.js';\nconsole.log('[nodemon] 3.1.10\\n[nodemon] to restart at any time, enter `rs`\\n[nodemon] watching path(s): *.*\\n[nodemon] watching extensions: js,mjs,cjs,json\\n[nodemon] starting `node ' + f + '`');\nconst fs = require('fs');\nconst stamp = (d) => fs.readdirSync(d, { withFileTypes: true }).map((e) => e.name === 'node_modules' || e.name.startsWith('.') ? '' : e.isDirectory() ? stamp(d + '/' + e.name) : /\\.(js|mjs|cjs|json)$/.test(e.name) ? e.name + fs.statSync(d + '/' + e.name).mtimeMs : '').join();\nlet child; let again = false;\nconst go = () => { child = spawn('node', [f, ...a.slice(1)], { stdio: 'inherit' }); child.on('close', (c) => { if (again) return; console.log(c ? '[nodemon] app crashed - waiting for file changes before starting...' : '[nodemon] clean exit - waiting for changes before restart'); }); };\nlet last = stamp('.'); go();\nsetInterval(() => { const now = stamp('.'); if (now === last) return; last = now; console.log('[nodemon] restarting due to changes...\\n[nodemon] starting `node ' + f + '`'); go(); }, 1000);\n",
    },
  },
  ...Object.fromEntries(
    'mongodb 6.20.0 12,mongoose 8.19.2 18,pg 8.16.3 14,mysql2 3.15.3 12,mysql 2.18.1 11,sqlite3 5.1.7 110,ejs 3.1.10 6,pug 3.0.3 40,jest 30.2.0 290,mocha 11.7.4 90,typescript 5.9.3 1,react 19.2.0 1,react-dom 19.2.0 2,vite 7.1.12 15,eslint 9.39.0 85,socket.io 4.8.1 20,lodash 4.17.21 1,winston 3.18.3 25,helmet 8.1.0 1,jsonwebtoken 9.0.2 15,bcrypt 6.0.0 3,fastify 5.6.1 45,koa 3.1.1 30,prom-client 15.1.3 3,http-server 14.1.1 48,serve 14.2.5 88,chalk 5.6.2 1,wait-port 1.1.0 8,supertest 7.1.4 20'
      .split(',')
      .map((line) => {
        const [name = '', version = '', count = '1'] = line.split(' ');
        return [name, none(version, Number(count))];
      }),
  ),
};
