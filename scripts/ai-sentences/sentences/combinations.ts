import { all, allWays, any, not, otherThan } from '../meaning.ts';
import {
  attribute,
  averageOrder,
  birthdayWithin,
  born,
  city,
  emailAt,
  firstOrderedWithin,
  has,
  hasAttribute,
  hasOrdered,
  joined,
  lacks,
  notOrderedWithin,
  orderCount,
  orderedBefore,
  orderedWithin,
  points,
  spent,
  state,
  subscribed,
  tag,
  visits,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const COMBINATIONS: readonly Sentence[] = [
  {
    says: 'Pune or Mumbai customers who have spent more than 10,000',
    means: all(city('Pune', 'Mumbai'), spent('>', 10_000)),
  },
  {
    says: "Customers tagged VIP who haven't ordered in the last 90 days",
    means: all(tag('VIP'), notOrderedWithin(90)),
  },
  {
    says: 'Customers on the platinum plan with fewer than 500 points',
    means: all(attribute('plan', 'platinum'), points('<', 500)),
  },
  { says: 'Everyone in Maharashtra except those in Pune', means: all(state('Maharashtra'), not(city('Pune'))) },
  {
    says: 'Customers tagged wholesale or corporate, and not unsubscribed',
    means: all(any(tag('wholesale'), tag('corporate')), subscribed),
  },
  {
    says: 'Either (in Delhi and spent over 5,000) or (in Chennai and ordered at least 5 times)',
    means: any(all(city('Delhi'), spent('>', 5_000)), all(city('Chennai'), orderCount('>=', 5))),
  },
  {
    says: 'Customers from London, Paris or Dubai whose average order is at least 2,000',
    means: all(city('London', 'Paris', 'Dubai'), averageOrder('>=', 2_000)),
  },
  {
    says: 'Customers who joined in 2026 and have already spent 20,000 or more',
    means: all(joined({ from: '2026-01-01', until: '2026-12-31' }), spent('>=', 20_000)),
  },
  { says: 'Birthday in the next 14 days and still subscribed', means: all(birthdayWithin(14), subscribed) },
  {
    says: 'Customers on the silver or basic plan with more than 10 visits',
    means: all(attribute('plan', 'silver', 'basic'), visits('>', 10)),
  },
  {
    says: 'Not in Mumbai, not tagged VIP, and with more than three orders',
    means: allWays(otherThan(city('Mumbai'), has('city')), not(tag('VIP')), orderCount('>', 3)),
  },
  {
    says: 'Customers who spent over 50,000 or placed at least 10 orders, but nobody tagged complained',
    means: all(any(spent('>', 50_000), orderCount('>=', 10)), not(tag('complained'))),
  },
  {
    says: 'Customers with newsletter set to true, a phone number and at least one order',
    means: all(attribute('newsletter', true), has('phone'), hasOrdered),
  },
  {
    says: 'One-time buyers whose only order was more than 60 days ago',
    means: all(orderCount('=', 1), orderedBefore(60)),
  },
  {
    says: '(tagged VIP or tagged corporate) and (from Karnataka or Telangana)',
    means: all(any(tag('VIP'), tag('corporate')), state('Karnataka', 'Telangana')),
  },
  {
    says: 'First ordered in the last 180 days and spent at least 5,000, excluding Delhi',
    means: all(firstOrderedWithin(180), spent('>=', 5_000), not(city('Delhi'))),
  },
  { says: 'Subscribed customers except those in Pune and Mumbai', means: all(subscribed, not(city('Pune', 'Mumbai'))) },
  {
    says: 'Customers with a gmail.com address and no plan',
    means: all(emailAt('gmail.com'), not(hasAttribute('plan'))),
  },
  {
    says: 'Customers whose birthday is between 1 January 1980 and 31 December 1989 and who are tagged tea lover',
    means: all(born({ from: '1980-01-01', until: '1989-12-31' }), tag('tea lover')),
  },
  {
    says: 'Customers who lack a phone number or an email address but have ordered at least once',
    means: all(any(lacks('phone'), lacks('email')), hasOrdered),
  },
  {
    says: 'Ordered in the last 30 days, spent over 5,000 in total, visited at least 5 times, and not unsubscribed',
    means: all(orderedWithin(30), spent('>', 5_000), visits('>=', 5), subscribed),
  },
];
