import { all, any, otherThan } from '../meaning.ts';
import {
  attribute,
  city,
  has,
  inMonths,
  joined,
  neverBought,
  notOrderedWithin,
  orderCount,
  ordered,
  orderedWithin,
  postalCode,
  spent,
  tag,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const SHOP_OWNERS: readonly Sentence[] = [
  { says: 'kashmiri kahwa buyers , total 5k+', means: all(ordered({ product: 'Kashmiri Kahwa' }), spent('>=', 5_000)) },
  {
    says: 'Steel Tumbler not purchased but Clay Kettle purchased',
    means: all(neverBought({ product: 'Steel Tumbler' }), ordered({ product: 'Clay Kettle' })),
  },
  { says: 'spend above 1 lakh', means: spent('>', 100_000) },
  { says: 'not from pune, not from mumbai', means: otherThan(city('Pune', 'Mumbai'), has('city')) },
  { says: 'pending order is there', means: ordered({ status: 'PENDING' }) },
  { says: 'only 1 time order done', means: orderCount('=', 1) },
  {
    says: 'those who took festive hamper this year',
    means: ordered({ product: 'Festive Hamper', from: '2026-01-01' }),
  },
  { says: 'gold plan walas not ordering since 45 days', means: all(attribute('plan', 'gold'), notOrderedWithin(45)) },
  {
    says: 'purchased snacks or gifts in last 1 month',
    means: inMonths(1, (within) =>
      any(ordered({ category: 'Snacks', within }), ordered({ category: 'Gifts', within })),
    ),
  },
  { says: 'new customers joined this month', means: joined({ from: '2026-11-01' }) },
  { says: 'complained tag but still ordered in last 15 days', means: all(tag('complained'), orderedWithin(15)) },
  { says: 'pincode 400001 , spent above 2000', means: all(postalCode('400001'), spent('>', 2_000)) },
  { says: 'udhaar balance more than 5000 pending from customer side', refuse: 'the shop knows no credit' },
  { says: 'ordered in diwali time', refuse: 'no dates of Diwali are known' },
  { says: 'good customers only na', refuse: 'vague' },
  { says: 'gold party from delhi', refuse: 'a tag and a plan are called gold' },
];
