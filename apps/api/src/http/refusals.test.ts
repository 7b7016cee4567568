import { gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';
import { DomainError, newId, OPERATIONS, problemSchema } from '@herald/shared';
import type { Operation, Problem } from '@herald/shared';
import { createLogger } from '@herald/platform';
import type { Logger } from '@herald/platform';
import request from 'supertest';
import type { Response } from 'supertest';

import { openApp } from './testing/open-app.ts';

const operations: Operation[] = Object.values(OPERATIONS);
const withBody = operations.filter(({ body }) => body !== undefined);
const TOO_LARGE_UNPACKED = gzipSync(JSON.stringify([{ name: 'x'.repeat(10 * 1024 * 1024) }]));
const addressOf = (path: string) => path.replaceAll(/\{\w+\}/g, newId());

/** An app whose endpoints throw what they are told to; by default nothing may reach them. */
function appThatThrows(
  error: unknown = new Error('the endpoint was reached'),
  logger: Logger = createLogger('test', 'silent'),
) {
  const fail = async () => {
    throw error;
  };
  const endpoints = Object.fromEntries(Object.keys(OPERATIONS).map((id) => [id, fail]));
  return openApp(endpoints, { logger });
}

/** The problem of a refusal, which every refusal must carry in the same form. */
function problemOf(response: Response): Problem {
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const problem = problemSchema.strict().parse(response.body);
  expect(problem.status).toBe(response.status);
  expect(problem.requestId).toBe(response.headers['x-request-id']);
  return problem;
}

const app = appThatThrows();

describe.each(withBody)('$method $path', ({ method, path, bodyOptional, access }) => {
  const limit = typeof access === 'object' ? '2 MB' : '10 MB';

  const call = () => request(app)[method](addressOf(path));

  it.each(['{', '[{"a":1,}]', '{"a":NaN}', '"text"', '7', 'null', '\u0000'])(
    'answers 400 to the malformed JSON %j',
    async (body) => {
      const problem = problemOf(await call().set('content-type', 'application/json').send(body));
      expect([problem.status, problem.code, problem.detail]).toEqual([
        400,
        'malformed_json',
        'the body is not valid JSON',
      ]);
    },
  );

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/json'])(
    'answers 415 to %s',
    async (type) => {
      const problem = problemOf(await call().set('content-type', type).send('[]'));
      expect([problem.status, problem.code]).toEqual([415, 'unsupported_media_type']);
    },
  );

  it('answers 415 to a body without a type, in another charset or packed in another way', async () => {
    const refused = [
      bodyOptional ? await call().set('content-type', '').send('{}') : await call(),
      await call().set('content-type', 'application/json; charset=latin1').send('[]'),
      await call().set('content-type', 'application/json').set('content-encoding', 'compress').send('[]'),
    ];
    expect(refused.map((response) => problemOf(response).status)).toEqual([415, 415, 415]);
  });

  const sendPacked = (packed: Buffer) =>
    call()
      .set('content-type', 'application/json')
      .set('content-encoding', 'gzip')
      .serialize((body: unknown) => body as string)
      .send(packed);

  it('counts the bytes of a body after it is unpacked', async () => {
    const response = await sendPacked(TOO_LARGE_UNPACKED);
    expect([problemOf(response).status, problemOf(response).detail]).toEqual([413, `a call takes at most ${limit}`]);
  });

  it('answers 400 to a body that does not unpack', async () => {
    const refused = [await sendPacked(Buffer.from('not packed')), await sendPacked(gzipSync('[]').subarray(0, 15))];
    expect(refused.map((response) => [problemOf(response).status, problemOf(response).code])).toEqual([
      [400, 'malformed_json'],
      [400, 'malformed_json'],
    ]);
  });
});

describe('every address', () => {
  it.each([...new Set(operations.map(({ path }) => path))])(
    '%s answers 405 to other methods, and names its own',
    async (path) => {
      const allowed = operations
        .filter((operation) => operation.path === path)
        .map(({ method }) => method.toUpperCase());
      const others = (['get', 'post', 'put', 'patch', 'delete'] as const).filter(
        (method) => !allowed.includes(method.toUpperCase()),
      );
      for (const method of others) {
        const response = await request(app)[method](addressOf(path)).set('content-type', 'application/json');
        expect([method, problemOf(response).code, response.headers['allow']]).toEqual([
          method,
          'method_not_allowed',
          allowed.join(', '),
        ]);
      }
    },
  );

  it.each(['/api', '/api/nothing', '/api/user/1', '/api/segments/a/b', '/nothing'])(
    '%s answers 404: there is none',
    async (path) => {
      const problem = problemOf(await request(app).get(path));
      expect([problem.status, problem.detail]).toEqual([404, `there is nothing at GET ${path}`]);
    },
  );

  it.each(['/api/customers/%E0%A4%A', '/api/segments/%'])('%s answers 400: it is not well formed', async (path) => {
    expect(problemOf(await request(app).get(path)).code).toBe('invalid_input');
  });
});

describe('an error that nobody foresaw', () => {
  it('answers a bare 500 that tells nothing of its cause', async () => {
    const response = await request(appThatThrows(new Error('password=secret'))).get('/api/dashboard/stats');
    expect(problemOf(response)).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(response.body)).not.toContain('secret');
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53300', '53100', '08006'])(
    'answers 503 when the database is away (%s)',
    async (code) => {
      const response = await request(appThatThrows(Object.assign(new Error('x'), { code }))).get(
        '/api/dashboard/stats',
      );
      expect(problemOf(response)).toMatchObject({ status: 503, code: 'unavailable' });
    },
  );

  it('answers 503 when no connection to the database came free', async () => {
    const exhausted = new Error('timeout exceeded when trying to connect');
    const response = await request(appThatThrows(exhausted)).get('/api/dashboard/stats');
    expect(problemOf(response)).toMatchObject({ status: 503, code: 'unavailable' });
  });

  it('is logged, unlike one that is thrown on purpose under the same name', async () => {
    const events: string[] = [];
    const logger: Logger = Object.assign(createLogger('test', 'silent'), {
      child: () => logger,
      error: (_what: unknown, event: string) => void events.push(event),
    });
    for (const error of [new Error('x'), new DomainError('internal', 'a bad day')]) {
      expect((await request(appThatThrows(error, logger)).get('/api/dashboard/stats')).status).toBe(500);
    }
    // Once as what it was, once as a request that failed.
    expect(events).toEqual(['http.request.failed', 'http.request.failed']);
  });

  it.each(['23505', '22P02', '42P01', 'ENOENT'])('answers 500 and not 503 to %s', async (code) => {
    const response = await request(appThatThrows(Object.assign(new Error('x'), { code }))).get('/api/dashboard/stats');
    expect(problemOf(response).status).toBe(500);
  });
});

it('every answer has an id of its own', async () => {
  const responses = [await request(app).get('/healthz'), await request(app).get('/healthz')];
  const ids = responses.map((response) => response.headers['x-request-id']);
  expect(new Set(ids).size).toBe(2);
  expect(ids).toEqual([expect.any(String), expect.any(String)]);
});
