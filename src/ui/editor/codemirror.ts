import { autocompletion, closeBrackets, completionKeymap, type CompletionContext } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import {
  bracketMatching,
  defaultHighlightStyle,
  foldGutter,
  HighlightStyle,
  indentOnInput,
  StreamLanguage,
  syntaxHighlighting,
} from '@codemirror/language';
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile';
import { javascript } from '@codemirror/legacy-modes/mode/javascript';
import { python } from '@codemirror/legacy-modes/mode/python';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { lintGutter, linter } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Diagnostic, Suggestion } from '#browser/protocol';

/** What the world knows about a text. */
export interface Advice {
  diagnose(path: string, text: string): Promise<Diagnostic[]>;
  complete(path: string, text: string, offset: number): Promise<Suggestion[]>;
  describe(path: string, text: string, offset: number): Promise<string | undefined>;
}

export interface EditorHooks {
  onChange(text: string): void;
  onSave(): void;
  onProblems(count: number): void;
}

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.keyword], color: 'var(--blue)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--amber)' },
  { tag: [tags.comment, tags.meta], color: 'var(--soft)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--bad)' },
]);

const theme = EditorView.theme({
  '&': { height: '100%', fontSize: '13.5px', backgroundColor: 'var(--raised)', color: 'var(--ink)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--soft)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--blue) 7%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--blue) 28%, transparent) !important',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
    maxWidth: '440px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--blue)', color: 'var(--panel)' },
  '.cm-tooltip-hover, .cm-diagnostic': { padding: '6px 10px', font: '13px/1.45 var(--sans)' },
  '.cm-panels': { backgroundColor: 'var(--panel)', color: 'var(--ink)' },
});

const languageOf = (path: string): Extension => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.ya?ml$/.test(name)) return yaml();
  if (/^(?:.*\.)?Dockerfile(?:\..*)?$|^Containerfile$/i.test(name)) return StreamLanguage.define(dockerFile);
  if (/\.(?:js|mjs|cjs|ts|json)$/.test(name)) return StreamLanguage.define(javascript);
  if (name.endsWith('.py')) return StreamLanguage.define(python);
  if (/\.(?:sh|bash|env)$|^\.env/.test(name)) return StreamLanguage.define(shell);
  return [];
};

/** The state of one open file. */
export function editorState(path: string, text: string, advice: Advice, hooks: EditorHooks): EditorState {
  const suggest = async (context: CompletionContext) => {
    const word = context.matchBefore(/[\w.-]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const options = await advice.complete(path, context.state.doc.toString(), context.pos);
    if (options.length === 0) return null;
    return {
      from: word.from,
      options: options.map(({ label, detail, info, insert }) => ({
        label,
        ...(detail === undefined ? {} : { detail }),
        ...(info === undefined ? {} : { info }),
        ...(insert === undefined ? {} : { apply: insert }),
      })),
      validFor: /^[\w.-]*$/,
    };
  };
  const lint = linter(
    async (view) => {
      const text = view.state.doc.toString();
      const found = await advice.diagnose(path, text);
      hooks.onProblems(found.length);
      return found.map(({ from, to, severity, message }) => {
        const start = Math.min(Math.max(0, from), text.length);
        return { from: start, to: Math.min(Math.max(start, to), text.length), severity, message };
      });
    },
    { delay: 250 },
  );
  const hover = hoverTooltip(async (view, pos) => {
    const said = await advice.describe(path, view.state.doc.toString(), pos);
    if (said === undefined) return null;
    return {
      pos,
      create: () => {
        const dom = document.createElement('div');
        dom.textContent = said;
        return { dom };
      },
    };
  });
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      foldGutter(),
      history(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      autocompletion({ override: [suggest] }),
      lint,
      lintGutter(),
      hover,
      languageOf(path),
      syntaxHighlighting(colours),
      syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
      theme,
      EditorView.contentAttributes.of({ 'aria-label': path }),
      EditorState.tabSize.of(2),
      keymap.of([
        { key: 'Mod-s', run: () => (hooks.onSave(), true) },
        ...completionKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...defaultKeymap,
        indentWithTab,
      ]),
      EditorView.updateListener.of((update) => update.docChanged && hooks.onChange(update.state.doc.toString())),
    ],
  });
}

export { EditorView };
