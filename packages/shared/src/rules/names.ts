import { isStorable } from '../text.ts';
import { attributeKeyOf } from './attributes.ts';

/** What rules name that is kept in the database: attributes by key, segments and campaigns by id. */
export interface NamedInRules {
  attributes: Set<string>;
  segments: Set<string>;
  campaigns: Set<string>;
}

/** Most nodes that are looked at: the checked rules of 100 segments have fewer. */
const MOST_NODES = 100_000;

/**
 * Everything that a tree of rules names. It takes stored rules of any form and is not
 * particular: what is no rule is passed over, and refused where the rules are read.
 */
export function namesIn(rules: unknown): NamedInRules {
  const names: NamedInRules = { attributes: new Set(), segments: new Set(), campaigns: new Set() };
  const nodes: unknown[] = [rules];
  // The list grows while it is walked.
  for (const node of nodes) {
    if (typeof node !== 'object' || node === null) continue;
    const { field, value, rules: children } = node as { field?: unknown; value?: unknown; rules?: unknown };
    if (Array.isArray(children) && nodes.length + children.length <= MOST_NODES) {
      for (const child of children as unknown[]) nodes.push(child);
    }
    if (typeof field !== 'string') continue;
    const key = attributeKeyOf(field);
    // Of a key that cannot be stored PostgreSQL cannot be asked either.
    if (key !== undefined && isStorable(key)) names.attributes.add(key);
    if (field === 'segment' && isId(value)) names.segments.add(value.toLowerCase());
    if (field === 'campaign' && isId(value)) names.campaigns.add(value.toLowerCase());
  }
  return names;
}

const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Only ids may reach a query for ids. */
function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}
