import { type AttributeType, describeRules, foldText } from '@herald/shared';

import { type KnownValue, phrasesIn, readWords, type WordsContext } from '../read-words.ts';

export const REGULARS = '0198f3a0-0000-7000-8000-0000000000a1';
export const PANEL = '0198f3a0-0000-7000-8000-0000000000a2';
export const DIWALI = '0198f3a0-0000-7000-8000-0000000000c1';
export const MONSOON = '0198f3a0-0000-7000-8000-0000000000c2';

const CUSTOMERS_HAVE: Record<string, string[]> = {
  city: ['Pune', 'Mumbai', 'Nagpur', 'Delhi', 'Paris'],
  state: ['Maharashtra', 'Karnataka', 'Delhi'],
  country: ['India', 'France'],
  postalCode: ['411001'],
  emailDomain: ['gmail.com'],
  tags: ['VIP', 'wholesale', 'at-risk', 'gold'],
  'attributes.plan': ['gold', 'silver', 'basic'],
};
const ORDERS_HAVE: Record<string, string[]> = {
  category: ['Tea', 'Coffee', 'Gift Boxes'],
  product: ['Masala Chai', 'Cold Brew'],
  sku: ['TEA-01'],
};

const ATTRIBUTES = new Map<string, AttributeType>([
  ['plan', 'text'],
  ['loyaltyPoints', 'number'],
  ['whatsapp', 'boolean'],
  ['birthday', 'date'],
  ['renewal_date', 'date'],
]);

/** Everything that the shop has, by folded text. */
function allValues(): Map<string, KnownValue[]> {
  const values = new Map<string, KnownValue[]>();
  const add = (scope: KnownValue['scope'], have: Record<string, string[]>) => {
    for (const [field, texts] of Object.entries(have)) {
      for (const value of texts) {
        values.set(foldText(value), [...(values.get(foldText(value)) ?? []), { field, value, scope }]);
      }
    }
  };
  add('customer', CUSTOMERS_HAVE);
  add('order', ORDERS_HAVE);
  return values;
}
const VALUES = allValues();

/** Saturday, 28 November 2026, noon in Kolkata. */
export const SHOP: WordsContext = {
  now: new Date('2026-11-28T06:30:00Z'),
  timeZone: 'Asia/Kolkata',
  currency: 'INR',
  attributes: ATTRIBUTES,
  segments: new Map([
    [REGULARS, { name: 'Pune Regulars' }],
    [PANEL, { name: 'Tasting Panel' }],
  ]),
  campaigns: new Map([
    [DIWALI, 'Diwali Sale'],
    [MONSOON, 'Monsoon Offer'],
  ]),
  values: VALUES,
};

/** The shop with those of its values only that the text is looked up by, as the product gives them. */
export function shopFor(text: string): WordsContext {
  const phrases = new Set(phrasesIn(text));
  return { ...SHOP, values: new Map([...VALUES].filter(([phrase]) => phrases.has(phrase))) };
}

/** What a text is understood as, in the English of the rules; "refused" otherwise. */
export function understood(text: string): string {
  const reading = readWords(text, shopFor(text));
  return reading.kind === 'understood' ? describeRules(reading.rules, SHOP) : 'refused';
}
