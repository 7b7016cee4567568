import { DomainError } from '@herald/shared';
import type { CustomerMessage, PageQuery, TimelineEvent, TimelineQuery } from '@herald/shared';
import type { Queryable } from '@herald/platform';

import type { ReadSnapshot } from '../campaigns/campaign-books.service.ts';
import { explainStopped } from '../segments/stopped-query.ts';
import type { CustomerHistoryRepository, TimelineEntry } from './customer-history.repository.ts';
import { toMessageOutput, toOrderOutput } from './customer-output.ts';
import type { CustomerOrder, MessageRow } from './customer-queries.ts';
import { readTimelineCursor } from './timeline-cursor.ts';

/** Tells what happened to one customer. */
export class CustomerHistoryService {
  private readonly history: CustomerHistoryRepository;
  private readonly readSnapshot: ReadSnapshot;
  private readonly timeoutMs: number;

  constructor(deps: {
    history: CustomerHistoryRepository;
    /** In which no statement may take longer than `timeoutMs`. */
    readSnapshot: ReadSnapshot;
    timeoutMs: number;
  }) {
    this.history = deps.history;
    this.readSnapshot = deps.readSnapshot;
    this.timeoutMs = deps.timeoutMs;
  }

  /** Newest first. @throws DomainError `not_found` or `timed_out` */
  async messages(id: string, { cursor, limit }: PageQuery, signal: AbortSignal): Promise<CustomerMessage[]> {
    const messages = await this.readOf(id, signal, (db) =>
      this.history.findMessages(db, id, { beforeId: cursor, limit }),
    );
    return messages.map(toMessageOutput);
  }

  /** Latest first. @throws DomainError `invalid_input` for the cursor of another list, `not_found` or `timed_out` */
  async timeline(id: string, { cursor, limit }: TimelineQuery, signal: AbortSignal): Promise<TimelineEvent[]> {
    const before = cursor === undefined ? undefined : readTimelineCursor(cursor);
    return this.readOf(id, signal, async (db) => {
      const entries = await this.history.findTimeline(db, id, { before, limit });
      const orders = await this.history.findOrdersById(db, idsOf('ordered', entries));
      const messages = await this.history.findMessagesById(db, idsOf('message', entries));
      return entries.flatMap((entry) => toEvent(entry, orders, messages) ?? []);
    });
  }

  private readOf<T>(id: string, signal: AbortSignal, read: (db: Queryable) => Promise<T>): Promise<T> {
    const reading = this.readSnapshot(signal, async (db) => {
      if (!(await this.history.exists(db, id))) throw new DomainError('not_found', `there is no customer ${id}`);
      return read(db);
    });
    return explainStopped(this.timeoutMs, 'try again later', reading);
  }
}

function idsOf(kind: TimelineEntry['kind'], entries: TimelineEntry[]): string[] {
  return entries.filter((entry) => entry.kind === kind).map(({ id }) => id);
}

/** Undefined for what is not there any more, of which there is nothing in one snapshot. */
function toEvent(
  { kind, id, at }: TimelineEntry,
  orders: ReadonlyMap<string, CustomerOrder>,
  messages: ReadonlyMap<string, MessageRow>,
): TimelineEvent | undefined {
  const event = { id, at: at.toISOString() };
  if (kind === 'ordered') {
    const order = orders.get(id);
    return order && { ...event, kind, order: toOrderOutput(order) };
  }
  if (kind === 'message') {
    const message = messages.get(id);
    return message && { ...event, kind, message: toMessageOutput(message) };
  }
  return { ...event, kind };
}
