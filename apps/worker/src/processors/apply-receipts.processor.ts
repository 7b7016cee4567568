import type { JobHandler } from '@herald/platform';

import type { ReceiptService } from '../receipts/receipt.service.ts';

/** Exactly once: a receipt leaves the inbox in the transaction that applies it. */
export function applyReceiptsProcessor(service: ReceiptService): JobHandler<'receipts'> {
  return () => service.applyAll();
}
