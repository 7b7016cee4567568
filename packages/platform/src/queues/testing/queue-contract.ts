import { describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';

import { eventually } from '../../../../../scripts/testing/fixtures/eventually.ts';
import type { Consumer, JobHandler, Queues } from '../queues.ts';
import { RetryLater } from '../retry-later.ts';

/** How a test file makes queues on its backend; it closes them, and empties the backend, after each test. */
export interface QueuesUnderTest {
  open: () => Queues;
  /** A consumer that takes over the jobs of a dead one within some seconds. */
  consume: (queues: Queues, handle: JobHandler<'launch'>) => Consumer;
}

export const job = (id: string) => ({ id, payload: { campaignId: id } });

/** Resolves when no job waits, runs or is delayed. */
export const emptied = (queues: Queues) => eventually(async () => expect(await queues.countOpen('launch')).toBe(0));

/** Defines the tests of what queues promise on every backend while it is there. */
export function describeQueues({ open, consume }: QueuesUnderTest): void {
  describe('publish', () => {
    it('adds nothing for a job that is still queued, also from another process', async () => {
      const [queues, others] = [open(), open()];
      const [first, second] = [job(newId()), job(newId())];
      await queues.publish('launch', [first, second]);
      await queues.publish('launch', [second, first]);
      await others.publish('launch', [first]);
      expect(await queues.countOpen('launch')).toBe(2);
    });

    it('takes an id again once its job is done', async () => {
      const queues = open();
      const handled: string[] = [];
      consume(queues, async ({ campaignId }) => void handled.push(campaignId));
      const again = job(newId());
      for (let time = 1; time <= 3; time += 1) {
        await queues.publish('launch', [again]);
        await eventually(async () => expect(handled).toHaveLength(time));
        await emptied(queues);
      }
      expect(new Set(handled)).toEqual(new Set([again.id]));
    });

    it('refuses a payload that breaks the contract: that is a mistake in the program', async () => {
      const queues = open();
      await expect(queues.publish('launch', [{ id: 'x', payload: { campaignId: '17' } }])).rejects.toThrow(
        'campaignId',
      );
      const withMore = { id: 'x', payload: { campaignId: newId(), name: 'Asha' } };
      await expect(queues.publish('launch', [withMore])).rejects.toThrow('name');
      expect(await queues.countOpen('launch')).toBe(0);
    });

    it('does nothing for no jobs', async () => {
      const queues = open();
      await queues.publish('launch', []);
      expect(await queues.countOpen('launch')).toBe(0);
    });
  });

  describe('a job', () => {
    it('brings its id and its parsed payload', async () => {
      const queues = open();
      const handled: unknown[] = [];
      consume(queues, async (payload, { id }) => void handled.push({ payload, id }));
      const published = job(newId());
      await queues.publish('launch', [published]);
      await eventually(async () => expect(handled).toEqual([published]));
    });

    it('that fails for good is gone, and does not block its id', async () => {
      const queues = open();
      let tries = 0;
      let isBroken = true;
      consume(queues, async () => {
        tries += 1;
        if (isBroken) throw new Error('broken');
      });
      const failing = job(newId());
      await queues.publish('launch', [failing]);
      // Five tries, half a second and more apart.
      await eventually(async () => {
        expect(tries).toBeGreaterThanOrEqual(5);
        expect(await queues.countOpen('launch')).toBe(0);
      }, 25_000);
      const triesBefore = tries;
      expect(triesBefore).toBe(5);

      isBroken = false;
      await queues.publish('launch', [failing]);
      await eventually(async () => expect(tries).toBe(triesBefore + 1));
      await emptied(queues);
    });

    it('that asks for a later time comes back then, and that is no failed try', async () => {
      const queues = open();
      const startedAt: number[] = [];
      // Not a whole number of milliseconds, as backoff with jitter makes them.
      const DELAY_MS = 100.5;
      consume(queues, async () => {
        startedAt.push(performance.now());
        if (startedAt.length <= 6) throw new RetryLater(DELAY_MS);
      });
      await queues.publish('launch', [job(newId())]);
      await eventually(async () => expect(startedAt).toHaveLength(7));
      await emptied(queues);
      const waits = startedAt.slice(1).map((time, index) => time - (startedAt[index] ?? 0));
      // The timers of both backends round to milliseconds.
      for (const wait of waits) expect(wait).toBeGreaterThan(DELAY_MS - 5);
    });

    it('that waits for its time still counts as open, and is not published twice', async () => {
      const queues = open();
      let tries = 0;
      consume(queues, async () => {
        tries += 1;
        throw new RetryLater(600_000);
      });
      const waiting = job(newId());
      await queues.publish('launch', [waiting]);
      await eventually(async () => expect(tries).toBe(1));
      await queues.publish('launch', [waiting]);
      await eventually(async () => expect(await queues.countOpen('launch')).toBe(1));
      expect(tries).toBe(1);
    });

    it('is finished before its consumer closes', async () => {
      const queues = open();
      let hasBegun = false;
      let hasEnded = false;
      let letGo: () => void = () => {};
      const gate = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const consumer = consume(queues, async () => {
        hasBegun = true;
        await gate;
        hasEnded = true;
      });
      await queues.publish('launch', [job(newId())]);
      await eventually(async () => expect(hasBegun).toBe(true));
      const closed = consumer.close();
      letGo();
      await closed;
      expect(hasEnded).toBe(true);
      expect(await queues.countOpen('launch')).toBe(0);
    });
  });

  describe('rewriting', () => {
    it('changes what waiting jobs carry, those that it is told to and no others', async () => {
      const queues = open();
      const [changed, later, untouched] = [newId(), newId(), newId()];
      await queues.publish('launch', [job(changed), job(untouched)]);
      await queues.rewrite('launch', ({ campaignId }) => (campaignId === changed ? { campaignId: later } : undefined));
      const seen = new Map<string, string>();
      consume(queues, async ({ campaignId }, { id }) => void seen.set(id, campaignId));
      await emptied(queues);
      expect(Object.fromEntries(seen)).toEqual({ [changed]: later, [untouched]: untouched });
    });

    it('changes a job that is at work and comes back later', async () => {
      const queues = open();
      const [first, second] = [newId(), newId()];
      await queues.publish('launch', [job(first)]);
      const seen: string[] = [];
      consume(queues, async ({ campaignId }) => {
        seen.push(campaignId);
        if (seen.length > 1) return;
        await queues.rewrite('launch', () => ({ campaignId: second }));
        throw new RetryLater(10);
      });
      await emptied(queues);
      expect(seen).toEqual([first, second]);
    });
  });
}
