import { attributeFieldName, foldText, type RuleSubject } from '@herald/shared';

import { MIN_SHARED_BY } from '../../apps/api/src/ai/private-data.ts';
import type { FoundValue, GatheredForText } from '../../apps/api/src/ai/segment-rules/segment-rules-input.ts';
import { type KnownValue, phrasesIn, type WordsContext } from '../../apps/api/src/ai/words/read-words.ts';
import { CURRENCY, CUSTOMERS, RULE_CONTEXT } from './shop.ts';
import { CAMPAIGNS, SEGMENTS } from './shop-catalogue.ts';

// What the product looks up in its database before it reads a text, looked up among the customers here.

/** What the parser is told of the shop: of its values those only that the text may mean. */
export function contextFor(text: string): WordsContext {
  const values = new Map<string, KnownValue[]>();
  for (const { phrase, field, value, scope } of foundIn(text)) {
    values.set(phrase, [...(values.get(phrase) ?? []), { field, value, scope }]);
  }
  return { ...RULE_CONTEXT, currency: CURRENCY, values };
}

/** What a model is asked with. */
export function gatheredFor(text: string): GatheredForText {
  const folded = foldText(text);
  const isNamed = ({ name }: { name: string }) => folded.includes(foldText(name));
  return {
    text,
    context: { ...RULE_CONTEXT, currency: CURRENCY },
    named: { segments: SEGMENTS.filter(isNamed), campaigns: CAMPAIGNS.filter(isNamed) },
    found: foundIn(text),
    sharedValues: SHARED_VALUES,
    people: { names: namesIn(folded), externalIds: new Set() },
  };
}

function foundIn(text: string): FoundValue[] {
  const phrases = new Set(phrasesIn(text));
  return VALUES.filter(({ phrase }) => phrases.has(phrase));
}

function namesIn(folded: string): Set<string> {
  const names = CUSTOMERS.flatMap(({ name }) => (name === null ? [] : [foldText(name)]));
  return new Set(names.filter((name) => folded.includes(name)));
}

/** The values of all fields that may be suggested, with how many customers have each, the most frequent first. */
const VALUES: readonly FoundValue[] = countValues();

/** Those of customers, by field, that point at nobody. */
const SHARED_VALUES: GatheredForText['sharedValues'] = sharedValues();

function sharedValues(): Map<string, string[]> {
  const shared = new Map<string, string[]>();
  for (const { scope, field, value, customers } of VALUES) {
    if (scope === 'order' || customers < MIN_SHARED_BY) continue;
    shared.set(field, [...(shared.get(field) ?? []), value]);
  }
  return shared;
}

function countValues(): FoundValue[] {
  const found = new Map<string, FoundValue>();
  for (const customer of CUSTOMERS) {
    const own = [...valuesOf(customer)].map((known) => ({ ...known, phrase: foldText(known.value) }));
    const once = new Map(own.map((known) => [`${known.scope} ${known.field} ${known.phrase}`, known]));
    for (const [key, known] of once) {
      const { customers } = found.get(key) ?? { customers: 0 };
      found.set(key, { ...known, ...found.get(key), customers: customers + 1 });
    }
  }
  return [...found.values()].sort((one, other) => other.customers - one.customers);
}

function* valuesOf(customer: RuleSubject): Generator<KnownValue> {
  const { city, state, country, postalCode } = customer;
  const profile = { city, state, country, postalCode, emailDomain: customer.email?.split('@')[1] };
  for (const [field, value] of Object.entries(profile)) if (value) yield { field, value, scope: 'customer' };
  for (const value of customer.tags) yield { field: 'tags', value, scope: 'customer' };
  const { plan } = customer.attributes;
  if (typeof plan === 'string') yield { field: attributeFieldName('plan'), value: plan, scope: 'customer' };
  for (const { sku, name, category } of customer.orders.flatMap(({ items }) => items)) {
    yield { field: 'product', value: name, scope: 'order' };
    if (sku !== null) yield { field: 'sku', value: sku, scope: 'order' };
    if (category !== null) yield { field: 'category', value: category, scope: 'order' };
  }
}
