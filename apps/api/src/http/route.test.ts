import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError, newId } from '@herald/shared';
import { createLogger } from '@herald/platform';

import { createApp } from '../app.ts';
import { CallerGone } from './route.ts';
import type { Endpoint } from './route.ts';

const PIECE = 'x'.repeat(1_000_000);

type Download = Endpoint<'exportSegmentAudience'>;
type WriteText = Awaited<ReturnType<Download>>['body'];

let download: Download;
const app = createApp({ exportSegmentAudience: (input) => download(input) }, createLogger('test', 'silent'), undefined);
const server = createServer(app);
let address: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  address = `http://127.0.0.1:${port}/api/segments/${newId()}/audience.csv`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

const writes = (body: WriteText): void => {
  download = async () => ({ status: 200, body });
};

describe('an answer that is text', () => {
  it('is sent piece by piece, as what it is', async () => {
    writes(async (send) => {
      for (const piece of ['a,b\r\n', '', 'c,d\r\n']) await send(piece);
    });
    const response = await fetch(address);
    expect([response.status, await response.text()]).toEqual([200, 'a,b\r\nc,d\r\n']);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment');
  });

  it('is a refusal like any other when it fails before its first piece', async () => {
    writes(async () => {
      throw new DomainError('timed_out', 'it took too long');
    });
    const response = await fetch(address);
    expect([response.status, await response.json()]).toMatchObject([503, { code: 'timed_out' }]);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBeNull();
  });

  it('is broken off when it fails later, so that nobody takes it for the whole', async () => {
    writes(async (send) => {
      await send('a,b\r\n');
      throw new Error('the database went away');
    });
    await expect(fetch(address).then((response) => response.text())).rejects.toThrow();
  });

  it('waits for a caller that is slow', async () => {
    let pieces = 0;
    writes(async (send) => {
      for (; pieces < 20; pieces += 1) await send(PIECE);
    });
    const response = await fetch(address);
    // What fits between the two is less than all.
    const waiting = pieces;
    expect(waiting).toBeLessThan(20);
    expect((await response.text()).length).toBe(20 * PIECE.length);
    expect(pieces).toBe(20);
  });

  it('ends when the caller goes away, whoever waits for it', async () => {
    const ended = new Promise<{ error: unknown; aborted: boolean }>((resolve) => {
      download = async ({ signal }) => ({
        status: 200,
        body: async (send) => {
          try {
            for (;;) await send(PIECE);
          } catch (error) {
            resolve({ error, aborted: signal.aborted });
            throw error;
          }
        },
      });
    });
    const controller = new AbortController();
    const response = await fetch(address, { signal: controller.signal });
    controller.abort();
    await expect(response.text()).rejects.toThrow();
    expect(await ended).toEqual({ error: expect.any(CallerGone), aborted: true });
  });
});
