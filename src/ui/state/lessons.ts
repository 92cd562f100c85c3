import { lessons, loaders } from 'virtual:courses';
import type { Folder } from '#tutorial/open';
import type { Lesson } from '#tutorial/lesson';
import type { Place } from './route.svelte';

export { lessons };

/** A lesson and the name under which its world and progress are kept. */
export interface OpenLesson {
  /** The lesson's pane and runner: code that a free world does without. */
  readonly parts: LessonParts;
  readonly id: string;
  readonly lesson: Lesson;
  /** The lesson that follows in its lane. */
  readonly next?: string;
  /** Makes a link that carries the whole lesson. Rejects with LessonError when it is too big. */
  readonly link: () => Promise<string>;
}

/** What the workbench needs to show a lesson. */
export type LessonParts = typeof import('../lesson/parts');

let opened: Folder | undefined;

/** Remembers a folder that was just opened, for the place `opened`. */
export const keepOpened = (folder: Folder): void => void (opened = folder);

/** Loads the lesson of a place. Throws LessonError, or an Error when there is none. */
export async function loadLesson(place: Place): Promise<OpenLesson> {
  const [{ openFolder }, parts] = await Promise.all([import('#tutorial/open'), import('../lesson/parts')]);
  if (place.kind === 'lesson') {
    const load = loaders[place.id];
    if (!load || !Object.hasOwn(loaders, place.id)) throw new Error(`there is no lesson ${place.id}`);
    const { files } = await load();
    const folder = new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]));
    const lesson = openFolder(folder);
    const track = lessons.filter(({ id }) => id.split('/')[0] === place.id.split('/')[0]);
    const next = track[track.findIndex(({ id }) => id === place.id) + 1]?.id;
    return { id: place.id, lesson, parts, link: () => linkTo(folder), ...(next === undefined ? {} : { next }) };
  }
  const folder = place.kind === 'link' ? (await import('#tutorial/archive')).openFragment(place.fragment) : opened;
  if (!folder) throw new Error('open the folder or zip again: it is not kept when the page is loaded anew');
  const lesson = openFolder(folder);
  return {
    id: `opened/${lesson.title
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 60)}`,
    lesson,
    parts,
    link: () => linkTo(folder),
  };
}

async function linkTo(folder: Folder): Promise<string> {
  const { toFragment } = await import('#tutorial/archive');
  return `${location.href.replace(/#.*$/, '')}#/open/${toFragment(folder)}`;
}
