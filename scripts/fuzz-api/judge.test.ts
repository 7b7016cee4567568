import { describe, expect, it } from '@jest/globals';

import type { FuzzRequest } from './fuzz-request.ts';
import { Judge } from './judge.ts';
import type { Answer } from './send-request.ts';

const judge = new Judge();
const REQUEST_ID = '01a2220f-97a5-7d22-b5bd-ebabde268ea9';

function request(target: string, method = 'GET', body?: string): FuzzRequest {
  return {
    operationId: 'getMe',
    caller: 'owner',
    signature: 'right',
    method,
    target,
    headers: [],
    body: body === undefined ? undefined : Buffer.from(body),
    flaws: [],
  };
}

function answer(status: number, body: unknown, type = 'application/json; charset=utf-8'): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': type, 'x-request-id': REQUEST_ID }, text };
}

function refusal(status: number, fields: object = {}): Answer {
  const codes: Record<number, string> = { 400: 'invalid_input', 403: 'forbidden', 500: 'internal', 503: 'timed_out' };
  const problem = { type: 'about:blank', title: 't', status, code: codes[status], detail: 'd', requestId: REQUEST_ID };
  return answer(status, { ...problem, ...fields }, 'application/problem+json; charset=utf-8');
}

const faults = (asked: FuzzRequest, given: Answer) => judge.faultsOf(asked, given).join('\n');
const ACCEPTED = { ingestionId: REQUEST_ID, received: 1 };
const post = (body = '[{"externalId":"a"}]') => request('/api/user', 'POST', body);

describe('the judge of answers', () => {
  it('finds nothing wrong with what the document says', () => {
    expect(faults(post(), answer(202, ACCEPTED))).toBe('');
    expect(faults(post(), refusal(400))).toBe('');
    expect(faults(request('/API/User/', 'POST'), answer(202, ACCEPTED))).toBe('');
    expect(faults(request(`/api/customers/${REQUEST_ID}/export`), refusal(503))).toBe('');
  });

  it.each([
    ['a failure', refusal(500), 'it failed with 500'],
    ['a database that is away', refusal(503, { code: 'unavailable' }), 'it failed with 503'],
    ['a page of HTML for a refusal', answer(400, '<h1>no</h1>', 'text/html'), 'a refusal (400) is text/html'],
    ['a refusal that says more than it may', refusal(400, { stack: 'x' }), 'is no problem'],
    ['a refusal with another status in its body', refusal(400, { status: 404 }), 'says 404 in its body'],
    ['a refusal under another request id', refusal(400, { requestId: 'x' }), 'another request id'],
    ['a status that the document does not name', answer(200, ACCEPTED), 'answers 200, which the document'],
    ['an answer of another type', answer(202, 'ok', 'text/plain'), 'as text/plain, which the document'],
    ['a field too many', answer(202, { ...ACCEPTED, secret: 1 }), 'does not fit its contract'],
    ['a field too few', answer(202, { received: 1 }), 'does not fit its contract'],
  ])('finds %s', (_, given, fault) => {
    expect(faults(post(), given)).toContain(fault);
  });

  it.each([
    ['a stack trace', 'Error: x\n    at parse (index.js:1:2)'],
    ['a stack trace', 'broke at Object.run (thing'],
    ['a path', 'cannot open /home/herald/secret'],
    ['a path', 'in node_modules'],
    ['SQL', 'UPDATE "Customer" SET x = 1 WHERE y'.replaceAll('"', '')],
    ['what PostgreSQL says', 'invalid input syntax for type uuid'],
    ['what PostgreSQL says', 'value is out of range for type integer'],
    ['an error of JavaScript', 'Cannot read properties of undefined'],
  ])('finds %s in an answer: %s', (what, detail) => {
    expect(faults(post(), refusal(400, { detail }))).toContain(`the answer tells ${what}`);
  });

  it('finds a body that was taken and does not fit the document', () => {
    const given = answer(202, ACCEPTED);
    expect(faults(post('[{"externalId":"a","rank":1}]'), given)).toContain('a body that its contract does not take');
    expect(faults(post('{'), given)).toContain('a body that its contract does not take');
    expect(faults(post('[{"externalId":"a","rank":1}]'), refusal(400))).toBe('');
    expect(faults(post('\ufeff[{"externalId":"a"}]'), given)).toBe('');
  });

  it('lets an answer say what the request said itself', () => {
    const target = '/api/node_modules';
    expect(faults(request(target), refusal(404, { code: 'not_found', detail: `nothing at ${target}` }))).toBe('');
  });

  it('takes no success for what is not documented, but pages of the web app', () => {
    expect(faults(request('/api/user', 'PUT'), answer(200, {}))).toContain('what is not documented');
    expect(faults(request('/api/secrets'), answer(200, {}))).toContain('what is not documented');
    expect(faults(request('/segments'), answer(200, '<html>', 'text/html'))).toBe('');
  });

  it('takes a bare refusal for what is no HTTP, and for nothing else', () => {
    const bare = { status: 400, headers: { connection: 'close' }, text: '' };
    expect(faults(request('/api/me'), bare)).toBe('');
    expect(faults(request('/api/me'), { ...bare, headers: { ...bare.headers, 'x-request-id': 'x' } })).not.toBe('');
  });
});
