import { DomainError } from '@herald/shared';
import type {
  CreateSegmentInput,
  PageQuery,
  PreviewSegmentOutput,
  SegmentDetailOutput,
  SegmentOutput,
  SegmentRules,
} from '@herald/shared';
import type { CompiledRules } from '@herald/platform';

import type { SegmentRepository, StoredSegment } from './segment.repository.ts';

const SAMPLE_SIZE = 10;

export class SegmentService {
  private readonly segments: SegmentRepository;
  private readonly compile: (rules: SegmentRules) => CompiledRules;

  constructor(segments: SegmentRepository, compile: (rules: SegmentRules) => CompiledRules) {
    this.segments = segments;
    this.compile = compile;
  }

  async preview(rules: SegmentRules): Promise<PreviewSegmentOutput> {
    const compiled = this.compile(rules);
    const [audienceSize, sampleUserIds] = await Promise.all([
      this.segments.countAudience(compiled),
      this.segments.sampleAudience(compiled, SAMPLE_SIZE),
    ]);
    return { audienceSize, sampleUserIds };
  }

  async create({ name, rules }: CreateSegmentInput): Promise<SegmentOutput> {
    return this.find(await this.segments.insert({ name, rules }, this.compile(rules)));
  }

  /** @throws DomainError `not_found` */
  async find(id: string): Promise<SegmentOutput> {
    const segment = await this.segments.findById(id);
    if (segment === null) throw new DomainError('not_found', `there is no segment ${id}`);
    return toOutput(segment);
  }

  /** @throws DomainError `not_found` */
  async findWithAudience(id: string, page: PageQuery): Promise<SegmentDetailOutput> {
    const segment = await this.find(id);
    return { ...segment, audienceUserIds: await this.segments.findAudiencePage(id, page.cursor, page.limit) };
  }

  async list(page: PageQuery): Promise<SegmentOutput[]> {
    const segments = await this.segments.findPage(page.cursor, page.limit);
    return segments.map(toOutput);
  }
}

function toOutput(segment: StoredSegment): SegmentOutput {
  return {
    id: segment.id,
    name: segment.name,
    // Only checked rules are ever stored.
    rules: segment.rules as object as SegmentRules,
    audienceSize: segment.audienceSize,
    createdAt: segment.createdAt.toISOString(),
    updatedAt: segment.updatedAt.toISOString(),
  };
}
