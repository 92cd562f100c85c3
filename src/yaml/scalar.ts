import { parseGoInt } from './schemas';

/** What libyaml's emitter looks at before it chooses a scalar's style. Upstream: yaml_emitter_analyze_scalar. */
export interface ScalarAnalysis {
  readonly multiline: boolean;
  readonly plain: boolean;
  readonly single: boolean;
  readonly block: boolean;
}

const SPECIAL = /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}\t]/u;
const FIRST = ',[]{}&*!|>\'"%@`#';

export function analyze(text: string): ScalarAnalysis {
  if (text === '') return { multiline: false, plain: true, single: true, block: false };
  const multiline = text.includes('\n');
  const edgeSpace = text.startsWith(' ') || text.endsWith(' ');
  const edgeBreak = text.startsWith('\n') || text.endsWith('\n');
  const special = SPECIAL.test(text);
  const tab = text.includes('\t');
  const breakSpace = /\n /.test(text);
  const spaceBreak = / \n/.test(text);
  const indicator =
    /^(---|\.\.\.)/.test(text) ||
    FIRST.includes(text[0]!) ||
    /^[?:-](\s|$)/.test(text) ||
    /:(\s|$)/.test(text) ||
    /\s#/.test(text);
  return {
    multiline,
    plain: !(edgeSpace || edgeBreak || breakSpace || spaceBreak || tab || special || multiline || indicator),
    single: !(breakSpace || spaceBreak || tab || special),
    block: !(text.endsWith(' ') || spaceBreak || special),
  };
}

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const OLD_BOOL = /^(y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/;
const WORD = /^(~|null|Null|NULL|true|True|TRUE|false|False|FALSE|<<|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}([Tt ].*\d.*)?$/;

/** Whether go-yaml would read the plain text as something other than a string, or older readers would. */
export const meansOtherInGo = (text: string): boolean =>
  text === '' ||
  WORD.test(text) ||
  OLD_BOOL.test(text) ||
  BASE_60.test(text) ||
  parseGoInt(text) !== undefined ||
  FLOAT.test(text.replaceAll('_', '')) ||
  DATE.test(text);

/** The same for PyYAML, whose rules are YAML 1.1's. */
export const meansOtherInPython = (text: string): boolean =>
  text === '' ||
  text === '=' ||
  WORD.test(text) ||
  /^(yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/.test(text) ||
  /^[-+]?(0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|(0|[1-9][0-9_]*))$/.test(text) ||
  /^[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/.test(text) ||
  /^([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?)$/.test(text) ||
  DATE.test(text);

const ESCAPES: Record<string, string | undefined> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\xa0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

/** The inside of a double quoted scalar. */
export const escaped = (text: string, ascii: boolean): string =>
  [...text]
    .map((ch) => {
      const short = ESCAPES[ch];
      if (short) return `\\${short}`;
      if (!SPECIAL.test(ch) && (!ascii || ch <= '~')) return ch;
      const code = ch.codePointAt(0)!;
      const hex = code.toString(16).toUpperCase();
      if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
      return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
    })
    .join('');
