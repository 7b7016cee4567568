import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ROUND_AMOUNTS, spendBands, spendBandText } from './spend-bands.ts';
import { spent } from './testing/counted-campaign.ts';

const LEAST = 20;
const textsOf = (buckets: Parameters<typeof spendBands>[0]) =>
  spendBands(buckets, LEAST).map((band) => [spendBandText(band, 'INR'), band.reached]);

describe('spendBands', () => {
  it('divides who has ordered as nearly in thirds as round amounts allow', () => {
    const buckets = [
      spent('no orders', 50, 0),
      spent(500, 40, 0),
      spent(1_000, 30, 10),
      spent(2_000, 30, 0),
      spent(5_000, 20, 0),
      spent(10_000, 30, 0),
    ];
    expect(textsOf(buckets)).toEqual([
      ['customers without orders', 50],
      ['customers who spent up to 1,000 INR', 40],
      ['customers who spent between 1,000 INR and 5,000 INR', 70],
      ['customers who spent above 5,000 INR', 50],
    ]);
  });

  it('in two where thirds would be too small, and in one where halves would', () => {
    expect(textsOf([spent('no orders', 20, 0), spent(100, 25, 0), spent(1_000, 25, 0)])).toEqual([
      ['customers without orders', 20],
      ['customers who spent up to 200 INR', 25],
      ['customers who spent above 200 INR', 25],
    ]);
    expect(textsOf([spent('no orders', 20, 0), spent(100, 19, 0), spent(1_000, 19, 0)])).toEqual([
      ['customers without orders', 20],
      ['customers with orders', 38],
    ]);
  });

  it('counts few without orders among those who spent little', () => {
    expect(textsOf([spent('no orders', 19, 0), spent(100, 5, 0), spent(1_000, 25, 0)])).toEqual([
      ['customers who spent up to 200 INR', 24],
      ['customers who spent above 200 INR', 25],
    ]);
  });

  it('has none when there would be but one', () => {
    expect(textsOf([spent('no orders', 500, 0)])).toEqual([]);
    expect(textsOf([spent(100, 500, 0)])).toEqual([]);
    expect(textsOf([])).toEqual([]);
  });

  it('puts everybody into one band, and into none too few, but for some who are few altogether', () => {
    const bucket = fc.record({ bucket: fc.integer({ min: -1, max: ROUND_AMOUNTS.length }), reached: fc.nat(60) });
    fc.assert(
      fc.property(fc.uniqueArray(bucket, { selector: (each) => each.bucket, maxLength: 12 }), (buckets) => {
        const counted = buckets.map((each) => ({ ...each, delivered: each.reached, failed: 0 }));
        const bands = spendBands(counted, LEAST);
        expect(bands.every(({ reached }) => reached >= LEAST)).toBe(true);
        const all = buckets.reduce((sum, { reached }) => sum + reached, 0);
        if (bands.length > 0) expect(bands.reduce((sum, { reached }) => sum + reached, 0)).toBe(all);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
