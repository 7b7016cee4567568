import type { PublishableMessage, Queues } from '@herald/platform';

/** Cuts messages into delivery jobs. */
export class DeliveryPublisher {
  private readonly queues: Pick<Queues, 'publish'>;
  private readonly batchSize: number;

  constructor(queues: Pick<Queues, 'publish'>, batchSize: number) {
    this.queues = queues;
    this.batchSize = batchSize;
  }

  /** A job is named by its first row, so that publishing the same rows again adds nothing. */
  async publish(campaignId: string, messages: PublishableMessage[]): Promise<void> {
    const jobs = chunksOf(messages, this.batchSize).map((batch) => ({
      id: `send-${batch[0]?.id}`,
      payload: {
        campaignId,
        messages: batch.map(({ id, customerId, personalizedMessage }) => ({
          communicationLogId: id,
          customerId,
          personalizedMessage,
        })),
      },
    }));
    if (jobs.length > 0) await this.queues.publish('delivery', jobs);
  }
}

function chunksOf<T>(things: T[], size: number): T[][] {
  const count = Math.ceil(things.length / size);
  return Array.from({ length: count }, (_, index) => things.slice(index * size, (index + 1) * size));
}
