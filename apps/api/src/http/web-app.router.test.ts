import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';

import { securityHeaders } from './security-headers.ts';
import { webAppRouter } from './web-app.router.ts';

const PAGE = `<html><script nonce="__CSP_NONCE__"></script>${'<p>Herald</p>'.repeat(200)}</html>`;
const CHUNK = `export const words = '${'calm '.repeat(1_000)}';`;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'herald-web-'));
  await mkdir(path.join(folder, 'assets'));
  await writeFile(path.join(folder, 'index.html'), PAGE);
  await writeFile(path.join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"></svg>');
  await writeFile(path.join(folder, 'assets/page-B1gH4sh.js'), CHUNK);
});
afterAll(() => rm(folder, { recursive: true }));

function get(address: string, encodings = 'br, gzip') {
  const app = express();
  app.use(...securityHeaders({ isProduction: false }));
  app.get('/api/things', (_request, response) => void response.json({ words: CHUNK }));
  app.use(webAppRouter(folder));
  return request(app).get(address).set('accept-encoding', encodings);
}

describe('files whose name holds their hash', () => {
  it('are kept by browsers for a year, and never asked about again', async () => {
    const { status, headers } = await get('/assets/page-B1gH4sh.js');
    expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
  });

  it('are not there any more after the next version, and no page stands in for them', async () => {
    const { status, headers } = await get('/assets/page-G0neH4sh.js');
    expect(status).toBe(404);
    expect(headers['cache-control']).toBeUndefined();
  });
});

it('other files are asked about each time', async () => {
  const { status, headers } = await get('/favicon.svg');
  expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=0']);
});

describe('compression', () => {
  it.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', undefined],
  ])('for who takes %j is %j', async (encodings, expected) => {
    const { headers } = await get('/assets/page-B1gH4sh.js', encodings);
    expect(headers['content-encoding']).toBe(expected);
    expect(headers['vary']).toContain('Accept-Encoding');
  });

  it('covers the page, which is still made for each answer', async () => {
    const [one, other] = [await get('/campaigns', 'gzip'), await get('/campaigns', 'gzip')];
    expect(one.headers).toMatchObject({ 'content-encoding': 'gzip', 'cache-control': 'no-store' });
    expect(one.text).not.toContain('__CSP_NONCE__');
    expect(one.text).not.toBe(other.text);
  });

  it('leaves answers of the API alone, also when they are an error', async () => {
    for (const address of ['/api/things', '/api/no-such-thing']) {
      expect((await get(address)).headers['content-encoding']).toBeUndefined();
    }
  });
});
