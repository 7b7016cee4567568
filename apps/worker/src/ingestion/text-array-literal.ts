/**
 * PostgreSQL's text form of a text array. Needed where each row of an `unnest` has an
 * array of its own, because `unnest` flattens arrays of arrays.
 */
export function textArrayLiteral(texts: string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
