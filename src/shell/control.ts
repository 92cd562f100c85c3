import type { ExitStatus } from '#process/process';

/** `exit`: ends this shell (a subshell ends alone). */
export class ExitShell extends Error {
  override readonly name = 'ExitShell';

  constructor(readonly code: number) {
    super('exit');
  }
}

/** `return`: ends the function or sourced file. */
export class ReturnFrom extends Error {
  override readonly name = 'ReturnFrom';

  constructor(readonly code: number) {
    super('return');
  }
}

/** `break` and `continue`: `levels` loops are left, and the last is gone on with when `resume` is set. */
export class LeaveLoop extends Error {
  override readonly name = 'LeaveLoop';

  constructor(
    public levels: number,
    readonly resume: boolean,
    /** The loop's status. */
    readonly status = 0,
  ) {
    super('loop');
  }
}

/** A failed expansion or assignment: the message is for stderr, and the command (in scripts often the shell) ends. */
export class ShellError extends Error {
  override readonly name = 'ShellError';

  constructor(
    message: string,
    readonly code = 1,
    /** Whether a shell that is not interactive ends. */
    readonly fatal = false,
  ) {
    super(message);
  }
}

/** Ctrl-C at an interactive shell: what was typed is given up, the shell stays. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(readonly status: ExitStatus = { code: 130, signal: 'SIGINT' }) {
    super('interrupted');
  }
}
