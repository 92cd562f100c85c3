/** A lesson's prose as a typed tree: what the page draws, with nothing in it that a browser would run. */
export type Block =
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly inlines: readonly Inline[] }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Block[])[];
    }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  /** Typed into the terminal at a click, line by line. */
  | { readonly kind: 'run'; readonly command: string }
  /** Written into the world at a click. */
  | { readonly kind: 'create'; readonly path: string; readonly text: string }
  /** What a command prints, to compare with. */
  | { readonly kind: 'output'; readonly text: string }
  /** A key that is pressed at a click. */
  | { readonly kind: 'press'; readonly key: string }
  | {
      readonly kind: 'table';
      readonly header: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  | { readonly kind: 'rule' };

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'deleted'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string; readonly click?: 'run' | 'copy' }
  | { readonly kind: 'link'; readonly href: string; readonly inlines: readonly Inline[] }
  | { readonly kind: 'break' };

/** The keys that a `press` block may name, and what a terminal sends for them. */
export const KEYS: Readonly<Record<string, string>> = {
  'ctrl-c': '\x03',
  'ctrl-d': '\x04',
  'ctrl-z': '\x1a',
  'ctrl-l': '\x0c',
  enter: '\r',
  q: 'q',
};

/** The text alone, for titles and screen readers. */
export const plainText = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) =>
      inline.kind === 'text' || inline.kind === 'code'
        ? inline.text
        : 'inlines' in inline
          ? plainText(inline.inlines)
          : ' ',
    )
    .join('');
