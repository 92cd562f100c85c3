import type { Check, Lesson, LessonFile, Step } from './lesson';
import { fenceBlock, LessonError, parseSections } from './markdown';
import type { Block } from './document';
import type { Folder } from './open';

interface StepEntry {
  title?: string;
  text?: string;
  verify?: string;
  foreground?: string;
  background?: string;
  code?: string;
  courseData?: string;
}

interface Index {
  title?: string;
  description?: string;
  time?: string;
  details?: {
    steps?: StepEntry[];
    intro?: StepEntry;
    finish?: StepEntry;
    assets?: { host01?: { file: string; target: string; chmod?: string }[] };
  };
}

/**
 * A scenario in Katacoda's or Killercoda's folder format: index.json, a Markdown file a step, scripts that make ready
 * and verify. Throws LessonError. Upstream: killercoda.com/creators (index.json structure).
 */
export function openKatacoda(folder: Folder): Lesson {
  const read = (path: string | undefined): string | undefined => {
    const data = path === undefined ? undefined : folder.get(path.replace(/^\.?\//, ''));
    return data && new TextDecoder().decode(data);
  };
  const index = parseIndex(read('index.json') ?? '');
  const details = index.details ?? {};
  const entries = (Array.isArray(details.steps) ? details.steps : []).slice(0, 60);
  if (entries.length === 0) throw new LessonError('index.json names no steps');
  const steps = entries.map((entry, at): Step => {
    const text = read(entry.text);
    if (text === undefined)
      throw new LessonError(`the text of step ${String(at + 1)} is not in the folder: ${String(entry.text)}`);
    const verify = read(entry.verify);
    const checks: Check[] = verify === undefined ? [] : [{ label: 'Verified by the author’s script', script: verify }];
    const blocks = toBlocks(text);
    return {
      title: entry.title ?? `Step ${String(at + 1)}`,
      blocks,
      hints: [],
      checks,
      solution: blocks.flatMap(clicks),
    };
  });
  const minutes = Number(/\d+/.exec(index.time ?? '')?.[0]);
  return {
    title: index.title ?? 'Untitled scenario',
    summary: index.description ?? '',
    minutes: minutes > 0 ? minutes : undefined,
    preset: 'laptop',
    cwd: '/root',
    start: scripts(details.intro, entries[0], read),
    files: assets(folder, details.assets?.host01 ?? []),
    intro: toBlocks(read(details.intro?.text) ?? ''),
    steps,
    outro: toBlocks(read(details.finish?.text) ?? ''),
  };
}

function parseIndex(text: string): Index {
  try {
    const index: unknown = JSON.parse(text);
    if (typeof index === 'object' && index !== null) return index;
  } catch {
    // told below
  }
  throw new LessonError('index.json is not JSON');
}

const scripts = (
  intro: StepEntry | undefined,
  first: StepEntry | undefined,
  read: (path: string | undefined) => string | undefined,
): string[] =>
  [intro?.background, intro?.code, intro?.courseData, intro?.foreground, first?.background, first?.foreground]
    .map(read)
    .filter((script) => script !== undefined);

const toBlocks = (text: string): Block[] =>
  parseSections(text).map((section) => ('block' in section ? section.block : fenceBlock(section.fence, section.text)));

const clicks = (block: Block): Step['solution'][number][] => {
  if (block.kind === 'run') return [{ kind: 'run', command: block.command }];
  if (block.kind === 'list') return block.items.flatMap((item) => item.flatMap(clicks));
  if (block.kind !== 'paragraph') return [];
  return block.inlines.flatMap((inline) =>
    inline.kind === 'code' && inline.click === 'run' ? [{ kind: 'run' as const, command: inline.text }] : [],
  );
};

function assets(folder: Folder, entries: readonly { file: string; target: string; chmod?: string }[]): LessonFile[] {
  return entries.slice(0, 200).flatMap(({ file, target, chmod }) => {
    const pattern = new RegExp(`^assets/${file.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
    return [...folder]
      .filter(([path]) => pattern.test(path))
      .map(([path, data]) => ({
        path: `${target.replace(/^~/, '/root').replace(/\/$/, '')}/${path.slice(path.lastIndexOf('/') + 1)}`,
        text: new TextDecoder().decode(data),
        ...(chmod?.includes('x') ? { executable: true } : {}),
      }));
  });
}
