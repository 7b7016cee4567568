import { all, any } from '../meaning.ts';
import {
  firstOrderedWithin,
  hasOrdered,
  inMonths,
  joinedBefore,
  joinedWithin,
  lastOrdered,
  neverOrdered,
  notOrderedWithin,
  orderCount,
  ordered,
  orderedBefore,
  orderedWithin,
  spent,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const RECENCY: readonly Sentence[] = [
  { says: 'ordered in the last 30 days', means: orderedWithin(30) },
  { says: 'bought something within the past week', means: orderedWithin(7) },
  { says: 'no order in 90 days', means: notOrderedWithin(90) },
  { says: 'Customers who have not ordered in the last 90 days', means: notOrderedWithin(90) },
  { says: "haven't bought anything for 60 days", means: notOrderedWithin(60) },
  { says: 'last order more than 90 days ago', means: orderedBefore(90) },
  { says: 'last purchase over 180 days ago', means: orderedBefore(180) },
  { says: 'last order at least 90 days ago', means: orderedBefore(89) },
  { says: 'no orders in 3 months', means: inMonths(3, notOrderedWithin) },
  {
    says: 'Please give me those who did not purchase during the last six months.',
    means: inMonths(6, notOrderedWithin),
  },
  { says: 'ordered within the last 2 months', means: inMonths(2, orderedWithin) },
  { says: 'not ordered since 1 year', means: inMonths(12, notOrderedWithin) },
  { says: 'active in the last 45 days, i.e. placed an order', means: orderedWithin(45), mayRefuse: true },
  { says: 'ordered yesterday', means: ordered({ from: '2026-11-27', until: '2026-11-27' }), mayRefuse: true },
  { says: 'last ordered yesterday', means: lastOrdered({ from: '2026-11-27', until: '2026-11-27' }), mayRefuse: true },
  { says: 'last order in October 2026', means: lastOrdered({ from: '2026-10-01', until: '2026-10-31' }) },
  { says: 'last bought before 1 August 2026', means: lastOrdered({ until: '2026-07-31' }) },
  { says: 'last order after 15 Sept 2026', means: lastOrdered({ from: '2026-09-16' }) },
  { says: 'joined in the last 30 days', means: joinedWithin(30) },
  { says: 'signed up in the past two weeks', means: joinedWithin(14) },
  {
    says: 'ordered before but not in the last 120 days',
    means: all(hasOrdered, notOrderedWithin(120)),
  },
  {
    says: 'people who used to buy from us but have placed no order in the last 180 days',
    means: all(hasOrdered, notOrderedWithin(180)),
    mayRefuse: true,
  },
  {
    says: 'signed up over 90 days ago and never ordered',
    means: all(neverOrdered, joinedBefore(90)),
  },
  { says: 'spent > 10k, no order 60 days', means: all(spent('>', 10_000), notOrderedWithin(60)) },
  {
    says: 'first order within the last 30 days',
    means: firstOrderedWithin(30),
  },
  {
    says: 'either ordered in the last 7 days or joined in the last 7 days',
    means: any(orderedWithin(7), joinedWithin(7)),
  },
  { says: 'did they buy in the last fortnight?', means: orderedWithin(14), mayRefuse: true },
  {
    says: 'bought at least twice, last order more than 60 days ago',
    means: all(orderCount('>=', 2), orderedBefore(60)),
  },
];
