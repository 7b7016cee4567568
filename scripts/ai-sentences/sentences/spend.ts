import { all, between, not } from '../meaning.ts';
import { averageOrder, city, hasOrdered, largestOrder, ordered, smallestOrder, spent, spentOn } from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const SPEND: readonly Sentence[] = [
  { says: 'spent more than 5000', means: spent('>', 5_000) },
  { says: 'Customers who have spent at least ₹5,000', means: spent('>=', 5_000) },
  { says: 'spent > 10k', means: spent('>', 10_000) },
  { says: 'Who has spent Rs 10,000 or more with us?', means: spent('>=', 10_000) },
  { says: 'Show me everybody with a lifetime value above 20K', means: spent('>', 20_000) },
  { says: 'LTV >= 25000', means: spent('>=', 25_000) },
  { says: 'total spend under 2,000 rupees', means: spent('<', 2_000) },
  { says: 'please find people who spent up to Rs. 2000 in total', means: spent('<=', 2_000) },
  { says: 'spent between 5k and 10k', means: between(spent, 5_000, 10_000) },
  { says: 'those whose total spending lies between INR 10,000 and INR 20,000', means: between(spent, 10_000, 20_000) },
  { says: 'more than 1 lakh spent', means: spent('>', 100_000) },
  { says: 'customers with spend over half a lakh', means: spent('>', 50_000), mayRefuse: true },
  { says: 'spent over 0.5 lakh', means: spent('>', 50_000) },
  { says: 'spent above fifty thousand rupees', means: spent('>', 50_000) },
  { says: 'minimum spend ten thousand', means: spent('>=', 10_000) },
  { says: 'spent exactly 5,000', means: spent('=', 5_000) },
  { says: 'AOV above 1000', means: averageOrder('>', 1_000) },
  { says: 'average order value of at least Rs 1,500', means: averageOrder('>=', 1_500) },
  { says: 'avg order value below 500', means: averageOrder('<', 500) },
  { says: 'people whose average basket is more than 2k', means: averageOrder('>', 2_000) },
  {
    says: 'customers who placed at least one order above 3,000',
    means: ordered({ amount: ['>', 3_000] }),
  },
  { says: 'biggest order of 5k or more', means: largestOrder('>=', 5_000) },
  { says: 'Whose smallest order is below 200 rupees?', means: smallestOrder('<', 200) },
  { says: 'spent more than 2,000 in the last 30 days', means: spentOn({ within: 30 }, '>', 2_000) },
  {
    says: 'I want the ones who spent at least 5000 rupees in the past 90 days',
    means: spentOn({ within: 90 }, '>=', 5_000),
  },
  {
    says: 'spend in 2025 > 10,000',
    means: spentOn({ from: '2025-01-01', until: '2025-12-31' }, '>', 10_000),
  },
  { says: 'Pune, spent > 5k', means: all(city('Pune'), spent('>', 5_000)) },
  { says: 'spent nothing so far', means: [not(spent('>', 0)), not(hasOrdered)] },
  { says: '5k+ spenders', means: spent('>=', 5_000) },
  { says: 'not spent more than 1,000', means: not(spent('>', 1_000)) },
];
