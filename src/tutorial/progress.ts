/** What is remembered of one lesson. */
export interface LessonProgress {
  readonly step: number;
  readonly done: readonly boolean[];
  readonly finished: boolean;
  /** Calendar milliseconds of the last change (the learner's own clock). */
  readonly at: number;
}

/** By lesson id. */
export type Progress = Readonly<Record<string, LessonProgress>>;

const MAX_LESSONS = 2000;

/** Reads what `formatProgress` wrote; whatever is not understood is left out. */
export function parseProgress(text: string | null): Progress {
  const progress: Record<string, LessonProgress> = Object.create(null) as Record<string, LessonProgress>;
  let found: unknown;
  try {
    found = JSON.parse(text ?? '{}');
  } catch {
    return progress;
  }
  if (typeof found !== 'object' || found === null) return progress;
  for (const [id, value] of Object.entries(found).slice(0, MAX_LESSONS)) {
    const entry = value as Partial<LessonProgress> | null;
    if (!entry || !Array.isArray(entry.done) || typeof entry.step !== 'number') continue;
    progress[id] = {
      step: entry.step,
      done: entry.done.slice(0, 100).map(Boolean),
      finished: entry.finished === true,
      at: Number(entry.at) || 0,
    };
  }
  return progress;
}

export const formatProgress = (progress: Progress): string => JSON.stringify(progress);

/** The lesson that was last worked on and not finished. */
export const latest = (progress: Progress): string | undefined =>
  Object.entries(progress)
    .filter(([, entry]) => !entry.finished)
    .sort(([, a], [, b]) => b.at - a.at)[0]?.[0];
