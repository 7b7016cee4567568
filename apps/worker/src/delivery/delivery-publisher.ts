import { createHash } from 'node:crypto';

import type { JobToPublish, PublishableMessage, Queues } from '@herald/platform';

const DIGEST_LENGTH = 12;

/** A row at its place in the page; null where it is not to be sent. */
export type PageSlot = PublishableMessage | null;

/** Cuts messages into delivery jobs. */
export class DeliveryPublisher {
  private readonly queues: Pick<Queues, 'publish'>;
  private readonly batchSize: number;

  constructor(queues: Pick<Queues, 'publish'>, batchSize: number) {
    this.queues = queues;
    this.batchSize = batchSize;
  }

  /**
   * Publishes one page of a campaign's rows, in the order of their customers. A job is named by
   * its place in the audience and its rows, so that publishing the same page again adds nothing
   * while its jobs are there, and a row that was not in them is not taken for one that was.
   *
   * @param from the place of the page's first row in the audience.
   * @returns whether the queue took it.
   */
  async publishPage(campaignId: string, from: number, page: readonly PageSlot[]): Promise<boolean> {
    const jobs: JobToPublish<'delivery'>[] = [];
    for (let at = 0; at < page.length; at += this.batchSize) {
      const messages = page.slice(at, at + this.batchSize).filter((slot) => slot !== null);
      if (messages.length > 0)
        jobs.push(jobOf(`send-${campaignId}-${from + at}-${digestOf(messages)}`, campaignId, messages));
    }
    return this.queues.publish('delivery', jobs);
  }

  /** Publishes single rows, wherever they are in the audience. */
  async publishRows(campaignId: string, messages: readonly PublishableMessage[]): Promise<boolean> {
    const jobs: JobToPublish<'delivery'>[] = [];
    for (let at = 0; at < messages.length; at += this.batchSize) {
      const batch = messages.slice(at, at + this.batchSize);
      jobs.push(jobOf(`resend-${batch[0]?.id}`, campaignId, batch));
    }
    return this.queues.publish('delivery', jobs);
  }
}

/** Tells sets of rows apart. */
function digestOf(messages: readonly PublishableMessage[]): string {
  const hash = createHash('sha256');
  for (const { id } of messages) hash.update(id);
  return hash.digest('base64url').slice(0, DIGEST_LENGTH);
}

function jobOf(id: string, campaignId: string, messages: readonly PublishableMessage[]): JobToPublish<'delivery'> {
  return {
    id,
    payload: {
      campaignId,
      messages: messages.map(({ id: communicationLogId, customerId, personalizedMessage }) => ({
        communicationLogId,
        customerId,
        personalizedMessage,
      })),
    },
  };
}
