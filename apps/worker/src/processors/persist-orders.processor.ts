import type { JobHandler } from '@herald/platform';

import type { IngestOrdersService } from '../ingestion/ingest-orders.service.ts';

/** Exactly once: the chunk disappears in the transaction that writes its orders and their totals. */
export function persistOrdersProcessor(service: IngestOrdersService): JobHandler<'orders'> {
  return ({ chunkId }) => service.persistChunk(chunkId);
}
