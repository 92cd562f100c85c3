/** A life as a table: from a state, by an event, to a state. What XState draws and tests, without an actor for each thing. */
export interface Lifecycle<S extends string, E extends string> {
  readonly initial: S;
  readonly states: Readonly<Record<S, Readonly<Partial<Record<E, S>>>>>;
}

/** The state that follows, or undefined when the event means nothing in this state. */
export const next = <S extends string, E extends string>(life: Lifecycle<S, E>, state: S, event: E): S | undefined =>
  life.states[state][event];
