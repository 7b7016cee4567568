import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { agentWithTimeout } from './agent-with-timeout.ts';

const server = createServer((call, response) => {
  if (call.url === '/answers') response.end('yes');
});
let url = '';

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await once(server.close(), 'close');
});

function ask(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(`${url}${path}`, { agent: agentWithTimeout(url, 50) }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text));
    });
    call.once('error', reject).end();
  });
}

it('gives up a server that does not answer', async () => {
  await expect(ask('/hangs')).rejects.toThrow('the server does not answer');
});

it('lets one that does be', async () => {
  expect(await ask('/answers')).toBe('yes');
});
