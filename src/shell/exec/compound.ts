import type { ArithmeticFor, Case, CompoundList, For, If, Select, While } from 'unbash';
import { decode } from '#io/streams';
import { LeaveLoop, ShellError } from '../control';
import { evaluateIn } from '../expand/arithmetic-scope';
import { matchPattern } from '../expand/pattern';
import { drive, expandPattern, expandString, expandText, expandWords } from '../expand/word';
import type { Shell } from '../shell';
import { isName } from '../variables';
import { runStatements } from './script';
import { traceLine } from './trace';
import { quoteTrace } from '../expand/quote';

/** Runs a condition: a failure in it never ends the shell. */
async function holds(shell: Shell, clause: CompoundList): Promise<boolean> {
  shell.sheltered++;
  try {
    return (await runStatements(shell, clause.commands)) === 0;
  } finally {
    shell.sheltered--;
  }
}

export async function runIf(shell: Shell, node: If): Promise<number> {
  if (await holds(shell, node.clause)) return runStatements(shell, node.then.commands);
  for (const branch of node.elif) {
    if (await holds(shell, branch.clause)) return runStatements(shell, branch.then.commands);
  }
  return node.else ? runStatements(shell, node.else.commands) : 0;
}

/** Runs a loop's body once; answers whether the loop goes on. */
async function runBody(shell: Shell, body: CompoundList, result: { status: number }): Promise<boolean> {
  shell.loops++;
  try {
    result.status = await runStatements(shell, body.commands);
    return true;
  } catch (error) {
    if (!(error instanceof LeaveLoop)) throw error;
    result.status = error.status;
    shell.status = error.status;
    if (error.levels > 1 && shell.loops > 1) {
      error.levels--;
      throw error;
    }
    return error.resume;
  } finally {
    shell.loops--;
  }
}

export async function runFor(shell: Shell, node: For): Promise<number> {
  const name = node.name.value;
  if (!isName(name)) throw new ShellError(`\`${name}': not a valid identifier`);
  const words = node.wordlist ? await drive(expandWords(shell, node.wordlist)) : [...shell.positional];
  const result = { status: 0 };
  for (const word of words) {
    shell.position = node.pos;
    if (shell.options.has('xtrace')) {
      await traceLine(
        shell,
        `for ${name} in ${(node.wordlist ? words : ['"$@"']).map((w) => (node.wordlist ? quoteTrace(w) : w)).join(' ')}`,
      );
    }
    shell.variables.set(name, word);
    if (!(await runBody(shell, node.body, result))) break;
    const pause = shell.breathe();
    if (pause) await pause;
  }
  return result.status;
}

export async function runArithmeticFor(shell: Shell, node: ArithmeticFor): Promise<number> {
  const text = (part: { pos: number; end: number } | undefined): string =>
    part ? shell.source.text.slice(part.pos, part.end) : '';
  const result = { status: 0 };
  try {
    if (node.initialize) await drive(evaluateIn(shell, text(node.initialize)));
    while (!node.test || (await drive(evaluateIn(shell, text(node.test)))) !== 0n) {
      if (!(await runBody(shell, node.body, result))) break;
      if (node.update) await drive(evaluateIn(shell, text(node.update)));
      const pause = shell.breathe();
      if (pause) await pause;
    }
  } catch (error) {
    if (!(error instanceof ShellError) || error.fatal) throw error;
    await shell.complain(`((: ${error.message}`);
    return 1;
  }
  return result.status;
}

export async function runWhile(shell: Shell, node: While): Promise<number> {
  const result = { status: 0 };
  for (;;) {
    // The condition may leave the loop too.
    shell.loops++;
    let go: boolean;
    try {
      go = (await holds(shell, node.clause)) === (node.kind === 'while');
    } catch (error) {
      if (!(error instanceof LeaveLoop)) throw error;
      if (error.levels > 1 && shell.loops > 1) {
        error.levels--;
        throw error;
      }
      if (!error.resume) return 0;
      continue;
    } finally {
      shell.loops--;
    }
    if (!go || !(await runBody(shell, node.body, result))) return result.status;
    const pause = shell.breathe();
    if (pause) await pause;
  }
}

export async function runCase(shell: Shell, node: Case): Promise<number> {
  const word = await drive(expandString(shell, node.word, { quoted: false, tilde: 'start' }));
  if (shell.options.has('xtrace')) await traceLine(shell, `case ${quoteTrace(word)} in`);
  const fold = shell.shopt('nocasematch');
  let status = 0;
  let falling = false;
  for (const item of node.items) {
    let fits = falling;
    for (const pattern of fits ? [] : item.pattern) {
      if (matchPattern(await drive(expandPattern(shell, pattern)), word, { fold })) {
        fits = true;
        break;
      }
    }
    if (!fits) continue;
    status = await runStatements(shell, item.body.commands);
    if (item.terminator === ';&') falling = true;
    else if (item.terminator === ';;&') falling = false;
    else return status;
  }
  return status;
}

export async function runSelect(shell: Shell, node: Select): Promise<number> {
  const words = node.wordlist ? await drive(expandWords(shell, node.wordlist)) : [...shell.positional];
  const result = { status: 0 };
  if (words.length === 0) return 0;
  const width = String(words.length).length;
  const menu = words.map((word, i) => `${String(i + 1).padStart(width)}) ${word}\n`).join('');
  for (let show = true; ;) {
    if (show) await shell.write(2, menu);
    await shell.write(2, await drive(expandText(shell, shell.get('PS3') ?? '#? ')));
    const line = await readLine(shell);
    if (line === undefined) {
      await shell.out('\n');
      return 1;
    }
    show = line.trim() === '';
    if (show) continue;
    shell.variables.set('REPLY', line);
    shell.variables.set(node.name.value, /^\s*\d+\s*$/.test(line) ? (words[Number(line) - 1] ?? '') : '');
    if (!(await runBody(shell, node.body, result))) return result.status;
  }
}

/** One line of standard input, and not a byte more. */
async function readLine(shell: Shell): Promise<string | undefined> {
  const reader = shell.process.fds.get(0)?.reader;
  if (!reader) return undefined;
  const bytes: number[] = [];
  for (;;) {
    const chunk = await shell.interruptible(reader.read(1));
    if (!chunk) return bytes.length > 0 ? decode(Uint8Array.from(bytes)) : undefined;
    if (chunk[0] === 10) return decode(Uint8Array.from(bytes));
    bytes.push(chunk[0]!);
  }
}
