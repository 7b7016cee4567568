import { IDEMPOTENCY_KEY_HEADER, invalidInput, MOCK_VENDOR_FAULTS_HEADER } from '@herald/shared';

import { cutPage, withOneMore } from '../http/page.ts';
import { NoAnswer } from '../http/route.ts';
import type { CallInput, Reply } from '../http/route.ts';
import { faultRatesSchema } from './faults.ts';
import type { FaultRates } from './faults.ts';
import type { MockVendorService } from './mock-vendor.service.ts';

export class MockVendorController {
  private readonly service: MockVendorService;
  private readonly options: { faultsByHeader: boolean };

  /** @param options.faultsByHeader whether callers may ask for bad days; otherwise their header is passed over. */
  constructor(service: MockVendorService, options: { faultsByHeader: boolean }) {
    this.service = service;
    this.options = options;
  }

  sendThroughMockVendor = async ({
    headers,
    body,
    signal,
  }: CallInput<'sendThroughMockVendor'>): Promise<Reply<'sendThroughMockVendor'>> => {
    const key = headers[IDEMPOTENCY_KEY_HEADER] ?? body.communicationLogId;
    const faults = this.faultsOf(headers[MOCK_VENDOR_FAULTS_HEADER]);
    const vendorMessageId = await this.service.accept({ key, input: body, faults, signal });
    if (vendorMessageId === undefined) throw new NoAnswer();
    return { status: 200, body: { status: 'QUEUED_BY_VENDOR', vendorMessageId } };
  };

  listMockVendorMessages = async ({
    query,
  }: CallInput<'listMockVendorMessages'>): Promise<Reply<'listMockVendorMessages'>> => {
    const messages = await this.service.listMessages(query.cursor, withOneMore(query).limit);
    const { page, next } = cutPage(messages, query.limit, ({ key }) => key);
    return { status: 200, body: page, next };
  };

  getMockVendorMessage = async ({
    params,
  }: CallInput<'getMockVendorMessage'>): Promise<Reply<'getMockVendorMessage'>> => ({
    status: 200,
    body: await this.service.getMessage(params.key),
  });

  private faultsOf(header: string | undefined): FaultRates | undefined {
    if (header === undefined || !this.options.faultsByHeader) return undefined;
    const parsed = faultRatesSchema.safeParse(header);
    if (!parsed.success) throw invalidInput(parsed.error, [MOCK_VENDOR_FAULTS_HEADER]);
    return parsed.data;
  }
}
