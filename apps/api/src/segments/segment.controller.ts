import { DomainError } from '@herald/shared';
import type { SegmentDifference } from '@herald/shared';

import { mayDo } from '../access/caller.ts';
import { csvAnswer } from '../http/csv-answer.ts';
import { cutPage, withOneMore } from '../http/page.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { ExplainService } from './explain.service.ts';
import type { FieldCatalogueService } from './field-catalogue.service.ts';
import type { FieldValuesService } from './field-values.service.ts';
import type { PreviewService } from './preview.service.ts';
import { writeCursor } from './segment-cursor.ts';
import type { SegmentService } from './segment.service.ts';

const CSV_COLUMNS = ['id', 'name', 'email', 'city', 'totalSpend', 'orderCount', 'lastOrderAt'] as const;

export class SegmentController {
  private readonly segments: SegmentService;
  private readonly previews: PreviewService;
  private readonly explanations: ExplainService;
  private readonly catalogue: FieldCatalogueService;
  private readonly values: FieldValuesService;

  constructor(services: {
    segments: SegmentService;
    previews: PreviewService;
    explanations: ExplainService;
    catalogue: FieldCatalogueService;
    values: FieldValuesService;
  }) {
    this.segments = services.segments;
    this.previews = services.previews;
    this.explanations = services.explanations;
    this.catalogue = services.catalogue;
    this.values = services.values;
  }

  listSegmentFields = async (): Promise<Reply<'listSegmentFields'>> => ({
    status: 200,
    body: await this.catalogue.list(),
  });

  listFieldValues = async ({ query, signal }: CallInput<'listFieldValues'>): Promise<Reply<'listFieldValues'>> => ({
    status: 200,
    body: await this.values.list(query, signal),
  });

  previewSegment = async ({ body, caller, signal }: CallInput<'previewSegment'>): Promise<Reply<'previewSegment'>> => {
    const preview = await this.previews.preview(body, signal);
    const shown = mayDo(caller, 'people.read') ? preview : { ...preview, sampleUserIds: [], sample: [] };
    return { status: 200, body: shown };
  };

  explainSegment = async ({ body }: CallInput<'explainSegment'>): Promise<Reply<'explainSegment'>> => ({
    status: 200,
    body: await this.explanations.explain(body),
  });

  createSegment = async ({ body }: CallInput<'createSegment'>): Promise<Reply<'createSegment'>> => ({
    status: 201,
    body: await this.segments.create(body),
  });

  listSegments = async ({ query }: CallInput<'listSegments'>): Promise<Reply<'listSegments'>> => {
    const segments = await this.segments.list(withOneMore(query));
    const { page, next } = cutPage(segments, query.limit, ({ stored }) => writeCursor(stored, query.sort));
    return { status: 200, body: page.map(({ stored: _stored, ...segment }) => segment), next };
  };

  getSegment = async ({ params, query, caller, signal }: CallInput<'getSegment'>): Promise<Reply<'getSegment'>> => {
    if (query.include !== undefined && !mayDo(caller, 'people.read')) {
      throw new DomainError('forbidden', 'who is in a segment takes the permission people.read');
    }
    const segment = await this.segments.findDetail(params.id);
    if (query.include === undefined) return { status: 200, body: segment };
    const ids = await this.segments.audienceIds(params.id, withOneMore(query), signal);
    const { page, next } = cutPage(ids, query.limit, (id) => id);
    return { status: 200, body: { ...segment, audienceUserIds: page }, next };
  };

  updateSegment = async ({
    params,
    query,
    body,
    caller,
    signal,
  }: CallInput<'updateSegment'>): Promise<Reply<'updateSegment'>> => {
    if (query.dryRun !== 'true') return { status: 200, body: await this.segments.update(params.id, body) };
    const difference = await this.segments.differenceOf(params.id, body, signal);
    const shown = mayDo(caller, 'people.read') ? difference : withoutPeople(difference);
    return { status: 200, body: shown };
  };

  deleteSegment = async ({ params }: CallInput<'deleteSegment'>): Promise<Reply<'deleteSegment'>> => ({
    status: 200,
    body: await this.segments.delete(params.id),
  });

  refreshSegment = async ({ params }: CallInput<'refreshSegment'>): Promise<Reply<'refreshSegment'>> => ({
    status: 200,
    body: await this.segments.refresh(params.id),
  });

  duplicateSegment = async ({ params }: CallInput<'duplicateSegment'>): Promise<Reply<'duplicateSegment'>> => ({
    status: 201,
    body: await this.segments.duplicate(params.id),
  });

  listSegmentAudience = async ({
    params,
    query,
    signal,
  }: CallInput<'listSegmentAudience'>): Promise<Reply<'listSegmentAudience'>> => {
    const members = await this.segments.audience(params.id, withOneMore(query), signal);
    const { page, next } = cutPage(members, query.limit, ({ id }) => id);
    return { status: 200, body: page, next };
  };

  exportSegmentAudience = async ({
    params,
    signal,
  }: CallInput<'exportSegmentAudience'>): Promise<Reply<'exportSegmentAudience'>> => {
    const readAll = await this.segments.prepareExport(params.id, signal);
    return { status: 200, body: csvAnswer(CSV_COLUMNS, readAll) };
  };
}

/** How many would come and go, and not who. */
function withoutPeople({ added, removed, ...difference }: SegmentDifference): SegmentDifference {
  return { ...difference, added: { ...added, sample: [] }, removed: { ...removed, sample: [] } };
}
