import { all, any, not } from '../meaning.ts';
import {
  attribute,
  averageOrder,
  city,
  has,
  hasOrdered,
  inMonths,
  joinedWithin,
  neverOrdered,
  notOrderedWithin,
  orderCount,
  ordered,
  orderedWithin,
  points,
  spent,
  state,
  subscribed,
  tag,
  unsubscribed,
  visits,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const BOOLEAN: readonly Sentence[] = [
  {
    says: 'people in Pune who spent over 5K and have not ordered in 90 days',
    means: all(city('Pune'), spent('>', 5_000), notOrderedWithin(90)),
  },
  {
    says: 'Pune, spent > 5k, no order 3 months',
    means: inMonths(3, (days) => all(city('Pune'), spent('>', 5_000), notOrderedWithin(days))),
  },
  {
    says: 'spent more than 10,000 and either ordered fewer than 3 times or has not ordered in the last 90 days',
    means: all(spent('>', 10_000), any(orderCount('<', 3), notOrderedWithin(90))),
  },
  { says: 'either in Mumbai or spent more than 20,000', means: any(city('Mumbai'), spent('>', 20_000)) },
  { says: 'VIP or more than 10 orders', means: any(tag('VIP'), orderCount('>', 10)) },
  { says: 'in Mumbai or Pune and spent at least 10,000', means: all(city('Mumbai', 'Pune'), spent('>=', 10_000)) },
  {
    says: 'Bengaluru customers with AOV above 1000 and at least 2 orders',
    means: all(city('Bengaluru'), averageOrder('>', 1_000), orderCount('>=', 2)),
  },
  {
    says: 'ordered in the last 60 days, has an email, still subscribed',
    means: all(orderedWithin(60), has('email'), subscribed),
  },
  { says: 'more than 5 visits but never ordered', means: all(visits('>', 5), neverOrdered) },
  {
    says: 'I need the people from Delhi with three or more orders who have spent at least Rs 5,000, please.',
    means: all(city('Delhi'), orderCount('>=', 3), spent('>=', 5_000)),
  },
  { says: 'gold plan or over 1,000 points', means: any(attribute('plan', 'gold'), points('>', 1_000)) },
  { says: 'Karnataka + VIP', means: all(state('Karnataka'), tag('VIP')), mayRefuse: true },
  {
    says: 'customers in (Pune or Mumbai) and (VIP or wholesale)',
    means: all(city('Pune', 'Mumbai'), any(tag('VIP'), tag('wholesale'))),
  },
  {
    says: 'wholesale; Maharashtra; total spend >= 10000',
    means: all(tag('wholesale'), state('Maharashtra'), spent('>=', 10_000)),
  },
  {
    says: 'those who spent over 5000 but have fewer than 4 orders and are not unsubscribed',
    means: all(spent('>', 5_000), orderCount('<', 4), not(unsubscribed)),
  },
  {
    says: 'who joined in the last 90 days and already spent 2,000 or more?',
    means: all(joinedWithin(90), spent('>=', 2_000)),
  },
  {
    says: 'bought tea or coffee in the last 30 days',
    means: any(ordered({ category: 'Tea', within: 30 }), ordered({ category: 'Coffee', within: 30 })),
  },
  {
    says: 'has either an email or a phone number, and lives in Pune',
    means: all(any(has('email'), has('phone')), city('Pune')),
  },
  { says: 'bought at least once and visited more than 20 times', means: all(hasOrdered, visits('>', 20)) },
  {
    says: 'Chennai or Hyderabad customers, 2+ orders, no purchase for 60 days',
    means: all(city('Chennai', 'Hyderabad'), orderCount('>=', 2), notOrderedWithin(60)),
  },
  {
    says: 'spent over 10k or ordered more than 5 times, but not tagged complained',
    means: all(any(spent('>', 10_000), orderCount('>', 5)), not(tag('complained'))),
    mayRefuse: true,
  },
  { says: 'tea lover in Pune', means: all(tag('tea lover'), city('Pune')) },
  {
    says: 'Find customers who live in Mumbai, have placed more than 2 orders, have an average order value of at least 1000 and did order in the last 180 days',
    means: all(city('Mumbai'), orderCount('>', 2), averageOrder('>=', 1_000), orderedWithin(180)),
  },
];
