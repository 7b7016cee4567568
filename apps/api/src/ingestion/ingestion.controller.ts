import type { CallInput, Reply } from '../http/route.ts';
import type { IngestionService } from './ingestion.service.ts';

export class IngestionController {
  private readonly service: IngestionService;

  constructor(service: IngestionService) {
    this.service = service;
  }

  ingestUsers = async ({ body }: CallInput<'ingestUsers'>): Promise<Reply<'ingestUsers'>> => ({
    status: 202,
    body: await this.service.acceptUsers(body),
  });

  ingestOrders = async ({ body }: CallInput<'ingestOrders'>): Promise<Reply<'ingestOrders'>> => ({
    status: 202,
    body: await this.service.acceptOrders(body),
  });

  getIngestion = async ({ params, query }: CallInput<'getIngestion'>): Promise<Reply<'getIngestion'>> => {
    const page = { afterIndex: query.cursor ?? -1, limit: query.limit };
    const ingestion = await this.service.find(params.id, page);
    const lastIndex = ingestion.rejectedRows.at(-1)?.index;
    const next = ingestion.rejectedRows.length === query.limit ? String(lastIndex) : undefined;
    return { status: 200, body: ingestion, next };
  };
}
