import { describe, expect, it } from '@jest/globals';

import { rateLimitHeaders } from './rate-limit-headers.ts';

const ALLOWANCE = { policy: 'key', limit: 10_000, windowSec: 60, remaining: 9_987, resetSec: 37, isExceeded: false };

describe('the headers of a limit', () => {
  it('say the policy and what is left of it', () => {
    expect(rateLimitHeaders(ALLOWANCE)).toEqual({
      'RateLimit-Policy': '"key";q=10000;w=60',
      RateLimit: '"key";r=9987;t=37',
    });
  });

  it('say that nothing is left', () => {
    const exceeded = { ...ALLOWANCE, policy: 'address', limit: 600, remaining: 0, resetSec: 1, isExceeded: true };
    expect(rateLimitHeaders(exceeded)).toEqual({
      'RateLimit-Policy': '"address";q=600;w=60',
      RateLimit: '"address";r=0;t=1',
    });
  });
});
