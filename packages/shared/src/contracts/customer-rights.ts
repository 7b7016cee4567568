import { z } from 'zod';

import { communicationLogOutputSchema } from './campaigns.ts';
import { customerOutputSchema } from './customers.ts';
import { orderOutputSchema } from './orders.ts';
import { instantOutputSchema } from './pagination.ts';

const count = (description: string) => z.int().meta({ description });

export const erasureOutputSchema = z
  .object({
    id: z.uuid(),
    customerId: z.uuid(),
    erasedAt: instantOutputSchema,
    cleared: z.object({
      segments: count('Static segments that the customer was taken out of.'),
      messages: count('Messages whose text was removed.'),
      excluded: count('Of these, messages that had not been sent and never will be.'),
      vendorMessages: count("Messages in the mock vendor's books whose text was removed."),
      waitingRows: count(
        'Rows of stored batches that were not written yet; they are listed as rejected, without what they said.',
      ),
      rejectedRows: count('Rejected rows that were emptied.'),
      answers: count('Answers that were kept for repeated calls and that named the customer.'),
    }),
  })
  .meta({ id: 'Erasure' });
export type ErasureOutput = z.infer<typeof erasureOutputSchema>;

const batchRow = {
  ingestionId: z.uuid(),
  index: z.int().meta({ description: 'Position in the call, from 0.' }),
  row: z.unknown().meta({ description: 'The row as it was sent.' }),
};

/** Everything that is kept of one customer, as it was at one instant. */
export const customerExportOutputSchema = z
  .object({
    exportedAt: instantOutputSchema,
    customer: customerOutputSchema,
    erasure: z.object({ id: z.uuid(), erasedAt: instantOutputSchema }).nullable(),
    orders: z.array(orderOutputSchema).meta({ description: 'All of them, newest first.' }),
    messages: z
      .array(communicationLogOutputSchema.extend({ campaignId: z.uuid(), campaignName: z.string() }))
      .meta({ description: 'All of them, of every campaign, oldest first.' }),
    vendorMessages: z
      .array(
        z.object({
          key: z.string(),
          communicationLogId: z.uuid(),
          vendorMessageId: z.string(),
          message: z.string().nullable(),
          outcome: z.enum(['SENT', 'FAILED']),
          acceptedAt: instantOutputSchema,
        }),
      )
      .meta({ description: 'What the mock vendor has in its books.' }),
    contradictingReceipts: z
      .array(
        z.object({
          communicationLogId: z.uuid(),
          vendorMessageId: z.string(),
          status: z.enum(['SENT', 'FAILED']),
          occurredAt: instantOutputSchema,
          receivedAt: instantOutputSchema,
        }),
      )
      .meta({ description: 'Receipts of these messages that say something else than the one that came first.' }),
    segments: z.array(z.object({ id: z.uuid(), name: z.string() })).meta({
      description: 'The static segments that hold the customer; whom a dynamic one selects follows from the rest.',
    }),
    campaigns: z
      .array(z.object({ id: z.uuid(), name: z.string() }))
      .meta({ description: 'The launched campaigns in whose frozen audience the customer is.' }),
    waitingRows: z
      .array(z.object({ ...batchRow, kind: z.enum(['CUSTOMERS', 'ORDERS']) }))
      .meta({ description: 'Rows of stored batches that name the customer and are not written yet.' }),
    rejectedRows: z
      .array(z.object({ ...batchRow, reason: z.string() }))
      .meta({ description: 'Rejected rows that name the customer.' }),
  })
  .meta({ id: 'CustomerExport' });
export type CustomerExportOutput = z.infer<typeof customerExportOutputSchema>;
