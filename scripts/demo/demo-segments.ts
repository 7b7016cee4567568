import type { SegmentRules } from '@herald/shared';

import type { CustomerApart } from './count-apart.ts';
import { LAPSED_DAYS } from './demo-data.ts';

export interface DemoSegment {
  name: string;
  rules: SegmentRules;
  /** The same, said again in plain JavaScript. */
  holds: (customer: CustomerApart) => boolean;
}

const DAY_MS = 86_400_000;
const contains = (text: string | null | undefined, part: string) => (text ?? '').toLowerCase().includes(part);

/** One for each kind of question that rules can ask. */
export function demoSegments(now: Date): DemoSegment[] {
  const lapsedBefore = new Date(now.getTime() - LAPSED_DAYS * DAY_MS).toISOString();
  return [
    {
      name: 'Spent 10,000 or more',
      rules: { combinator: 'and', rules: [{ field: 'totalSpend', operator: '>=', value: 10_000 }] },
      holds: ({ spendInMinorUnits }) => spendInMinorUnits >= 1_000_000,
    },
    {
      name: `Ordered before, but not in the last ${LAPSED_DAYS} days`,
      rules: {
        combinator: 'and',
        rules: [
          { field: 'orderCount', operator: '>=', value: 1 },
          { field: 'lastOrderAt', operator: 'notInLastDays', value: LAPSED_DAYS },
        ],
      },
      holds: ({ lastOrderAt }) => lastOrderAt !== null && lastOrderAt < lapsedBefore,
    },
    {
      name: 'Signed up, has an email, never ordered',
      rules: {
        combinator: 'and',
        rules: [
          { field: 'orderCount', operator: '=', value: 0 },
          { field: 'email', operator: 'notNull' },
        ],
      },
      holds: ({ orderCount, user }) => orderCount === 0 && Boolean(user.email),
    },
    {
      name: 'VIP or wholesale, in Maharashtra or Karnataka or abroad',
      rules: {
        combinator: 'and',
        rules: [
          { field: 'tags', operator: 'hasAny', value: ['vip', 'wholesale'] },
          {
            combinator: 'or',
            rules: [
              { field: 'state', operator: 'in', value: ['Maharashtra', 'karnataka'] },
              {
                combinator: 'and',
                rules: [
                  { field: 'country', operator: 'notNull' },
                  { field: 'country', operator: '!=', value: 'India' },
                ],
              },
            ],
          },
        ],
      },
      holds: ({ user: { tags, address } }) =>
        ['vip', 'wholesale'].some((tag) => tags?.includes(tag)) &&
        (['Maharashtra', 'Karnataka'].includes(address?.state ?? '') ||
          ![undefined, 'India'].includes(address?.country ?? undefined)),
    },
    {
      name: 'Large baskets, and not (many visits or a newsletter)',
      rules: {
        combinator: 'and',
        rules: [
          { field: 'averageOrderValue', operator: '>', value: 1_500 },
          {
            combinator: 'or',
            not: true,
            rules: [
              { field: 'visits', operator: '>', value: 10 },
              { field: 'tags', operator: 'has', value: 'newsletter' },
            ],
          },
        ],
      },
      holds: ({ spendInMinorUnits, orderCount, user: { visits, tags } }) =>
        orderCount > 0 &&
        spendInMinorUnits > 150_000 * orderCount &&
        (visits ?? 0) <= 10 &&
        !tags?.includes('newsletter'),
    },
    {
      name: 'A name with "an" in it, or no known city',
      rules: {
        combinator: 'or',
        rules: [
          { field: 'name', operator: 'contains', value: 'AN' },
          { field: 'city', operator: 'null' },
        ],
      },
      holds: ({ user: { name, address } }) => contains(name, 'an') || !address?.city,
    },
  ];
}
