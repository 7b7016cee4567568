import { all, any, between, not } from '../meaning.ts';
import {
  attribute,
  averageOrder,
  city,
  country,
  has,
  hasOrdered,
  joined,
  joinedWithin,
  lacks,
  lastOrdered,
  neverBought,
  neverOrdered,
  notOrderedWithin,
  orderCount,
  ordered,
  points,
  spent,
  state,
  subscribed,
  tag,
  visits,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const OTHER_TOOLS: readonly Sentence[] = [
  {
    says: 'has placed order at least 2 times over all time and has not placed order in the last 90 days',
    means: all(orderCount('>=', 2), notOrderedWithin(90)),
  },
  { says: "WHERE city = 'Pune' AND total_spend > 5000", means: all(city('Pune'), spent('>', 5_000)) },
  {
    says: 'Placed Order zero times over all time AND Created is in the last 60 days',
    means: all(neverOrdered, joinedWithin(60)),
  },
  {
    says: "total_spend >= 10000 AND (city = 'Delhi' OR city = 'Jaipur')",
    means: all(spent('>=', 10_000), city('Delhi', 'Jaipur')),
  },
  { says: 'Tags contains VIP and Total Spend is greater than 20000', means: all(tag('VIP'), spent('>', 20_000)) },
  {
    says: "country IN ('India', 'France') AND unsubscribed = false",
    means: all(country('India', 'France'), subscribed),
  },
  { says: 'order_count BETWEEN 3 AND 5', means: between(orderCount, 3, 5) },
  { says: 'email IS NULL AND phone IS NOT NULL', means: all(lacks('email'), has('phone')) },
  {
    says: 'Placed Order where Category equals Coffee at least once in the last 60 days',
    means: ordered({ category: 'Coffee', within: 60 }),
  },
  {
    says: 'Email marketing status is subscribed and signup date is after 2026-06-30',
    means: all(subscribed, joined({ from: '2026-07-01' })),
  },
  { says: "last_order_date < '2026-01-01'", means: lastOrdered({ until: '2025-12-31' }) },
  { says: "state = 'Karnataka' AND tags NOT IN ('wholesale')", means: all(state('Karnataka'), not(tag('wholesale'))) },
  { says: "plan = 'gold' AND points >= 500", means: all(attribute('plan', 'gold'), points('>=', 500)) },
  { says: 'SELECT * FROM customers WHERE visits = 0 AND order_count > 0', means: all(visits('=', 0), hasOrdered) },
  {
    says: 'has ordered Masala Chai at least 2 times and has never ordered Cold Brew',
    means: all(ordered({ product: 'Masala Chai' }, '>=', 2), neverBought({ product: 'Cold Brew' })),
  },
  {
    says: 'Average order value is at least 2500 OR total spent is over 20000',
    means: any(averageOrder('>=', 2_500), spent('>', 20_000)),
  },
  { says: 'Opened Email at least 3 times in the last 30 days', refuse: 'opens are not known' },
  {
    says: 'Started Checkout at least once and Placed Order zero times in the last 7 days',
    refuse: 'checkouts are not known',
  },
  { says: 'Predicted CLV is greater than 15000', refuse: 'a forecast' },
  { says: 'SELECT TOP 50 * FROM customers ORDER BY total_spend DESC', refuse: 'a ranking' },
];
