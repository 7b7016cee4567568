import { expect, it } from '@jest/globals';
import { z } from 'zod';

import { QUEUES } from './queues.ts';

/** The fields of a payload, down to those of its rows. */
function shapeOf(schema: z.core.JSONSchema.BaseSchema): unknown {
  if (schema.type === 'array') return [shapeOf(schema.items as z.core.JSONSchema.BaseSchema)];
  if (schema.type !== 'object') return schema.type;
  const fields = Object.entries(schema.properties ?? {});
  return Object.fromEntries(fields.map(([name, field]) => [name, shapeOf(field as z.core.JSONSchema.BaseSchema)]));
}

/**
 * During an upgrade workers of two versions take jobs of each other, and payloads are strict: a field
 * more or less, and one of them fails the other's jobs. New work gets a new queue; see docs/deploy.md.
 */
it('what jobs carry is the same in every version', () => {
  const payloads = Object.values(QUEUES).map(({ name, job, payload }) => [
    `${name}: ${job}`,
    shapeOf(z.toJSONSchema(payload)),
  ]);
  expect(Object.fromEntries(payloads)).toEqual({
    'customerQueue: persistent-batch': { chunkId: 'string' },
    'orderQueue: persistent-order-batch': { chunkId: 'string' },
    'launchQueue: launch-campaign': { campaignId: 'string' },
    'deliveryQueue: send-messages': {
      campaignId: 'string',
      messages: [{ communicationLogId: 'string', customerId: 'string', personalizedMessage: 'string' }],
    },
    'receiptProcessingQueue: apply-receipts': {},
    'markerQueue: marker': {},
  });
});
