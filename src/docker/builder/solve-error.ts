import type { Node } from './parser';

/** A build that failed; the message is what follows `failed to solve: `, `shown` what its step says. */
export class SolveError extends Error {
  override readonly name = 'SolveError';

  constructor(
    message: string,
    readonly node?: Pick<Node, 'startLine' | 'endLine'>,
    readonly shown = message,
  ) {
    super(message);
  }
}
