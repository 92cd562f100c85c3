/** Digits that tell the number from its neighbours, as mantissa digits and the decimal exponent of the first one. */
function shortest(value: number, single: boolean): { digits: string; exponent: number } {
  let text = value.toExponential();
  if (single) {
    for (let precision = 0; precision < 9; precision++) {
      text = value.toExponential(precision);
      if (Math.fround(Number(text)) === value) break;
    }
  }
  const [mantissa = '', power = '0'] = text.split('e');
  return { digits: mantissa.replace('.', ''), exponent: Number(power) };
}

const exponentText = (exponent: number, letter: string): string =>
  `${letter}${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;

function fixed(value: number, precision: number): string {
  if (value < 1e21) return value.toFixed(Math.min(precision, 100));
  return BigInt(value).toString() + (precision > 0 ? `.${'0'.repeat(precision)}` : '');
}

function general(value: number, precision: number, letter: string, single: boolean): string {
  const least = precision < 0;
  let { digits, exponent } = value === 0 ? { digits: '0', exponent: 0 } : shortest(value, single);
  let limit = 6;
  if (!least) {
    const kept = Math.max(1, Math.min(precision, 101));
    if (value !== 0) {
      const [mantissa = '', power = '0'] = value.toExponential(kept - 1).split('e');
      digits = mantissa.replace('.', '').replace(/0+$/, '') || '0';
      exponent = Number(power);
    }
    limit = kept > digits.length && digits.length >= exponent + 1 ? digits.length : kept;
  }
  if (exponent < -4 || exponent >= limit) {
    const rest = digits.slice(1);
    return `${digits[0]!}${rest === '' ? '' : `.${rest}`}${exponentText(exponent, letter)}`;
  }
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return digits + '0'.repeat(exponent + 1 - digits.length);
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

function hexadecimal(value: number, precision: number, upper: boolean): string {
  let exponent = 0;
  let mantissa = 0n;
  if (value !== 0) {
    exponent = Math.floor(Math.log2(value));
    while (2 ** exponent > value) exponent--;
    while (2 ** (exponent + 1) <= value) exponent++;
    mantissa = BigInt(Math.round((value / 2 ** exponent) * 2 ** 52));
  }
  let fraction = mantissa === 0n ? 0n : mantissa - 2n ** 52n;
  let whole = value === 0 ? 0 : 1;
  let digits = fraction.toString(16).padStart(13, '0');
  if (precision >= 0 && precision < 13) {
    const unit = 16n ** BigInt(13 - precision);
    const rest = fraction % unit;
    fraction -= rest;
    if (rest * 2n > unit || (rest * 2n === unit && (fraction / unit) % 2n === 1n)) fraction += unit;
    if (fraction >= 2n ** 52n) {
      fraction = 0n;
      whole = 1;
      exponent++;
    }
    digits = fraction.toString(16).padStart(13, '0').slice(0, precision);
  } else if (precision > 13) digits = digits.padEnd(precision, '0');
  else if (precision < 0) digits = digits.replace(/0+$/, '');
  const text = `0x${whole}${digits === '' ? '' : `.${digits}`}${exponentText(exponent, 'p')}`;
  return upper ? text.toUpperCase() : text;
}

/** strconv.AppendFloat without the sign, of a number that is not negative; precision -1 is the shortest. */
export function formatFloat(value: number, verb: string, precision: number, single = false): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return 'Inf';
  switch (verb) {
    case 'e':
    case 'E': {
      const text = precision < 0 ? value.toExponential() : value.toExponential(Math.min(precision, 100));
      const [mantissa = '', power = '0'] = text.split('e');
      return mantissa + exponentText(Number(power), verb);
    }
    case 'f':
      return precision < 0 ? general(value, -1, 'e', single) : fixed(value, precision);
    case 'x':
    case 'X':
      return hexadecimal(value, precision, verb === 'X');
    case 'b': {
      if (value === 0) return '0p-1074';
      let exponent = Math.max(-1074, Math.floor(Math.log2(value)) - 52);
      if (value / 2 ** exponent >= 2 ** 53) exponent++;
      return `${BigInt(value / 2 ** exponent)}p${exponent < 0 ? '' : '+'}${exponent}`;
    }
    default:
      return general(value, precision, verb === 'G' ? 'E' : 'e', single);
  }
}
