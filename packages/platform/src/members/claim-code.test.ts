import { describe, expect, it } from '@jest/globals';

import { hashClaimCode, makeClaimCode } from './claim-code.ts';

describe('makeClaimCode', () => {
  it('makes twenty-eight digits in groups, without those that are read as others', () => {
    const codes = Array.from({ length: 500 }, makeClaimCode);
    for (const code of codes) expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(new Set(codes).size).toBe(500);
    // Every digit, or a place of it would be worth less than five bits.
    expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(32);
  });
});

describe('hashClaimCode', () => {
  it('is that of the digits, however they were written down', () => {
    const hash = hashClaimCode('01ABC-DEFGH-JKMNP-QRSTV');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    for (const written of [
      '01abcdefghjkmnpqrstv',
      ' O1ABC DEFGH\nJKMNP QRSTV ',
      'oIABC-DEFGH-JKMNP-QRSTV',
      '0l-abc-defghjkmnpqrstv',
    ]) {
      expect(hashClaimCode(written)).toBe(hash);
    }
    expect(hashClaimCode('01ABC-DEFGH-JKMNP-QRSTW')).not.toBe(hash);
  });
});
