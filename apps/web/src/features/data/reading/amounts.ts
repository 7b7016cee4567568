/** How decimals are written: `1,234.50` or `1.234,50`. */
export type DecimalMark = 'point' | 'comma';

/** Of a column: which mark it uses, `unsure` when somebody has to say, `plain` when there is none. */
export type DecimalGuess = DecimalMark | 'plain' | 'unsure';

const CURRENCY = /^(?:rs\.?|[A-Z]{3}|\p{Sc})\s*|\s*(?:[A-Z]{3}|\p{Sc})$/giu;
/** Between groups of three, or of two and three. */
const SPACES = /(?<=\d)[\s'’](?=\d{3}(?!\d)|\d{2}[\s'’])/g;

/**
 * A number as people and programs write it: `₹1,23,456.50`, `1.234,50 €`, `1 234.5`, `-12`, `(12.00)`.
 *
 * @returns undefined when it is not one, or not with this mark.
 */
export function parseNumber(text: string, mark: DecimalMark): number | undefined {
  const bare = withoutCurrency(text);
  const isNegative = /^-|^\(.*\)$/.test(bare);
  const digits = bare.replaceAll(/^[-+(]\s*|\)$/g, '');
  const [group, decimal] = mark === 'point' ? [',', '.'] : ['.', ','];
  const [whole = '', decimals, ...more] = digits.split(decimal);
  if (
    more.length > 0 ||
    !/\d/.test(digits) ||
    !isWhole(whole, group) ||
    (decimals !== undefined && !/^\d+$/.test(decimals))
  )
    return undefined;
  const value = Number(`${whole.replaceAll(group, '') || '0'}.${decimals ?? '0'}`);
  return isNegative ? -value : value;
}

/** Groups of three, or of two and three as in India; `.50` has no whole part. */
function isWhole(whole: string, group: string): boolean {
  if (/^\d*$/.test(whole)) return true;
  const [first = '', ...rest] = whole.split(group);
  const last = rest.pop();
  return (
    /^\d{1,3}$/.test(first) &&
    last !== undefined &&
    /^\d{3}$/.test(last) &&
    rest.every((part) => /^\d{2,3}$/.test(part))
  );
}

function withoutCurrency(text: string): string {
  return text
    .trim()
    .replaceAll(CURRENCY, '')
    .replaceAll(SPACES, '')
    .replace(/^-\s*(?:rs\.?|\p{Sc})\s*/iu, '-');
}

/** Which decimal mark a column uses, as far as its values say. */
export function guessDecimalMark(samples: readonly string[]): DecimalGuess {
  const votes = { point: 0, comma: 0 };
  const unsure = { point: 0, comma: 0 };
  for (const sample of samples) {
    const body = withoutCurrency(sample).replaceAll(/[^\d.,]/g, '');
    const mark = markOf(body);
    if (mark === undefined) continue;
    if (mark.isSure) votes[mark.mark] += 1;
    else unsure[mark.mark] += 1;
  }
  if (votes.point !== votes.comma) return votes.point > votes.comma ? 'point' : 'comma';
  if (votes.point > 0) return 'unsure';
  if (unsure.comma > 0) return 'unsure';
  // `1,234` is 1234 with a point; with a comma it would have three decimals, and no amount has.
  return unsure.point > 0 ? 'point' : 'plain';
}

/** Of one number: the mark that it has, or would have if the only separator in it were one of groups. */
function markOf(body: string): { mark: DecimalMark; isSure: boolean } | undefined {
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','));
  if (last === -1) return undefined;
  const asDecimal: DecimalMark = body[last] === '.' ? 'point' : 'comma';
  const asGroup: DecimalMark = asDecimal === 'point' ? 'comma' : 'point';
  if (body.includes('.') && body.includes(',')) return { mark: asDecimal, isSure: true };
  if (body.split(body[last] ?? '').length > 2) return { mark: asGroup, isSure: true };
  const isGroup = body.length - last - 1 === 3 && last >= 1 && last <= 3 && body[0] !== '0';
  return isGroup ? { mark: asGroup, isSure: false } : { mark: asDecimal, isSure: true };
}

/** Whether a column can be one of numbers: postal codes and long ids look like some, and are text. */
export function looksNumeric(sample: string): boolean {
  return /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/.test(sample.trim());
}
