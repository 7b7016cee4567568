import { all, not } from '../meaning.ts';
import {
  attribute,
  birthdayWithin,
  city,
  country,
  neverBought,
  orderCount,
  ordered,
  points,
  postalCode,
  received,
  spent,
  state,
  tag,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const FESTIVAL_SHOPS: readonly Sentence[] = [
  { says: 'customers with total purchase above half lakh rupees', means: spent('>', 50_000), mayRefuse: true },
  {
    says: 'Mumbai and Pune customers who purchased Gifts in last 45 days',
    means: all(city('Mumbai', 'Pune'), ordered({ category: 'Gifts', within: 45 })),
  },
  {
    says: 'customers who took Festive Hamper between 1 Oct and 8 Nov 2026',
    means: ordered({ product: 'Festive Hamper', from: '2026-10-01', until: '2026-11-08' }),
  },
  { says: 'all who made a single bill above Rs. 5,000/-', means: ordered({ amount: ['>', 5_000] }) },
  { says: 'customers not purchased anything since 1st April 2026', means: neverBought({ from: '2026-04-01' }) },
  {
    says: 'customers from Chennai, Hyderabad, Bengaluru with minimum 3 orders',
    means: all(city('Chennai', 'Hyderabad', 'Bengaluru'), orderCount('>=', 3)),
  },
  {
    says: 'those who received Diwali Sale but did not receive Winter Launch',
    means: all(received('Diwali Sale'), not(received('Winter Launch'))),
  },
  { says: 'gold plan members having more than 1000 points', means: all(attribute('plan', 'gold'), points('>', 1_000)) },
  { says: 'pincode 411001 and spend 10k and above', means: all(postalCode('411001'), spent('>=', 10_000)) },
  { says: 'customers having birthday in next 7 days', means: birthdayWithin(7) },
  {
    says: 'corporate tag customers with total purchase not less than ₹20,000',
    means: all(tag('corporate'), spent('>=', 20_000)),
  },
  {
    says: 'only one time buyers from Gujarat or Rajasthan',
    means: all(orderCount('=', 1), state('Gujarat', 'Rajasthan')),
  },
  {
    says: 'customers in United Arab Emirates and United Kingdom who have bought Gifts',
    means: all(country('United Arab Emirates', 'United Kingdom'), ordered({ category: 'Gifts' })),
  },
  {
    says: 'customers who purchased Snacks but never purchased Gifts',
    means: all(ordered({ category: 'Snacks' }), neverBought({ category: 'Gifts' })),
  },
  {
    says: 'who all purchased in October and November 2025',
    means: ordered({ from: '2025-10-01', until: '2025-11-30' }),
  },
  { says: 'customers who bought minimum 2 times in this month', means: ordered({ from: '2026-11-01' }, '>=', 2) },
  { says: 'customers who purchase every Diwali', refuse: 'a recurring festival' },
  { says: 'families with small kids who gift sweets on Rakhi', refuse: 'families are not known' },
  { says: 'customers who paid by UPI', refuse: 'means of payment are not known' },
  { says: 'customers staying within 10 km of our Pune store', refuse: 'distances are not known' },
];
