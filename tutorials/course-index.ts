import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { splitFrontMatter, textOf } from '../src/tutorial/front-matter';

const INDEX = 'virtual:courses';
const LESSON = 'virtual:lesson/';

const foldersOf = (path: string): string[] =>
  readdirSync(path)
    .filter((name) => statSync(join(path, name)).isDirectory())
    .sort();

const filesOf = (path: string): string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(path, name)).isFile())
    .sort();

/** The lessons' titles for the start page, and each lesson's files as a module of its own, loaded when it is opened. */
export function courseIndex(folder: string): Plugin {
  const root = resolve(folder);
  const lessonsOf = (track: string) =>
    foldersOf(join(root, track)).map((name) => {
      const text = readFileSync(join(root, track, name, 'lesson.md'), 'utf8');
      const { head, body } = splitFrontMatter(text);
      const steps = body.split('\n').filter((line) => /^## (?!what you learned$)/i.test(line)).length;
      return {
        id: `${track}/${name}`,
        title: textOf(head, 'title') ?? name,
        summary: textOf(head, 'summary') ?? '',
        minutes: Number(textOf(head, 'minutes')) || undefined,
        steps,
      };
    });
  return {
    name: 'course-index',
    resolveId: (id) => (id === INDEX || id.startsWith(LESSON) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${INDEX}`) {
        const lessons = foldersOf(root).flatMap(lessonsOf);
        const loaders = lessons.map(
          ({ id: lesson }) => `${JSON.stringify(lesson)}: () => import(${JSON.stringify(LESSON + lesson)})`,
        );
        return `export const lessons = ${JSON.stringify(lessons)};\nexport const loaders = {${loaders.join(',')}};`;
      }
      if (!id.startsWith(`\0${LESSON}`)) return undefined;
      const path = join(root, id.slice(LESSON.length + 1));
      const files = filesOf(path).map((file) => {
        this.addWatchFile(join(path, file));
        return [relative(path, join(path, file)), readFileSync(join(path, file), 'utf8')] as const;
      });
      return `export const files = ${JSON.stringify(Object.fromEntries(files))};`;
    },
  };
}
