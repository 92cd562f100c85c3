export type Theme = 'system' | 'light' | 'dark' | 'contrast';

interface Kept {
  theme: Theme;
  fontSize: number;
  screenReader: boolean;
  /** Whether the flag under the cursor is explained. */
  hints: boolean;
  lessonWidth: number;
  terminalShare: number;
  inspectorWidth: number;
  treeWidth: number;
}

const KEY = 'drydock:settings';
const DEFAULTS: Kept = {
  theme: 'system',
  fontSize: 14,
  screenReader: false,
  hints: true,
  lessonWidth: 400,
  terminalShare: 0.45,
  inspectorWidth: 360,
  treeWidth: 190,
};

/** What the learner chose, kept in this browser. */
class Settings {
  kept: Kept = $state(load());
  projector = $state(false);
  systemDark = $state(matchMedia('(prefers-color-scheme: dark)').matches);

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (event) => (this.systemDark = event.matches));
  }

  /** The colours that are on now. */
  get theme(): 'light' | 'dark' | 'contrast' {
    if (this.projector) return 'contrast';
    if (this.kept.theme !== 'system') return this.kept.theme;
    return this.systemDark ? 'dark' : 'light';
  }

  get fontSize(): number {
    return this.projector ? Math.round(this.kept.fontSize * 1.5) : this.kept.fontSize;
  }

  change(change: Partial<Kept>): void {
    Object.assign(this.kept, change);
    try {
      localStorage.setItem(KEY, JSON.stringify($state.snapshot(this.kept)));
    } catch {
      // Without storage the choice lasts as long as the tab.
    }
  }
}

function load(): Kept {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Kept>;
    const good = Object.entries(found).filter(([key, value]) => typeof value === typeof DEFAULTS[key as keyof Kept]);
    return { ...DEFAULTS, ...Object.fromEntries(good) };
  } catch {
    return { ...DEFAULTS };
  }
}

export const settings = new Settings();
