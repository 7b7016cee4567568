import type { JobHandler } from '@herald/platform';

import type { DeliveryService } from '../delivery/delivery.service.ts';

/** At least once at the vendor under one idempotency key per row, so once for the recipient. */
export function sendMessagesProcessor(service: DeliveryService): JobHandler<'delivery'> {
  return ({ campaignId, messages }, job) =>
    service.send(
      campaignId,
      messages.map(({ communicationLogId }) => communicationLogId),
      job.id,
    );
}
