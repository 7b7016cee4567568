import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATIONS } from '@herald/shared';
import type { Express } from 'express';
import request from 'supertest';

import { openApp } from './testing/open-app.ts';

const SECRET = 'nobody may read this';
const JSON_BODY = { 'content-type': 'application/json' };
let folder = '';
let app: Express;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'herald-web-'));
  const webDir = path.join(folder, 'web');
  await mkdir(path.join(webDir, 'assets'), { recursive: true });
  await writeFile(path.join(webDir, 'index.html'), '<!doctype html>');
  await writeFile(path.join(webDir, 'assets', 'main.js'), 'export {}');
  await writeFile(path.join(webDir, '.env'), SECRET);
  await writeFile(path.join(folder, 'outside.txt'), SECRET);
  const fail = () => Promise.reject(new Error('unforeseen'));
  const endpoints = Object.fromEntries(Object.keys(OPERATIONS).map((id) => [id, fail]));
  const getHealth = () => Promise.resolve({ status: 200 as const, body: { status: 'ok' as const } });
  app = openApp({ ...endpoints, getHealth }, { webDir, isProduction: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** One of every kind of answer that there is. */
const ANSWERS: [string, number, () => request.Test][] = [
  ['a success', 200, () => request(app).get('/healthz')],
  ['an address without anything', 404, () => request(app).get('/api/nothing')],
  ['an address that is not well formed', 400, () => request(app).get('/api/segments/%')],
  ['another method', 405, () => request(app).put('/api/user')],
  ['another type of content', 415, () => request(app).post('/api/user').set('content-type', 'text/plain').send('x')],
  ['malformed JSON', 400, () => request(app).post('/api/user').set(JSON_BODY).send('{')],
  ['an unforeseen error', 500, () => request(app).get('/api/dashboard/stats')],
  ['the page of the web app', 200, () => request(app).get('/')],
  ['a file of the web app', 200, () => request(app).get('/assets/main.js')],
  ['the OpenAPI document', 200, () => request(app).get('/api/openapi.json')],
  ['the page of the documentation', 200, () => request(app).get('/api/docs')],
  ['a file of the documentation', 200, () => request(app).get('/api/docs/start.js')],
];

describe.each(ANSWERS)('%s', (_what, expectedStatus, ask) => {
  it('tells browsers to keep to what it says it is, to HTTPS and to itself', async () => {
    const { status, headers } = await ask();
    expect(status).toBe(expectedStatus);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'referrer-policy': 'same-origin',
      'content-type': expect.stringMatching(/^[a-z]+\/[a-z+-]+; charset=utf-8$/),
      'x-request-id': expect.any(String),
    });
    const policy = headers['content-security-policy'];
    for (const part of ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
  });

  it('does not say what it is made with, nor that others may read it', async () => {
    const { headers } = await ask();
    expect(Object.keys(headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(x-powered-by|server|access-control-.*)$/)]),
    );
  });
});

it.each(['/', '/healthz', '/api/user', '/api/nothing', '/api/docs', '/assets/main.js', '/auth/google'])(
  'TRACE %s is refused, and sends nothing back of what came',
  async (address) => {
    const { status, text } = await request(app).trace(address).set('x-mine', SECRET);
    expect([404, 405]).toContain(status);
    expect(text).not.toContain(SECRET);
  },
);

it.each(['/.env', '/.git/config', '/assets/', '/api/docs/assets/', '/%2e%2e/outside.txt', '/..%2foutside.txt'])(
  '%s shows no folder, and no file that is not meant to be seen',
  async (address) => {
    const { status, text } = await request(app).get(address);
    // Whatever is no file is an address of the web app, or nothing.
    expect(status === 200 ? '<!doctype html>' : text).toBe(text);
    expect(text).not.toMatch(/nobody may read|main\.js|swagger-ui\./);
  },
);
