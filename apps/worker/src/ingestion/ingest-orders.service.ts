import type { OrderInput } from '@herald/shared';
import { identitiesInOrder, RetryLater, separateErased } from '@herald/platform';
import type {
  ErasureRepository,
  Identity,
  IndexedRow,
  IngestionChunk,
  IngestionRepository,
  Logger,
  Transact,
  Transaction,
  WorkspaceRepository,
} from '@herald/platform';

import { byKind } from './by-kind.ts';
import { planOrderWrites, totalsChanges } from './order-plan.ts';
import type { OrderRepository } from './order.repository.ts';
import type { WrittenRows } from './written-rows.ts';

const SHORTEST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/** Writes accepted orders and keeps each customer's totals. */
export class IngestOrdersService {
  private readonly transact: Transact;
  private readonly ingestions: IngestionRepository;
  private readonly erasures: ErasureRepository;
  private readonly orders: OrderRepository;
  private readonly logger: Logger;
  private readonly workspace: Pick<WorkspaceRepository, 'read'>;
  private readonly onWritten: (rows: WrittenRows) => void;
  private readonly customerWaitMs: number;
  private readonly now: () => Date;

  constructor(deps: {
    transact: Transact;
    ingestions: IngestionRepository;
    erasures: ErasureRepository;
    orders: OrderRepository;
    logger: Logger;
    workspace: Pick<WorkspaceRepository, 'read'>;
    onWritten: (rows: WrittenRows) => void;
    /** How long an order may wait for its customer before it is rejected. */
    customerWaitMs: number;
    now: () => Date;
  }) {
    this.transact = deps.transact;
    this.ingestions = deps.ingestions;
    this.erasures = deps.erasures;
    this.orders = deps.orders;
    this.logger = deps.logger;
    this.workspace = deps.workspace;
    this.onWritten = deps.onWritten;
    this.customerWaitMs = deps.customerWaitMs;
    this.now = deps.now;
  }

  /**
   * Writes a chunk's orders, their totals and the end of the chunk in one transaction.
   * Orders whose customer is not there yet stay in the chunk; those of an erased one are rejected.
   *
   * @throws RetryLater while orders wait for their customers.
   */
  async persistChunk(chunkId: string): Promise<void> {
    const outcome = await this.transact(async (tx) => {
      await this.erasures.holdOffBriefly(tx);
      const chunk = await this.ingestions.lockChunk<OrderInput>(tx, chunkId);
      return chunk === undefined ? undefined : this.writeChunk(tx, chunk);
    });
    if (outcome === undefined) return;
    this.onWritten(outcome);
    this.logger.info({ chunkId, ...outcome }, 'ingestion.orders.written');
    if (outcome.waitMs !== undefined) throw new RetryLater(outcome.waitMs);
  }

  private async writeChunk(tx: Transaction, chunk: IngestionChunk<OrderInput>) {
    const { timeZone } = await this.workspace.read(tx);
    const tombstones = await this.erasures.findTombstones(tx, () => namedBy(chunk.rows));
    const { kept, refused } = separateErased(chunk.rows, identitiesInOrder, tombstones);
    if (refused.length > 0) await this.ingestions.insertRejectedRows(tx, chunk.ingestionId, refused);
    const customers = await this.orders.lockCustomers(tx, byKind(namedBy(kept)));
    const known = await this.orders.lockByExternalId(
      tx,
      kept.map(([, order]) => order.externalId),
    );
    const ageMs = this.now().getTime() - chunk.createdAt.getTime();
    const context = { chunkId: chunk.id, zone: timeZone, isLastTry: ageMs >= this.customerWaitMs };
    const plan = planOrderWrites(kept, known, customers, context);
    await this.orders.write(tx, plan.writes, totalsChanges(plan.writes));
    const settled = await this.settleWaiting(tx, chunk, plan.waiting, ageMs);
    const rejected = refused.length + settled.rejected;
    await this.ingestions.addToCounts(tx, chunk.ingestionId, plan.stored, rejected);
    return { ingestionId: chunk.ingestionId, stored: plan.stored, rejected, waitMs: settled.waitMs };
  }

  /** Keeps what waits for a customer, or rejects it when the time is up. */
  private async settleWaiting(
    tx: Transaction,
    chunk: IngestionChunk<OrderInput>,
    waiting: IndexedRow<OrderInput>[],
    ageMs: number,
  ): Promise<{ rejected: number; waitMs: number | undefined }> {
    if (waiting.length > 0 && ageMs < this.customerWaitMs) {
      const waitMs = nextWaitMs(ageMs, this.customerWaitMs);
      await this.ingestions.postponeChunk(tx, chunk.id, waiting, new Date(this.now().getTime() + waitMs));
      return { rejected: 0, waitMs };
    }
    const rejected = waiting.map(([index, row]) => ({ index, row, reason: this.unknownCustomer(row) }));
    if (rejected.length > 0) await this.ingestions.insertRejectedRows(tx, chunk.ingestionId, rejected);
    await this.ingestions.deleteChunk(tx, chunk.id);
    return { rejected: rejected.length, waitMs: undefined };
  }

  private unknownCustomer(row: OrderInput): string {
    const reference = row.customerId ? 'customerId' : row.customerExternalId ? 'customerExternalId' : 'customerEmail';
    return `unknown customer: nobody with this ${reference} arrived within ${this.customerWaitMs / 1000} s`;
  }
}

/** Waits grow with the age of the chunk, and never reach beyond the end of the time allowed. */
function nextWaitMs(ageMs: number, limitMs: number): number {
  const growing = Math.min(Math.max(ageMs, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
  return Math.max(Math.min(growing, limitMs - ageMs), SHORTEST_WAIT_MS);
}

function namedBy(rows: IndexedRow<OrderInput>[]): Identity[] {
  return rows.flatMap(([, order]) => identitiesInOrder(order));
}
