import { foldText } from '@herald/shared';
import type { UserInput } from '@herald/shared';
import type { IndexedRow, IngestionRepository, Logger, Transact } from '@herald/platform';

import type { AttributeDefinitionRepository } from './attribute-definition.repository.ts';
import { planCustomerWrites } from './customer-plan.ts';
import type { CustomerRepository } from './customer.repository.ts';

/** Writes accepted customers. */
export class IngestCustomersService {
  private readonly transact: Transact;
  private readonly ingestions: IngestionRepository;
  private readonly definitions: AttributeDefinitionRepository;
  private readonly customers: CustomerRepository;
  private readonly logger: Logger;
  private readonly zone: string;

  constructor(deps: {
    transact: Transact;
    ingestions: IngestionRepository;
    definitions: AttributeDefinitionRepository;
    customers: CustomerRepository;
    logger: Logger;
    zone: string;
  }) {
    this.transact = deps.transact;
    this.ingestions = deps.ingestions;
    this.definitions = deps.definitions;
    this.customers = deps.customers;
    this.logger = deps.logger;
    this.zone = deps.zone;
  }

  /**
   * Writes a chunk's rows and takes the chunk away in one transaction, so a chunk is
   * written exactly once: a crash leaves it as it was, a repetition finds nothing.
   */
  async persistChunk(chunkId: string): Promise<void> {
    const done = await this.transact(async (tx) => {
      const chunk = await this.ingestions.lockChunk<UserInput>(tx, chunkId);
      if (chunk === undefined) return undefined;
      const known = await this.customers.lockByIdentity(tx, identitiesOf(chunk.rows));
      const plan = planCustomerWrites(chunk.rows, known, {
        chunkId,
        acceptedAt: chunk.createdAt,
        zone: this.zone,
      });
      // Before any customer is written, so that none is read by a type that did not last.
      const types = await this.definitions.defineMissing(tx, plan.firstTypes);
      await this.customers.write(tx, plan.writes, types);
      if (plan.rejected.length > 0) {
        await this.ingestions.insertRejectedRows(tx, chunk.ingestionId, plan.rejected);
      }
      await this.ingestions.deleteChunk(tx, chunkId);
      await this.ingestions.addToCounts(tx, chunk.ingestionId, plan.stored, plan.rejected.length);
      return { ingestionId: chunk.ingestionId, stored: plan.stored, rejected: plan.rejected.length };
    });
    if (done) this.logger.info({ chunkId, ...done }, 'ingestion.customers.written');
  }
}

function identitiesOf(rows: IndexedRow<UserInput>[]) {
  const users = rows.map(([, user]) => user);
  return {
    ids: users.flatMap(({ id }) => id ?? []),
    externalIds: users.flatMap(({ externalId }) => externalId ?? []),
    emailKeys: users.flatMap(({ email }) => (email ? foldText(email) : [])),
  };
}
