import { describe, expect, it } from '@jest/globals';

import { phrasesIn } from './phrases-in.ts';

describe('phrases that may be values', () => {
  it('are runs of up to five words, folded', () => {
    const phrases = phrasesIn('From NEW Delhi, who like Tea');
    expect(phrases).toEqual(expect.arrayContaining(['new delhi', 'tea', 'from new delhi', 'delhi']));
    expect(phrases).not.toContain('NEW');
  });

  it('are looked up in the singular and the plural, and with hyphens', () => {
    expect(phrasesIn('VIPs at risk')).toEqual(expect.arrayContaining(['vip', 'at-risk']));
    expect(phrasesIn('gift box')).toContain('gift boxs');
  });

  it('are texts in quotes as they are', () => {
    expect(phrasesIn('tagged "a, b and c or d with e"')).toContain('a, b and c or d with e');
  });

  it('are bounded', () => {
    const words = Array.from({ length: 400 }, (_, index) => `w${index.toString(36)}`).join(' ');
    expect(phrasesIn(words).length).toBeLessThanOrEqual(2_000);
  });
});
