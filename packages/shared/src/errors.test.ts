import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { deliveryReceiptsInput } from './contracts/delivery.ts';
import { invalidInput } from './errors.ts';

const RECEIPT = {
  communicationLogId: '0198c0de-0000-7000-8000-000000000001',
  vendorMessageId: 'v-1',
  status: 'SENT',
  timestamp: '2026-11-22T10:00:00Z',
};

function refusals(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : invalidInput(parsed.error).fields.map(({ path, message }) => `${path}: ${message}`);
}

describe('what is wrong with one or several', () => {
  const of = (value: unknown) => refusals(deliveryReceiptsInput, value);

  it('is said of the one', () => {
    expect(of(RECEIPT)).toEqual([]);
    expect(of({ ...RECEIPT, communicationLogId: '17', extra: 1 })).toEqual([
      'communicationLogId: must be an id (UUID)',
      'extra: unknown field',
    ]);
    expect(of({ ...RECEIPT, vendorMessageId: 5 })).toEqual([
      'vendorMessageId: Invalid input: expected string, received number',
    ]);
  });

  it('is said of each of several, by its place', () => {
    expect(of([RECEIPT, RECEIPT])).toEqual([]);
    expect(of([RECEIPT, { ...RECEIPT, status: 'OPENED' }, { ...RECEIPT, extra: 1 }, 7])).toEqual([
      '1.status: Invalid option: expected one of "SENT"|"FAILED"',
      '2.extra: unknown field',
      '3: Invalid input: expected object, received number',
    ]);
    expect(of([])).toEqual([': must have at least one receipt']);
  });

  it('is said of the whole when it is neither', () => {
    expect(of('x')).toEqual([': Invalid input']);
  });
});

describe('what is wrong with something that may be several things', () => {
  it('is left to the contract where it has words for it', () => {
    const pair = z.object({
      n: z.union([z.number(), z.tuple([z.number(), z.number()])], 'must be a number or a pair'),
    });
    expect(refusals(pair, { n: [1] })).toEqual(['n: must be a number or a pair']);
  });

  it('is said below the place where it stands', () => {
    const oneOrSeveral = z.object({ to: z.union([z.object({ id: z.int() }), z.array(z.object({ id: z.int() }))]) });
    expect(refusals(oneOrSeveral, { to: [{ id: 1 }, { id: 'a' }] })).toEqual([
      'to.1.id: Invalid input: expected number, received string',
    ]);
  });

  it('is not guessed when several fit alike', () => {
    const either = z.union([z.object({ a: z.int() }), z.object({ b: z.int() })]);
    expect(refusals(either, {})).toEqual([': Invalid input']);
  });
});
