import { encode } from '#io/streams';
import { digest } from '../../digest';
import { PyBytes, PyFloat } from '../runtime/values';
import { str } from '../objects/define';
import { nativeModule } from './define';

nativeModule('_text', () => ({
  digest: (a) => new PyBytes(digest(str(a[0]) as 'md5', (a[1] as PyBytes).data)),
  double: (a) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, a[0] instanceof PyFloat ? a[0].value : Number(a[0]), true);
    return new PyBytes(new Uint8Array(view.buffer));
  },
  undouble: (a) => {
    const { data } = a[0] as PyBytes;
    return new PyFloat(new DataView(data.buffer, data.byteOffset).getFloat64(0, true));
  },
  b64encode: (a) => {
    const { data } = a[0] as PyBytes;
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    let out = '';
    for (let i = 0; i < data.length; i += 3) {
      const n = (data[i]! << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
      out +=
        letters[n >> 18]! +
        letters[(n >> 12) & 63]! +
        (i + 1 < data.length ? letters[(n >> 6) & 63]! : '=') +
        (i + 2 < data.length ? letters[n & 63]! : '=');
    }
    return new PyBytes(encode(out));
  },
  b64decode: (a) => {
    const text = (a[0] instanceof PyBytes ? String.fromCharCode(...a[0].data) : str(a[0])).replaceAll(
      /[^A-Za-z0-9+/_-]/g,
      '',
    );
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const out: number[] = [];
    let bits = 0;
    let n = 0;
    for (const ch of text.replaceAll('-', '+').replaceAll('_', '/')) {
      n = (n << 6) | letters.indexOf(ch);
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        out.push((n >> bits) & 255);
        n &= (1 << bits) - 1;
      }
    }
    return new PyBytes(Uint8Array.from(out));
  },
}));
