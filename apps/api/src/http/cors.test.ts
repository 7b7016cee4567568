import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { z } from 'zod';

import { allowOrigins, originsVariable } from './cors.ts';

const SHOP = 'https://shop.example';
const TILL = 'http://localhost:5173';

function appWith(origins: string[]) {
  const app = express();
  app.use(allowOrigins(origins));
  app.get('/thing', (_request, response) => void response.json({ reached: true }));
  app.all('/thing', (_request, response) => void response.status(405).end());
  return app;
}
const app = appWith([SHOP, TILL]);
const closed = appWith([]);

const corsHeadersOf = ({ headers }: request.Response) =>
  Object.fromEntries(Object.entries(headers as object).filter(([name]) => name.startsWith('access-control-')));
const preflight = (origin: string, of = app) =>
  request(of)
    .options('/thing')
    .set({ origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' });

describe('a page of an origin that is listed', () => {
  it.each([SHOP, TILL])('%s may ask what it may do', async (origin) => {
    const response = await preflight(origin);
    expect(response.status).toBe(204);
    expect(corsHeadersOf(response)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET,POST,PATCH,DELETE',
      'access-control-allow-headers': 'Authorization,Content-Type,Idempotency-Key',
      'access-control-expose-headers': expect.any(String),
      'access-control-max-age': '600',
    });
    expect(response.headers['vary']).toContain('Origin');
  });

  it('may read the answer and its headers, without cookies', async () => {
    const response = await request(app).get('/thing').set('origin', SHOP);
    expect(response.body).toEqual({ reached: true });
    expect(corsHeadersOf(response)).toEqual({
      'access-control-allow-origin': SHOP,
      'access-control-expose-headers': 'Idempotency-Replayed,Link,RateLimit,RateLimit-Policy,Retry-After,X-Request-Id',
    });
  });
});

describe.each([
  ['another origin', app, 'https://evil.example'],
  ['one that begins the same', app, `${SHOP}.evil.example`],
  ['another port', app, `${SHOP}:8443`],
  ['another scheme', app, 'http://shop.example'],
  ['a page without an origin', app, 'null'],
  ['any origin when none is listed', closed, SHOP],
])('to %s', (_what, of, origin) => {
  it('no answer says that it may be read', async () => {
    const [asked, called] = [await preflight(origin, of), await request(of).get('/thing').set('origin', origin)];
    expect([asked.status, corsHeadersOf(asked), corsHeadersOf(called)]).toEqual([405, {}, {}]);
    expect(called.body).toEqual({ reached: true });
  });
});

it('caches are told that answers differ by origin, where they do', async () => {
  const [open, shut] = [await request(app).get('/thing'), await request(closed).get('/thing')];
  expect([open.headers['vary'], shut.headers['vary']]).toEqual(['Origin', undefined]);
});

describe('origins in the configuration', () => {
  const read = (text: string) => z.object({ CORS_ORIGINS: originsVariable }).safeParse({ CORS_ORIGINS: text });

  it('are a list with commas', () => {
    expect(read(`${SHOP}, ${TILL}`).data).toEqual({ CORS_ORIGINS: [SHOP, TILL] });
  });

  it.each([
    '*',
    'null',
    'shop.example',
    'https://shop.example/',
    'https://shop.example/path',
    'https://Shop.example',
    'https://shop.example:443',
    'https://*.shop.example',
    'https://me@shop.example',
    'ftp://shop.example',
    'javascript:alert(1)',
    '',
  ])('are refused as %j', (origin) => {
    const messages = read(`${SHOP},${origin}`).error?.issues.map(({ message }) => message);
    expect(messages).toEqual([expect.stringContaining('must be origins with commas between them')]);
  });
});
