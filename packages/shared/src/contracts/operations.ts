import { z } from 'zod';

import type { ErrorCode } from '../errors.ts';
import {
  campaignDetailOutputSchema,
  campaignOutputSchema,
  campaignQuerySchema,
  createCampaignInput,
} from './campaigns.ts';
import { customerDetailOutputSchema, customerOutputSchema, customersQuerySchema, usersSchema } from './customers.ts';
import { dashboardStatsOutput } from './dashboard.ts';
import { deliveryReceiptInput, deliveryReceiptOutput, sendMessageInput, sendMessageOutput } from './delivery.ts';
import { healthOutput, readinessOutput } from './health.ts';
import { acceptedOutputSchema, ingestionOutputSchema, ingestionQuerySchema, MAX_ROWS_PER_CALL } from './ingestions.ts';
import { ordersSchema } from './orders.ts';
import { idParamsSchema, pageQuerySchema } from './pagination.ts';
import {
  createSegmentInput,
  previewSegmentInput,
  previewSegmentOutput,
  segmentDetailOutputSchema,
  segmentOutputSchema,
  segmentQuerySchema,
} from './segments.ts';

const nothing = z.strictObject({});

/** One call of the API. Routes, controllers and the OpenAPI document are made from these. */
export interface Operation {
  method: 'get' | 'post';
  /** With parameters in braces, as OpenAPI writes them. */
  path: string;
  tag: string;
  summary: string;
  params: z.ZodType;
  query: z.ZodType;
  /** Undefined when the call takes no body. */
  body: z.ZodType | undefined;
  /** Most rows when the body is an array; one more answers 413. */
  maxRows?: number;
  /** The answers when all is well (and 503 of readiness). */
  responses: Readonly<Record<number, z.ZodType>>;
  /** Whether the answer is one page of a list, with the next one in the `Link` header. */
  paged?: boolean;
  /** The refusals beyond those that every call can meet. */
  refusals: readonly ErrorCode[];
}

const base = { params: nothing, query: nothing, body: undefined };

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
  previewSegment: {
    ...base,
    method: 'post',
    path: '/api/segments/preview',
    tag: 'Segments',
    summary: 'How many customers the rules select, and some of them. Saves nothing.',
    body: previewSegmentInput,
    responses: { 200: previewSegmentOutput },
    refusals: ['invalid_input', 'malformed_json', 'unsupported_media_type'],
  },
  createSegment: {
    ...base,
    method: 'post',
    path: '/api/segments',
    tag: 'Segments',
    summary: 'Save rules and freeze the audience they select now.',
    body: createSegmentInput,
    responses: { 201: segmentOutputSchema },
    refusals: ['invalid_input', 'malformed_json', 'unsupported_media_type'],
  },
  listSegments: {
    ...base,
    method: 'get',
    path: '/api/segments',
    tag: 'Segments',
    summary: 'Segments, newest first.',
    query: pageQuerySchema,
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
    refusals: ['invalid_input', 'not_found'],
  },
  createCampaign: {
    ...base,
    method: 'post',
    path: '/api/campaigns',
    tag: 'Campaigns',
    summary: "Save a campaign and, unless it is a draft, launch it to the segment's audience.",
    body: createCampaignInput,
    responses: { 201: campaignOutputSchema },
    refusals: ['invalid_input', 'malformed_json', 'not_found', 'unsupported_media_type'],
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
  takeDeliveryReceipt: {
    ...base,
    method: 'post',
    path: '/api/delivery-receipt',
    tag: 'Delivery',
    summary: 'What a vendor reports of one message. Answered once it is stored.',
    body: deliveryReceiptInput,
    responses: { 200: deliveryReceiptOutput },
    refusals: ['invalid_input', 'malformed_json', 'unsupported_media_type'],
  },
  sendThroughMockVendor: {
    ...base,
    method: 'post',
    path: '/api/mock-vendor/send-email',
    tag: 'Mock vendor',
    summary: 'A vendor to try things with: takes a message, later reports it as SENT or FAILED.',
    body: sendMessageInput,
    responses: { 200: sendMessageOutput },
    refusals: ['invalid_input', 'malformed_json', 'unsupported_media_type'],
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
export type OperationOutput<K extends OperationId> = z.infer<
  (typeof OPERATIONS)[K]['responses'][keyof (typeof OPERATIONS)[K]['responses']]
>;
