import { cutPage, withOneMore } from '../http/page.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { AuditService } from './audit.service.ts';

export class AuditController {
  private readonly service: AuditService;

  constructor(service: AuditService) {
    this.service = service;
  }

  listAuditEvents = async ({ query }: CallInput<'listAuditEvents'>): Promise<Reply<'listAuditEvents'>> => {
    const events = await this.service.list(withOneMore(query));
    const { page, next } = cutPage(events, query.limit, ({ id }) => id);
    return { status: 200, body: page, next };
  };
}
