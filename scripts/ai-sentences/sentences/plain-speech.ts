import { all, allWays, otherThan } from '../meaning.ts';
import {
  attribute,
  birthdayOn,
  country,
  emailAt,
  has,
  inMonths,
  joined,
  lacks,
  largestOrder,
  orderCount,
  ordered,
  orderedBefore,
  orderedWithin,
  points,
  received,
  visits,
  wasSent,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const PLAIN_SPEECH: readonly Sentence[] = [
  { says: 'big order: one order of more than 5000', means: largestOrder('>', 5_000) },
  { says: 'buy tea in last 2 weeks', means: ordered({ category: 'Tea', within: 14 }) },
  { says: 'people not in India', means: otherThan(country('India'), has('country')) },
  { says: 'who make account before 2025', means: joined({ until: '2024-12-31' }) },
  {
    says: 'people buy only one time, and this is more than 1 year ago',
    means: allWays(orderCount('=', 1), inMonths(12, orderedBefore)),
  },
  { says: 'client without telephone', means: lacks('phone') },
  {
    says: 'they order in this month and also they order in last month',
    means: all(ordered({ from: '2026-11-01' }), ordered({ from: '2026-10-01', until: '2026-10-31' })),
  },
  { says: 'who bought something yesterday or today', means: orderedWithin(1) },
  { says: 'people who have gmail.com mail', means: emailAt('gmail.com') },
  { says: 'who get the Republic Day message', means: [received('Republic Day'), wasSent('Republic Day')] },
  {
    says: 'customer with plan basic and less than 100 points',
    means: all(attribute('plan', 'basic'), points('<', 100)),
  },
  { says: 'who has birthday today', means: birthdayOn('11-28') },
  { says: 'customer have visit 0 times', means: visits('=', 0) },
  { says: 'people with much money in Pune', refuse: 'wealth is not known' },
  { says: 'married people', refuse: 'unknown field' },
  { says: 'people who bought for more than 100 euro', refuse: 'another currency' },
];
