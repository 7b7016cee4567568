import { describe, expect, it } from '@jest/globals';
import { newId, timeOfId } from '@herald/shared';

import { messageIdOf } from './message-id.ts';

const createdAt = new Date('2026-11-20T08:00:00.001Z');
const scheduledAt = new Date('2026-11-21T08:00:00.002Z');
const launchedAt = new Date('2026-11-21T08:00:07.003Z');
const draft = { id: newId(), createdAt, scheduledAt: null, launchedAt: null };
const customerId = newId();

describe('the id of a message', () => {
  it('is a UUIDv7 that follows from campaign and customer', () => {
    const campaign = { ...draft, launchedAt };
    const id = messageIdOf(campaign, customerId);
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(messageIdOf({ ...campaign }, customerId)).toBe(id);
    expect(messageIdOf(campaign, newId())).not.toBe(id);
    expect(messageIdOf({ ...campaign, id: newId() }, customerId)).not.toBe(id);
  });

  it('does not depend on when a scheduled campaign was launched after all', () => {
    const scheduled = { ...draft, scheduledAt };
    expect(messageIdOf({ ...scheduled, launchedAt }, customerId)).toBe(messageIdOf(scheduled, customerId));
  });

  it('tells when the campaign was due, launched or, where it never was, made', () => {
    const timeWith = (times: Partial<typeof draft>) => timeOfId(messageIdOf({ ...draft, ...times }, customerId));
    expect(timeWith({ scheduledAt: scheduledAt as never, launchedAt: launchedAt as never })).toEqual(scheduledAt);
    expect(timeWith({ launchedAt: launchedAt as never })).toEqual(launchedAt);
    expect(timeWith({})).toEqual(createdAt);
  });

  it('does not repeat', () => {
    const ids = Array.from({ length: 50_000 }, () => messageIdOf(draft, newId()));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
