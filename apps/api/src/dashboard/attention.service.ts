import { setImmediate } from 'node:timers/promises';

import { ATTENTION_KINDS, ATTENTION_PER_KIND, DomainError, PAUSED_BY_HAND, resolveRules } from '@herald/shared';
import type { AttentionItem, DashboardAttentionOutput } from '@herald/shared';
import { WORKER_SEEN_WITHIN_MS } from '@herald/platform';
import type {
  DeliveryStopRepository,
  Queryable,
  Queues,
  ReadRules,
  RuleReader,
  WorkerProcess,
  WorkerProcessRepository,
} from '@herald/platform';

import { explainStopped } from '../segments/stopped-query.ts';
import type { AttentionRepository, SegmentRulesRow } from './attention.repository.ts';

const WEEK_MS = 7 * 86_400_000;
/** A larger part of failures than one in so many is many. */
const FAILURES_ONE_IN = 10;
/** Of fewer messages that ended, one failure more or less says nothing. */
const FEWEST_ENDED = 20;
/** Most segments whose rules are read, the newest ones. */
const SEGMENTS_READ = 1_000;
/** Rules may be long, and other calls wait while they are read. */
const SEGMENTS_AT_ONCE = 20;
/** Every open dashboard asks, and rules seldom break. */
const REMEMBERED_MS = 30_000;
const ADVICE = 'the database is busy, try again';
const NOTHING_MORE = { subjectId: null, name: null, count: null, reason: null, since: null };

/** What somebody should look at. */
export class AttentionService {
  private readonly attention: AttentionRepository;
  private readonly stops: Pick<DeliveryStopRepository, 'find'>;
  private readonly workers: Pick<WorkerProcessRepository, 'findSeenWithin'>;
  private readonly queues: Pick<Queues, 'findPaused'>;
  private readonly reader: RuleReader;
  private readonly timeoutMs: number;
  private readonly now: () => Date;
  private remembered: { broken: Promise<AttentionItem[]>; untilMs: number } | undefined;

  constructor(deps: {
    attention: AttentionRepository;
    stops: Pick<DeliveryStopRepository, 'find'>;
    workers: Pick<WorkerProcessRepository, 'findSeenWithin'>;
    queues: Pick<Queues, 'findPaused'>;
    reader: RuleReader;
    /** Of each of its queries. */
    timeoutMs: number;
    now: () => Date;
  }) {
    this.attention = deps.attention;
    this.stops = deps.stops;
    this.workers = deps.workers;
    this.queues = deps.queues;
    this.reader = deps.reader;
    this.timeoutMs = deps.timeoutMs;
    this.now = deps.now;
  }

  /** @throws DomainError `timed_out` */
  async items(signal: AbortSignal): Promise<DashboardAttentionOutput> {
    const { attention } = this;
    const [stop, workers, paused, found, broken] = await Promise.all([
      this.stops.find(),
      this.workers.findSeenWithin(WORKER_SEEN_WITHIN_MS),
      this.queues.findPaused(),
      this.explained(attention.read(signal, (db) => this.findIn(db))),
      this.explained(this.brokenSegments()),
    ]);
    const items = [
      ...stopItems(stop),
      ...workerItems(workers),
      ...vendorItems(workers),
      ...paused.map((name) => itemOf('queue_paused', 'critical', { name })),
      ...found,
      ...broken,
    ];
    return { items: items.toSorted(byBadness) };
  }

  private explained<T>(query: Promise<T>): Promise<T> {
    return explainStopped(this.timeoutMs, ADVICE, query);
  }

  private async findIn(db: Queryable): Promise<AttentionItem[]> {
    const { attention } = this;
    const weekAgo = new Date(this.now().getTime() - WEEK_MS);
    const many = { after: weekAgo, fewest: FEWEST_ENDED, oneIn: FAILURES_ONE_IN };
    const paused = await attention.pausedCampaigns(db, PAUSED_BY_HAND, ATTENTION_PER_KIND);
    const failed = await attention.failedCampaigns(db, weekAgo, ATTENTION_PER_KIND);
    const failing = await attention.failingCampaigns(db, many, ATTENTION_PER_KIND);
    const batches = await attention.batchesWithRejections(db, weekAgo, ATTENTION_PER_KIND);
    return [
      ...paused.map(({ reason, ...campaign }) =>
        itemOf('campaign_paused', reason === PAUSED_BY_HAND ? 'warning' : 'critical', { ...about(campaign), reason }),
      ),
      ...failed.map(({ reason, ...campaign }) => itemOf('campaign_failed', 'critical', { ...about(campaign), reason })),
      ...failing.map(({ failed: count, ...campaign }) =>
        itemOf('many_failures', 'warning', { ...about(campaign), count }),
      ),
      ...batches.map(({ id, rejected, since }) =>
        itemOf('rows_rejected', 'warning', { subjectId: id, count: rejected, since: since.toISOString() }),
      ),
    ];
  }

  private brokenSegments(): Promise<AttentionItem[]> {
    const nowMs = this.now().getTime();
    if (this.remembered === undefined || this.remembered.untilMs <= nowMs) {
      const broken = this.findBrokenSegments();
      this.remembered = { broken, untilMs: nowMs + REMEMBERED_MS };
      broken.catch(() => (this.remembered = undefined));
    }
    return this.remembered.broken;
  }

  private async findBrokenSegments(): Promise<AttentionItem[]> {
    // Several callers wait for it, so none of them may stop it.
    const { segments, context } = await this.attention.read(undefined, async (db) => {
      const found = await this.attention.segmentRules(db, SEGMENTS_READ);
      // Whatever the rules name is looked up once for all of them.
      return {
        segments: found,
        context: await this.reader.contextFor({ rules: found.map(({ rules }) => rules) }, { db }),
      };
    });
    const broken: AttentionItem[] = [];
    for (const [index, segment] of segments.entries()) {
      if (broken.length === ATTENTION_PER_KIND) break;
      broken.push(...brokenItems(segment, context));
      if ((index + 1) % SEGMENTS_AT_ONCE === 0) await setImmediate();
    }
    return broken;
  }
}

function brokenItems({ id, name, rules }: SegmentRulesRow, context: ReadRules['context']): AttentionItem[] {
  try {
    resolveRules(rules, { ...context, segmentId: id });
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [itemOf('segment_broken', 'warning', { subjectId: id, name, reason: error.message })];
  }
}

function itemOf(
  kind: AttentionItem['kind'],
  severity: AttentionItem['severity'],
  details: Partial<AttentionItem>,
): AttentionItem {
  return { ...NOTHING_MORE, ...details, kind, severity };
}

function about({ id, name, since }: { id: string; name: string; since: Date }) {
  return { subjectId: id, name, since: since.toISOString() };
}

function stopItems(stop: { reason: string | null; stoppedAt: Date } | undefined): AttentionItem[] {
  if (stop === undefined) return [];
  return [itemOf('sending_stopped', 'critical', { reason: stop.reason, since: stop.stoppedAt.toISOString() })];
}

function workerItems(workers: WorkerProcess[]): AttentionItem[] {
  return workers.length === 0 ? [itemOf('no_worker', 'critical', {})] : [];
}

/** One for each vendor, by the worker that has been in trouble with it for the longest. */
function vendorItems(workers: WorkerProcess[]): AttentionItem[] {
  const items = new Map<string | null, AttentionItem>();
  for (const { vendor, vendorTrouble } of workers) {
    if (vendorTrouble === null) continue;
    const { since, failuresInRow, lastError } = vendorTrouble;
    const name = vendor?.origin ?? null;
    const known = items.get(name)?.since ?? null;
    if (known !== null && known <= since) continue;
    items.set(name, itemOf('vendor_failing', 'critical', { name, count: failuresInRow, reason: lastError, since }));
  }
  return [...items.values()].slice(0, ATTENTION_PER_KIND);
}

function byBadness(one: AttentionItem, other: AttentionItem): number {
  if (one.severity !== other.severity) return one.severity === 'critical' ? -1 : 1;
  return ATTENTION_KINDS.indexOf(one.kind) - ATTENTION_KINDS.indexOf(other.kind);
}
