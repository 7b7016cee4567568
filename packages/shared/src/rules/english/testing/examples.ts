import type { AttributeType } from '../../attributes.ts';
import { type Condition, type ConditionGroup, conditionSchema, type ConditionValue } from '../../schema.ts';
import type { EnglishContext } from '../english-context.ts';

export const SEED = 20_261_122;

export const VIPS = '0192d3a0-0000-7000-8000-000000000001';
export const TWIN = '0192d3a0-0000-7000-8000-000000000002';
export const OTHER_TWIN = '0192d3a0-0000-7000-8000-000000000003';
export const DIWALI = '0192d3a0-0000-7000-8000-000000000004';
export const NOBODY_KNOWS = '0192d3a0-0000-7000-8000-00000000000f';

export const ATTRIBUTES = new Map<string, AttributeType>([
  ['plan', 'text'],
  ['loyaltyPoints', 'number'],
  ['vip', 'boolean'],
  ['birthday', 'date'],
  ['constructor', 'text'],
  ['a "key" is\nnot (set', 'number'],
]);

export const CONTEXT: EnglishContext = {
  currency: 'INR',
  attributes: ATTRIBUTES,
  segments: new Map([
    [VIPS, { name: 'VIPs' }],
    [TWIN, { name: 'Twins' }],
    [OTHER_TWIN, { name: 'Twins' }],
  ]),
  campaigns: new Map([[DIWALI, 'Diwali, "lights"']]),
};

/** Texts that try to end their quotes, to look like grammar, or to be changed on the way. */
export const HOSTILE_TEXTS = [
  ['"', '\\', '\\"', '\\\\', '\\n', '\n', '\r\n', '\t', '\u0001', '\u007f', '\u0085', '\u2028', '\u202e', '\\u0041'],
  ["' or '", '" or "', ', and ', '", and "', '(', ')', '(or is not set)', '[x]', ']', '{}', '{key}', ' ', '  x  '],
  ['either', 'not (', 'and', 'or', 'is', 'true', '10,000 INR', '22 November 2026', 'in the last 90 days', 'where'],
  ['👩‍👩‍👧', '👍🏽', 'Émile', 'E\u0301mile', 'İstanbul', 'ﬁne', '\u00a0', '\u200d', '\ufeff', '$1', '$&', "O'Brien"],
].flat();

/** A condition that is valid. */
export function ask(field: string, operator: string, value?: ConditionValue): Condition {
  return conditionSchema.parse(value === undefined ? { field, operator } : { field, operator, value });
}

export function all(...rules: (Condition | ConditionGroup)[]): ConditionGroup {
  return { combinator: 'and', rules };
}

export function any(...rules: (Condition | ConditionGroup)[]): ConditionGroup {
  return { combinator: 'or', rules };
}

export function not(group: ConditionGroup): ConditionGroup {
  return { ...group, not: true };
}
