import { mayDo } from '../access/caller.ts';
import { cutPage, withOneMore } from '../http/page.ts';
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

  listIngestions = async ({ query }: CallInput<'listIngestions'>): Promise<Reply<'listIngestions'>> => {
    const ingestions = await this.service.list(withOneMore(query));
    const { page, next } = cutPage(ingestions, query.limit, ({ id }) => id);
    return { status: 200, body: page, next };
  };

  getIngestion = async ({ params, query, caller }: CallInput<'getIngestion'>): Promise<Reply<'getIngestion'>> => {
    const ingestion = await this.service.find(
      params.id,
      withOneMore({ afterIndex: query.cursor ?? -1, limit: query.limit }),
    );
    const { page, next } = cutPage(ingestion.rejectedRows, query.limit, ({ index }) => String(index));
    // Who may not see people sees why rows were rejected, and not the rows.
    const rejectedRows = mayDo(caller, 'people.read') ? page : page.map((row) => ({ ...row, row: null }));
    return { status: 200, body: { ...ingestion, rejectedRows }, next };
  };
}
