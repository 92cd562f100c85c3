import type { ComposeCli } from './compose-cli';

/** The words for a service that is not in the project. */
export const noSuchService = (cli: ComposeCli, name: string): string =>
  cli.flavor.generation === 1 ? `No such service: ${name}` : `no such service: ${name}`;
