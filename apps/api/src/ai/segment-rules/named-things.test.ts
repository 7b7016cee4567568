import { describe, expect, it } from '@jest/globals';

import { idsIn, namedIn } from './named-things.ts';

const ID = '0192d3a0-0000-7000-8000-00000000000a';

describe('segments and campaigns that a text names', () => {
  it.each([
    ['in the segment VIPs', 'VIPs', true],
    ['in the segment "vips"!', 'VIPs', true],
    ['in the segment "Tea \\"lovers\\""', 'Tea "lovers"', true],
    ['our SuperVIPs', 'VIPs', false],
    ['our VIPsters', 'VIPs', false],
    ['SuperVIPs and VIPs', 'VIPs', true],
    ['those of Straße', 'STRASSE', true],
    ['those of 50% (off)', '50% (off)', true],
    ['नमस्ते', 'नमस्त', false],
    [`in [${ID.toUpperCase()}]`, 'Other', true],
  ])('%s: %s %s', (text, name, isNamed) => {
    expect(namedIn(text, [{ id: ID, name }])).toHaveLength(isNamed ? 1 : 0);
  });

  it('are few', () => {
    const things = Array.from({ length: 100 }, () => ({ id: ID, name: 'VIPs' }));
    expect(namedIn('VIPs', things)).toHaveLength(20);
    expect(idsIn(`${ID} ${ID}`)).toEqual([ID]);
  });
});
