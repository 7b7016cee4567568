import { type Condition, describeRules, foldText, type OrdersValue } from '@herald/shared';

import type { Rule } from './clause.ts';
import { negate } from './rules.ts';
import type { WordsContext } from './words-context.ts';

/** What a condition holds about one thing: a range, or texts of which it is one or none. */
interface Fact {
  about: string;
  low?: number;
  high?: number;
  among?: readonly string[];
  notAmong?: readonly string[];
}

/** Smallest step between two amounts; counts and days have 1. */
const CENT = 0.001;
const DAY_MS = 86_400_000;
/** Most conditions that are compared with one another. */
const MOST_COMPARED = 60;

/** Two statements that nobody can fulfil together, in the English of the rules; undefined when there are none. */
export function contradictionIn(rule: Rule, today: string, context: WordsContext): string | undefined {
  if (!('rules' in rule)) return undefined;
  const together = (rule.combinator === 'and' && !rule.not ? conjuncts(rule) : []).slice(0, MOST_COMPARED);
  for (const [index, one] of together.entries()) {
    const other = together.slice(index + 1).find((later) => contradict(one, later, today));
    if (other) return `nobody can be both: ${inEnglish(one, context)}; ${inEnglish(other, context)}`;
  }
  const ways = rule.combinator === 'or' && !rule.not ? rule.rules.slice(0, MOST_COMPARED) : [];
  const opposite = ways.find((one) => ways.some((other) => JSON.stringify(negate(one)) === JSON.stringify(other)));
  if (opposite) return `everyone is one or the other: ${inEnglish(opposite, context)}, or not`;
  return rule.rules.map((inner) => contradictionIn(inner, today, context)).find((found) => found !== undefined);
}

function inEnglish(rule: Rule, context: WordsContext): string {
  return `"${describeRules({ combinator: 'and', rules: [rule] }, context)}"`;
}

function conjuncts(rule: Rule): Rule[] {
  return 'rules' in rule && rule.combinator === 'and' && !rule.not ? rule.rules.flatMap(conjuncts) : [rule];
}

function contradict(one: Rule, other: Rule, today: string): boolean {
  if (JSON.stringify(negate(one)) === JSON.stringify(other)) return true;
  if ('rules' in one || 'rules' in other) return false;
  const others = factsOf(other, today);
  return factsOf(one, today).some((fact) => others.some((later) => fact.about === later.about && exclude(fact, later)));
}

function exclude(one: Fact, other: Fact): boolean {
  if (Math.max(one.low ?? -Infinity, other.low ?? -Infinity) > Math.min(one.high ?? Infinity, other.high ?? Infinity))
    return true;
  return isOutside(one, other) || isOutside(other, one);
}

function isOutside({ among }: Fact, { among: others, notAmong }: Fact): boolean {
  if (among === undefined) return false;
  const isLeft = (text: string) => !notAmong?.includes(text) && (others === undefined || others.includes(text));
  return !among.some(isLeft);
}

function factsOf(condition: Condition, today: string): Fact[] {
  const { field, operator, value } = condition;
  if (field.startsWith('orders.')) return factsOfOrders(field, operator, value as unknown as OrdersValue, today);
  if (field === 'tags') return factsOfTags(operator, value);
  if (field === 'segment' || field === 'campaign' || field === 'messaged')
    return factsOfMessages(field, operator, value, today);
  if (operator === 'null') return [{ about: `set ${field}`, high: 0 }, ...impliedByDates(field, operator, {})];
  if (operator === 'notNull') return [{ about: `set ${field}`, low: 1 }, ...impliedByDates(field, operator, {})];
  const days = daysOf(operator, value, today);
  if (days) {
    const isSet = operator === 'notInLastDays' ? [] : [{ about: `set ${field}`, low: 1 }];
    return [{ about: field, ...days }, ...isSet, ...impliedByDates(field, operator, days)];
  }
  const range = rangeOf(operator, value, field === 'orderCount' || field === 'visits' ? 1 : CENT);
  if (range) return [{ about: field, ...range }, { about: `set ${field}`, low: 1 }, ...impliedByTotals(field, range)];
  return factsOfText(field, operator, value);
}

function factsOfText(field: string, operator: string, value: Condition['value']): Fact[] {
  const texts = textsOf(value);
  const isSet: Fact[] = [field, ...(field === 'emailDomain' ? ['email'] : [])].map((one) => ({
    about: `set ${one}`,
    low: 1,
  }));
  if (operator === '=' || operator === 'in') return [{ about: field, among: texts }, ...isSet];
  if (operator === '!=' || operator === 'notIn') return [{ about: field, notAmong: texts }];
  return ['contains', 'beginsWith', 'endsWith'].includes(operator) ? isSet : [];
}

/** Folded; what is no text, as true, in JSON. */
function textsOf(value: Condition['value']): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.map((one) => (typeof one === 'string' ? foldText(one) : JSON.stringify(one ?? null)));
}

type Range = Pick<Fact, 'low' | 'high'>;

function rangeOf(operator: string, value: unknown, step: number): Range | undefined {
  if (Array.isArray(value)) {
    const [low, high] = value as unknown[];
    return operator === 'between' && typeof low === 'number' && typeof high === 'number' ? { low, high } : undefined;
  }
  if (typeof value !== 'number') return undefined;
  const ranges: Record<string, Range> = {
    '=': { low: value, high: value },
    '>': { low: value + step },
    '>=': { low: value },
    '<': { high: value - step },
    '<=': { high: value },
  };
  return ranges[operator];
}

const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

function daysOf(operator: string, value: unknown, today: string): Range | undefined {
  const now = dayOf(today);
  if (typeof value === 'number') {
    if (operator === 'inLastDays') return { low: now - value, high: now };
    return operator === 'notInLastDays' ? { high: now - value - 1 } : undefined;
  }
  if (Array.isArray(value)) {
    const [first, last] = value as unknown[];
    const isPair = operator === 'between' && typeof first === 'string' && typeof last === 'string';
    return isPair ? { low: dayOf(first), high: dayOf(last) } : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const day = dayOf(value);
  const ranges: Record<string, Range> = {
    on: { low: day, high: day },
    before: { high: day - 1 },
    after: { low: day + 1 },
  };
  return ranges[operator];
}

/** Who has a date of an order has ordered; the last order is never before the first. */
function impliedByDates(field: string, operator: string, { low, high }: Range): Fact[] {
  if (field !== 'lastOrderAt' && field !== 'firstOrderAt') return [];
  if (operator === 'null') return [{ about: 'orderCount', high: 0 }];
  if (operator === 'notInLastDays') return [];
  return [
    { about: 'orderCount', low: 1 },
    ...(field === 'firstOrderAt' && low !== undefined ? [{ about: 'lastOrderAt', low }] : []),
    ...(field === 'lastOrderAt' && high !== undefined ? [{ about: 'firstOrderAt', high }] : []),
  ];
}

function impliedByTotals(field: string, { low = 0 }: Range): Fact[] {
  const hasOrdered = (field === 'totalSpend' && low > 0) || field === 'averageOrderValue';
  return hasOrdered ? [{ about: 'orderCount', low: 1 }] : [];
}

function factsOfOrders(field: string, operator: string, value: OrdersValue, today: string): Fact[] {
  const isCount = field === 'orders.count';
  const range = rangeOf(operator, value.number, isCount ? 1 : CENT);
  if (!range) return [];
  const { where = [], window } = value;
  const about = (of: OrdersValue['window']) => `${field} ${JSON.stringify(where)} ${JSON.stringify(of ?? null)}`;
  const facts: Fact[] = [{ about: about(window), ...range }];
  const { low = 0 } = range;
  if ((isCount || field === 'orders.sum') && low <= 0) return facts;
  if (isCount || field === 'orders.sum') facts.push({ about: about(undefined), low });
  // Orders that were cancelled count towards no total.
  if (where.some((asked) => asked.field === 'status')) return facts;
  const last = window === undefined ? {} : daysOf(...daysOfWindow(window), today);
  return [
    ...facts,
    { about: 'orderCount', low: isCount ? low : 1 },
    ...(field === 'orders.sum' ? [{ about: 'totalSpend', low }] : []),
    ...(last?.low === undefined ? [] : [{ about: 'lastOrderAt', low: last.low }]),
    ...(last?.high === undefined ? [] : [{ about: 'firstOrderAt', high: last.high }]),
  ];
}

function daysOfWindow(window: NonNullable<OrdersValue['window']>): [string, unknown] {
  return 'lastDays' in window ? ['inLastDays', window.lastDays] : ['between', window.between];
}

function factsOfTags(operator: string, value: Condition['value']): Fact[] {
  const tags = textsOf(value).map((tag) => `tag ${tag}`);
  if (operator === 'hasNone') return tags.map((about) => ({ about, high: 0 }));
  return operator === 'hasAny' && tags.length > 1 ? [] : tags.map((about) => ({ about, low: 1 }));
}

function factsOfMessages(field: string, operator: string, value: Condition['value'], today: string): Fact[] {
  const about = `${field} ${textsOf(value).join()}`;
  const days = field === 'messaged' ? daysOf(operator, value, today) : undefined;
  if (days) {
    const wasMessaged = operator === 'inLastDays' ? [{ about: 'messaged ever', low: 1 }] : [];
    return [{ about: 'messaged on', ...days }, ...wasMessaged];
  }
  const isNot = ['isNotIn', 'wasNotSent', 'never'].includes(operator);
  const isSo = ['isIn', 'wasSent', 'received', 'ever'].includes(operator);
  const what = field === 'messaged' ? 'messaged ever' : about;
  if (isNot) return [{ about: what, high: 0 }];
  if (!isSo) return [];
  return [{ about: what, low: 1 }, ...(field === 'campaign' ? [{ about: 'messaged ever', low: 1 }] : [])];
}
