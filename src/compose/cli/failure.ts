import { CommandError } from '#cli/command';
import { FlagError } from '#cli/flags';
import { EngineError } from '#docker/api/client';
import { ComposeError } from '../errors';
import type { ComposeCli } from './compose-cli';

/** Says on standard error what went wrong, in the program's words; answers the exit code. Throws what is no failure of the program. */
export async function tellFailure(error: unknown, cli: ComposeCli): Promise<number> {
  await cli.flush();
  const [text, code] = wordsOf(error, cli.flavor.generation);
  if (text === undefined) throw error;
  const line = text.replace(/\n+$/, '');
  const red =
    cli.flavor.generation === 1 && cli.process.isTTY(2) && !line.startsWith('\n') ? '\x1b[31mERROR\x1b[0m: ' : '';
  if (text !== '') await cli.err(`${red}${line}\n`);
  return code;
}

function wordsOf(error: unknown, generation: 1 | 2): [string | undefined, number] {
  if (error instanceof FlagError) return [error.message, 1];
  if (error instanceof CommandError) {
    // Compose prints a refused flag's words alone.
    const short = /^(unknown (shorthand )?flag|flag needs|invalid argument|bad flag)/.test(error.message);
    return [short ? error.message.split('\n')[0]! : error.message, error.exitCode];
  }
  if (error instanceof EngineError) {
    return [generation === 2 ? `Error response from daemon: ${error.message}` : error.message, 1];
  }
  return error instanceof ComposeError ? [error.message, error.exitCode] : [undefined, 1];
}
