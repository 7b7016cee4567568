import { afterAll, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import { createPool } from '@herald/platform';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { LeaseRepository } from './lease.repository.ts';

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 10, applicationName: 'herald-test' });
const leases = new LeaseRepository(pool);
afterAll(() => pool.end());

describe('a lease', () => {
  it('is taken by one of many who try at once', async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, () => leases.take('a', newId(), 60_000)));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it('is prolonged by its holder, and free for others once it has run out', async () => {
    const [holder, other] = [newId(), newId()];
    expect(await leases.take('b', holder, 60_000)).toBe(true);
    expect(await leases.take('b', holder, 60_000)).toBe(true);
    expect(await leases.take('b', other, 60_000)).toBe(false);
    await query(databaseUrl, `UPDATE "Lease" SET "expiresAt" = now() - interval '1 ms' WHERE name = 'b'`);
    expect(await leases.take('b', other, 60_000)).toBe(true);
    expect(await leases.take('b', holder, 60_000)).toBe(false);
  });

  it('of one name says nothing of another', async () => {
    expect([await leases.take('c', newId(), 60_000), await leases.take('d', newId(), 60_000)]).toEqual([true, true]);
  });
});
