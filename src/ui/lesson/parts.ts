export { LessonRun } from '../state/lesson-run.svelte';
export { default as LessonPane } from './LessonPane.svelte';
