declare module 'virtual:courses' {
  interface LessonEntry {
    readonly id: string;
    readonly title: string;
    readonly summary: string;
    readonly minutes?: number;
    readonly steps: number;
  }
  export const lessons: readonly LessonEntry[];
  export const loaders: Readonly<Record<string, () => Promise<{ files: Record<string, string> }>>>;
}
