import { goUnquote } from './quote';
import type { NumberNode } from './node';

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);
const MAX_UINT = 2n ** 64n - 1n;

const DIGITS =
  /^(0[xX]_?[0-9a-fA-F]+(_[0-9a-fA-F]+)*|0[oO]_?[0-7]+(_[0-7]+)*|0[bB]_?[01]+(_[01]+)*|0(_?[0-7]+)*|[1-9][0-9]*(_[0-9]+)*)$/;

function integer(text: string): bigint | undefined {
  const sign = /^[-+]/.test(text) ? text[0] : '';
  const digits = sign ? text.slice(1) : text;
  if (!DIGITS.test(digits)) return undefined;
  const plain = digits
    .replaceAll('_', '')
    .replace(/^0(?=[0-7])/, '0o')
    .toLowerCase();
  return sign === '-' ? -BigInt(plain) : BigInt(plain);
}

function float(text: string): number | undefined {
  const plain = text.replaceAll('_', '');
  const hex = /^([-+]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([-+]?\d+)$/.exec(plain);
  if (hex) {
    const [, sign, whole = '', part = '', power = '0'] = hex;
    if (whole + part === '') return undefined;
    const value = Number(BigInt(`0x${whole}${part || ''}`)) * 2 ** (Number(power) - 4 * part.length);
    return sign === '-' ? -value : value;
  }
  return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(plain) ? Number(plain) : undefined;
}

/** How a number or character constant is read: as every kind that holds it exactly. Undefined when it is none. */
export function numberNode(
  text: string,
  kind: 'number' | 'charConstant' | 'complex',
  pos: number,
): NumberNode | undefined {
  const node = { kind: 'number', pos, text, complex: false } as const;
  if (kind === 'charConstant') {
    const ch = text.length >= 3 && text.endsWith("'") ? goUnquote(text) : undefined;
    if (ch === undefined || [...ch].length !== 1) return undefined;
    const code = BigInt(ch.codePointAt(0)!);
    return { ...node, int: code, uint: code, float: Number(code) };
  }
  if (kind === 'complex' || text.endsWith('i')) {
    const imaginary = text.slice(0, -1);
    if (kind === 'number' && float(imaginary) === undefined && integer(imaginary) === undefined) return undefined;
    return { ...node, int: undefined, uint: undefined, float: undefined, complex: true };
  }
  const whole = integer(text);
  if (whole !== undefined) {
    const fitsInt = whole <= MAX_INT && whole >= MIN_INT;
    const fitsUint = whole <= MAX_UINT && whole >= 0n;
    if (!fitsInt && !fitsUint) return undefined;
    const value = { int: fitsInt ? whole : undefined, uint: fitsUint ? whole : undefined };
    return { ...node, ...value, float: Number(whole) };
  }
  const value = float(text);
  if (value === undefined) return undefined;
  const exact = Number.isInteger(value) ? BigInt(value) : undefined;
  return {
    ...node,
    int: exact !== undefined && exact <= MAX_INT && exact >= MIN_INT ? exact : undefined,
    uint: exact !== undefined && exact <= MAX_UINT && exact >= 0n ? exact : undefined,
    float: value,
  };
}
