import { expect, it } from '@jest/globals';

import { newId, timeOfId } from './ids.ts';

it('ids are UUIDv7 and strictly increasing, because they rank writes', () => {
  const ids = Array.from({ length: 10_000 }, newId);
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
    true,
  );
  expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? ''))).toBe(true);
});

it('an id tells when it was made', () => {
  // The example of RFC 9562, appendix A.6.
  expect(timeOfId('017F22E2-79B0-7CC3-98C4-DC0C0C07398F').toISOString()).toBe('2022-02-22T19:22:22.000Z');
  const before = Date.now();
  const madeAt = timeOfId(newId()).getTime();
  expect(madeAt).toBeGreaterThanOrEqual(before);
  expect(madeAt).toBeLessThanOrEqual(Date.now());
});
