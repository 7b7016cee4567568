/** A template with its short forms written out, and the way back to where things stood. */
export interface ExpandedTemplate {
  liquid: string;
  /** Offset in the text as it was written, for an offset in `liquid`. */
  originalOffset(offset: number): number;
}

// What is Liquid already stays as it is: raw blocks, tags and outputs.
const LIQUID = /\{%-?\s*raw\s*-?%\}[\s\S]*?\{%-?\s*endraw\s*-?%\}|\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}/;
const SHORT_FORM = /\{\s*([A-Za-z_]\w*(?:\.\w+)*)\s*(?:\|([^{}|\n]*))?\}/;
const LIQUID_OR_SHORT_FORM = new RegExp(`${LIQUID.source}|${SHORT_FORM.source}`, 'g');

/** A stretch of a template that is more than text: Liquid, a raw block, or a short form. */
export interface WrittenPart {
  start: number;
  end: number;
  text: string;
  /** Of a short form, `{name|there}`. */
  shortForm?: { variable: string; fallback: string | undefined };
}

/** What of a template, as it was written, is more than text; for editors, which must not cut into it. */
export function writtenParts(template: string): WrittenPart[] {
  return [...template.matchAll(LIQUID_OR_SHORT_FORM)].map((match) => {
    const [text, variable, fallback] = match;
    const part = { start: match.index, end: match.index + text.length, text };
    return variable === undefined ? part : { ...part, shortForm: { variable, fallback } };
  });
}

/**
 * Writes the owner's short form out as Liquid: `{name}` becomes `{{ name }}` and
 * `{name|there}` becomes `{{ name | default: "there" }}`.
 */
export function expandShortForm(template: string): ExpandedTemplate {
  const pieces: Piece[] = [{ from: 0, original: 0, written: false }];
  let liquid = '';
  let copied = 0;
  for (const match of template.matchAll(LIQUID_OR_SHORT_FORM)) {
    const [written, variable, fallback] = match;
    if (variable === undefined) continue;
    liquid += template.slice(copied, match.index);
    pieces.push({ from: liquid.length, original: match.index, written: true });
    liquid += toOutput(variable, fallback);
    copied = match.index + written.length;
    pieces.push({ from: liquid.length, original: copied, written: false });
  }
  liquid += template.slice(copied);
  return { liquid, originalOffset: (offset) => originalOffset(pieces, offset) };
}

function toOutput(variable: string, fallback: string | undefined): string {
  if (fallback === undefined) return `{{ ${variable} }}`;
  // Liquid reads backslash escapes inside quotes as JavaScript does.
  const quoted = `"${fallback.trim().replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return `{{ ${variable} | default: ${quoted} }}`;
}

/** A stretch of the expanded text, either copied or written out for a short form. */
interface Piece {
  from: number;
  original: number;
  written: boolean;
}

function originalOffset(pieces: Piece[], offset: number): number {
  const piece = pieces.findLast(({ from }) => from <= offset);
  if (piece === undefined) return offset;
  return piece.written ? piece.original : piece.original + (offset - piece.from);
}
