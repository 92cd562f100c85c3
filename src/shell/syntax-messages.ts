import type { Shell } from './shell';
import type { Source, SyntaxProblem } from './source';

/** What the shell says of a syntax error. Upstream: bash parse.y, dash parser.c, busybox shell/ash.c. */
export function syntaxMessages(shell: Shell, problem: SyntaxProblem, source: Source): string {
  const line = source.line(problem.offset);
  if (shell.dialect === 'bash') return bashMessages(shell, problem, source, line);
  const dash = shell.dialect === 'dash';
  const lead = dash
    ? `${shell.name}: ${line}: Syntax error: `
    : `${shell.name}: ${source.name ? `line ${line}: ` : ''}syntax error: `;
  if (problem.open === '"' || problem.open === "'") return `${lead}${dash ? 'U' : 'u'}nterminated quoted string\n`;
  const expecting = problem.wanted ?? problem.open;
  const tail = expecting ? ` (expecting "${expecting}")` : '';
  if (problem.incomplete)
    return dash ? `${lead}end of file unexpected${tail}\n` : `${lead}unexpected end of file${tail}\n`;
  const token = problem.token === 'newline' ? 'newline' : `"${problem.token ?? ''}"`;
  return dash ? `${lead}${token} unexpected\n` : `${lead}unexpected ${token}\n`;
}

function bashMessages(shell: Shell, problem: SyntaxProblem, source: Source, line: number): string {
  const name = shell.label ?? shell.name;
  const inFile = source.name !== '' && source.name !== shell.name;
  const lead =
    inFile || shell.numbered
      ? `${inFile ? source.name : name}: ${inFile || !shell.isString ? '' : '-c: '}`
      : `${name}: `;
  const at = (n: number): string => (inFile || shell.numbered ? `${lead}line ${n}: ` : lead);
  if (problem.open && problem.open !== '}') {
    const start = source.text.trimEnd();
    const first = source.line(Math.max(0, start.lastIndexOf(problem.open === ')' ? '(' : problem.open)));
    return `${at(problem.open === ')' ? line : first)}unexpected EOF while looking for matching \`${problem.open}'\n`;
  }
  if (problem.open) return `${at(line)}unexpected EOF while looking for matching \`}'\n`;
  if (problem.incomplete) {
    const last = source.text.endsWith('\n') ? line : line + 1;
    return `${at(last)}syntax error: unexpected end of file\n`;
  }
  const text = source.text.split('\n')[line - source.line(0)] ?? '';
  return `${at(line)}syntax error near unexpected token \`${problem.token ?? ''}'\n${at(line)}\`${text}'\n`;
}
