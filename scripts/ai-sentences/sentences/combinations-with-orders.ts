import { all, any, not } from '../meaning.ts';
import {
  country,
  has,
  inSegment,
  neverBought,
  notOrderedWithin,
  ordered,
  received,
  spentOn,
  subscribed,
  wasSent,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const COMBINATIONS_WITH_ORDERS: readonly Sentence[] = [
  {
    says: 'People who bought tea but never coffee',
    means: all(ordered({ category: 'Tea' }), neverBought({ category: 'Coffee' })),
  },
  {
    says: 'Subscribed customers with an email address who were not sent Diwali Sale',
    means: all(subscribed, has('email'), not(wasSent('Diwali Sale'))),
  },
  {
    says: 'Members of the Tasting Panel segment who bought Masala Chai in the last 180 days',
    means: all(inSegment('Tasting Panel'), ordered({ product: 'Masala Chai', within: 180 })),
  },
  {
    says: "People who received Winter Launch yet haven't ordered in the last 30 days",
    means: all(received('Winter Launch'), notOrderedWithin(30)),
  },
  {
    says: 'Customers who have a refunded or cancelled order and are not in the Pune Regulars segment',
    means: all(any(ordered({ status: 'REFUNDED' }), ordered({ status: 'CANCELLED' })), not(inSegment('Pune Regulars'))),
  },
  {
    says: 'Customers who bought both Filter Coffee and Almond Cookies',
    means: all(ordered({ product: 'Filter Coffee' }), ordered({ product: 'Almond Cookies' })),
  },
  {
    says: 'Customers with two or more orders of at least 2,000 each in the past 180 days',
    means: ordered({ amount: ['>=', 2_000], within: 180 }, '>=', 2),
  },
  {
    says: 'People who spent over 3,000 on teaware in 2026 and live in India',
    means: all(spentOn({ category: 'Teaware', from: '2026-01-01', until: '2026-12-31' }, '>', 3_000), country('India')),
  },
  {
    says: 'People who purchased gifts between 1 October and 15 November 2026 and were sent the Diwali Sale',
    means: all(ordered({ category: 'Gifts', from: '2026-10-01', until: '2026-11-15' }), wasSent('Diwali Sale')),
  },
];
