import { all, not } from '../meaning.ts';
import {
  firstOrdered,
  inMonths,
  joined,
  joinedBefore,
  joinedWithin,
  lastOrdered,
  neverOrdered,
  ordered,
  orderedWithin,
  spent,
  spentOn,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const DATES: readonly Sentence[] = [
  { says: 'joined before 1 January 2026', means: joined({ until: '2025-12-31' }) },
  { says: 'joined after 1 January 2026', means: joined({ from: '2026-01-02' }) },
  { says: 'signed up since 1 Jan 2026', means: joined({ from: '2026-01-01' }) },
  { says: 'created in 2025', means: joined({ from: '2025-01-01', until: '2025-12-31' }) },
  { says: 'registered in March 2026', means: joined({ from: '2026-03-01', until: '2026-03-31' }) },
  {
    says: 'customers created between 2026-04-01 and 2026-06-30',
    means: joined({ from: '2026-04-01', until: '2026-06-30' }),
  },
  { says: 'first order in 2026', means: firstOrdered({ from: '2026-01-01', until: '2026-12-31' }) },
  { says: 'first ordered before 1 April 2025', means: firstOrdered({ until: '2025-03-31' }) },
  {
    says: 'ordered between 1 October 2026 and 31 October 2026',
    means: ordered({ from: '2026-10-01', until: '2026-10-31' }),
  },
  { says: 'placed an order in October', means: ordered({ from: '2026-10-01', until: '2026-10-31' }) },
  { says: 'bought on 15 August 2026', means: ordered({ from: '2026-08-15', until: '2026-08-15' }) },
  { says: 'ordered this month', means: ordered({ from: '2026-11-01' }) },
  { says: 'ordered this year', means: ordered({ from: '2026-01-01' }) },
  { says: 'bought last year', means: ordered({ from: '2025-01-01', until: '2025-12-31' }) },
  {
    says: 'ordered last month',
    means: [ordered({ from: '2026-10-01', until: '2026-10-31' }), orderedWithin(30), orderedWithin(31)],
  },
  { says: 'bought today', means: ordered({ within: 0, from: '2026-11-28' }) },
  { says: 'no order since 1 July 2026', means: not(ordered({ from: '2026-07-01' })) },
  { says: 'last order before 2026-01-01', means: lastOrdered({ until: '2025-12-31' }) },
  { says: 'joined this year, never ordered', means: all(joined({ from: '2026-01-01' }), neverOrdered) },
  { says: 'spent > 5k since 1 April 2026', means: spentOn({ from: '2026-04-01' }, '>', 5_000) },
  { says: 'joined within the last 6 months', means: inMonths(6, joinedWithin) },
  { says: 'been with us for more than a year', means: inMonths(12, joinedBefore), mayRefuse: true },
  {
    says: 'ordered in the first quarter of 2026',
    means: ordered({ from: '2026-01-01', until: '2026-03-31' }),
    mayRefuse: true,
  },
  { says: 'at least 2 orders in 2026', means: ordered({ from: '2026-01-01' }, '>=', 2) },
  { says: 'joined on 2026-10-01', means: joined({ from: '2026-10-01', until: '2026-10-01' }) },
  {
    says: 'signed up in 2025 and spent over 10,000 in total',
    means: all(joined({ from: '2025-01-01', until: '2025-12-31' }), spent('>', 10_000)),
  },
];
