import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { readHistory, recordWrite, storeHistory } from './write-history.ts';
import type { WriteHistory } from './write-history.ts';

const SEED = 20_261_122;
const FIELDS = 5;

interface Write {
  id: string;
  /** Bits of the fields that it gives; the value of each is the write's id. */
  fields: number;
}

/** The fields after the writes were recorded in this order; undefined where none was given. */
function valuesAfter(writes: Write[]): { values: (string | undefined)[]; history: WriteHistory } {
  const values: (string | undefined)[] = Array.from({ length: FIELDS }, () => undefined);
  let history: WriteHistory = [];
  for (const { id, fields } of writes) {
    const recorded = recordWrite(history, id, fields);
    // As stored and read again, because every batch starts from the database.
    history = recorded.history.length === 0 ? [] : readHistory(storeHistory(recorded.history));
    for (let field = 0; field < FIELDS; field += 1) {
      if ((recorded.applied & (1 << field)) !== 0) values[field] = id;
    }
  }
  return { values, history };
}

const writesInAnyOrder = fc
  .array(fc.integer({ min: 0, max: 2 ** FIELDS - 1 }), { minLength: 1, maxLength: 8 })
  .map((fields) => fields.map((bits, index): Write => ({ id: `write-${index}`, fields: bits })))
  .chain((writes) =>
    fc.tuple(fc.constant(writes), fc.shuffledSubarray(writes, { minLength: writes.length }), fc.subarray(writes)),
  );

describe('recordWrite', () => {
  it('ends in the same state in whatever order writes come, and however often', () => {
    fc.assert(
      fc.property(writesInAnyOrder, ([inOrder, shuffled, repeated]) => {
        const expected = valuesAfter(inOrder);
        expect(valuesAfter([...shuffled, ...repeated]).values).toEqual(expected.values);
        expect(valuesAfter(shuffled).history).toEqual(expected.history);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  it('keeps every field in one layer only, newest layers first', () => {
    fc.assert(
      fc.property(writesInAnyOrder, ([, shuffled]) => {
        const { history } = valuesAfter(shuffled);
        const ids = history.map(([id]) => id);
        const sum = history.reduce((bits, [, layer]) => bits + layer, 0);
        const union = history.reduce((bits, [, layer]) => bits | layer, 0);
        return sum === union && ids.join() === ids.toSorted().toReversed().join();
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  it('lets a later row of the same write win', () => {
    const first = recordWrite([], 'a', 0b011);
    expect(recordWrite(first.history, 'a', 0b110)).toEqual({ applied: 0b110, history: [['a', 0b111]] });
  });

  it('lets a late write fill what no later one touched, and nothing else', () => {
    const late = recordWrite([['b', 0b001]], 'a', 0b011);
    expect(late).toEqual({
      applied: 0b010,
      history: [
        ['b', 0b001],
        ['a', 0b010],
      ],
    });
  });
});
