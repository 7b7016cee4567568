import type { z } from 'zod';

/** Most problems that the model is shown. */
const MOST_PROBLEMS = 10;
const MAX_PROBLEM_LENGTH = 300;
const FENCE = '```';

export type ReadAnswer<Answer> = { kind: 'answer'; answer: Answer } | { kind: 'malformed'; problems: string[] };

/** Reads a model's text as an answer of the form that was asked for. */
export function readAnswer<Answer>(text: string, schema: z.ZodType<Answer>): ReadAnswer<Answer> {
  try {
    const parsed = schema.safeParse(JSON.parse(withoutFences(text)));
    if (parsed.success) return { kind: 'answer', answer: parsed.data };
    return { kind: 'malformed', problems: problemsOf(parsed.error) };
  } catch {
    // Also what is nested too deep to be looked at.
    return { kind: 'malformed', problems: ['It is not one JSON value.'] };
  }
}

/**
 * Some models put JSON into a block of Markdown, whatever they are told. No pattern looks for it: a model that
 * does not come to its end writes blank lines by the thousand, over which one goes back and forth for minutes.
 */
function withoutFences(text: string): string {
  const trimmed = text.trim();
  const firstLineEnds = trimmed.indexOf('\n');
  if (!trimmed.startsWith(FENCE) || !trimmed.endsWith(FENCE) || firstLineEnds < 0) return text;
  return trimmed.slice(firstLineEnds, -FENCE.length);
}

function problemsOf({ issues }: z.core.$ZodError): string[] {
  return issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => {
    const place = path.map(String).join('.') || 'the answer';
    return `${place}: ${message}`.slice(0, MAX_PROBLEM_LENGTH);
  });
}
