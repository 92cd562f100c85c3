/** What Compose says when a project cannot be loaded or run; `message` is the real program's text, newlines included. */
export class ComposeError extends Error {
  override readonly name = 'ComposeError';

  constructor(
    message: string,
    /** Where in the model it arose (`services.web.ports`), if known: the editor puts its mark there. */
    readonly path: readonly (string | number)[] = [],
    readonly exitCode = 1,
  ) {
    super(message);
  }
}
