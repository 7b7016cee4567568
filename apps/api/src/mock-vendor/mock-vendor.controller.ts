import type { CallInput, Reply } from '../http/route.ts';
import type { MockVendorService } from './mock-vendor.service.ts';

export class MockVendorController {
  private readonly service: MockVendorService;

  constructor(service: MockVendorService) {
    this.service = service;
  }

  sendThroughMockVendor = async ({
    body,
  }: CallInput<'sendThroughMockVendor'>): Promise<Reply<'sendThroughMockVendor'>> => ({
    status: 200,
    body: { status: 'QUEUED_BY_VENDOR', vendorMessageId: await this.service.accept(body) },
  });
}
