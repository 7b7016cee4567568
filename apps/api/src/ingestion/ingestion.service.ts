import { DomainError, newId, ROWS_PER_CHUNK } from '@herald/shared';
import type {
  AcceptedOutput,
  IngestionListed,
  IngestionOutput,
  IngestionsQuery,
  OrderInput,
  UserInput,
} from '@herald/shared';
import type { IndexedRow, Ingestion, IngestionKind, IngestionRepository, Queues } from '@herald/platform';

/** Takes batches: stores them as they came and says that there is work. */
export class IngestionService {
  private readonly ingestions: IngestionRepository;
  private readonly queues: Pick<Queues, 'publish'>;

  constructor(ingestions: IngestionRepository, queues: Pick<Queues, 'publish'>) {
    this.ingestions = ingestions;
    this.queues = queues;
  }

  acceptUsers(users: UserInput[]): Promise<AcceptedOutput> {
    return this.accept('CUSTOMERS', users);
  }

  acceptOrders(orders: OrderInput[]): Promise<AcceptedOutput> {
    return this.accept('ORDERS', orders);
  }

  /** Commits first, then publishes: what is answered survives a restart of everything. */
  private async accept(kind: IngestionKind, rows: unknown[]): Promise<AcceptedOutput> {
    // Ids are made in order, and the order of chunks decides which row of a customer is the last.
    const ingestion = { id: newId(), kind, received: rows.length, chunks: cutIntoChunks(rows) };
    await this.ingestions.insert(ingestion);
    await this.queues.publish(
      kind === 'CUSTOMERS' ? 'customers' : 'orders',
      ingestion.chunks.map(({ id }) => ({ id, payload: { chunkId: id } })),
    );
    return { ingestionId: ingestion.id, received: ingestion.received };
  }

  /**
   * One ingestion with a page of its rejected rows.
   *
   * @throws DomainError `not_found`
   */
  async find(id: string, page: { afterIndex: number; limit: number }): Promise<IngestionOutput> {
    const ingestion = await this.ingestions.findById(id);
    if (ingestion === undefined) throw new DomainError('not_found', `there is no ingestion ${id}`);
    const rejectedRows =
      ingestion.rejected === 0 ? [] : await this.ingestions.findRejectedRows(id, page.afterIndex, page.limit);
    return { ...toListed(ingestion), rejectedRows };
  }

  /** Newest first. */
  async list({ kind, rejected, cursor, limit }: IngestionsQuery): Promise<IngestionListed[]> {
    const search = { kind, rejectedOnly: rejected === 'true', beforeId: cursor, limit };
    return (await this.ingestions.findPage(search)).map(toListed);
  }
}

function toListed({ createdAt, completedAt, ...ingestion }: Ingestion): IngestionListed {
  return {
    ...ingestion,
    state: completedAt === null ? 'PENDING' : 'COMPLETED',
    createdAt: createdAt.toISOString(),
    completedAt: completedAt?.toISOString() ?? null,
  };
}

function cutIntoChunks(rows: unknown[]): { id: string; rows: IndexedRow<unknown>[] }[] {
  const count = Math.ceil(rows.length / ROWS_PER_CHUNK);
  return Array.from({ length: count }, (_, chunk) => {
    const first = chunk * ROWS_PER_CHUNK;
    const slice = rows.slice(first, first + ROWS_PER_CHUNK);
    return { id: newId(), rows: slice.map((row, offset): IndexedRow<unknown> => [first + offset, row]) };
  });
}
