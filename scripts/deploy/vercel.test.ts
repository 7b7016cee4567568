import { describe, expect, it } from '@jest/globals';

import { headersAt, readVercelFile, rewritten } from './vercel-file.ts';

const file = readVercelFile();
const API = 'https://herald-api.example.com';

describe('vercel.json', () => {
  it.each([
    ['/api/customers', `${API}/api/customers`],
    ['/api/campaigns/1/events', `${API}/api/campaigns/1/events`],
    ['/auth/google/callback', `${API}/auth/google/callback`],
    ['/queues', `${API}/queues/`],
    ['/queues/api/queues', `${API}/queues/api/queues`],
    ['/', '/index.html'],
    ['/campaigns/1', '/index.html'],
    ['/assets/gone.js', undefined],
  ])('leads %s to %s', (pathname, destination) => {
    expect(rewritten(file, pathname)).toBe(destination);
  });

  it('keeps files for ever whose name changes with what they hold, and no page', () => {
    expect(headersAt(file, '/assets/index-1a2b.js')).toMatchObject({
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
    expect(headersAt(file, '/campaigns')).not.toHaveProperty('Cache-Control');
  });

  it("leaves the API's own headers as they are", () => {
    for (const path of ['/api/docs', '/auth/google', '/queues']) expect(headersAt(file, path)).toEqual({});
  });
});
