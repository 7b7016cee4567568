import { describe, expect, it } from '@jest/globals';
import type { CampaignFact } from '@herald/shared';

import { fillIn } from './fill-in.ts';

const FACTS: CampaignFact[] = [
  { id: 'delivered', label: 'delivered', value: 5, unit: 'people', text: '5' },
  { id: 'spend.none.name', label: 'group', value: 'customers', unit: 'name', text: 'customers without orders' },
];

describe('fillIn', () => {
  it.each([
    ['{campaign}: {delivered} delivered', 'Sale {delivered}: 5 delivered'],
    [
      '{spend.none.name} got {delivered}. {spend.none.name}!',
      'Customers without orders got 5. Customers without orders!',
    ],
    ['Among {spend.none.name}', 'Among customers without orders'],
    ['{unknown} {} {{delivered}} {constructor}', '{unknown} {} {5} {constructor}'],
  ])('%s', (template, text) => {
    expect(fillIn(template, FACTS, 'Sale {delivered}')).toBe(text);
  });
});
