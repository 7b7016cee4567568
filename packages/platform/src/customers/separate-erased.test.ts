import { describe, expect, it } from '@jest/globals';

import { identitiesIn, identityKey } from './erased-identity.ts';
import { separateErased } from './separate-erased.ts';

describe('separateErased', () => {
  const rows: [number, { email: string }][] = [
    [0, { email: 'a@b.com' }],
    [7, { email: 'C@d.com' }],
  ];

  it('keeps nothing of what a row said that names an erased customer', () => {
    const tombstones = new Set([identityKey({ kind: 'email', value: 'c@d.com' })]);
    expect(separateErased(rows, identitiesIn, tombstones)).toEqual({
      kept: [[0, { email: 'a@b.com' }]],
      refused: [{ index: 7, row: null, reason: 'the customer was erased' }],
    });
  });

  it('keeps every row when nobody was erased', () => {
    expect(separateErased(rows, identitiesIn, new Set())).toEqual({ kept: rows, refused: [] });
  });
});
