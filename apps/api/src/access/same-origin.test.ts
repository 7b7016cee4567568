import { describe, expect, it } from '@jest/globals';

import { originsOf, requireSameOrigin } from './same-origin.ts';

const OURS = 'https://herald.example.com';
const origins = originsOf(`${OURS}/`);
const ask = (origin?: string, site?: string) => () => requireSameOrigin({ origin, 'sec-fetch-site': site }, origins);

describe('a call that comes with the cookie of a session', () => {
  it.each([
    [OURS, undefined],
    [OURS, 'same-origin'],
    [undefined, 'same-origin'],
  ])('from %j (%j) passes', (origin, site) => {
    expect(ask(origin, site)).not.toThrow();
  });

  it.each([
    [undefined, undefined],
    ['null', undefined],
    ['', undefined],
    ['https://evil.example', undefined],
    ['https://evil.example', 'same-origin'],
    ['http://herald.example.com', undefined],
    [`${OURS}:8443`, undefined],
    [`${OURS}.evil.example`, undefined],
    [`${OURS}, https://evil.example`, undefined],
    [OURS, 'cross-site'],
    // Another host of the same domain is as foreign as any.
    [OURS, 'same-site'],
    // Somebody typed the address, which no change is made by.
    [undefined, 'none'],
    [undefined, 'same-origin, cross-site'],
  ])('from %j (%j) is refused', (origin, site) => {
    expect(ask(origin, site)).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });
});

it('the names of this machine are one origin, by their port', () => {
  expect([...originsOf('http://localhost:3000')]).toEqual([
    'http://127.0.0.1:3000',
    'http://localhost:3000',
    'http://[::1]:3000',
  ]);
});
