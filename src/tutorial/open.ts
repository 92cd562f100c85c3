import { openKatacoda } from './katacoda';
import { parseLesson, type Lesson, type LessonFile } from './lesson';
import { LessonError } from './markdown';

/** A tutorial's files by path within its folder. */
export type Folder = ReadonlyMap<string, Uint8Array>;

/** What a folder, zip or link may hold at most. */
export const LIMITS = { files: 500, bytes: 8 * 1024 * 1024, fileBytes: 2 * 1024 * 1024 } as const;

/** Throws LessonError when the folder is too big. */
export function checkLimits(folder: Folder): void {
  let bytes = 0;
  for (const [path, data] of folder) {
    if (data.length > LIMITS.fileBytes) throw new LessonError(`${path} is bigger than 2 MiB`);
    bytes += data.length;
  }
  if (folder.size > LIMITS.files) throw new LessonError(`a tutorial has at most ${String(LIMITS.files)} files`);
  if (bytes > LIMITS.bytes) throw new LessonError('a tutorial is at most 8 MiB');
}

/**
 * Opens a tutorial's folder: our own format (`lesson.md` and `files/`), or Katacoda's and Killercoda's (`index.json`).
 * The folder itself may lie one or more levels down. Throws LessonError.
 */
export function openFolder(folder: Folder): Lesson {
  checkLimits(folder);
  const found = [...folder.keys()]
    .filter((path) => /(?:^|\/)(?:lesson\.md|index\.json)$/.test(path))
    .sort((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b))[0];
  if (found === undefined) throw new LessonError('there is no lesson.md and no index.json in this folder');
  const base = found.slice(0, found.lastIndexOf('/') + 1);
  const inside = new Map(
    [...folder].filter(([path]) => path.startsWith(base)).map(([p, d]) => [p.slice(base.length), d]),
  );
  if (found.endsWith('index.json')) return openKatacoda(inside);
  return parseLesson(textAt(inside, 'lesson.md')!, filesUnder(inside, 'files/'));
}

/** A file's text, or undefined when it is not there. */
export const textAt = (folder: Folder, path: string): string | undefined => {
  const data = folder.get(path);
  return data && new TextDecoder().decode(data);
};

/** The files below a directory, as lesson files. */
export const filesUnder = (folder: Folder, directory: string): LessonFile[] =>
  [...folder]
    .filter(([path]) => path.startsWith(directory))
    .map(([path, data]) => {
      const text = new TextDecoder().decode(data);
      return { path: path.slice(directory.length), text, ...(text.startsWith('#!') ? { executable: true } : {}) };
    });
