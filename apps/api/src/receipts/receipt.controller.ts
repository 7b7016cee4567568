import type { CallInput, Reply } from '../http/route.ts';
import type { ReceiptService } from './receipt.service.ts';

export class ReceiptController {
  private readonly service: ReceiptService;

  constructor(service: ReceiptService) {
    this.service = service;
  }

  takeDeliveryReceipt = async ({ body }: CallInput<'takeDeliveryReceipt'>): Promise<Reply<'takeDeliveryReceipt'>> => {
    await this.service.take(Array.isArray(body) ? body : [body]);
    return { status: 200, body: { success: true } };
  };
}
