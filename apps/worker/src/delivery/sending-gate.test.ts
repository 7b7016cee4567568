import { describe, expect, it } from '@jest/globals';
import type { SendingState } from '@herald/platform';

import { SendingGate } from './sending-gate.ts';

function startGate() {
  const clock = { nowMs: 0 };
  const database = { state: 'open' as SendingState, reads: 0, isAway: false };
  const gate = new SendingGate(
    {
      findSendingState: async () => {
        database.reads += 1;
        if (database.isAway) throw new Error('away');
        return database.state;
      },
    },
    () => clock.nowMs,
  );
  return { gate, clock, database };
}

describe('SendingGate', () => {
  it('reads once for all calls of a second, and again after it', async () => {
    const { gate, clock, database } = startGate();
    await Promise.all(Array.from({ length: 50 }, () => gate.stateOf('a')));
    database.state = 'held';
    clock.nowMs = 999;
    expect([await gate.stateOf('a'), database.reads]).toEqual(['open', 1]);
    clock.nowMs = 1_000;
    expect([await gate.stateOf('a'), database.reads]).toEqual(['held', 2]);
  });

  it('keeps campaigns apart, and forgets one when told', async () => {
    const { gate, database } = startGate();
    await gate.stateOf('a');
    await gate.stateOf('b');
    database.state = 'cancelled';
    gate.forget('a');
    expect([await gate.stateOf('a'), await gate.stateOf('b')]).toEqual(['cancelled', 'open']);
  });

  it('confirms that nothing may go out, by reading it again', async () => {
    const { gate, database } = startGate();
    database.state = 'held';
    await gate.stateOf('a');
    database.state = 'open';
    expect(await gate.stateOf('a')).toBe('held');
    expect([await gate.confirm('a'), await gate.stateOf('a'), database.reads]).toEqual(['open', 'open', 2]);
    await gate.confirm('a');
    expect(database.reads).toBe(2);
  });

  it('does not remember that the database was away', async () => {
    const { gate, database } = startGate();
    database.isAway = true;
    await expect(gate.stateOf('a')).rejects.toThrow('away');
    database.isAway = false;
    expect(await gate.stateOf('a')).toBe('open');
  });
});
