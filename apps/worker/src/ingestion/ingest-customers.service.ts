import type { UserInput } from '@herald/shared';
import { identitiesIn, separateErased } from '@herald/platform';
import type {
  CustomerRepository,
  ErasureRepository,
  Identity,
  IndexedRow,
  IngestionRepository,
  Logger,
  Transact,
  WorkspaceRepository,
} from '@herald/platform';

import type { AttributeDefinitionRepository } from './attribute-definition.repository.ts';
import { byKind } from './by-kind.ts';
import type { WrittenRows } from './written-rows.ts';
import { planCustomerWrites } from './customer-plan.ts';

/** Writes accepted customers. */
export class IngestCustomersService {
  private readonly transact: Transact;
  private readonly ingestions: IngestionRepository;
  private readonly erasures: ErasureRepository;
  private readonly definitions: AttributeDefinitionRepository;
  private readonly customers: CustomerRepository;
  private readonly logger: Logger;
  private readonly workspace: Pick<WorkspaceRepository, 'read'>;
  private readonly onWritten: (rows: WrittenRows) => void;

  constructor(deps: {
    transact: Transact;
    ingestions: IngestionRepository;
    erasures: ErasureRepository;
    definitions: AttributeDefinitionRepository;
    customers: CustomerRepository;
    logger: Logger;
    workspace: Pick<WorkspaceRepository, 'read'>;
    onWritten: (rows: WrittenRows) => void;
  }) {
    this.transact = deps.transact;
    this.ingestions = deps.ingestions;
    this.erasures = deps.erasures;
    this.definitions = deps.definitions;
    this.customers = deps.customers;
    this.logger = deps.logger;
    this.workspace = deps.workspace;
    this.onWritten = deps.onWritten;
  }

  /**
   * Writes a chunk's rows and takes the chunk away in one transaction, so a chunk is
   * written exactly once: a crash leaves it as it was, a repetition finds nothing. Rows that name
   * an erased customer are rejected.
   */
  async persistChunk(chunkId: string): Promise<void> {
    const done = await this.transact(async (tx) => {
      await this.erasures.holdOffBriefly(tx);
      const chunk = await this.ingestions.lockChunk<UserInput>(tx, chunkId);
      if (chunk === undefined) return undefined;
      const { timeZone } = await this.workspace.read(tx);
      const tombstones = await this.erasures.findTombstones(tx, () => namedBy(chunk.rows));
      const { kept, refused } = separateErased(chunk.rows, identitiesIn, tombstones);
      const known = await this.customers.lockByIdentity(tx, byKind(namedBy(kept)));
      const plan = planCustomerWrites(kept, known, {
        chunkId,
        acceptedAt: chunk.createdAt,
        zone: timeZone,
      });
      // Before any customer is written, so that none is read by a type that did not last.
      const types = await this.definitions.defineMissing(tx, plan.firstTypes);
      await this.customers.write(tx, plan.writes, types);
      const rejected = [...refused, ...plan.rejected];
      if (rejected.length > 0) await this.ingestions.insertRejectedRows(tx, chunk.ingestionId, rejected);
      await this.ingestions.deleteChunk(tx, chunkId);
      await this.ingestions.addToCounts(tx, chunk.ingestionId, plan.stored, rejected.length);
      return { ingestionId: chunk.ingestionId, stored: plan.stored, rejected: rejected.length };
    });
    if (done === undefined) return;
    this.onWritten(done);
    this.logger.info({ chunkId, ...done }, 'ingestion.customers.written');
  }
}

function namedBy(rows: IndexedRow<UserInput>[]): Identity[] {
  return rows.flatMap(([, user]) => identitiesIn(user));
}
