/** A life as a table: from a state, by an event, to a state. What XState draws and tests, without an actor for each thing. */
export interface Lifecycle<S extends string, E extends string> {
  readonly initial: S;
  readonly states: Readonly<Record<S, Readonly<Partial<Record<E, S>>>>>;
}

/** The state that follows, or undefined when the event means nothing in this state. */
export const next = <S extends string, E extends string>(life: Lifecycle<S, E>, state: S, event: E): S | undefined =>
  life.states[state][event];

/** A flat state machine's configuration (XState's), as far as a table needs it. */
interface FlatConfig {
  readonly initial?: unknown;
  readonly states?: Readonly<Record<string, { readonly on?: unknown } | undefined>> | undefined;
}

/** Compiles a flat state machine into its table. Throws where a transition is more than a target's name. */
export function lifecycleOf<S extends string, E extends string>(config: FlatConfig): Lifecycle<S, E> {
  const states: Record<string, Record<string, string>> = {};
  for (const [name, state] of Object.entries(config.states ?? {})) {
    const row: Record<string, string> = (states[name] = {});
    for (const [event, target] of Object.entries((state?.on ?? {}) as Record<string, unknown>)) {
      if (typeof target !== 'string') throw new Error(`the transition ${name}.${event} is no plain target`);
      row[event] = target;
    }
  }
  return { initial: config.initial as S, states: states as Lifecycle<S, E>['states'] };
}
