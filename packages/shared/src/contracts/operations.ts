import { z } from 'zod';

import type { ErrorCode } from '../errors.ts';
import {
  campaignBooksOutput,
  campaignDetailOutputSchema,
  campaignOutputSchema,
  campaignQuerySchema,
  createCampaignInput,
  launchCampaignInput,
  retryFailedInput,
  retryFailedOutput,
} from './campaigns.ts';
import { customerDetailOutputSchema, customerOutputSchema, customersQuerySchema, usersSchema } from './customers.ts';
import { dashboardStatsOutput } from './dashboard.ts';
import {
  deliveryReceiptOutput,
  deliveryReceiptsInput,
  deliveryStateOutput,
  MAX_RECEIPTS_PER_CALL,
  sendMessageHeaders,
  sendMessageInput,
  sendMessageOutput,
  stopDeliveryInput,
  vendorMessageOutput,
  vendorMessageParamsSchema,
  vendorMessagesQuerySchema,
} from './delivery.ts';
import { healthOutput, readinessOutput } from './health.ts';
import { acceptedOutputSchema, ingestionOutputSchema, ingestionQuerySchema, MAX_ROWS_PER_CALL } from './ingestions.ts';
import { ordersSchema } from './orders.ts';
import { idParamsSchema, pageQuerySchema } from './pagination.ts';
import {
  audienceMemberSchema,
  createSegmentInput,
  explainSegmentInput,
  explainSegmentOutput,
  previewSegmentInput,
  previewSegmentOutput,
  segmentDetailOutputSchema,
  segmentDifferenceSchema,
  segmentFieldsOutput,
  segmentOutputSchema,
  segmentQuerySchema,
  segmentsQuerySchema,
  updateSegmentInput,
  updateSegmentQuerySchema,
} from './segments.ts';

const nothing = z.strictObject({});

/** One call of the API. Routes, controllers and the OpenAPI document are made from these. */
export interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** With parameters in braces, as OpenAPI writes them. */
  path: string;
  tag: string;
  summary: string;
  params: z.ZodType;
  query: z.ZodType;
  /** Those that the operation reads, by their names in small letters. */
  headers?: z.ZodType;
  /** Undefined when the call takes no body. */
  body: z.ZodType | undefined;
  /** Whether a call may come without its body, which is then `{}`. */
  bodyOptional?: boolean;
  /** Whether the body's bytes are signed (see `signature.ts`); checked before they are parsed. */
  signed?: boolean;
  /** Most rows when the body is an array; one more answers 413. */
  maxRows?: number;
  /** The answers when all is well (and 503 of readiness). */
  responses: Readonly<Record<number, z.ZodType>>;
  /** The type of an answer that is not JSON; its body is then text that is sent as it is made. */
  contentType?: 'text/csv';
  /** Whether the answer is one page of a list, with the next one in the `Link` header. */
  paged?: boolean;
  /** The refusals beyond those that every call can meet. */
  refusals: readonly ErrorCode[];
}

const base = { params: nothing, query: nothing, body: undefined };
/** Of every call with a body. */
const BODY_REFUSALS = [
  'invalid_input',
  'malformed_json',
  'too_large',
  'unsupported_media_type',
] as const satisfies ErrorCode[];

export const OPERATIONS = {
  ingestUsers: {
    ...base,
    method: 'post',
    path: '/api/user',
    tag: 'Ingestion',
    summary: 'Take customers. They are written by the worker; ask the ingestion how it went.',
    body: usersSchema,
    maxRows: MAX_ROWS_PER_CALL,
    responses: { 202: acceptedOutputSchema },
    refusals: ['invalid_input', 'malformed_json', 'too_large', 'unsupported_media_type'],
  },
  ingestOrders: {
    ...base,
    method: 'post',
    path: '/api/order',
    tag: 'Ingestion',
    summary: 'Take orders. An order may come before its customer; it waits for a while.',
    body: ordersSchema,
    maxRows: MAX_ROWS_PER_CALL,
    responses: { 202: acceptedOutputSchema },
    refusals: ['invalid_input', 'malformed_json', 'too_large', 'unsupported_media_type'],
  },
  getIngestion: {
    ...base,
    method: 'get',
    path: '/api/ingestions/{id}',
    tag: 'Ingestion',
    summary: 'What became of one accepted batch; its rejected rows are paged.',
    params: idParamsSchema,
    query: ingestionQuerySchema,
    responses: { 200: ingestionOutputSchema },
    paged: true,
    refusals: ['invalid_input', 'not_found'],
  },
  listCustomers: {
    ...base,
    method: 'get',
    path: '/api/customers',
    tag: 'Customers',
    summary: 'Customers, newest first.',
    query: customersQuerySchema,
    responses: { 200: z.array(customerOutputSchema) },
    paged: true,
    refusals: ['invalid_input'],
  },
  getCustomer: {
    ...base,
    method: 'get',
    path: '/api/customers/{id}',
    tag: 'Customers',
    summary: 'One customer with totals and orders.',
    params: idParamsSchema,
    responses: { 200: customerDetailOutputSchema },
    refusals: ['invalid_input', 'not_found'],
  },
  listSegmentFields: {
    ...base,
    method: 'get',
    path: '/api/segments/fields',
    tag: 'Segments',
    summary: 'Everything that rules can ask: fields, their operators and values that customers have.',
    responses: { 200: segmentFieldsOutput },
    refusals: [],
  },
  previewSegment: {
    ...base,
    method: 'post',
    path: '/api/segments/preview',
    tag: 'Segments',
    summary: 'How many customers the rules select, and some of them. Saves nothing.',
    body: previewSegmentInput,
    responses: { 200: previewSegmentOutput },
    refusals: ['invalid_input', 'malformed_json', 'too_large', 'conflict', 'unsupported_media_type', 'timed_out'],
  },
  explainSegment: {
    ...base,
    method: 'post',
    path: '/api/segments/explain',
    tag: 'Segments',
    summary: 'Why one customer is in or out: every rule with its answer and what the customer has.',
    body: explainSegmentInput,
    responses: { 200: explainSegmentOutput },
    refusals: ['invalid_input', 'malformed_json', 'too_large', 'not_found', 'conflict', 'unsupported_media_type'],
  },
  createSegment: {
    ...base,
    method: 'post',
    path: '/api/segments',
    tag: 'Segments',
    summary: 'Save rules and compute who they select now; a static segment freezes them.',
    body: createSegmentInput,
    responses: { 201: segmentOutputSchema },
    refusals: ['invalid_input', 'malformed_json', 'too_large', 'unsupported_media_type', 'timed_out'],
  },
  listSegments: {
    ...base,
    method: 'get',
    path: '/api/segments',
    tag: 'Segments',
    summary: 'Segments, newest first unless sorted otherwise.',
    query: segmentsQuerySchema,
    responses: { 200: z.array(segmentOutputSchema) },
    paged: true,
    refusals: ['invalid_input'],
  },
  getSegment: {
    ...base,
    method: 'get',
    path: '/api/segments/{id}',
    tag: 'Segments',
    summary: 'One segment; with `include=audience` also the ids in it, paged.',
    params: idParamsSchema,
    query: segmentQuerySchema,
    responses: { 200: segmentDetailOutputSchema },
    paged: true,
    refusals: ['invalid_input', 'not_found', 'conflict', 'timed_out'],
  },
  updateSegment: {
    ...base,
    method: 'patch',
    path: '/api/segments/{id}',
    tag: 'Segments',
    summary:
      'Change a segment, or with `dryRun=true` see who would come and go. Campaigns that were launched keep their audience.',
    params: idParamsSchema,
    query: updateSegmentQuerySchema,
    body: updateSegmentInput,
    responses: { 200: z.union([segmentOutputSchema, segmentDifferenceSchema]) },
    refusals: [
      'invalid_input',
      'malformed_json',
      'too_large',
      'not_found',
      'conflict',
      'unsupported_media_type',
      'timed_out',
    ],
  },
  deleteSegment: {
    ...base,
    method: 'delete',
    path: '/api/segments/{id}',
    tag: 'Segments',
    summary: 'Delete a segment that no campaign and no other segment uses.',
    params: idParamsSchema,
    responses: { 200: segmentOutputSchema },
    refusals: ['invalid_input', 'not_found', 'conflict', 'timed_out'],
  },
  refreshSegment: {
    ...base,
    method: 'post',
    path: '/api/segments/{id}/refresh',
    tag: 'Segments',
    summary: 'Ask the rules again: a static segment freezes who they select now, a dynamic one notes how many.',
    params: idParamsSchema,
    responses: { 200: segmentOutputSchema },
    refusals: ['invalid_input', 'not_found', 'conflict', 'timed_out'],
  },
  duplicateSegment: {
    ...base,
    method: 'post',
    path: '/api/segments/{id}/duplicate',
    tag: 'Segments',
    summary: 'A copy, with the audience that the original has.',
    params: idParamsSchema,
    responses: { 201: segmentOutputSchema },
    refusals: ['invalid_input', 'not_found', 'timed_out'],
  },
  listSegmentAudience: {
    ...base,
    method: 'get',
    path: '/api/segments/{id}/audience',
    tag: 'Segments',
    summary: 'Who is in a segment, paged: the frozen audience of a static one, whom a dynamic one selects now.',
    params: idParamsSchema,
    query: pageQuerySchema,
    responses: { 200: z.array(audienceMemberSchema) },
    paged: true,
    refusals: ['invalid_input', 'not_found', 'conflict', 'timed_out'],
  },
  exportSegmentAudience: {
    ...base,
    method: 'get',
    path: '/api/segments/{id}/audience.csv',
    tag: 'Segments',
    summary: 'The same as CSV, everybody in one stream.',
    params: idParamsSchema,
    responses: { 200: z.string() },
    contentType: 'text/csv',
    refusals: ['invalid_input', 'not_found', 'conflict', 'timed_out'],
  },
  createCampaign: {
    ...base,
    method: 'post',
    path: '/api/campaigns',
    tag: 'Campaigns',
    summary: "Save a campaign and, unless it is a draft, launch it to the segment's audience.",
    body: createCampaignInput,
    responses: { 201: campaignOutputSchema },
    refusals: [
      'invalid_input',
      'malformed_json',
      'too_large',
      'not_found',
      'conflict',
      'unsupported_media_type',
      'timed_out',
    ],
  },
  listCampaigns: {
    ...base,
    method: 'get',
    path: '/api/campaigns',
    tag: 'Campaigns',
    summary: 'Campaigns, newest first.',
    query: pageQuerySchema,
    responses: { 200: z.array(campaignOutputSchema) },
    paged: true,
    refusals: ['invalid_input'],
  },
  listCampaignHistory: {
    ...base,
    method: 'get',
    path: '/api/campaigns/history',
    tag: 'Campaigns',
    summary: 'The same as `/api/campaigns`.',
    query: pageQuerySchema,
    responses: { 200: z.array(campaignOutputSchema) },
    paged: true,
    refusals: ['invalid_input'],
  },
  getCampaign: {
    ...base,
    method: 'get',
    path: '/api/campaigns/{id}',
    tag: 'Campaigns',
    summary: 'One campaign with a summary of its log and one page of its rows.',
    params: idParamsSchema,
    query: campaignQuerySchema,
    responses: { 200: campaignDetailOutputSchema },
    paged: true,
    refusals: ['invalid_input', 'not_found'],
  },
  getCampaignBooks: {
    ...base,
    method: 'get',
    path: '/api/campaigns/{id}/books',
    tag: 'Campaigns',
    summary: 'The counters of a campaign beside its rows, counted for this answer.',
    params: idParamsSchema,
    responses: { 200: campaignBooksOutput },
    refusals: ['invalid_input', 'not_found', 'timed_out'],
  },
  launchCampaign: {
    ...base,
    method: 'post',
    path: '/api/campaigns/{id}/launch',
    tag: 'Campaigns',
    summary: 'Launch a draft or a scheduled campaign, now or at a time.',
    params: idParamsSchema,
    body: launchCampaignInput,
    bodyOptional: true,
    responses: { 200: campaignOutputSchema },
    refusals: [...BODY_REFUSALS, 'not_found', 'conflict', 'timed_out'],
  },
  pauseCampaign: {
    ...base,
    method: 'post',
    path: '/api/campaigns/{id}/pause',
    tag: 'Campaigns',
    summary: 'Send no further message of it; those that the vendor has are still reported.',
    params: idParamsSchema,
    responses: { 200: campaignOutputSchema },
    refusals: ['invalid_input', 'not_found', 'conflict'],
  },
  resumeCampaign: {
    ...base,
    method: 'post',
    path: '/api/campaigns/{id}/resume',
    tag: 'Campaigns',
    summary: 'Go on with a paused campaign.',
    params: idParamsSchema,
    responses: { 200: campaignOutputSchema },
    refusals: ['invalid_input', 'not_found', 'conflict'],
  },
  cancelCampaign: {
    ...base,
    method: 'post',
    path: '/api/campaigns/{id}/cancel',
    tag: 'Campaigns',
    summary: 'Give up what the vendor does not have yet, for good.',
    params: idParamsSchema,
    responses: { 200: campaignOutputSchema },
    refusals: ['invalid_input', 'not_found', 'conflict'],
  },
  retryFailedMessages: {
    ...base,
    method: 'post',
    path: '/api/campaigns/{id}/retry-failed',
    tag: 'Campaigns',
    summary: 'Try failed messages again, all that may help or those of one class.',
    params: idParamsSchema,
    body: retryFailedInput,
    bodyOptional: true,
    responses: { 200: retryFailedOutput },
    refusals: [...BODY_REFUSALS, 'not_found', 'conflict', 'timed_out'],
  },
  getDeliveryState: {
    ...base,
    method: 'get',
    path: '/api/delivery',
    tag: 'Delivery',
    summary: 'Whether messages go out, and who sends them.',
    responses: { 200: deliveryStateOutput },
    refusals: [],
  },
  stopDelivery: {
    ...base,
    method: 'post',
    path: '/api/delivery/stop',
    tag: 'Delivery',
    summary: 'Stop all sending, of every campaign and worker, until it is started again.',
    body: stopDeliveryInput,
    bodyOptional: true,
    responses: { 200: deliveryStateOutput },
    refusals: BODY_REFUSALS,
  },
  startDelivery: {
    ...base,
    method: 'post',
    path: '/api/delivery/start',
    tag: 'Delivery',
    summary: 'Send again.',
    responses: { 200: deliveryStateOutput },
    refusals: [],
  },
  takeDeliveryReceipt: {
    ...base,
    method: 'post',
    path: '/api/delivery-receipt',
    tag: 'Delivery',
    summary: 'What a vendor reports of one message, or of several. Answered once it is stored.',
    body: deliveryReceiptsInput,
    maxRows: MAX_RECEIPTS_PER_CALL,
    signed: true,
    responses: { 200: deliveryReceiptOutput },
    refusals: [...BODY_REFUSALS, 'unauthorized'],
  },
  sendThroughMockVendor: {
    ...base,
    method: 'post',
    path: '/api/mock-vendor/send-email',
    tag: 'Mock vendor',
    summary: 'A vendor to try things with: takes a message, later reports it as SENT or FAILED.',
    headers: sendMessageHeaders,
    body: sendMessageInput,
    responses: { 200: sendMessageOutput },
    refusals: [...BODY_REFUSALS, 'rate_limited'],
  },
  listMockVendorMessages: {
    ...base,
    method: 'get',
    path: '/api/mock-vendor/messages',
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
    tag: 'Mock vendor',
    summary: 'What became of the message with this idempotency key.',
    params: vendorMessageParamsSchema,
    responses: { 200: vendorMessageOutput },
    refusals: ['invalid_input', 'not_found'],
  },
  getDashboardStats: {
    ...base,
    method: 'get',
    path: '/api/dashboard/stats',
    tag: 'Dashboard',
    summary: 'The four numbers of the dashboard.',
    responses: { 200: dashboardStatsOutput },
    refusals: [],
  },
  getHealth: {
    ...base,
    method: 'get',
    path: '/healthz',
    tag: 'Health',
    summary: 'Whether the process is alive.',
    responses: { 200: healthOutput },
    refusals: [],
  },
  getReadiness: {
    ...base,
    method: 'get',
    path: '/readyz',
    tag: 'Health',
    summary: 'Whether it can serve: database and queue answer.',
    responses: { 200: readinessOutput, 503: readinessOutput },
    refusals: [],
  },
} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof OPERATIONS;
export type OperationParams<K extends OperationId> = z.infer<(typeof OPERATIONS)[K]['params']>;
export type OperationQuery<K extends OperationId> = z.infer<(typeof OPERATIONS)[K]['query']>;
export type OperationBody<K extends OperationId> = (typeof OPERATIONS)[K]['body'] extends z.ZodType
  ? z.infer<(typeof OPERATIONS)[K]['body']>
  : undefined;
export type OperationHeaders<K extends OperationId> = (typeof OPERATIONS)[K] extends { headers: z.ZodType }
  ? z.infer<(typeof OPERATIONS)[K]['headers']>
  : undefined;
export type OperationOutput<K extends OperationId> = z.infer<
  (typeof OPERATIONS)[K]['responses'][keyof (typeof OPERATIONS)[K]['responses']]
>;
