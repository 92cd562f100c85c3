import { lexer, type Token, type Tokens } from 'marked';
import type { Block, Inline } from './document';

/** A lesson's text is a stranger's: this long, and this deep, at most. */
const MAX_TEXT = 256 * 1024;
const MAX_DEPTH = 12;

/** The text cannot be a lesson; `message` says why. */
export class LessonError extends Error {
  override readonly name = 'LessonError';
}

/** A fenced block with its info string, as the lesson format needs it; prose in between stays prose. */
export type Section = { readonly fence: string; readonly text: string } | { readonly block: Block };

/** Parses Markdown to blocks. Raw HTML is shown as the text it is; comments are dropped. Throws LessonError. */
export function parseSections(text: string): Section[] {
  if (text.length > MAX_TEXT) throw new LessonError(`the text is longer than ${String(MAX_TEXT / 1024)} KiB`);
  return sectionsOf(lexer(withClicks(text.replaceAll(/\r\n?/g, '\n'))), 0);
}

/** The same, where no fence has a meaning of its own. */
export const parseBlocks = (text: string): Block[] =>
  parseSections(text).map((section) =>
    'block' in section ? section.block : { kind: 'code', language: word(section.fence), text: section.text },
  );

const childrenOf = (token: Token): readonly Token[] => ('tokens' in token ? (token.tokens ?? []) : []);

const word = (fence: string): string => /^\S*/.exec(fence)![0];

function sectionsOf(tokens: readonly Token[], depth: number): Section[] {
  if (depth > MAX_DEPTH) throw new LessonError('the text is nested too deeply');
  return tokens.flatMap((token): Section[] => {
    if (token.type === 'code') {
      const code = token as Tokens.Code;
      return [{ fence: code.lang?.trim() ?? '', text: code.text }];
    }
    const block = blockOf(token, depth);
    return block ? [{ block }] : [];
  });
}

const blocksOf = (tokens: readonly Token[], depth: number): Block[] =>
  sectionsOf(tokens, depth).map((section) =>
    'block' in section ? section.block : fenceBlock(section.fence, section.text),
  );

/** The block that a fence stands for inside other text: click-to-run, click-to-create, or plain code. */
export function fenceBlock(fence: string, text: string): Block {
  const [kind = '', ...rest] = fence.split(/\s+/);
  if (kind === 'run') return { kind: 'run', command: text };
  if (kind === 'file' && rest[0]) return { kind: 'create', path: rest[0], text: text === '' ? '' : `${text}\n` };
  if (kind === 'output') return { kind: 'output', text };
  if (kind === 'press') return { kind: 'press', key: text.trim().toLowerCase() };
  return { kind: 'code', language: kind, text };
}

function blockOf(token: Token, depth: number): Block | undefined {
  switch (token.type) {
    case 'paragraph':
    case 'text':
      return { kind: 'paragraph', inlines: inlinesOf((token as Tokens.Text).tokens ?? [token], depth + 1) };
    case 'heading':
      return {
        kind: 'heading',
        level: (token as Tokens.Heading).depth,
        inlines: inlinesOf(childrenOf(token), depth + 1),
      };
    case 'list': {
      const list = token as Tokens.List;
      return {
        kind: 'list',
        ordered: list.ordered,
        start: Number(list.start) || 1,
        items: list.items.map((item) => blocksOf(item.tokens, depth + 1)),
      };
    }
    case 'blockquote':
      return { kind: 'quote', blocks: blocksOf(childrenOf(token), depth + 1) };
    case 'table': {
      const table = token as Tokens.Table;
      const cells = (row: Tokens.TableCell[]) => row.map((cell) => inlinesOf(cell.tokens, depth + 1));
      return { kind: 'table', header: cells(table.header), rows: table.rows.map(cells) };
    }
    case 'hr':
      return { kind: 'rule' };
    case 'html': {
      const text = withoutComments(token.raw).trim();
      return text === '' ? undefined : { kind: 'paragraph', inlines: [{ kind: 'text', text }] };
    }
    default:
      return undefined;
  }
}

function inlinesOf(tokens: readonly Token[], depth: number): Inline[] {
  if (depth > MAX_DEPTH) throw new LessonError('the text is nested too deeply');
  const inlines: Inline[] = [];
  for (const token of tokens) {
    const last = inlines.at(-1);
    if (token.type === 'text' && last?.kind === 'code' && !last.click) {
      // Katacoda and Killercoda: `command`{{execute}}, `text`{{copy}}
      const click = CLICK.exec(token.raw);
      if (click) inlines[inlines.length - 1] = { ...last, click: click[1] === 'copy' ? 'copy' : 'run' };
      const rest = click ? token.raw.slice(click[0].length) : token.raw;
      if (rest !== '') inlines.push({ kind: 'text', text: unescape(rest) });
      continue;
    }
    inlines.push(...inlineOf(token, depth));
  }
  return inlines;
}

const CLICK = /^\{\{(execute|exec|copy)\b[^}]*\}\}/;

function inlineOf(token: Token, depth: number): Inline[] {
  const inner = () => inlinesOf(childrenOf(token), depth + 1);
  switch (token.type) {
    case 'strong':
      return [{ kind: 'strong', inlines: inner() }];
    case 'em':
      return [{ kind: 'emphasis', inlines: inner() }];
    case 'del':
      return [{ kind: 'deleted', inlines: inner() }];
    case 'codespan':
      return [{ kind: 'code', text: (token as Tokens.Codespan).text }];
    case 'br':
      return [{ kind: 'break' }];
    case 'link': {
      const { href } = token as Tokens.Link;
      return /^https?:\/\//i.test(href) ? [{ kind: 'link', href, inlines: inner() }] : inner();
    }
    case 'image':
      return [{ kind: 'text', text: (token as Tokens.Image).text }];
    case 'html':
      if (/^<br\s*\/?>$/i.test(token.raw)) return [{ kind: 'break' }];
      return textOf(withoutComments(token.raw));
    case 'escape':
      return textOf((token as Tokens.Escape).text);
    default:
      return childrenOf(token).length > 0
        ? inner()
        : textOf(unescape('text' in token ? String(token.text) : token.raw));
  }
}

const textOf = (text: string): Inline[] => (text === '' ? [] : [{ kind: 'text', text }]);

const withoutComments = (text: string): string => text.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '');

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: '\u00a0',
};

const unescape = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name]!);

/**
 * Katacoda's fences end in "```{{execute}}", which is no fence in Markdown: the click is moved to the opening line,
 * as `run` or `copy`.
 */
function withClicks(text: string): string {
  const lines = text.split('\n');
  let open: { at: number; mark: string } | undefined;
  for (const [at, line] of lines.entries()) {
    const fence = /^\s*(`{3,}|~{3,})\s*(.*)$/.exec(line);
    if (!fence) continue;
    const [, mark = '', rest = ''] = fence;
    if (!open) {
      open = { at, mark };
    } else if (mark.startsWith(open.mark)) {
      const click = CLICK.exec(rest);
      if (rest !== '' && !click) continue;
      if (click) {
        lines[open.at] = `${open.mark}${click[1] === 'copy' ? 'text' : 'run'}`;
        lines[at] = open.mark;
      }
      open = undefined;
    }
  }
  return lines.join('\n');
}
