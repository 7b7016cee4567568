const BEGIN = '<!-- tables: made by `pnpm docs:tables` -->';
const END = '<!-- end of tables -->';

/** The document with what is made from the code put in its place. */
export function withMadePart(markdown: string, made: string): string {
  const [begin, end] = [markdown.indexOf(BEGIN), markdown.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`the document lacks the lines ${BEGIN} and ${END}`);
  return `${markdown.slice(0, begin)}${BEGIN}\n\n${made}\n\n${markdown.slice(end)}`;
}

/** Padded as Prettier does it, so that the two agree. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, 3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}
