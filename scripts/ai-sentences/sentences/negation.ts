import { all, any, not, otherThan } from '../meaning.ts';
import {
  attribute,
  city,
  country,
  has,
  hasAttribute,
  hasOrdered,
  neverBought,
  notOrderedWithin,
  orderCount,
  ordered,
  orderedWithin,
  points,
  spent,
  state,
  subscribed,
  tag,
  visits,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const NEGATION: readonly Sentence[] = [
  { says: 'everyone except VIPs', means: not(tag('VIP')) },
  { says: 'not in Pune', means: otherThan(city('Pune'), has('city')) },
  {
    says: 'all customers outside Maharashtra',
    means: otherThan(state('Maharashtra'), has('state')),
  },
  { says: 'spent over 5,000 but not wholesale', means: all(spent('>', 5_000), not(tag('wholesale'))) },
  {
    says: "doesn't have the tag VIP and hasn't complained tag",
    means: all(not(tag('VIP')), not(tag('complained'))),
    mayRefuse: true,
  },
  {
    says: 'neither in Pune nor in Mumbai',
    means: otherThan(city('Pune', 'Mumbai'), has('city')),
  },
  {
    says: 'plan is not basic',
    means: otherThan(attribute('plan', 'basic'), hasAttribute('plan')),
  },
  { says: 'has not visited more than 3 times', means: not(visits('>', 3)) },
  { says: 'not (Pune or Mumbai)', means: otherThan(city('Pune', 'Mumbai'), has('city')) },
  { says: 'did not buy coffee in the last 90 days', means: neverBought({ category: 'Coffee', within: 90 }) },
  {
    says: 'bought in the last 30 days, excluding wholesale and corporate',
    means: all(orderedWithin(30), not(any(tag('wholesale'), tag('corporate')))),
  },
  { says: 'India but not Maharashtra', means: [all(country('India'), not(state('Maharashtra')))] },
  { says: 'customers who never cancelled an order', means: not(ordered({ status: 'CANCELLED' })) },
  { says: 'no VIP tag, no order in 30 days', means: all(not(tag('VIP')), notOrderedWithin(30)) },
  { says: 'not more than 2 orders', means: orderCount('<=', 2) },
  { says: 'spent no more than 1,000', means: spent('<=', 1_000) },
  { says: 'not less than 5 orders', means: orderCount('>=', 5) },
  { says: 'without phone and without email', means: all(not(has('phone')), not(has('email'))) },
  {
    says: 'subscribed people who have ordered but never bought tea',
    means: all(subscribed, hasOrdered, neverBought({ category: 'Tea' })),
  },
  { says: 'points not above 500', means: [not(points('>', 500)), points('<=', 500)] },
  { says: "Mumbai folks who aren't unsubscribed", means: all(city('Mumbai'), subscribed) },
  {
    says: 'everyone but Pune people who ordered more than 3 times',
    means: [all(not(city('Pune')), orderCount('>', 3)), not(all(city('Pune'), orderCount('>', 3)))],
    mayRefuse: true,
  },
];
