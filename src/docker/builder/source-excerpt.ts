/** The lines around an error as BuildKit shows them. Upstream: buildkit solver/errdefs/source.go. */
export function sourceExcerpt(filename: string, text: string, startLine: number, endLine: number): string {
  const lines = text.split('\n');
  if (startLine > lines.length || startLine < 1) return '';
  let start = startLine;
  let end = Math.min(endLine, lines.length);
  const marked = end;
  const pad = end === start ? 4 : 2;
  for (let p = 0; p < pad; p++) {
    if (start > 1) {
      start--;
      p++;
    }
    if (end !== lines.length) {
      end++;
      p++;
    }
  }
  const rule = '--------------------\n';
  let shown = `${filename}:${String(startLine)}\n${rule}`;
  for (let n = start; n <= end; n++) {
    const mark = n >= startLine && n <= marked ? '>>>' : '   ';
    shown += ` ${String(n).padStart(3)} | ${mark} ${lines[n - 1]!}\n`;
  }
  return shown + rule;
}
