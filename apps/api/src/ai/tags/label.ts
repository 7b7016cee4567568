import { MAX_CAMPAIGN_TAG_LENGTH } from '@herald/shared';

/** A label for a campaign, and the words that it was taken from. */
export interface Label {
  tag: string;
  reason: string;
  /** Of the message, or of the description of the audience, as it stands there. */
  quote: string;
}

const LONGEST_QUOTE = 80;

/** Whether a text may be a label: short, on one line, and nothing by which somebody is reached or numbered. */
export function isLabel(tag: string): boolean {
  return (
    tag.length >= 2 &&
    tag.length <= MAX_CAMPAIGN_TAG_LENGTH &&
    /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} :&'’%.+-]*$/u.test(tag) &&
    !/\d{5,}|@|\d[ .-]\d{2,}/u.test(tag)
  );
}

/** The words themselves, cut where they are long. */
export function quoteOf(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  return line.length <= LONGEST_QUOTE ? line : line.slice(0, LONGEST_QUOTE).replace(/\s\S*$/u, '');
}

/** Each label once, the first one that was found. */
export function distinct(labels: readonly Label[]): Label[] {
  return labels.filter(({ tag }, index) => labels.findIndex((other) => other.tag === tag) === index);
}
