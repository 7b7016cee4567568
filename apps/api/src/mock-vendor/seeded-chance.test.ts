import { expect, it } from '@jest/globals';

import { seededChance } from './seeded-chance.ts';

it('depends on seed, message and question only, and is spread evenly over [0, 1)', () => {
  expect(seededChance('s', 'm', 'q')).toBe(seededChance('s', 'm', 'q'));
  const others = [seededChance('t', 'm', 'q'), seededChance('s', 'n', 'q'), seededChance('s', 'm', 'r')];
  expect(new Set([...others, seededChance('s', 'm', 'q')]).size).toBe(4);

  const chances = Array.from({ length: 10_000 }, (_, number) => seededChance('s', String(number), 'q'));
  expect(chances.every((chance) => chance >= 0 && chance < 1)).toBe(true);
  const tenths = Array.from(
    { length: 10 },
    (_, tenth) => chances.filter((chance) => Math.floor(chance * 10) === tenth).length,
  );
  for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});
