import type { Block } from './document';
import { listOf, splitFrontMatter, textOf } from './front-matter';
import { fenceBlock, LessonError, parseSections, type Section } from './markdown';

/** A question to the world: done when the script exits with 0. */
export interface Check {
  /** What the learner sees beside the mark. */
  readonly label: string;
  readonly script: string;
}

export interface Step {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Opened one after the other. */
  readonly hints: readonly (readonly Block[])[];
  readonly checks: readonly Check[];
  /** What to do, in order: commands to run and files to write. */
  readonly solution: readonly Action[];
}

export type Action =
  | { readonly kind: 'run'; readonly command: string }
  | { readonly kind: 'create'; readonly path: string; readonly text: string };

/** A file that the learner finds in the working directory. */
export interface LessonFile {
  /** Relative to the working directory, or absolute. */
  readonly path: string;
  readonly text: string;
  readonly executable?: boolean;
}

export interface Lesson {
  readonly title: string;
  readonly summary: string;
  /** How long it takes, as the author thinks. */
  readonly minutes: number | undefined;
  /** Which world it plays in: `laptop`. */
  readonly preset: string;
  /** The working directory, absolute. */
  readonly cwd: string;
  /** Scripts that make the world ready before the first step. */
  readonly start: readonly string[];
  readonly files: readonly LessonFile[];
  /** What is read before the first step. */
  readonly intro: readonly Block[];
  readonly steps: readonly Step[];
  /** What is read after the last one. */
  readonly outro: readonly Block[];
}

const MAX_STEPS = 60;

/**
 * Parses a lesson: front matter, prose, and a `##` heading for each step. Fences named `run`, `file PATH`, `output`,
 * `press`, `hint`, `check LABEL` and `solution` have a meaning (tutorials/README.md). Throws LessonError.
 */
export function parseLesson(text: string, files: readonly LessonFile[] = []): Lesson {
  const { head, body } = splitFrontMatter(text);
  const parts = splitAtHeadings(parseSections(body));
  const intro = parts.shift()!;
  const outro = parts.at(-1)?.title.toLowerCase() === 'what you learned' ? parts.pop() : undefined;
  if (parts.length === 0) throw new LessonError('a lesson needs at least one step: a heading that starts with "## "');
  if (parts.length > MAX_STEPS) throw new LessonError(`a lesson has at most ${String(MAX_STEPS)} steps`);
  const minutes = Number(textOf(head, 'minutes'));
  return {
    title: textOf(head, 'title') ?? 'Untitled lesson',
    summary: textOf(head, 'summary') ?? '',
    minutes: minutes > 0 ? minutes : undefined,
    preset: textOf(head, 'world') ?? 'laptop',
    cwd: absolute(textOf(head, 'cwd') ?? '/root'),
    start: listOf(head, 'start'),
    files,
    intro: intro.sections.map(blockOf),
    steps: parts.map(stepOf),
    outro: outro?.sections.map(blockOf) ?? [],
  };
}

const absolute = (path: string): string => (path.startsWith('/') ? path : `/root/${path.replace(/^~\//, '')}`);

interface Part {
  readonly title: string;
  readonly sections: Section[];
}

function splitAtHeadings(sections: readonly Section[]): Part[] {
  const parts: Part[] = [{ title: '', sections: [] }];
  for (const section of sections) {
    const block = 'block' in section ? section.block : undefined;
    if (block?.kind === 'heading' && block.level === 2) {
      parts.push({
        title: block.inlines.map((inline) => ('text' in inline ? inline.text : '')).join(''),
        sections: [],
      });
    } else if (!(block?.kind === 'heading' && block.level === 1)) parts.at(-1)!.sections.push(section);
  }
  return parts;
}

const blockOf = (section: Section): Block =>
  'block' in section ? section.block : fenceBlock(section.fence, section.text);

function stepOf({ title, sections }: Part): Step {
  const blocks: Block[] = [];
  const hints: Block[][] = [];
  const checks: Check[] = [];
  const solution: Action[] = [];
  for (const section of sections) {
    const fence = 'fence' in section ? section.fence : '';
    const kind = /^\S*/.exec(fence)![0];
    const text = 'fence' in section ? section.text : '';
    if (kind === 'hint') hints.push(parseSections(text).map(blockOf));
    else if (kind === 'check') checks.push({ label: fence.slice(5).trim() || 'Done', script: text });
    else if (kind === 'solution') solution.push(...solutionOf(text));
    else blocks.push(blockOf(section));
  }
  return { title, blocks, hints, checks, solution: solution.length > 0 ? solution : blocks.flatMap(actionOf) };
}

/** A solution is the commands to run; inside it, fences may write files as they do in a step. */
function solutionOf(text: string): Action[] {
  if (!/^(?:```|~~~)/m.test(text)) return [{ kind: 'run', command: text }];
  return parseSections(text).map(blockOf).flatMap(actionOf);
}

const actionOf = (block: Block): Action[] =>
  block.kind === 'run'
    ? [{ kind: 'run', command: block.command }]
    : block.kind === 'create'
      ? [{ kind: 'create', path: block.path, text: block.text }]
      : [];
