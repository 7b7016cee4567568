import { MAX_TAGS, TEMPLATE_VARIABLES } from '@herald/shared';
import type { TemplateVariable } from '@herald/shared';

import type { Parameters } from '../rules/parameters.ts';

const ADDRESS = 'LEFT JOIN "Address" a ON a."customerId" = c.id';
const TOTALS = 'LEFT JOIN "CustomerTotals" t ON t."customerId" = c.id';
/** What joins to a row `c` of Customer all that a message can say of it. */
export const RECIPIENT_TABLES = `${ADDRESS} ${TOTALS}`;

/** What JavaScript takes for white space. */
const WHITE_SPACE = `E'\\t\\n\\x0b\\f\\r \\u00a0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006\\u2007\\u2008\\u2009\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff'`;
const FIRST_NAME = `NULLIF(split_part(regexp_replace(btrim(c.name, ${WHITE_SPACE}), '[' || ${WHITE_SPACE} || ']+', ' ', 'g'), ' ', 1), '')`;
const day = (column: string) => `to_char(t."${column}", 'YYYY-MM-DD')`;

/** A value that is a text (which is nothing where `isBlank`, if that is quicker), a list of texts, or a number. */
type Source = { text: string; isBlank?: string } | { list: string } | { hasNumber: string };

/** `templateDataOf` in SQL, as far as it decides whether something is there. */
const SOURCES: Record<Exclude<TemplateVariable, 'attributes'>, Source> = {
  name: { text: 'c.name' },
  firstName: { text: FIRST_NAME, isBlank: isEmpty(`btrim(c.name, ${WHITE_SPACE})`) },
  email: { text: 'c.email' },
  phone: { text: 'c.phone' },
  city: { text: 'a.city' },
  state: { text: 'a.state' },
  country: { text: 'a.country' },
  postalCode: { text: 'a."postalCode"' },
  tags: { list: 'c.tags' },
  visits: { hasNumber: 'TRUE' },
  totalSpend: { hasNumber: 'TRUE' },
  orderCount: { hasNumber: 'TRUE' },
  averageOrderValue: { hasNumber: 'COALESCE(t."orderCount", 0) > 0' },
  firstOrderAt: { text: day('firstOrderAt') },
  lastOrderAt: { text: day('lastOrderAt') },
};

/** The joins that `isMissingSql` of these paths needs. */
export function tablesFor(paths: readonly (readonly (string | number)[])[]): string {
  const roots = new Set(paths.map(([root]) => root));
  const isUsed = (...names: TemplateVariable[]) => names.some((name) => roots.has(name));
  return [
    isUsed('city', 'state', 'country', 'postalCode') ? ADDRESS : '',
    isUsed('averageOrderValue', 'firstOrderAt', 'lastOrderAt') ? TOTALS : '',
  ].join(' ');
}

/**
 * Whether a value renders to nothing for a row of Customer with `tablesFor` it: true or false, never NULL.
 *
 * @param path as Liquid reads it: of a known variable, or of one of its properties.
 */
export function isMissingSql(path: readonly (string | number)[], parameters: Parameters): string {
  const [root, ...properties] = path;
  if (root === 'attributes') return isAttributeMissing(properties, parameters);
  const name = TEMPLATE_VARIABLES.find((known) => known === root);
  if (name === undefined || name === 'attributes') throw new Error(`there is no variable ${String(root)}`);
  const source = SOURCES[name];
  const [property] = properties;
  if (property === undefined) return isNothing(source);
  if ('text' in source) return isTextPropertyMissing(source.text, property);
  // Numbers have no properties.
  return 'list' in source ? isListPropertyMissing(source.list, property) : 'TRUE';
}

function isNothing(source: Source): string {
  if ('text' in source) return source.isBlank ?? isEmpty(source.text);
  if ('list' in source) return isEmpty(`array_to_string(${source.list}, '')`);
  return `NOT (${source.hasNumber})`;
}

function isEmpty(text: string): string {
  return `COALESCE(${text}, '') = ''`;
}

/** Of a text Liquid knows the length and its UTF-16 units, by their number from 0. */
function isTextPropertyMissing(text: string, property: string | number): string {
  if (property === 'size') return `${text} IS NULL`;
  const at = unitOf(property);
  return at === undefined ? 'TRUE' : `COALESCE(${utf16Length(text)}, 0) <= ${at}`;
}

function isListPropertyMissing(list: string, property: string | number): string {
  if (property === 'size') return 'FALSE';
  const at = property === 'first' ? 0 : property === 'last' ? -1 : Number(property);
  if (!Number.isInteger(at) || Math.abs(at) > MAX_TAGS) return 'TRUE';
  // Places count from 1, and from the end in negative numbers.
  return isEmpty(`${list}[${at < 0 ? `cardinality(${list}) + ${at + 1}` : at + 1}]`);
}

/** Attributes are texts, numbers and truth values, under keys that integrators choose. */
function isAttributeMissing([key = '', property, ...deeper]: (string | number)[], parameters: Parameters): string {
  if (deeper.length > 0) return 'TRUE';
  const at = parameters.add(String(key), 'text');
  const text = `c.attributes ->> ${at}`;
  if (property === undefined) {
    // How many there are, unless one of them has that name.
    const isThere = key === 'size' ? `c.attributes ? ${at} AND ` : '';
    return `(${isThere}${isEmpty(text)})`;
  }
  const known = property === 'length' ? 'size' : property;
  const isText = `COALESCE(jsonb_typeof(c.attributes -> ${at}) = 'string', FALSE)`;
  return `(NOT ${isText} OR ${isTextPropertyMissing(`(${text})`, known)})`;
}

/** Which unit of a text a property names: `0` and `"0"` alike. */
function unitOf(property: string | number): number | undefined {
  return /^(0|[1-9]\d{0,8})$/.test(String(property)) ? Number(property) : undefined;
}

/** PostgreSQL counts characters; those beyond the basic plane are two units. */
function utf16Length(text: string): string {
  return `(length(${text}) + length(regexp_replace(${text}, '[^\\U00010000-\\U0010ffff]', '', 'g')))`;
}
