import { z } from 'zod';

const ingestionChunkPayload = z.strictObject({ chunkId: z.uuid() });

/**
 * Every queue as data: its name, the name of its jobs and what they carry. Payloads are
 * parsed when published and again when processed.
 *
 * Jobs only say that there is work: what they name is committed before they are
 * published, so a queue that is wiped loses nothing.
 */
export const QUEUES = {
  customers: { name: 'customerQueue', job: 'persistent-batch', payload: ingestionChunkPayload },
  orders: { name: 'orderQueue', job: 'persistent-order-batch', payload: ingestionChunkPayload },
  launch: { name: 'launchQueue', job: 'launch-campaign', payload: z.strictObject({ campaignId: z.uuid() }) },
  delivery: {
    name: 'deliveryQueue',
    job: 'send-messages',
    payload: z.strictObject({
      campaignId: z.uuid(),
      messages: z
        .array(
          z.strictObject({
            communicationLogId: z.uuid(),
            customerId: z.uuid(),
            personalizedMessage: z.string(),
          }),
        )
        .min(1),
    }),
  },
  receipts: { name: 'receiptProcessingQueue', job: 'apply-receipts', payload: z.strictObject({}) },
  /** Nobody consumes it: its one job is gone when the backend has lost its jobs. */
  marker: { name: 'markerQueue', job: 'marker', payload: z.strictObject({}) },
} as const;

export type QueueKey = keyof typeof QUEUES;
export type QueuePayload<K extends QueueKey> = z.infer<(typeof QUEUES)[K]['payload']>;
