import { DomainError, parseMessageTemplate } from '@herald/shared';

export interface TemplateProblem {
  /** With where it is: "unknown variable "nmae" at line 1, column 4". */
  message: string;
  /** Where it is, as a place in the text; undefined where the whole is meant. */
  offset: number | undefined;
}

/** Why a template is not understood, at once and as the API would say it; an empty one has not been begun. */
export function templateProblem(template: string): TemplateProblem | undefined {
  if (template.trim() === '') return undefined;
  try {
    parseMessageTemplate(template);
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const message = error.fields[0]?.message ?? error.message;
    return { message, offset: offsetIn(template, message) };
  }
}

function offsetIn(template: string, message: string): number | undefined {
  const [, line, column] = /at line (\d+), column (\d+)/.exec(message) ?? [];
  if (line === undefined) return undefined;
  const before = template.split('\n').slice(0, Number(line) - 1);
  return before.reduce((sum, text) => sum + text.length + 1, 0) + Number(column) - 1;
}
