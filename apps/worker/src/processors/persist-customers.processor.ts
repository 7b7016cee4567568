import type { JobHandler } from '@herald/platform';

import type { IngestCustomersService } from '../ingestion/ingest-customers.service.ts';

/** Exactly once: the chunk disappears in the transaction that writes its customers. */
export function persistCustomersProcessor(service: IngestCustomersService): JobHandler<'customers'> {
  return ({ chunkId }) => service.persistChunk(chunkId);
}
