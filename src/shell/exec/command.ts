import type { CommandNode, CompoundList } from 'unbash';
import type { Shell } from '../shell';
import { ShellError } from '../control';
import { runCase, runFor, runIf, runArithmeticFor, runSelect, runWhile } from './compound';
import { conditional } from './conditional';
import { evaluateIn } from '../expand/arithmetic-scope';
import { drive } from '../expand/word';
import { withRedirects } from './redirect';
import { runStatements } from './script';
import { runSimple } from './simple';
import { forkShell } from './subshell';
import { traceLine } from './trace';
import { waitForeground } from './wait';

/** Runs one command of any kind in this shell; answers its status, which is `$?` too. */
export async function runCommand(shell: Shell, node: CommandNode | CompoundList): Promise<number> {
  if (node.type !== 'CompoundList') shell.position = node.pos;
  switch (node.type) {
    case 'Command':
      return (shell.status = await runSimple(shell, node));
    case 'CompoundList':
      return runStatements(shell, node.commands);
    case 'BraceGroup':
      return (shell.status = await runStatements(shell, node.body.commands));
    case 'Redirected':
      return (shell.status = await withRedirects(shell, node.redirects, () => runCommand(shell, node.command)));
    case 'Subshell': {
      const monitor = shell.options.has('monitor');
      const child = forkShell(shell, (sub) => runStatements(sub, node.body.commands), monitor ? { group: 'new' } : {});
      const codes = await waitForeground(shell, [child], monitor ? child.pid : undefined, shell.textOf(node));
      shell.pipeStatus = codes;
      return (shell.status = codes[0] ?? 0);
    }
    case 'If':
      return (shell.status = await runIf(shell, node));
    case 'For':
      return (shell.status = await runFor(shell, node));
    case 'ArithmeticFor':
      return (shell.status = await runArithmeticFor(shell, node));
    case 'Select':
      return (shell.status = await runSelect(shell, node));
    case 'While':
      return (shell.status = await runWhile(shell, node));
    case 'Case':
      return (shell.status = await runCase(shell, node));
    case 'Function':
      return (shell.status = await defineFunction(shell, node));
    case 'TestCommand': {
      if (shell.dialect === 'dash') {
        await shell.complain('[[: not found');
        return (shell.status = 127);
      }
      const lines: string[] = [];
      let holds: boolean;
      try {
        holds = await drive(conditional(shell, node.expression, (text) => lines.push(text)));
      } catch (error) {
        if (!(error instanceof ShellError) || error.fatal) throw error;
        await shell.complain(error.message.startsWith('[[') ? error.message : `[[: ${error.message}`);
        return (shell.status = error.code);
      }
      if (shell.options.has('xtrace')) for (const line of lines) await traceLine(shell, `[[ ${line} ]]`);
      shell.pipeStatus = [holds ? 0 : 1];
      return (shell.status = holds ? 0 : 1);
    }
    case 'ArithmeticCommand': {
      if (shell.options.has('xtrace')) await traceLine(shell, `(( ${node.body} ))`);
      try {
        const value = await drive(evaluateIn(shell, node.body));
        shell.status = value === 0n ? 1 : 0;
      } catch (error) {
        if (!(error instanceof ShellError) || error.fatal) throw error;
        await shell.complain(`((: ${error.message}`);
        shell.status = 1;
      }
      shell.pipeStatus = [shell.status];
      return shell.status;
    }
    case 'Coproc':
      await shell.write(2, 'drydock: coproc is not simulated yet\n');
      return (shell.status = 1);
  }
}

async function defineFunction(shell: Shell, node: CommandNode & { type: 'Function' }): Promise<number> {
  const name = node.name.value;
  if (shell.readonlyFunctions.has(name)) {
    await shell.complain(`${name}: readonly function`);
    return 1;
  }
  shell.functions.set(name, { name, node, source: shell.source });
  return 0;
}
