import { z } from 'zod';

import { storableText } from '../text.ts';
import { offsetInstantSchema } from '../time.ts';
import { instantOutputSchema, pageQuerySchema } from './pagination.ts';

/** The header that makes a repeated call to the vendor harmless. */
export const IDEMPOTENCY_KEY_HEADER = 'idempotency-key';

/**
 * How often a message was opened again after the vendor had reported that it could not deliver
 * it makes another key, since that is to be another delivery; otherwise the key is the row's id.
 */
export function idempotencyKeyOf(communicationLogId: string, round: number): string {
  return round === 0 ? communicationLogId : `${communicationLogId}.${round}`;
}

/** The keys of all deliveries of a message, of former rounds too. */
export function deliveryKeysOf({ id, round }: { id: string; round: number }): string[] {
  return Array.from({ length: round + 1 }, (_, earlier) => idempotencyKeyOf(id, earlier));
}

/** The keys of the deliveries of a message before the one with this key. */
export function formerKeysOf(key: string): string[] {
  const [id = '', round = '0'] = key.split('.');
  return Array.from({ length: Number(round) }, (_, earlier) => idempotencyKeyOf(id, earlier));
}

const idempotencyKeySchema = storableText(200).min(1, 'must not be empty');

/** What a vendor takes: the row, whose it is, and the text. */
export const sendMessageInput = z.strictObject({
  communicationLogId: z.uuid('must be an id (UUID)'),
  customerId: z.uuid('must be an id (UUID)'),
  message: storableText(100_000),
});
export type SendMessageInput = z.infer<typeof sendMessageInput>;

/** The mock vendor's bad days for one call; see `MOCK_VENDOR_FAULTS`. */
export const MOCK_VENDOR_FAULTS_HEADER = 'x-mock-vendor-faults';

export const sendMessageHeaders = z.object({
  [IDEMPOTENCY_KEY_HEADER]: idempotencyKeySchema
    .optional()
    .meta({ description: 'A repeated key gets the first answer again; by default the communicationLogId.' }),
  [MOCK_VENDOR_FAULTS_HEADER]: z
    .string()
    .max(500)
    .optional()
    .meta({ description: 'Bad days for this call, as `busy=1,lose=0.5`; not in production.' }),
});

const vendorMessageIdSchema = storableText(200).min(1);

export const sendMessageOutput = z
  .object({ status: z.literal('QUEUED_BY_VENDOR'), vendorMessageId: vendorMessageIdSchema })
  .meta({ id: 'VendorAnswer' });
export type SendMessageOutput = z.infer<typeof sendMessageOutput>;

const vendorMessageStatusSchema = z.enum(['QUEUED_BY_VENDOR', 'SENT', 'FAILED']);

/** What any vendor must say of a message that it is asked about by its key; more does no harm. */
export const vendorReportSchema = z.object({
  vendorMessageId: vendorMessageIdSchema,
  status: vendorMessageStatusSchema,
  settledAt: offsetInstantSchema.nullish(),
});

/** What the mock vendor says of a message. */
export const vendorMessageOutput = z
  .object({
    key: z.string(),
    communicationLogId: z.uuid(),
    customerId: z.uuid(),
    message: z.string().nullable().meta({ description: 'Null once it was removed.' }),
    vendorMessageId: z.string(),
    status: vendorMessageStatusSchema,
    acceptedAt: instantOutputSchema,
    settledAt: instantOutputSchema.nullable().meta({ description: 'When it was delivered, or could not be.' }),
    receiptTakenAt: instantOutputSchema.nullable(),
  })
  .meta({ id: 'VendorMessage' });
export type VendorMessageOutput = z.infer<typeof vendorMessageOutput>;

export const vendorMessageParamsSchema = z.strictObject({ key: idempotencyKeySchema });
export const vendorMessagesQuerySchema = pageQuerySchema.extend({
  cursor: idempotencyKeySchema.optional().meta({ description: 'Where the page begins; from the `Link` header.' }),
});
export type VendorMessagesQuery = z.infer<typeof vendorMessagesQuerySchema>;

export const deliveryReceiptInput = z.strictObject({
  communicationLogId: z.uuid('must be an id (UUID)'),
  vendorMessageId: vendorMessageIdSchema,
  status: z.enum(['SENT', 'FAILED']),
  timestamp: offsetInstantSchema,
});
export type DeliveryReceiptInput = z.infer<typeof deliveryReceiptInput>;

/** Most receipts in one call. */
export const MAX_RECEIPTS_PER_CALL = 1_000;

/** One receipt, or several at once. */
export const deliveryReceiptsInput = z.union([
  deliveryReceiptInput,
  z.array(deliveryReceiptInput).min(1, 'must have at least one receipt'),
]);
export type DeliveryReceiptsInput = z.infer<typeof deliveryReceiptsInput>;

/** Unix time in seconds at which a call was signed. */
export const TIMESTAMP_HEADER = 'x-herald-timestamp';
/**
 * `sha256=` and the HMAC-SHA256, in hexadecimal, of the timestamp, a full stop and the body's bytes; of a
 * call without a body, its path with the query in the place of those.
 */
export const SIGNATURE_HEADER = 'x-herald-signature';

export const deliveryReceiptOutput = z.object({ success: z.literal(true) }).meta({ id: 'ReceiptTaken' });

/** Through whom a worker sends, as its own settings say. */
export const workerVendorSchema = z.object({
  origin: z.string().meta({ description: 'As `https://vendor.example`, without path and credentials.' }),
  isMock: z.boolean().meta({ description: "Herald's own mock vendor, which delivers nothing." }),
  isSigned: z.boolean().meta({ description: 'Whether calls are signed.' }),
  canLookUp: z.boolean().meta({ description: 'Whether the vendor can be asked what became of a message.' }),
  messagesPerJob: z.int(),
  connections: z.int(),
  timeoutMs: z.int(),
  maxAttempts: z.int(),
});
export type WorkerVendor = z.infer<typeof workerVendorSchema>;

/** A vendor that fails, as a worker sees it. */
export const vendorTroubleSchema = z.object({
  since: instantOutputSchema,
  failuresInRow: z.int(),
  heldUntil: instantOutputSchema.nullable().meta({ description: 'Until then this worker asks nothing.' }),
  lastError: z.string().nullable().meta({ description: 'What went wrong last, in words; names nobody.' }),
});
export type VendorTrouble = z.infer<typeof vendorTroubleSchema>;

/** Whether messages go out at all. */
export const deliveryStateOutput = z
  .object({
    sending: z.enum(['on', 'stopped']),
    reason: z.string().nullable(),
    stoppedAt: instantOutputSchema.nullable(),
    workers: z
      .array(
        z.object({
          id: z.uuid(),
          startedAt: instantOutputSchema,
          seenAt: instantOutputSchema,
          vendor: workerVendorSchema.nullable(),
          vendorTrouble: vendorTroubleSchema.nullable(),
        }),
      )
      .meta({ description: 'Workers that were seen lately.' }),
    waitingReceipts: z.int().meta({ description: 'Receipts that were answered and are not applied yet.' }),
    orphanReceipts: z.int().meta({ description: 'Receipts about messages that nobody knows.' }),
  })
  .meta({ id: 'DeliveryState' });
export type DeliveryStateOutput = z.infer<typeof deliveryStateOutput>;

export const stopDeliveryInput = z.strictObject({ reason: storableText(500).trim().optional() });
export type StopDeliveryInput = z.infer<typeof stopDeliveryInput>;
