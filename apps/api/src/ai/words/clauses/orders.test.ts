import { describe, expect, it } from '@jest/globals';

import { READINGS_OF_ORDERS, REFUSED_OF_ORDERS } from '../testing/readings-of-orders.ts';
import { understood } from '../testing/tea-shop.ts';

describe.each(Object.entries(READINGS_OF_ORDERS))('words about orders: %s', (_, readings) => {
  it.each(readings)('%s', (written, meaning) => {
    expect(understood(written)).toBe(meaning);
  });
});

describe('words about orders that are refused', () => {
  it.each(REFUSED_OF_ORDERS)('%s', (written) => {
    expect(understood(written)).toBe('refused');
  });
});
