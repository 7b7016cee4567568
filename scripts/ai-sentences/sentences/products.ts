import { all, any, not } from '../meaning.ts';
import { city, inMonths, neverBought, ordered, orderedWithin, spentOn, subscribed } from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const PRODUCTS: readonly Sentence[] = [
  { says: 'bought Masala Chai', means: ordered({ product: 'Masala Chai' }) },
  { says: 'people who have ordered filter coffee', means: ordered({ product: 'Filter Coffee' }) },
  {
    says: 'Who bought a Festive Hamper in the last 60 days?',
    means: ordered({ product: 'Festive Hamper', within: 60 }),
  },
  { says: 'bought something from the category Tea', means: ordered({ category: 'Tea' }) },
  { says: 'purchased teaware', means: ordered({ category: 'Teaware' }) },
  { says: 'coffee buyers', means: ordered({ category: 'Coffee' }) },
  { says: 'never bought Snacks', means: neverBought({ category: 'Snacks' }) },
  {
    says: 'bought tea but never coffee',
    means: all(ordered({ category: 'Tea' }), neverBought({ category: 'Coffee' })),
  },
  { says: 'bought coffee at least 3 times', means: ordered({ category: 'Coffee' }, '>=', 3) },
  { says: 'ordered Cold Brew more than once', means: ordered({ product: 'Cold Brew' }, '>', 1) },
  { says: 'spent more than 2,000 on tea', means: spentOn({ category: 'Tea' }, '>', 2_000) },
  {
    says: 'spent at least Rs 1000 on gifts in the last 90 days',
    means: spentOn({ category: 'Gifts', within: 90 }, '>=', 1_000),
  },
  {
    says: 'bought a Clay Kettle or a Steel Tumbler',
    means: any(ordered({ product: 'Clay Kettle' }), ordered({ product: 'Steel Tumbler' })),
  },
  { says: 'bought both tea and coffee', means: all(ordered({ category: 'Tea' }), ordered({ category: 'Coffee' })) },
  { says: 'SKU TEA-02', means: ordered({ sku: 'TEA-02' }), mayRefuse: true },
  {
    says: 'bought Almond Cookies in October 2026',
    means: ordered({ product: 'Almond Cookies', from: '2026-10-01', until: '2026-10-31' }),
  },
  {
    says: 'Mumbai, bought Kashmiri Kahwa',
    means: all(city('Mumbai'), ordered({ product: 'Kashmiri Kahwa' })),
  },
  {
    says: 'no tea order in the last 6 months',
    means: inMonths(6, (within) => neverBought({ category: 'Tea', within })),
  },
  { says: "hasn't bought Darjeeling First Flush", means: neverBought({ product: 'Darjeeling First Flush' }) },
  {
    says: 'ordered snacks in the last 30 days and still subscribed',
    means: all(ordered({ category: 'Snacks', within: 30 }), subscribed),
  },
  {
    says: 'bought coffee in the last year but nothing at all in the last 30 days',
    means: all(ordered({ category: 'Coffee', within: 365 }), not(orderedWithin(30))),
  },
  {
    says: 'orders above 2000 containing Ragi Biscuits',
    means: ordered({ product: 'Ragi Biscuits', amount: ['>', 2_000] }),
    mayRefuse: true,
  },
];
