import type { CallInput, Reply } from '../http/route.ts';
import type { DeliveryService } from './delivery.service.ts';

export class DeliveryController {
  private readonly service: DeliveryService;

  constructor(service: DeliveryService) {
    this.service = service;
  }

  getDeliveryState = async (): Promise<Reply<'getDeliveryState'>> => ({
    status: 200,
    body: await this.service.state(),
  });

  stopDelivery = async ({ body }: CallInput<'stopDelivery'>): Promise<Reply<'stopDelivery'>> => ({
    status: 200,
    body: await this.service.stop(body),
  });

  startDelivery = async (): Promise<Reply<'startDelivery'>> => ({
    status: 200,
    body: await this.service.start(),
  });
}
