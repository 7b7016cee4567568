import { setImmediate } from 'node:timers/promises';

import { answerRules, describeRules, DomainError, parseSegmentRules } from '@herald/shared';
import type { CustomerSegment, CustomerSegmentsOutput, RuleSubject } from '@herald/shared';
import { QueryTimedOut } from '@herald/platform';
import type { ReadRules, RuleReader } from '@herald/platform';

import type { ReadSnapshot } from '../campaigns/campaign-books.service.ts';
import type { RuleSubjectRepository } from '../segments/rule-subject.repository.ts';
import type { SegmentRepository, StoredSegment } from '../segments/segment.repository.ts';
import { explainStopped } from '../segments/stopped-query.ts';

const MOST_SEGMENTS = 200;

interface Found {
  segments: StoredSegment[];
  context: ReadRules['context'];
  customer: RuleSubject & { erasedAt: Date | null };
}

/** Says in which segments one customer is: reads the customer once, and asks the rules in memory. */
export class CustomerSegmentsService {
  private readonly segments: Pick<SegmentRepository, 'findNewest'>;
  private readonly subjects: Pick<RuleSubjectRepository, 'find' | 'findSegments'>;
  private readonly reader: Pick<RuleReader, 'contextFor'>;
  private readonly readSnapshot: ReadSnapshot;
  private readonly timeoutMs: number;

  constructor(deps: {
    segments: Pick<SegmentRepository, 'findNewest'>;
    subjects: Pick<RuleSubjectRepository, 'find' | 'findSegments'>;
    reader: Pick<RuleReader, 'contextFor'>;
    /** In which no statement may take longer than `timeoutMs`. */
    readSnapshot: ReadSnapshot;
    timeoutMs: number;
  }) {
    this.segments = deps.segments;
    this.subjects = deps.subjects;
    this.reader = deps.reader;
    this.readSnapshot = deps.readSnapshot;
    this.timeoutMs = deps.timeoutMs;
  }

  /** @throws DomainError `not_found` or `timed_out` */
  async list(customerId: string, signal: AbortSignal): Promise<CustomerSegmentsOutput> {
    const reading = this.find(customerId, signal);
    const { segments, ...read } = await explainStopped(this.timeoutMs, 'try again later', reading);
    const shown = segments.slice(0, MOST_SEGMENTS);
    const frozenIn = await this.findFrozenIn(customerId, shown, signal);
    const found = { ...read, frozenIn };
    const answered: CustomerSegment[] = [];
    for (const segment of shown) {
      signal.throwIfAborted();
      answered.push(answerOf(segment, found));
      // Rules may be long, and other calls wait meanwhile.
      await setImmediate();
    }
    const [inside, outside] = [answered.filter(holds), answered.filter((segment) => !holds(segment))];
    return {
      segments: [...inside, ...outside],
      isComplete: frozenIn !== undefined && segments.length <= MOST_SEGMENTS,
    };
  }

  private find(customerId: string, signal: AbortSignal): Promise<Found> {
    return this.readSnapshot(signal, async (db) => {
      const segments = await this.segments.findNewest(MOST_SEGMENTS + 1, db);
      // Whatever any of them names is looked up once for all.
      const context = await this.reader.contextFor({ rules: segments.map(({ rules }) => rules) }, { db });
      const customer = await this.subjects.find(customerId, [...(context.segments?.keys() ?? [])], db);
      if (customer === undefined) throw new DomainError('not_found', `there is no customer ${customerId}`);
      return { segments, context, customer };
    });
  }

  /** Undefined when that took too long: large audiences should not cost the rest of the answer. */
  private async findFrozenIn(
    customerId: string,
    segments: StoredSegment[],
    signal: AbortSignal,
  ): Promise<Set<string> | undefined> {
    const frozen = segments.filter(({ kind }) => kind === 'static').map(({ id }) => id);
    if (frozen.length === 0) return new Set();
    try {
      const reading = this.readSnapshot(signal, (db) => this.subjects.findSegments(customerId, frozen, db));
      return new Set(await reading);
    } catch (error) {
      if (!(error instanceof QueryTimedOut)) throw error;
      return undefined;
    }
  }
}

interface Answerable extends Omit<Found, 'segments'> {
  frozenIn: Set<string> | undefined;
}

function answerOf({ id, name, kind, rules }: StoredSegment, { context, customer, frozenIn }: Answerable) {
  return {
    id,
    name,
    kind,
    ...readAnswer(rules, { ...context, segmentId: id }, customer),
    isInAudience: kind === 'static' ? (frozenIn?.has(id) ?? null) : null,
  };
}

function readAnswer(rules: unknown, context: ReadRules['context'], customer: Found['customer']) {
  try {
    const parsed = parseSegmentRules(rules);
    const { isTrue, changesOn } = answerRules(parsed, customer, context);
    // No rule selects who was erased.
    const answer = customer.erasedAt === null ? { isTrue, changesOn } : { isTrue: false, changesOn: null };
    return { description: describeRules(parsed, context), ...answer };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { description: null, isTrue: null, changesOn: null };
  }
}

function holds({ isTrue, isInAudience }: CustomerSegment): boolean {
  return isInAudience ?? isTrue ?? false;
}
