import { DomainError, nextTimeOfWeek, startOfDay } from '@herald/shared';
import type { SendTimeOutput } from '@herald/shared';
import { compileResolved, readSegment } from '@herald/platform';
import type {
  CompiledRules,
  Queryable,
  RuleReader,
  SavedSegment,
  SavedSegmentRepository,
  WorkspaceRepository,
} from '@herald/platform';

import type { ReadSnapshot } from '../../campaigns/campaign-books.service.ts';
import { selectIds } from '../../segments/audience-queries.ts';
import { explainStopped } from '../../segments/stopped-query.ts';
import { evidenceFor } from './send-time-evidence.ts';
import type { SendTimeRepository } from './send-time.repository.ts';
import { findSendWindows } from './send-windows.ts';
import type { SendWindows } from './send-windows.ts';

/** Whole weeks, in which every weekday comes as often as any other. */
const WEEKS = 26;
const DAYS_OF_WEEK = 7;
const HOURS_OF_DAY = 24;

/** Suggests when to send to a segment, from when its people order. Asks no model. */
export class SendTimeService {
  private readonly readSnapshot: ReadSnapshot;
  private readonly timeoutMs: number;
  private readonly segments: SavedSegmentRepository;
  private readonly reader: RuleReader;
  private readonly workspace: Pick<WorkspaceRepository, 'read'>;
  private readonly times: SendTimeRepository;
  private readonly now: () => Date;

  constructor(deps: {
    /** In which no statement may take longer than `timeoutMs`. */
    readSnapshot: ReadSnapshot;
    timeoutMs: number;
    segments: SavedSegmentRepository;
    reader: RuleReader;
    workspace: Pick<WorkspaceRepository, 'read'>;
    times: SendTimeRepository;
    now: () => Date;
  }) {
    this.readSnapshot = deps.readSnapshot;
    this.timeoutMs = deps.timeoutMs;
    this.segments = deps.segments;
    this.reader = deps.reader;
    this.workspace = deps.workspace;
    this.times = deps.times;
    this.now = deps.now;
  }

  /**
   * @param signal stops the count in PostgreSQL.
   * @throws DomainError `not_found`, `conflict` when the rules of the segment are no longer understood, `timed_out`
   */
  suggest(id: string, signal: AbortSignal): Promise<SendTimeOutput> {
    const reading = this.readSnapshot(signal, async (db) => {
      const segment = await this.segments.findById(db, id);
      if (segment === undefined) throw new DomainError('not_found', `there is no segment ${id}`);
      const { timeZone } = await this.workspace.read(db);
      const now = this.now();
      const since = startOfDay(now, timeZone, -WEEKS * DAYS_OF_WEEK);
      const span = { since, until: startOfDay(now, timeZone), timeZone };
      const times = await this.times.orderTimes(db, await this.audienceOf(db, segment), span);
      const found = findSendWindows(times);
      return {
        timeZone,
        audienceSize: times.audienceSize,
        orders: times.byHour.reduce((total, orders) => total + orders, 0),
        customers: times.customers,
        ordersWithoutTime: times.ordersWithoutTime,
        since: since.toISOString(),
        byHour: times.byHour.map((orders, slot) => ({
          weekday: Math.floor(slot / HOURS_OF_DAY) + 1,
          hour: slot % HOURS_OF_DAY,
          orders,
        })),
        suggestions: suggestionsOf(found, now, timeZone),
        reason: evidenceFor(found, times, WEEKS),
      };
    });
    return explainStopped(this.timeoutMs, 'try again, or narrow the rules of the segment down', reading);
  }

  private async audienceOf(db: Queryable, segment: SavedSegment): Promise<CompiledRules> {
    if (segment.kind === 'static') return selectIds({ kind: 'static', segmentId: segment.id });
    return compileResolved((await readSegment(this.reader, segment, db)).resolved);
  }
}

function suggestionsOf(found: SendWindows, now: Date, timeZone: string): SendTimeOutput['suggestions'] {
  if (found.kind !== 'found') return [];
  return found.windows.map(({ orders: _counted, ...window }) => ({
    ...window,
    next: nextTimeOfWeek(window, now, timeZone).toISOString(),
  }));
}
