/** What stands between the `---` lines at the head of a lesson: words and lists of words. */
export type FrontMatter = Readonly<Record<string, string | readonly string[]>>;

/**
 * Splits a lesson's text. The head is the flat part of YAML that lessons need: `key: text`, `key: [a, b]` and `key:`
 * with `- text` lines under it.
 */
export function splitFrontMatter(text: string): { readonly head: FrontMatter; readonly body: string } {
  const found = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  if (!found) return { head: {}, body: text };
  const head: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  let list: string[] | undefined;
  for (const line of found[1]!.split(/\r?\n/)) {
    const item = /^\s*-\s+(.*)$/.exec(line);
    const pair = /^([\w-]+):\s*(.*)$/.exec(line);
    if (item && list) list.push(unquote(item[1]!.trim()));
    else if (pair) {
      const [, key = '', value = ''] = pair;
      list = undefined;
      if (value === '') head[key] = list = [];
      else if (value.startsWith('[') && value.endsWith(']'))
        head[key] = value
          .slice(1, -1)
          .split(',')
          .map((part) => unquote(part.trim()))
          .filter((part) => part !== '');
      else head[key] = unquote(value.trim());
    }
  }
  return { head, body: text.slice(found[0].length) };
}

const unquote = (text: string): string => /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;

/** One word of the head; a list's first. */
export const textOf = (head: FrontMatter, key: string): string | undefined => {
  const value = head[key];
  return typeof value === 'string' ? value : value?.[0];
};

/** A list of the head; one word is a list of one. */
export const listOf = (head: FrontMatter, key: string): readonly string[] => {
  const value = head[key];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
};
