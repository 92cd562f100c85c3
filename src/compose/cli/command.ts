import { command as declare, type Command } from '#cli/command';
import type { ComposeCli } from './compose-cli';

/** One command of compose: reads its flags, asks the engine, prints. Both programs share them where they are alike. */
export const composeCommand = declare<ComposeCli>();
export type ComposeCommand = Command<ComposeCli>;
