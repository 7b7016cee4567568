import { all, allWays, any, between, not, otherThan } from '../meaning.ts';
import {
  city,
  firstOrdered,
  has,
  inMonths,
  inSegment,
  lacks,
  lastOrdered,
  messagedWithin,
  neverBought,
  neverOrdered,
  notOrderedWithin,
  orderCount,
  ordered,
  orderedBefore,
  spent,
  state,
  tag,
  visits,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const REVIEWERS: readonly Sentence[] = [
  { says: 'customers whose first order was this year', means: firstOrdered({ from: '2026-01-01' }) },
  {
    says: 'members of the Tasting Panel segment who spent under Rs 3,000',
    means: all(inSegment('Tasting Panel'), spent('<', 3_000)),
  },
  { says: 'customers who are not from Maharashtra', means: otherThan(state('Maharashtra'), has('state')) },
  { says: 'spent between ₹2,000 and ₹8,000 in total', means: between(spent, 2_000, 8_000) },
  {
    says: 'visited at least 10 times but ordered fewer than 2 times',
    means: all(visits('>=', 10), orderCount('<', 2)),
  },
  {
    says: 'tagged VIP but inactive for 90 days',
    means: allWays(tag('VIP'), [notOrderedWithin(90), orderedBefore(90)]),
    mayRefuse: true,
  },
  { says: 'either tagged wholesale or spent over 50,000', means: any(tag('wholesale'), spent('>', 50_000)) },
  { says: 'last order before 1 April 2026', means: lastOrdered({ until: '2026-03-31' }) },
  { says: 'people who were sent no message in the last 30 days', means: not(messagedWithin(30)) },
  { says: 'customers who have never placed an order', means: neverOrdered },
  {
    says: 'bought coffee in the last 6 months but never bought tea',
    means: allWays(
      inMonths(6, (within) => ordered({ category: 'Coffee', within })),
      neverBought({ category: 'Tea' }),
    ),
  },
  { says: 'has no email address', means: lacks('email') },
  {
    says: 'Customers in Mumbai who spent more than Rs 5,000 but have not ordered in the last 2 months',
    means: allWays(city('Mumbai'), spent('>', 5_000), inMonths(2, notOrderedWithin)),
  },
  { says: 'all customers', refuse: 'everyone' },
  { says: 'customers who opened the Winter Launch email', refuse: 'opens are not known' },
  { says: 'customers who never ordered but have spent more than Rs 1,000', refuse: 'contradictory' },
];
