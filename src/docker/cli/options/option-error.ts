/** An option's value that docker refuses, in its words. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}
