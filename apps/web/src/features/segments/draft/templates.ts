import type { SegmentRules } from '@herald/shared';

export interface Template {
  name: string;
  /** Whom it finds, in a few words. */
  words: string;
  rules: SegmentRules;
}

/** Much money for one customer, in currencies whose unit is small. */
const MUCH: Readonly<Record<string, number>> = {
  INR: 10_000,
  JPY: 50_000,
  KRW: 500_000,
  IDR: 5_000_000,
  VND: 5_000_000,
  HUF: 150_000,
  CLP: 300_000,
  COP: 1_000_000,
};
const MUCH_ELSEWHERE = 500;

/** Audiences that every shop has; a beginning to be changed. */
export function templatesFor(currency: string): Template[] {
  return [
    {
      name: 'Big spenders',
      words: 'Who has spent the most with you',
      rules: {
        combinator: 'and',
        rules: [{ field: 'totalSpend', operator: '>=', value: MUCH[currency] ?? MUCH_ELSEWHERE }],
      },
    },
    {
      name: 'Inactive for 90 days',
      words: 'Bought before, but nothing lately',
      rules: {
        combinator: 'and',
        rules: [
          { field: 'lastOrderAt', operator: 'notNull' },
          { field: 'lastOrderAt', operator: 'notInLastDays', value: 90 },
        ],
      },
    },
    {
      name: 'New this month',
      words: 'Joined in the last 30 days',
      rules: { combinator: 'and', rules: [{ field: 'createdAt', operator: 'inLastDays', value: 30 }] },
    },
    {
      name: 'Bought twice, not lately',
      words: 'Two orders or more, none in 60 days',
      rules: {
        combinator: 'and',
        rules: [
          { field: 'orderCount', operator: '>=', value: 2 },
          { field: 'lastOrderAt', operator: 'notInLastDays', value: 60 },
        ],
      },
    },
    {
      name: 'Never ordered',
      words: 'Signed up, and has not bought yet',
      rules: { combinator: 'and', rules: [{ field: 'orderCount', operator: '=', value: 0 }] },
    },
    {
      name: 'Regulars',
      words: 'Three orders or more in half a year',
      rules: {
        combinator: 'and',
        rules: [{ field: 'orders.count', operator: '>=', value: { number: 3, window: { lastDays: 180 } } }],
      },
    },
  ];
}
