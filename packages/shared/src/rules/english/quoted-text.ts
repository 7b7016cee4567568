/** A text in double quotes on one line. */
export function quote(text: string): string {
  return `"${text.replace(NEEDS_ESCAPE, (character) => ESCAPES.get(character) ?? unicodeEscape(character))}"`;
}

/**
 * What would end the quotes, break the line or, as direction marks do, turn round the
 * words that follow the text.
 */
const NEEDS_ESCAPE = /["\\\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

const ESCAPES = new Map([
  ['"', String.raw`\"`],
  ['\\', String.raw`\\`],
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
]);
const ESCAPED = new Map([...ESCAPES].map(([character, escape]) => [escape, character]));

function unicodeEscape(character: string): string {
  return String.raw`\u` + character.charCodeAt(0).toString(16).padStart(4, '0');
}

/** The text between the quotes; `onBadEscape` is told where, counted from the first quote, and throws. */
export function unquote(quoted: string, onBadEscape: (at: number) => never): string {
  return quoted.slice(1, -1).replace(ESCAPE, (escape: string, code: string | undefined, at: number) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return ESCAPED.get(escape) ?? onBadEscape(at + 1);
  });
}

const ESCAPE = /\\(?:u([0-9a-f]{4})|.)/gisu;
