import { deliveryKeysOf, DomainError, foldText } from '@herald/shared';
import type { CustomerExportOutput } from '@herald/shared';
import { identitiesIn, identitiesInOrder, identityKey, namesAny } from '@herald/platform';
import type { ErasureRepository, IngestionRepository, MockVendorMessageRepository, Queryable } from '@herald/platform';

import type { ReadSnapshot } from '../campaigns/campaign-books.service.ts';
import { explainStopped } from '../segments/stopped-query.ts';
import type { CustomerExportRepository } from './customer-export.repository.ts';
import { toCustomerOutput, toMessageOutput, toOrderOutput } from './customer-output.ts';
import type { CustomerProfile } from './customer-queries.ts';

export interface CustomerExportDependencies {
  /** In which no statement may take longer than `timeoutMs`. */
  readSnapshot: ReadSnapshot;
  timeoutMs: number;
  exports: CustomerExportRepository;
  erasures: ErasureRepository;
  ingestions: IngestionRepository;
  vendorMessages: MockVendorMessageRepository;
  now: () => Date;
}

/** Hands out everything that is kept of one customer. */
export class CustomerExportService {
  private readonly deps: CustomerExportDependencies;

  constructor(deps: CustomerExportDependencies) {
    this.deps = deps;
  }

  /** @throws DomainError `not_found` or `timed_out` */
  async read(customerId: string, signal: AbortSignal): Promise<CustomerExportOutput> {
    const { readSnapshot, timeoutMs } = this.deps;
    return explainStopped(
      timeoutMs,
      'try again later',
      readSnapshot(signal, (db) => this.readFrom(db, customerId)),
    );
  }

  private async readFrom(db: Queryable, customerId: string): Promise<CustomerExportOutput> {
    const { exports, erasures, vendorMessages, now } = this.deps;
    const exportedAt = now().toISOString();
    const profile = await exports.findProfile(db, customerId);
    if (profile === undefined) throw new DomainError('not_found', `there is no customer ${customerId}`);
    const erasure = await erasures.findByCustomer(customerId, db);
    const orders = await exports.findOrders(db, customerId);
    const messages = await exports.findMessages(db, customerId);
    const ledger = await vendorMessages.findByKeys(db, messages.flatMap(deliveryKeysOf));
    const receipts = await exports.findReceipts(
      db,
      messages.map(({ id }) => id),
    );
    return {
      exportedAt,
      customer: toCustomerOutput(profile),
      erasure: erasure === undefined ? null : { id: erasure.id, erasedAt: erasure.createdAt.toISOString() },
      orders: orders.map(toOrderOutput),
      messages: messages.map(({ round: _internal, ...message }) => toMessageOutput(message)),
      vendorMessages: ledger.map(({ acceptedAt, ...message }) => ({
        ...message,
        acceptedAt: acceptedAt.toISOString(),
      })),
      contradictingReceipts: receipts.map(({ occurredAt, receivedAt, ...receipt }) => ({
        ...receipt,
        occurredAt: occurredAt.toISOString(),
        receivedAt: receivedAt.toISOString(),
      })),
      segments: await exports.findSegments(db, customerId),
      campaigns: await exports.findCampaigns(db, customerId),
      waitingRows: await this.readWaitingRows(db, profile),
      rejectedRows: await this.deps.ingestions.findRejectedRowsThatName(db, namedBy(profile)),
    };
  }

  private async readWaitingRows(db: Queryable, profile: CustomerProfile): Promise<CustomerExportOutput['waitingRows']> {
    const { ingestions } = this.deps;
    const identities = identitiesIn(profile);
    const keys = new Set(identities.map(identityKey));
    const waiting: CustomerExportOutput['waitingRows'] = [];
    for (const chunk of await ingestions.findChunksThatMention(db, identities)) {
      const identitiesOf = chunk.kind === 'CUSTOMERS' ? identitiesIn : identitiesInOrder;
      const rows = await ingestions.readChunk(db, chunk.id);
      for (const [index, row] of rows) {
        if (!namesAny(identitiesOf(row as object), keys)) continue;
        waiting.push({ ingestionId: chunk.ingestionId, kind: chunk.kind, index, row });
      }
    }
    return waiting;
  }
}

function namedBy({ id, externalId, email }: CustomerProfile) {
  return { id, externalId, emailKey: email === null ? null : foldText(email) };
}
