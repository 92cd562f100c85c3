/** Splits SQL at the semicolons that end statements: not those in quotes, comments, dollar quotes or parentheses. */
export function splitStatements(sql: string): { statements: string[]; rest: string } {
  const statements: string[] = [];
  const token =
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|[;()'"$`]|\/\*/g;
  let start = 0;
  let depth = 0;
  for (let match = token.exec(sql); match; match = token.exec(sql)) {
    const text = match[0];
    if (text === '(') depth++;
    else if (text === ')') depth--;
    else if (text === ';' && depth <= 0) {
      const statement = sql.slice(start, token.lastIndex).trim();
      if (statement !== ';') statements.push(statement);
      start = token.lastIndex;
      depth = 0;
    } else if (/^['"`]$|^\/\*$/.test(text)) break;
  }
  return { statements, rest: sql.slice(start).replace(/^\s+/, '') };
}
