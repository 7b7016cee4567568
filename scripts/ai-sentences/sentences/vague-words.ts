import { all } from '../meaning.ts';
import {
  city,
  has,
  hasOrdered,
  joinedWithin,
  neverOrdered,
  notOrderedWithin,
  orderCount,
  orderedBefore,
  orderedWithin,
  spent,
  subscribed,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

/** Words that mean nothing until somebody says what; some are said, some have a reading that Herald tells of. */
export const VAGUE_WORDS: readonly Sentence[] = [
  { says: 'inactive customers', means: [notOrderedWithin(90), orderedBefore(90)], mayRefuse: true },
  {
    says: 'inactive customers in Pune',
    means: [all(city('Pune'), notOrderedWithin(90)), all(city('Pune'), orderedBefore(90))],
    mayRefuse: true,
  },
  { says: 'inactive customers (no order in 60 days)', means: [notOrderedWithin(60)], mayRefuse: true },
  { says: 'lapsed buyers, last order over 180 days ago', means: [orderedBefore(180)], mayRefuse: true },
  { says: 'high spenders, i.e. more than 20,000', means: spent('>', 20_000), mayRefuse: true },
  { says: 'first-time buyers', means: orderCount('=', 1), mayRefuse: true },
  { says: 'prospects who never bought', means: neverOrdered, mayRefuse: true },
  {
    says: 'customers we can reach by email: has an email and still subscribed',
    means: all(has('email'), subscribed),
    mayRefuse: true,
  },
  { says: 'loyal customers, meaning at least 5 orders', means: orderCount('>=', 5), mayRefuse: true },
  {
    says: 'dormant: ordered once before, nothing in the last 180 days',
    means: [all(orderCount('=', 1), notOrderedWithin(180)), all(hasOrdered, notOrderedWithin(180))],
    mayRefuse: true,
  },
  { says: 'recent buyers in Mumbai', means: all(city('Mumbai'), orderedWithin(30)), mayRefuse: true },
  { says: 'new customers', means: joinedWithin(30), mayRefuse: true },
  { says: 'big spenders', refuse: 'nobody said how big' },
  { says: 'our best customers', refuse: 'best by what?' },
  { says: 'loyal people in Mumbai', refuse: 'loyal is not said to be anything, and Mumbai alone is a wider audience' },
  { says: 'frequent buyers', refuse: 'how often is frequent?' },
  { says: 'customers who spent a lot recently', refuse: 'neither the amount nor the time is said' },
  { says: 'people who are likely to buy again', refuse: 'a forecast, and no field' },
  { says: 'top 100 customers by spend', refuse: 'rules have no ranking' },
  { says: 'high value customers in Delhi with low engagement', refuse: 'neither word has a measure' },
  { says: 'the usual audience', refuse: 'nothing is named' },
  { says: 'customers who have not bought for a while', refuse: 'how long is a while?' },
  { says: 'spent a few thousand', refuse: 'a few is no number' },
  { says: 'price-sensitive shoppers who love coffee', refuse: 'neither trait is a field' },
  { says: 'cheap customers with small baskets', refuse: 'small is no number' },
  { says: 'expensive orders lately', refuse: 'no amount and no time' },
];
