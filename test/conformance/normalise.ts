/**
 * Text of a transcript with what no two runs share replaced, as the recordings' README advises: ids (equal ones stay
 * equal), times, MAC addresses, random ports and names, digests, sizes, numbers of stats, PIDs.
 */
export class Normaliser {
  #ids = new Map<string, string>();

  /** `loose` also folds runs of blanks, whose widths depend on the replaced texts. */
  apply(text: string): string {
    return (
      text
        // The recorder wrote a carriage return that begins a line as a line of its own.
        .replace(/\r(?=\x1b\[K)/g, '\n')
        .replace(/\r/g, '')
        .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '')
        .replace(/\bsha256:[0-9a-f]{64}\b/g, 'sha256:DIGEST')
        .replace(/\b[0-9a-f]{64}\b/g, (id) => this.#id(id))
        .replace(/\b(?=[0-9]*[a-f])[0-9a-f]{12}\b/g, (id) => this.#id(id))
        .replace(/\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\b/g, 'MAC')
        .replace(/\bfe80::[0-9a-f:]+/g, 'LINKLOCAL')
        .replace(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?(Z|[-+]\d\d:?\d\d)( (UTC|GMT|[A-Z]{3,4}))?)?/g, 'TIME')
        .replace(
          /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(\d+ )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b[ \d:A-Z]*/g,
          'TIME',
        )
        .replace(/\b\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\b/g, 'TIME')
        .replace(/\b(\d\d:){2}\d\d(\.\d+)?\b/g, 'CLOCK')
        .replace(
          /\b(Less than a second|About an? (minute|hour)|\d+ (second|minute|hour|day|week|month|year)s?)( ago)?\b/g,
          'AGE',
        )
        .replace(/\b\d+(\.\d+)?\s?(ms|µs|us|s)\b/g, 'DURATION')
        .replace(/\b\d+(\.\d+)?\s?([kKMGT]i?B|B)\b/g, 'SIZE')
        .replace(/\b\d+(\.\d+)?%/g, 'PERCENT')
        .replace(/(min\/avg\/max(?:\/mdev)? = )[\d./]*(?: ?ms|DURATION)/g, '$1DURATION')
        .replace(/(?<=@if)\d+/g, 'N')
        .replace(/\b(3276[89]|327[7-9]\d|32[89]\d\d|3[3-9]\d{3}|[45]\d{4}|6[0-5]\d{3})\b/g, 'PORT')
        .replace(/\b[a-z]+_[a-z]+\b(?=$|\s|")/gm, (name) => (NAMES.test(name) ? 'NAME' : name))
        .replace(/\b(docker0|br-[0-9a-f]{12}|veth[0-9a-f]{7})\b/g, (name) =>
          name === 'docker0' ? name : `${name.slice(0, 2)}-ID`,
        )
        // Steps of BuildKit: when a line of output came, how long a transfer took.
        .replace(/^(#\d+ )?\d+\.\d{3}(?= )/gm, '$1STEPTIME')
        .replace(/^(#\d+ .*?)( DURATION| SIZE| \d+\.\d+s)+ done$/gm, '$1 done')
        // Outside hosts: the recordings had no resolver to ask.
        .replace(
          /lookup ([\w.-]+)( on [\d.:]+)?: (dial udp [^"\n]*|server misbehaving|no such host|Temporary failure[^"\n]*)/g,
          'lookup $1: FAILED',
        )
        .replace(/[ \t]+$/gm, '')
        .replace(/ +\.\.\./g, ' ...')
        .replace(/ {2,}/g, '  ')
        .replace(/-{5,}/g, '-----')
        .replace(/={5,}/g, '=====')
        // Empty lines at a step's end are not to be told from the one that parts the steps.
        .replace(/\n{2,}$/, '\n')
    );
  }

  #id(id: string): string {
    const short = id.slice(0, 12);
    let name = this.#ids.get(short);
    if (!name) this.#ids.set(short, (name = `ID${String(this.#ids.size + 1)}`));
    return id.length === 64 ? `${name}LONG` : name;
  }
}

/** What Docker's generated names look like: an adjective and a surname, no service or network of a transcript. */
const NAMES = /^(?!.*(default|service|web|app|demo|front|back|data|host|com)_)[a-z]{3,}_[a-z]{3,}$/;

/** Lines sorted: for streams in which things that run side by side report in no fixed order. */
export const sortedLines = (text: string): string => text.split('\n').toSorted().join('\n');
