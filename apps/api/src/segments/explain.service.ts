import { DomainError, describeRules, explainRules, parseSegmentRules } from '@herald/shared';
import type { ExplainSegmentInput, ExplainSegmentOutput } from '@herald/shared';
import { brokenSegment } from '@herald/platform';
import type { RuleReader } from '@herald/platform';

import type { RuleSubjectRepository } from './rule-subject.repository.ts';
import type { SegmentRepository, StoredSegment } from './segment.repository.ts';

/** Says why one customer is in or out. */
export class ExplainService {
  private readonly reader: RuleReader;
  private readonly segments: SegmentRepository;
  private readonly subjects: RuleSubjectRepository;

  constructor(reader: RuleReader, segments: SegmentRepository, subjects: RuleSubjectRepository) {
    this.reader = reader;
    this.segments = segments;
    this.subjects = subjects;
  }

  /**
   * @throws DomainError `not_found`, or `conflict` for a customer who was erased, and for a segment whose
   * rules are no longer understood
   */
  async explain({ rules, segmentId, customerId }: ExplainSegmentInput): Promise<ExplainSegmentOutput> {
    const segment = segmentId === undefined ? undefined : await this.findSegment(segmentId);
    const asked = segment?.rules ?? rules;
    const context = await this.reader.contextFor(asked, segment === undefined ? {} : { segmentId: segment.id });
    const customer = await this.subjects.find(customerId, [
      ...(context.segments?.keys() ?? []),
      ...(segment === undefined ? [] : [segment.id]),
    ]);
    if (customer === undefined) throw new DomainError('not_found', `there is no customer ${customerId}`);
    if (customer.erasedAt !== null) {
      throw new DomainError('conflict', `the customer ${customerId} was erased: no rule selects it`);
    }
    const explain = () => explainRules(parseSegmentRules(asked), customer, context);
    const explanation = segment ? understood(segment, explain) : explain();
    return {
      customerId,
      isTrue: explanation.isTrue,
      isInAudience: segment?.kind === 'static' ? customer.segmentIds.has(segment.id) : null,
      description: describeRules(parseSegmentRules(asked), context),
      changesOn: explanation.changesOn,
      explanation,
    };
  }

  private async findSegment(id: string): Promise<StoredSegment> {
    const segment = await this.segments.findById(id);
    if (segment === undefined) throw new DomainError('not_found', `there is no segment ${id}`);
    return segment;
  }
}

/** Rules that were saved and are not understood are not the caller's mistake. */
function understood<T>(segment: StoredSegment, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof DomainError ? brokenSegment(segment, error) : error;
  }
}
