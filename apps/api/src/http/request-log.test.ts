import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { currentCall } from '@herald/platform';

import { openApp } from './testing/open-app.ts';

/** Which call the endpoint worked for. */
const seen: (string | undefined)[] = [];
const app = openApp({
  ingestUsers: async ({ body }) => {
    // Longer than the others need to come.
    await setTimeout(body.length * 10);
    seen.push(currentCall()?.requestId);
    return { status: 202, body: { ingestionId: 'x', received: body.length } };
  },
});
const server = createServer(app);
let address: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/user`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

const send = (users: number, headers: Record<string, string> = {}) =>
  fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(Array.from({ length: users }, (_, index) => ({ externalId: `${index}` }))),
  });
const idOf = (response: Response) => response.headers.get('x-request-id');

describe('the id of a request', () => {
  it('is there while its body was read and it is worked on, beside others at the same time', async () => {
    const answers = await Promise.all([3, 2, 1].map((users) => send(users)));
    const ids = answers.map(idOf);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(ids).size).toBe(3);
    expect(new Set(seen.splice(0))).toEqual(new Set(ids));
  });

  it('is made here, whatever callers say', async () => {
    const theirs = '0199aa10-0000-7000-8000-000000000001';
    const id = idOf(await send(1, { 'x-request-id': theirs, 'request-id': theirs }));
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect(id).not.toBe(theirs);
    expect(seen.splice(0)).toEqual([id]);
  });

  it('is in a refusal too', async () => {
    const refused = await send(0, { 'content-type': 'text/plain' });
    expect(await refused.json()).toMatchObject({ status: 415, requestId: idOf(refused) });
    expect(currentCall()).toBeUndefined();
  });
});
