import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@herald/shared';
import { createPool } from '@herald/platform';
import type { Pool } from '@herald/platform';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { TcpGate } from '../../../../scripts/testing/fixtures/tcp-gate.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import type { Caller } from './caller.ts';
import type { Allowance } from './guards.ts';
import { RateLimitsRepository } from './rate-limits.repository.ts';

const { databaseUrl } = testServers();
const LIMITS = { perKey: 3, perMember: 2, perAddress: 2, badCredentials: 1 };
const ADDRESS = '203.0.113.9';
const NOTHING_LIMITED = { perKey: 0, perMember: 0, perAddress: 0, badCredentials: 0 };

const poolTo = (url: string) =>
  createPool({ databaseUrl: url, maxConnections: 4, applicationName: 'herald-test-limits', answerWithinMs: 500 });

const key = (keyId = newId()): Caller => ({ kind: 'key', keyId, scopes: ['read'], isTest: false, address: ADDRESS });
const member = (memberId = newId()): Caller => ({ kind: 'member', memberId, role: 'owner', address: ADDRESS });
const nobodyAt = (address: string): Caller => ({ kind: 'nobody', address });

let one: Pool;
let other: Pool;

beforeAll(() => {
  one = poolTo(databaseUrl);
  other = poolTo(databaseUrl);
});
beforeEach(async () => {
  await query(databaseUrl, 'DELETE FROM rate_limit');
});
afterAll(async () => {
  await one.end();
  await other.end();
});

/** What is left after each of so many calls, and `over` for those that are too many. */
async function calls(count: number, call: () => Promise<Allowance | undefined>): Promise<(number | 'over' | 'free')[]> {
  const left: (number | 'over' | 'free')[] = [];
  for (let made = 0; made < count; made += 1) {
    const allowance = await call();
    if (allowance === undefined) left.push('free');
    else left.push(allowance.isExceeded ? 'over' : allowance.remaining);
  }
  return left;
}

describe('calls', () => {
  it('of one key are counted, and one too many is over its limit', async () => {
    const limits = new RateLimitsRepository(one, LIMITS);
    const caller = key();
    expect(await calls(5, () => limits.countCall(caller))).toEqual([2, 1, 0, 'over', 'over']);
    expect(await limits.countCall(caller)).toEqual({
      policy: 'key',
      limit: 3,
      windowSec: 60,
      remaining: 0,
      resetSec: expect.any(Number),
      isExceeded: true,
    });
  });

  it('say how long the window still runs', async () => {
    const limits = new RateLimitsRepository(one, LIMITS);
    const caller = key();
    for (let made = 0; made < 4; made += 1) {
      const resetSec = (await limits.countCall(caller))?.resetSec;
      expect(resetSec).toBeGreaterThan(50);
      expect(resetSec).toBeLessThanOrEqual(60);
    }
  });

  it('are counted by key, by member, or by address where there is neither', async () => {
    const limits = new RateLimitsRepository(one, LIMITS);
    const [firstKey, someMember] = [key(), member()];
    expect(await calls(4, () => limits.countCall(firstKey))).toEqual([2, 1, 0, 'over']);
    expect(await calls(1, () => limits.countCall(key()))).toEqual([2]);
    expect(await calls(3, () => limits.countCall(someMember))).toEqual([1, 0, 'over']);
    expect(await calls(1, () => limits.countCall(member()))).toEqual([1]);
    expect(await calls(3, () => limits.countCall(nobodyAt(ADDRESS)))).toEqual([1, 0, 'over']);
    expect(await calls(1, () => limits.countCall(nobodyAt('203.0.113.10')))).toEqual([1]);
    expect(await calls(2, () => limits.countBadCredentials(ADDRESS))).toEqual([0, 'over']);
  });

  it('of one client with many addresses of IPv6 are counted together', async () => {
    const limits = new RateLimitsRepository(one, LIMITS);
    let host = 0;
    const fromAnother = () => limits.countCall(nobodyAt(`2001:db8:1:2::${(host += 1).toString(16)}`));
    expect(await calls(3, fromAnother)).toEqual([1, 0, 'over']);
    expect(await calls(1, () => limits.countCall(nobodyAt('2001:db8:1:3::1')))).toEqual([1]);
  });

  it('that are signed have no limit, and none has one that is turned off', async () => {
    const limits = new RateLimitsRepository(one, LIMITS);
    const signer: Caller = { kind: 'signer', by: 'vendor', address: ADDRESS };
    expect(await calls(2, () => limits.countCall(signer))).toEqual(['free', 'free']);
    const off = new RateLimitsRepository(one, NOTHING_LIMITED);
    expect(await calls(2, () => off.countCall(key()))).toEqual(['free', 'free']);
    expect(await calls(2, () => off.countBadCredentials(ADDRESS))).toEqual(['free', 'free']);
    expect(await query(databaseUrl, 'SELECT key FROM rate_limit')).toEqual([]);
  });
});

describe('several processes', () => {
  it('count together', async () => {
    const [first, second] = [new RateLimitsRepository(one, LIMITS), new RateLimitsRepository(other, LIMITS)];
    const caller = key();
    expect(await calls(2, () => first.countCall(caller))).toEqual([2, 1]);
    expect(await calls(2, () => second.countCall(caller))).toEqual([0, 'over']);
    expect(await calls(1, () => first.countCall(caller))).toEqual(['over']);
  });

  it('let exactly so many calls pass that come at once', async () => {
    const limits = { ...LIMITS, perKey: 25 };
    const both = [new RateLimitsRepository(one, limits), new RateLimitsRepository(other, limits)];
    const caller = key();
    const all = await Promise.all(both.flatMap((each) => Array.from({ length: 20 }, () => each.countCall(caller))));
    expect(all.filter((allowance) => !allowance?.isExceeded)).toHaveLength(25);
  });
});

it('a flood asks nothing of the database', async () => {
  const limits = new RateLimitsRepository(one, LIMITS);
  const caller = key();
  await calls(3, () => limits.countCall(caller));
  const asked = jest.spyOn(one, 'query');
  expect(await calls(50, () => limits.countCall(caller))).toEqual(Array(50).fill('over'));
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
});

it('windows that ended are removed, those that run are not', async () => {
  await query(databaseUrl, `INSERT INTO rate_limit VALUES ('key:gone', 3, $1), ('key:runs', 3, $2)`, [
    Date.now() - 1,
    Date.now() + 60_000,
  ]);
  const limits = new RateLimitsRepository(one, LIMITS);
  await limits.countCall(key('counted'));
  await eventually(async () => {
    const rows = await query(databaseUrl, 'SELECT key FROM rate_limit ORDER BY key');
    expect(rows).toEqual([{ key: 'key:counted' }, { key: 'key:runs' }]);
  });
});

it('a window ends, and another begins with the next call', async () => {
  const limits = new RateLimitsRepository(one, LIMITS, 1);
  const caller = key();
  expect(await calls(4, () => limits.countCall(caller))).toEqual([2, 1, 0, 'over']);
  const next = await eventually(async () => {
    const allowance = await limits.countCall(caller);
    if (allowance?.isExceeded) throw new Error('the window still runs');
    return allowance;
  });
  expect(next).toMatchObject({ remaining: 2, resetSec: 1 });
});

describe.each(['cut', 'silent'] as const)('a process that PostgreSQL does not answer (%s)', (how) => {
  it('counts its own calls, and goes on with the others when it does', async () => {
    const gate = await TcpGate.openTo(databaseUrl);
    const away = poolTo(gate.url);
    const limits = new RateLimitsRepository(away, LIMITS);
    const [caller, later] = [key(), key()];
    try {
      expect(await calls(1, () => limits.countCall(caller))).toEqual([2]);
      gate.block(how);
      expect(await calls(4, () => limits.countCall(caller))).toEqual([2, 1, 0, 'over']);
      gate.unblock();
      await eventually(async () => {
        await limits.countCall(later);
        const [row] = await query(databaseUrl, `SELECT key FROM rate_limit WHERE key LIKE '%' || $1`, [
          later.kind === 'key' ? later.keyId : '',
        ]);
        expect(row).toBeDefined();
      });
    } finally {
      await away.end();
      await gate.close();
    }
  });
});

it('what is counted survives no crash of PostgreSQL, and so costs no write-ahead log', async () => {
  const rows = await query(databaseUrl, `SELECT relpersistence FROM pg_class WHERE oid = 'rate_limit'::regclass`);
  expect(rows).toEqual([{ relpersistence: 'u' }]);
});
