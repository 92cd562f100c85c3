import { decode } from '#io/streams';
import { RAW } from '#io/pty';
import { isName } from '../variables';
import type { Shell } from '../shell';
import { type Builtin, parseLetters, usage } from './builtin';

/** Bytes of standard input up to a delimiter or a count, and not one more. */
async function readUntil(
  shell: Shell,
  fd: number,
  options: { delimiter: string; count: number; exact: boolean; raw: boolean; timeout: number | undefined },
): Promise<{ text: string; ended: boolean; late: boolean }> {
  const reader = shell.process.fds.get(fd)?.reader;
  if (!reader) return { text: '', ended: true, late: false };
  const end = options.delimiter === '' ? 0 : options.delimiter.charCodeAt(0);
  const bytes: number[] = [];
  const deadline = options.timeout === undefined ? undefined : shell.process.clock.now() + options.timeout;
  let escaped = false;
  const late = Symbol('late');
  for (;;) {
    const next = reader.read(1);
    let chunk: Uint8Array | undefined | symbol;
    if (deadline === undefined) chunk = await shell.interruptible(next);
    else {
      const left = Math.max(0, deadline - shell.process.clock.now());
      const timer = shell.process.sleep(left).then(() => late);
      chunk = await shell.interruptible(Promise.race([next, timer]));
    }
    if (typeof chunk === 'symbol') return { text: decode(Uint8Array.from(bytes)), ended: true, late: true };
    if (!chunk || chunk.length === 0) return { text: decode(Uint8Array.from(bytes)), ended: true, late: false };
    const byte = chunk[0]!;
    if (!options.raw && escaped && byte === 10) {
      bytes.pop();
      escaped = false;
      continue;
    }
    if (byte === end && !options.exact && !(escaped && !options.raw))
      return { text: decode(Uint8Array.from(bytes)), ended: false, late: false };
    escaped = byte === 92 && !escaped;
    if (byte !== 0) bytes.push(byte);
    if (
      options.count > 0 &&
      [...decode(Uint8Array.from(bytes))].length >= options.count &&
      (byte < 0x80 || !decode(Uint8Array.from(bytes)).endsWith('\ufffd'))
    ) {
      return { text: decode(Uint8Array.from(bytes)), ended: false, late: false };
    }
  }
}

/** Cuts a line for `count` variables: the last one gets the rest. */
export function splitLine(text: string, ifs: string, count: number, raw: boolean): string[] {
  const chars: { c: string; quoted: boolean }[] = [];
  for (let i = 0; i < text.length; i++) {
    if (!raw && text[i] === '\\') {
      if (i + 1 < text.length) chars.push({ c: text[++i]!, quoted: true });
    } else chars.push({ c: text[i]!, quoted: false });
  }
  const isBlank = (at: number): boolean => {
    const item = chars[at];
    return item !== undefined && !item.quoted && ' \t\n'.includes(item.c) && ifs.includes(item.c);
  };
  const isDelimiter = (at: number): boolean => {
    const item = chars[at];
    return item !== undefined && !item.quoted && ifs.includes(item.c);
  };
  let end = chars.length;
  let at = 0;
  while (isBlank(at)) at++;
  const out: string[] = [];
  while (at < end) {
    if (out.length === count - 1) {
      while (end > at && isBlank(end - 1)) end--;
      const rest = chars.slice(at, end);
      // One delimiter at the very end belongs to the last word when it is the only one.
      if (rest.length > 0 && isDelimiter(end - 1) && !rest.slice(0, -1).some((_, i) => isDelimiter(at + i))) rest.pop();
      out.push(rest.map((item) => item.c).join(''));
      return out;
    }
    let word = '';
    while (at < end && !isDelimiter(at)) word += chars[at++]!.c;
    out.push(word);
    while (isBlank(at)) at++;
    if (at < end && isDelimiter(at) && !isBlank(at)) {
      at++;
      while (isBlank(at)) at++;
    }
  }
  return out;
}

export const read: Builtin = {
  name: 'read',
  synopsis:
    'read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]',
  async run(shell, args) {
    const { letters, rest, invalid, values, missing } = parseLetters(args, 'ersa:d:i:n:N:p:t:u:');
    if (invalid) return usage(shell, read, invalid);
    if (missing) {
      await shell.fail('read', `${missing}: option requires an argument`);
      return 2;
    }
    for (const name of rest) {
      if (!isName(name.replace(/\[.*\]$/, ''))) {
        await shell.fail('read', `\`${name}': not a valid identifier`);
        return 1;
      }
    }
    const fd = Number(values.get('u') ?? 0);
    const pty = shell.process.fds.get(fd)?.pty;
    const prompt = values.get('p');
    if (prompt !== undefined && pty) await shell.write(2, prompt);
    const count = Number(values.get('n') ?? values.get('N') ?? 0);
    const timeout = values.has('t') ? Number(values.get('t')) * 1000 : undefined;
    if (timeout !== undefined && Number.isNaN(timeout)) {
      await shell.fail('read', `${values.get('t')!}: invalid timeout specification`);
      return 1;
    }
    const raw = letters.includes('r');
    const before = pty && { ...pty.mode };
    if (pty && (letters.includes('s') || count > 0)) {
      pty.mode = count > 0 ? { ...RAW, echo: !letters.includes('s'), signals: true } : { ...pty.mode, echo: false };
    }
    let got;
    try {
      got = await readUntil(shell, fd, {
        delimiter: values.get('d') ?? '\n',
        count,
        exact: letters.includes('N'),
        raw,
        timeout,
      });
    } finally {
      if (pty && before) pty.mode = before;
    }
    const array = values.get('a');
    if (array !== undefined) {
      const variable = shell.variables.declare(shell.variables.target(array));
      const words = splitLine(got.text, shell.ifs, Infinity, raw);
      variable.text = undefined;
      variable.indexed = new Map(words.map((word, i) => [i, word]));
    } else if (rest.length === 0) {
      shell.variables.set('REPLY', raw ? got.text : got.text.replace(/\\(.)/gs, '$1'));
    } else if (letters.includes('N')) {
      rest.forEach((name, i) => shell.variables.set(name, i === 0 ? got.text : ''));
    } else {
      const words = splitLine(got.text, shell.ifs, rest.length, raw);
      rest.forEach((name, i) => shell.variables.set(name, words[i] ?? ''));
    }
    if (got.late) return 142;
    return got.ended ? 1 : 0;
  },
};
