import { describe, expect, it } from '@jest/globals';

import { parsePurchase, readCdnow } from './cdnow-file.ts';

describe('parsePurchase', () => {
  it('reads one transaction', () => {
    expect(parsePurchase(' 00004 19970101  2   29.33', 5)).toEqual({
      line: 5,
      customer: '00004',
      day: '1997-01-01',
      dollars: 29.33,
    });
  });

  it('names the line that it does not understand', () => {
    expect(() => parsePurchase('one two', 7)).toThrow('Line 7 is no CDNOW transaction');
  });
});

describe('readCdnow', () => {
  it('says which data set to get when there is none', async () => {
    await expect(readCdnow('/nowhere/cdnow.txt')).rejects.toThrow(
      /There is no \/nowhere\/cdnow.txt\. Get the public CDNOW data set/,
    );
  });
});
