import { z } from 'zod';

import { storableText } from '../text.ts';
import { offsetInstantSchema } from '../time.ts';

/** The header that makes a repeated call to the vendor harmless. */
export const IDEMPOTENCY_KEY_HEADER = 'idempotency-key';

/** What a vendor takes: the row, whose it is, and the text. */
export const sendMessageInput = z.strictObject({
  communicationLogId: z.uuid('must be an id (UUID)'),
  customerId: z.uuid('must be an id (UUID)'),
  message: storableText(100_000),
});
export type SendMessageInput = z.infer<typeof sendMessageInput>;

export const sendMessageOutput = z
  .object({ status: z.literal('QUEUED_BY_VENDOR'), vendorMessageId: z.string() })
  .meta({ id: 'VendorAnswer' });
export type SendMessageOutput = z.infer<typeof sendMessageOutput>;

export const deliveryReceiptInput = z.strictObject({
  communicationLogId: z.uuid('must be an id (UUID)'),
  vendorMessageId: storableText(200).min(1),
  status: z.enum(['SENT', 'FAILED']),
  timestamp: offsetInstantSchema,
});
export type DeliveryReceiptInput = z.infer<typeof deliveryReceiptInput>;

export const deliveryReceiptOutput = z.object({ success: z.literal(true) }).meta({ id: 'ReceiptTaken' });
