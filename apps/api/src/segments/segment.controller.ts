import { cutPage, withOneMore } from '../http/page.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { SegmentService } from './segment.service.ts';

export class SegmentController {
  private readonly service: SegmentService;

  constructor(service: SegmentService) {
    this.service = service;
  }

  previewSegment = async ({ body }: CallInput<'previewSegment'>): Promise<Reply<'previewSegment'>> => ({
    status: 200,
    body: await this.service.preview(body.rules),
  });

  createSegment = async ({ body }: CallInput<'createSegment'>): Promise<Reply<'createSegment'>> => ({
    status: 201,
    body: await this.service.create(body),
  });

  listSegments = async ({ query }: CallInput<'listSegments'>): Promise<Reply<'listSegments'>> => {
    const segments = await this.service.list(withOneMore(query));
    const { page, next } = cutPage(segments, query.limit, ({ id }) => id);
    return { status: 200, body: page, next };
  };

  getSegment = async ({ params, query }: CallInput<'getSegment'>): Promise<Reply<'getSegment'>> => {
    if (query.include === undefined) return { status: 200, body: await this.service.find(params.id) };
    const segment = await this.service.findWithAudience(params.id, withOneMore(query));
    const { page, next } = cutPage(segment.audienceUserIds ?? [], query.limit, (id) => id);
    return { status: 200, body: { ...segment, audienceUserIds: page }, next };
  };
}
