import { z } from 'zod';

import {
  sendMessageHeaders,
  sendMessageInput,
  sendMessageOutput,
  vendorMessageOutput,
  vendorMessageParamsSchema,
  vendorMessagesQuerySchema,
} from '../delivery.ts';
import { base, BODY_REFUSALS, operations } from './operation.ts';

export const MOCK_VENDOR_OPERATIONS = operations({
  sendThroughMockVendor: {
    ...base,
    method: 'post',
    path: '/api/mock-vendor/send-email',
    access: { signedBy: 'worker' },
    tag: 'Mock vendor',
    summary: 'A vendor to try things with: takes a message, later reports it as SENT or FAILED.',
    headers: sendMessageHeaders,
    body: sendMessageInput,
    responses: { 200: sendMessageOutput },
    refusals: [...BODY_REFUSALS, 'unauthorized', 'rate_limited'],
  },
  listMockVendorMessages: {
    ...base,
    method: 'get',
    path: '/api/mock-vendor/messages',
    access: 'people.read',
    tag: 'Mock vendor',
    summary: "The vendor's own books: what it really took, once per idempotency key.",
    query: vendorMessagesQuerySchema,
    responses: { 200: z.array(vendorMessageOutput) },
    paged: true,
    refusals: ['invalid_input'],
  },
  getMockVendorMessage: {
    ...base,
    method: 'get',
    path: '/api/mock-vendor/messages/{key}',
    access: { signedBy: 'worker' },
    tag: 'Mock vendor',
    summary: 'What became of the message with this idempotency key.',
    params: vendorMessageParamsSchema,
    responses: { 200: vendorMessageOutput },
    refusals: ['invalid_input', 'unauthorized', 'not_found'],
  },
});
