import { describe, expect, it } from '@jest/globals';

import { parseCommandLine } from './command-line.ts';

describe('parseCommandLine', () => {
  it('has defaults', () => {
    expect(parseCommandLine([])).toMatchObject({ dataset: { customers: 1_000, seed: 1 }, format: 'json' });
  });

  it('takes every option', () => {
    const args = '--customers 5 --orders-per-customer 1.5 --seed 9 --last-day 2025-01-31 --format csv --out somewhere';
    expect(parseCommandLine(args.split(' '))).toEqual({
      dataset: { customers: 5, ordersPerCustomer: 1.5, seed: 9, lastDay: '2025-01-31' },
      folder: 'somewhere',
      format: 'csv',
    });
  });

  it.each([
    [['--customers=-1'], '--customers must be'],
    [['--customers', 'many'], '--customers must be'],
    [['--customers', '1.5'], '--customers must be a whole number'],
    [['--last-day', '2025-02-30'], '--last-day must be a date'],
    [['--format', 'xml'], '--format must be one of json, ndjson, csv'],
  ])('refuses %j in one sentence', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(message);
  });
});
