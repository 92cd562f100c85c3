/** How long something took or is ago, in Docker's words: `About a minute`. Upstream: go-units HumanDuration. */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.trunc(ms / 60_000);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.trunc(ms / 3_600_000 + 0.5);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.trunc(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.trunc(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24 / 30)} months`;
  return `${Math.trunc(ms / 3_600_000 / 24 / 365)} years`;
}

const DECIMAL = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];

const scaled = (size: number, base: number, names: readonly string[], digits: number): string => {
  let value = size;
  let i = 0;
  while (value >= base && i < names.length - 1) {
    value /= base;
    i++;
  }
  return `${significant(value, digits)}${names[i]!}`;
};

/** A number as Go's %.Ng prints it. */
export const significant = (value: number, digits: number): string => {
  const [mantissa = '', power = '0'] = value.toExponential(digits - 1).split('e');
  const exponent = Number(power);
  if (value !== 0 && (exponent < -4 || exponent >= digits)) {
    const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
    return `${short}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return String(Number(value.toPrecision(digits)));
};

/** Bytes by thousands: `1.25MB`; 4 digits when `digits` is absent. Upstream: go-units HumanSize. */
export const humanSize = (bytes: number, digits = 4): string => scaled(bytes, 1000, DECIMAL, digits);

/** Bytes by 1024: `1.5GiB`. Upstream: go-units BytesSize. */
export const bytesSize = (bytes: number): string => scaled(bytes, 1024, BINARY, 4);

const POWERS = 'bkmgtp';

/** `512m`, `1.5GiB`, `100` as bytes by 1024. Throws an Error in go-units' words. Upstream: go-units RAMInBytes. */
export const ramInBytes = (text: string): number => parseSize(text, 1024);

/** The same by 1000. Upstream: go-units FromHumanSize. */
export const fromHumanSize = (text: string): number => parseSize(text, 1000);

function parseSize(text: string, base: number): number {
  const at = text.search(/[\d. ][^\d. ]*$/);
  if (at < 0) throw new Error(`invalid size: '${text}'`);
  const number = text[at] === ' ' ? text.slice(0, at) : text.slice(0, at + 1);
  const suffix = text.slice(at + 1).toLowerCase();
  if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(number)) {
    throw new Error(`strconv.ParseFloat: parsing ${JSON.stringify(number)}: invalid syntax`);
  }
  const size = Number(number);
  if (size < 0) throw new Error(`invalid size: '${text}'`);
  if (suffix === '') return Math.trunc(size);
  const power = POWERS.indexOf(suffix[0]!);
  if (power < 0 || !(power === 0 ? /^b$/ : /^.(b|ib)?$/).test(suffix)) throw new Error(`invalid suffix: '${suffix}'`);
  return Math.trunc(size * base ** power);
}
