import type dns from 'node:dns';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { LOOPBACK_ADDRESSES } from './outgoing-addresses.ts';
import { AddressNotAllowedError, createOutgoingPool } from './outgoing-pool.ts';
import type { OutgoingPoolOptions } from './outgoing-pool.ts';

let server: Server;
let port: number;
let calls: number;
let connections: number;
const stops: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  [calls, connections] = [0, 0];
  server = createServer((request, response) => {
    calls += 1;
    if (request.url === '/moved') response.writeHead(302, { location: '/' });
    response.end('here');
  }).listen(0, '127.0.0.1');
  server.on('connection', () => (connections += 1));
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function poolTo(origin: string, options: Partial<OutgoingPoolOptions> = {}) {
  const pool = createOutgoingPool(origin, { connections: 1, timeoutMs: 5_000, allowed: [], ...options });
  stops.push(() => pool.close());
  return {
    get: async (path = '/') => {
      const { statusCode, body } = await pool.request({ method: 'GET', path });
      return [statusCode, await body.text()];
    },
  };
}

/** A DNS in which every name has these addresses, one list after the other. */
function dnsOf(...answers: string[][]) {
  const asked: string[] = [];
  const lookup = (name: string, _options: dns.LookupAllOptions, callback: AnswerAll) => {
    const addresses = answers[Math.min(asked.push(name), answers.length) - 1] ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { asked, lookup: lookup as unknown as typeof dns.lookup };
}
type AnswerAll = (error: Error | null, addresses: dns.LookupAddress[]) => void;

const REFUSED = expect.any(AddressNotAllowedError);

describe('a call', () => {
  it.each([
    'http://127.0.0.1',
    // As `URL` reads them, all the same address.
    'http://2130706433',
    'http://0x7f.1',
    'http://[::ffff:127.0.0.1]',
    'http://0.0.0.0',
    'http://[::1]',
    'http://10.0.0.1',
    'http://169.254.169.254',
    'https://192.168.0.1',
  ])('to %s is refused', async (origin) => {
    await expect(poolTo(`${origin}:${port}`).get()).rejects.toEqual(REFUSED);
    expect(connections).toBe(0);
  });

  it('to an address that is allowed passes', async () => {
    const allowed = LOOPBACK_ADDRESSES;
    expect(await poolTo(`http://127.0.0.1:${port}`, { allowed }).get()).toEqual([200, 'here']);
    expect(await poolTo(`http://[::ffff:127.0.0.1]:${port}`, { allowed }).get()).toEqual([200, 'here']);
  });

  it.each([[['127.0.0.1']], [['::1']], [['::ffff:127.0.0.1']], [['169.254.169.254', '10.0.0.1']]])(
    'to a name that stands for %j is refused, and does not tell that',
    async (addresses) => {
      const { lookup } = dnsOf(addresses);
      const call = poolTo(`http://vendor.example:${port}`, { lookup }).get();
      await expect(call).rejects.toEqual(REFUSED);
      await expect(call).rejects.toMatchObject({
        code: 'ERR_ADDRESS_NOT_ALLOWED',
        message: expect.stringMatching(
          /^vendor\.example is not a public address \(\w+\), and OUTGOING_PRIVATE_ADDRESSES does not allow it$/,
        ),
      });
      expect(connections).toBe(0);
    },
  );

  it('to a name connects only to those of its addresses that may be called', async () => {
    const { lookup } = dnsOf(['10.0.0.1', '127.0.0.1', '::1']);
    const pool = poolTo(`http://vendor.example:${port}`, { lookup, allowed: LOOPBACK_ADDRESSES.slice(0, 1) });
    expect(await pool.get()).toEqual([200, 'here']);
  });

  it('connects to the address that was looked at, whatever DNS says next', async () => {
    const { asked, lookup } = dnsOf(['127.0.0.1'], ['10.0.0.1']);
    const pool = poolTo(`http://vendor.example:${port}`, { lookup, allowed: LOOPBACK_ADDRESSES });
    for (let call = 0; call < 3; call += 1) expect(await pool.get()).toEqual([200, 'here']);
    // Once for the connection, not for each call.
    expect([asked, connections]).toEqual([['vendor.example'], 1]);
    server.closeAllConnections();
    await expect(pool.get()).rejects.toThrow();
    await expect(pool.get()).rejects.toEqual(REFUSED);
    expect(connections).toBe(1);
  });

  it('fails as DNS does', async () => {
    const lookup = ((_name: string, _options: object, callback: (error: Error) => void) =>
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))) as unknown as typeof dns.lookup;
    await expect(poolTo('http://vendor.example', { lookup }).get()).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('does not follow a redirect', async () => {
    const pool = poolTo(`http://127.0.0.1:${port}`, { allowed: LOOPBACK_ADDRESSES });
    expect((await pool.get('/moved'))[0]).toBe(302);
    expect(calls).toBe(1);
  });
});
