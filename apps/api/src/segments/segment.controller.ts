import { stringify } from 'csv-stringify/sync';

import { cutPage, withOneMore } from '../http/page.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { ExplainService } from './explain.service.ts';
import type { FieldCatalogueService } from './field-catalogue.service.ts';
import type { PreviewService } from './preview.service.ts';
import { writeCursor } from './segment-cursor.ts';
import type { SegmentService } from './segment.service.ts';

const CSV_COLUMNS = ['id', 'name', 'email', 'city', 'totalSpend', 'orderCount', 'lastOrderAt'];

export class SegmentController {
  private readonly segments: SegmentService;
  private readonly previews: PreviewService;
  private readonly explanations: ExplainService;
  private readonly catalogue: FieldCatalogueService;

  constructor(services: {
    segments: SegmentService;
    previews: PreviewService;
    explanations: ExplainService;
    catalogue: FieldCatalogueService;
  }) {
    this.segments = services.segments;
    this.previews = services.previews;
    this.explanations = services.explanations;
    this.catalogue = services.catalogue;
  }

  listSegmentFields = async (): Promise<Reply<'listSegmentFields'>> => ({
    status: 200,
    body: await this.catalogue.list(),
  });

  previewSegment = async ({ body, signal }: CallInput<'previewSegment'>): Promise<Reply<'previewSegment'>> => ({
    status: 200,
    body: await this.previews.preview(body, signal),
  });

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

  getSegment = async ({ params, query, signal }: CallInput<'getSegment'>): Promise<Reply<'getSegment'>> => {
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
    signal,
  }: CallInput<'updateSegment'>): Promise<Reply<'updateSegment'>> => ({
    status: 200,
    body: await (query.dryRun === 'true'
      ? this.segments.differenceOf(params.id, body, signal)
      : this.segments.update(params.id, body)),
  });

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
  }: CallInput<'exportSegmentAudience'>): Promise<Reply<'exportSegmentAudience'>> => ({
    status: 200,
    body: async (send) => {
      let heading = `${CSV_COLUMNS.join(',')}\r\n`;
      await this.segments.exportAudience(params.id, signal, async (members) => {
        await send(heading + toCsv(members));
        heading = '';
      });
      if (heading !== '') await send(heading);
    },
  });
}

function toCsv(members: object[]): string {
  // A spreadsheet would run a name that begins with = as a formula.
  return stringify(members, { columns: CSV_COLUMNS, record_delimiter: 'windows', escape_formulas: true });
}
