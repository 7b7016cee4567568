import { expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import { QueryTimedOut } from '@herald/platform';
import type { Queryable } from '@herald/platform';

import type { StoredSegment } from '../segments/segment.repository.ts';
import { CustomerSegmentsService } from './customer-segments.service.ts';

const NOW = new Date('2026-11-28T10:00:00Z');
const EVERYBODY = { combinator: 'and', rules: [{ field: 'visits', operator: '>=', value: 0 }] };

function storedSegment(kind: StoredSegment['kind']): StoredSegment {
  const times = { lastComputedAt: NOW, createdAt: NOW, updatedAt: NOW };
  return { id: newId(), name: kind, nameKey: kind, rules: EVERYBODY, kind, audienceSize: 1, ...times };
}

/** Of a customer of whom all but the frozen audiences is read in time. */
function startService(segments: StoredSegment[], findSegments: () => Promise<string[]>) {
  const nobody = {
    name: null,
    email: null,
    phone: null,
    visits: 1,
    unsubscribed: false,
    tags: [],
    attributes: {},
    city: null,
    state: null,
    country: null,
    postalCode: null,
    createdAt: NOW,
    erasedAt: null,
    totalSpend: 0n,
    orderCount: 0,
    firstOrderAt: null,
    lastOrderAt: null,
    orders: [],
    messages: [],
    segmentIds: new Set<string>(),
  };
  return new CustomerSegmentsService({
    segments: { findNewest: async () => segments },
    subjects: { find: async () => nobody, findSegments },
    reader: { contextFor: async () => ({ now: NOW, timeZone: 'UTC', currency: 'INR' }) },
    readSnapshot: (_signal, work) => work({} as Queryable),
    timeoutMs: 1_000,
  });
}

const list = (service: CustomerSegmentsService) => service.list(newId(), new AbortController().signal);

it('answers without the frozen audiences when to look through them takes too long, and says so', async () => {
  const service = startService([storedSegment('static'), storedSegment('dynamic')], async () => {
    throw new QueryTimedOut('took longer than 1000 ms');
  });
  const { segments, isComplete } = await list(service);
  expect(segments.map(({ kind, isTrue, isInAudience }) => [kind, isTrue, isInAudience])).toEqual([
    ['static', true, null],
    ['dynamic', true, null],
  ]);
  expect(isComplete).toBe(false);
});

it('does not look through audiences when there is no static segment', async () => {
  const service = startService([storedSegment('dynamic')], async () => {
    throw new Error('looked');
  });
  expect((await list(service)).isComplete).toBe(true);
});

it('does not pass over any other failure', async () => {
  const service = startService([storedSegment('static')], async () => {
    throw new Error('the connection is lost');
  });
  await expect(list(service)).rejects.toThrow('the connection is lost');
});
