import { all, allWays, any, between, not, otherThan } from '../meaning.ts';
import {
  attribute,
  averageOrder,
  has,
  inSegment,
  orderCount,
  ordered,
  orderedWithin,
  points,
  spent,
  spentOn,
  state,
  subscribed,
  tag,
  visits,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const ANALYSTS: readonly Sentence[] = [
  { says: 'orders in last 90d >= 2', means: ordered({ within: 90 }, '>=', 2) },
  { says: 'points > 750 AND newsletter = true', means: all(points('>', 750), attribute('newsletter', true)) },
  {
    says: 'NOT in segment "Pune Regulars" AND LTV > 10k',
    means: all(not(inSegment('Pune Regulars')), spent('>', 10_000)),
  },
  { says: 'state != Delhi AND LTV >= 5k', means: allWays(otherThan(state('Delhi'), has('state')), spent('>=', 5_000)) },
  { says: 'order_count = 0 AND visits > 20', means: all(orderCount('=', 0), visits('>', 20)) },
  { says: 'unsubscribed = false AND email is not null', means: all(subscribed, has('email')) },
  { says: 'AOV between 750 and 2k', means: between(averageOrder, 750, 2_000) },
  { says: 'recency <= 30d and frequency >= 4', means: all(orderedWithin(30), orderCount('>=', 4)), mayRefuse: true },
  { says: 'tag = VIP AND NOT tag = complained', means: all(tag('VIP'), not(tag('complained'))) },
  { says: 'spend in last 180 days > 5000', means: spentOn({ within: 180 }, '>', 5_000) },
  {
    says: 'orders > 8 OR LTV >= 1 lakh AND state = Delhi',
    means: any(orderCount('>', 8), all(spent('>=', 100_000), state('Delhi'))),
    mayRefuse: true,
  },
  {
    says: 'state == Karnataka; visits >= 15; LTV < 10000',
    means: all(state('Karnataka'), visits('>=', 15), spent('<', 10_000)),
  },
  { says: 'SKU TEA-02 purchased at least 2x', means: ordered({ sku: 'TEA-02' }, '>=', 2) },
  { says: 'LTV > 500 EUR', refuse: 'another currency' },
  { says: 'churn_score > 0.8', refuse: 'unknown field' },
  { says: 'orders > 5 AND orders < 3', refuse: 'contradictory' },
];
