import { all, any, between, not, otherThan } from '../meaning.ts';
import {
  attribute,
  city,
  country,
  emailAt,
  firstOrdered,
  has,
  hasAttribute,
  joined,
  joinedWithin,
  largestOrder,
  lastOrdered,
  neverBought,
  neverOrdered,
  notOrderedWithin,
  orderCount,
  ordered,
  spent,
  spentOn,
  unsubscribed,
  visits,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const BRITISH: readonly Sentence[] = [
  { says: "customers who've not ordered in the last fortnight", means: notOrderedWithin(14) },
  {
    says: 'anyone who joined in the past fortnight and has yet to place an order',
    means: all(joinedWithin(14), neverOrdered),
  },
  { says: 'London customers who have spent 3,000 or more', means: all(city('London'), spent('>=', 3_000)) },
  { says: "punters who've spent upwards of 10,000", means: [spent('>', 10_000), spent('>=', 10_000)], mayRefuse: true },
  {
    says: "anyone with 20 visits or more who's never purchased any teaware",
    means: all(visits('>=', 20), neverBought({ category: 'Teaware' })),
  },
  { says: 'customers who joined on or after 31/10/2026', means: joined({ from: '2026-10-31' }) },
  {
    says: "those with an outlook.com address who've opted out of our emails",
    means: all(emailAt('outlook.com'), unsubscribed),
  },
  { says: 'customers whose largest order was under 1,000', means: largestOrder('<', 1_000) },
  {
    says: 'shoppers who last bought from us in the third quarter of 2026',
    means: lastOrdered({ from: '2026-07-01', until: '2026-09-30' }),
  },
  { says: 'everyone bar those in India', means: otherThan(country('India'), has('country')), mayRefuse: true },
  {
    says: "customers who've purchased Almond Cookies or Ragi Biscuits in the last six weeks",
    means: any(ordered({ product: 'Almond Cookies', within: 42 }), ordered({ product: 'Ragi Biscuits', within: 42 })),
  },
  {
    says: 'those on the silver or platinum plan with no birthday on record',
    means: all(attribute('plan', 'silver', 'platinum'), not(hasAttribute('birthday'))),
  },
  { says: 'customers with neither an order nor a visit to their name', means: all(neverOrdered, visits('=', 0)) },
  { says: 'customers whose first order was this month', means: firstOrdered({ from: '2026-11-01' }) },
  { says: "anyone who's bought at least once but no more than three times", means: between(orderCount, 1, 3) },
  {
    says: 'customers who spent over 3,000 on coffee whilst on the basic plan',
    means: all(spentOn({ category: 'Coffee' }, '>', 3_000), attribute('plan', 'basic')),
    mayRefuse: true,
  },
  { says: 'punters who fancy a decent cuppa', refuse: 'a taste is not known' },
  { says: 'customers who left us a poor review', refuse: 'reviews are not known' },
  { says: "our loyal regulars who've gone a bit quiet", refuse: 'no measure of loyal or quiet' },
  { says: 'anyone who popped into the shop on a bank holiday', refuse: 'dates of visits are not known' },
];
