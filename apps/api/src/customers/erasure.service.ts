import { deliveryKeysOf, DomainError, ERROR_STATUS, foldText, newId } from '@herald/shared';
import type { ErasureOutput, Problem } from '@herald/shared';
import { identitiesIn, identitiesInOrder, identityKey, separateErased, wakeUpJob } from '@herald/platform';
import type {
  CampaignRepository,
  CommunicationLogRepository,
  CustomerRepository,
  ErasedCustomer,
  Erasure,
  ErasureRepository,
  Identity,
  IdempotencyRepository,
  IngestionRepository,
  Logger,
  MockVendorMessageRepository,
  Queues,
  StoredAnswer,
  Transact,
  Transaction,
  WorkspaceRepository,
} from '@herald/platform';

import { explainStopped } from '../segments/stopped-query.ts';
import type { SegmentRepository } from '../segments/segment.repository.ts';

export interface ErasureDependencies {
  /** In which no statement may take longer than `timeoutMs`. */
  transact: Transact;
  timeoutMs: number;
  erasures: ErasureRepository;
  workspace: Pick<WorkspaceRepository, 'ensureRow'>;
  customers: CustomerRepository;
  segments: SegmentRepository;
  logs: CommunicationLogRepository;
  campaigns: CampaignRepository;
  ingestions: IngestionRepository;
  vendorMessages: MockVendorMessageRepository;
  answers: IdempotencyRepository;
  queues: Pick<Queues, 'publish' | 'rewrite'>;
  logger: Logger;
  now: () => Date;
}

interface Erased {
  erasure: Erasure;
  wasErasedBefore: boolean;
  /** Campaigns that may have nothing left to send, or have a job that still carries a text. */
  openCampaignIds: string[];
}

/** Makes nobody of a customer: see docs/privacy.md for what that reaches. */
export class ErasureService {
  private readonly deps: ErasureDependencies;

  constructor(deps: ErasureDependencies) {
    this.deps = deps;
  }

  /**
   * Erases a customer in one transaction. Who was erased before stays so, and the answer is the first one.
   *
   * @throws DomainError `not_found`, or `timed_out` when something else, as an audience that is being
   * frozen, kept it waiting for too long
   */
  async erase(customerId: string): Promise<{ erasure: ErasureOutput; wasErasedBefore: boolean }> {
    const { transact, timeoutMs, logger } = this.deps;
    const erasing = transact((tx) => this.eraseIn(tx, customerId));
    const { erasure, wasErasedBefore, openCampaignIds } = await explainStopped(timeoutMs, 'try again later', erasing);
    await this.clearJobs(erasure.customerId, openCampaignIds);
    const { id: erasureId, cleared } = erasure;
    if (!wasErasedBefore) logger.info({ erasureId, customerId: erasure.customerId, ...cleared }, 'customer.erased');
    return { erasure: toOutput(erasure), wasErasedBefore };
  }

  private async eraseIn(tx: Transaction, customerId: string): Promise<Erased> {
    const { erasures, workspace, customers, segments, logs, campaigns, vendorMessages, now } = this.deps;
    await erasures.lock(tx);
    const before = await erasures.findByCustomer(customerId, tx);
    if (before !== undefined) return { erasure: before, wasErasedBefore: true, openCampaignIds: [] };
    const id = newId();
    const erasedAt = now();
    const customer = await customers.erase(tx, customerId, erasedAt);
    if (customer === undefined) throw new DomainError('not_found', `there is no customer ${customerId}`);
    const identities = identitiesIn(customer);
    const left = await logs.eraseCustomer(tx, customer.id);
    const cleared = {
      segments: await segments.removeCustomer(tx, customer.id),
      messages: left.texts,
      excluded: left.changes.length,
      vendorMessages: await vendorMessages.removeTexts(tx, left.messages.flatMap(deliveryKeysOf)),
      waitingRows: await this.eraseWaitingRows(tx, identities),
      rejectedRows: await this.deps.ingestions.eraseRejectedRows(tx, {
        id: customer.id,
        externalId: customer.externalId,
        emailKey: customer.email === null ? null : foldText(customer.email),
      }),
      answers: await this.eraseAnswers(tx, customer, id),
    };
    const erasure = { id, customerId: customer.id, createdAt: erasedAt, cleared };
    await workspace.ensureRow(tx);
    await erasures.insert(tx, erasure, identities);
    // Last, because from here on every other change of these campaigns waits for the commit.
    if (left.changes.length > 0) await campaigns.addToCounts(tx, left.changes);
    return { erasure, wasErasedBefore: false, openCampaignIds: left.openCampaignIds };
  }

  /** Rows that are not written yet end as rejected: what was accepted is never simply gone. */
  private async eraseWaitingRows(tx: Transaction, identities: Identity[]): Promise<number> {
    const { ingestions } = this.deps;
    const keys = new Set(identities.map(identityKey));
    let erased = 0;
    for (const { id, ingestionId, kind } of await ingestions.findChunksThatMention(tx, identities)) {
      const chunk = await ingestions.lockChunk<object>(tx, id);
      if (chunk === undefined) continue;
      const identitiesOf = kind === 'CUSTOMERS' ? identitiesIn : identitiesInOrder;
      const { kept, refused } = separateErased(chunk.rows, identitiesOf, keys);
      // Another customer's row may only hold the text, in another place.
      if (refused.length === 0) continue;
      await ingestions.insertRejectedRows(tx, ingestionId, refused);
      if (kept.length > 0) await ingestions.keepRows(tx, id, kept);
      else await ingestions.deleteChunk(tx, id);
      await ingestions.addToCounts(tx, ingestionId, 0, refused.length);
      erased += refused.length;
    }
    return erased;
  }

  private eraseAnswers(tx: Transaction, { id, externalId, email }: ErasedCustomer, erasureId: string): Promise<number> {
    // As JSON has them, in quotes: an external id may be a single digit.
    // An answer repeats an id as it was asked for.
    const texts = [id, id.toUpperCase(), externalId, email]
      .filter((text) => text !== null)
      .map((text) => JSON.stringify(text));
    return this.deps.answers.eraseMentions(tx, texts, removedAnswer(erasureId));
  }

  /**
   * A campaign whose last open message this was is complete, or goes on; and jobs that wait carry the
   * text that their row no longer has.
   */
  private async clearJobs(customerId: string, campaignIds: string[]): Promise<void> {
    if (campaignIds.length === 0) return;
    const { queues } = this.deps;
    await queues.publish('launch', campaignIds.map(wakeUpJob));
    await queues.rewrite('delivery', (payload) => {
      if (!payload.messages.some((message) => message.customerId === customerId)) return undefined;
      const messages = payload.messages.map((message) =>
        message.customerId === customerId ? { ...message, personalizedMessage: '' } : message,
      );
      return { ...payload, messages };
    });
  }
}

/** To whoever repeats a call that must not be carried out again and whose answer named the customer. */
function removedAnswer(erasureId: string): StoredAnswer {
  const code = 'conflict';
  const problem: Problem = {
    type: 'about:blank',
    title: code,
    status: ERROR_STATUS[code],
    code,
    detail: 'this call was carried out before; its answer named a customer who was erased, and is not kept any more',
    // The call that it answered is long over; the erasure is in the log.
    requestId: erasureId,
  };
  return { status: problem.status, body: JSON.stringify(problem) };
}

function toOutput({ id, customerId, createdAt, cleared }: Erasure): ErasureOutput {
  return { id, customerId, erasedAt: createdAt.toISOString(), cleared };
}
