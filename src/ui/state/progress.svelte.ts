import { formatProgress, latest, parseProgress, type LessonProgress, type Progress } from '#tutorial/progress';

const KEY = 'drydock:progress';

/** How far the learner has come in each lesson. */
class ProgressState {
  lessons: Progress = $state.raw(read());

  get latest(): string | undefined {
    return latest(this.lessons);
  }

  keep(id: string, entry: LessonProgress): void {
    this.lessons = { ...this.lessons, [id]: entry };
    try {
      localStorage.setItem(KEY, formatProgress(this.lessons));
    } catch {
      // Without storage progress lasts as long as the tab.
    }
  }
}

function read(): Progress {
  try {
    return parseProgress(localStorage.getItem(KEY));
  } catch {
    return {};
  }
}

export const progress = new ProgressState();
