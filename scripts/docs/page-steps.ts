/** What a page tells its reader to do: `diff` blocks are put into files, `sh` blocks are run. */
export type Step = { kind: 'edit'; file: string; lines: string[] } | { kind: 'run'; command: string };

/** The steps of a page, in order. The first line of a `diff` block names its file, as `# path`. */
export function stepsOf(markdown: string): Step[] {
  return [...markdown.matchAll(/^```(diff|sh)\n(.*?)^```$/gms)].flatMap(([, language, text = '']): Step[] => {
    const lines = text.trimEnd().split('\n');
    if (language === 'sh') return lines.map((command) => ({ kind: 'run', command }));
    const [head = '', ...rest] = lines;
    return [{ kind: 'edit', file: head.replace(/^# /, ''), lines: rest }];
  });
}

/**
 * The text with the lines of a `diff` block that begin with + put in.
 *
 * @throws Error when the lines that are to be there already are not there, or more than once.
 */
export function withEdit(text: string, lines: string[]): string {
  const before = lines.filter((line) => !line.startsWith('+')).map((line) => line.slice(1));
  const after = lines.map((line) => line.slice(1));
  const found = text.split(`${before.join('\n')}\n`);
  if (found.length !== 2) throw new Error(`found ${found.length - 1} times: ${before.join('\n')}`);
  return found.join(`${after.join('\n')}\n`);
}
