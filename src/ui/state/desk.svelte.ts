import type { ObjectKind } from '#browser/protocol';

export type View = 'map' | 'editor' | 'browser' | 'trace';
export type Pane = 'lesson' | 'terminal' | View;

export interface Selection {
  readonly kind: ObjectKind;
  readonly id: string;
  readonly name: string;
}

/** What lies open on the workbench: the view above, the pane on a phone, the selected thing, dialogs. */
export class Desk {
  view: View = $state('map');
  /** Views that were opened once stay loaded. */
  opened: Record<View, boolean> = $state({ map: true, editor: false, browser: false, trace: false });
  pane: Pane = $state('terminal');
  selection: Selection | undefined = $state.raw();
  file: string | undefined = $state();
  /** Settles when the learner has closed the file that a program waits for. */
  url = $state('');
  /** Counts requests to open `url`, also when it is the same one. */
  visits = $state(0);
  dialog: 'keys' | 'settings' | 'why' | 'search' | undefined = $state();
  whyFrom = $state('laptop');
  whyTo = $state('');
  /** The trace record whose causes the dialog tells, in place of a path. */
  cause: number | undefined = $state();

  show(view: View): void {
    this.view = view;
    this.opened[view] = true;
    this.pane = view;
  }

  select(selection: Selection | undefined): void {
    this.selection = selection;
  }

  edit(path: string): void {
    this.file = path;
    this.show('editor');
  }

  browse(url: string): void {
    this.url = url;
    this.visits++;
    this.show('browser');
  }

  why(from: string, to: string): void {
    this.whyFrom = from;
    this.whyTo = to;
    this.cause = undefined;
    this.dialog = 'why';
  }

  /** Asks what led to something that happened. */
  because(seq: number): void {
    this.cause = seq;
    this.dialog = 'why';
  }
}
