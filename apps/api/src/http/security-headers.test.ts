import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';

import { docsRouter } from './docs.router.ts';
import { securityHeaders } from './security-headers.ts';
import { webAppRouter } from './web-app.router.ts';

const PAGE = '<meta property="csp-nonce" nonce="__CSP_NONCE__" /><script type="module" nonce="__CSP_NONCE__"></script>';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'herald-web-'));
  await writeFile(path.join(folder, 'index.html'), PAGE);
  await writeFile(path.join(folder, 'main.js'), 'export {}');
});
afterAll(() => rm(folder, { recursive: true }));

function appOf(isProduction = false) {
  const app = express();
  app.use(...securityHeaders({ isProduction }));
  app.get('/api/things', (_request, response) => void response.json([]));
  app.get('/auth/methods', (_request, response) => void response.json({}));
  app.use(docsRouter(), webAppRouter(folder));
  return app;
}

interface Answer {
  status: number;
  headers: Record<string, string | undefined>;
  text: string;
}

async function get(address: string, isProduction?: boolean): Promise<Answer> {
  const { status, headers, text } = await request(appOf(isProduction)).get(address);
  return { status, headers, text };
}
function policyOf({ headers }: { headers: Record<string, string | undefined> }): Record<string, string> {
  const parts = (headers['content-security-policy'] ?? '').split(';').map((part) => part.split(' '));
  return Object.fromEntries(parts.map(([name = '', ...sources]) => [name, sources.join(' ')]));
}
const NONCE = /^'self' 'nonce-([A-Za-z0-9+/]{22}==)'$/;

describe('what browsers may do with an answer', () => {
  it('is next to nothing', async () => {
    const answer = await get('/api/things');
    const { 'script-src': script, 'style-src': style, ...rest } = policyOf(answer);
    expect(rest).toEqual({
      'default-src': "'none'",
      'img-src': "'self'",
      'font-src': "'self'",
      'connect-src': "'self'",
      'manifest-src': "'self'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'object-src': "'none'",
    });
    expect([script, style]).toEqual([expect.stringMatching(NONCE), script]);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    });
  });

  it('includes to come without TLS, but in production', async () => {
    expect((await get('/api/things')).headers['strict-transport-security']).toBeUndefined();
    const { headers } = await get('/api/things', true);
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
  });

  it.each(['/api/things', '/API/Things', '/auth/methods', '/AUTH/methods', '/api/openapi.json'])(
    'is not to keep %s',
    async (address) => {
      const { status, headers } = await get(address);
      expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    },
  );

  it('is a little more with the page of the API docs, which has inline styles', async () => {
    const policy = policyOf(await get('/api/docs'));
    expect([policy['style-src'], policy['img-src']]).toEqual(["'self' 'unsafe-inline'", "'self' data:"]);
    expect(policy['script-src']).toMatch(NONCE);
    const asset = policyOf(await get('/api/docs/start.js'));
    expect(asset['style-src']).toMatch(NONCE);
  });
});

describe('the page of the web app', () => {
  it.each(['/', '/index.html', '/sign-in', '/campaigns/7'])('has, at %s, the nonce of its answer', async (address) => {
    const answer = await get(address);
    const { headers, text } = answer;
    const nonce = NONCE.exec(policyOf(answer)['script-src'] ?? '')?.[1] ?? 'none';
    expect(text).toBe(PAGE.replaceAll('__CSP_NONCE__', nonce));
    expect([headers['content-type'], headers['cache-control']]).toEqual(['text/html; charset=utf-8', 'no-store']);
  });

  it('has another nonce each time', async () => {
    expect((await get('/')).text).not.toBe((await get('/')).text);
  });

  it('is not what the API and the way to Google answer', async () => {
    for (const address of ['/api/nothing', '/auth/nothing', '/auth', '/api']) {
      expect([address, (await get(address)).text]).not.toEqual([address, expect.stringContaining('csp-nonce')]);
    }
  });

  it('goes with files, which may be kept', async () => {
    const { status, text, headers } = await get('/main.js');
    expect([status, text]).toEqual([200, 'export {}']);
    expect(headers['cache-control']).not.toBe('no-store');
  });
});
