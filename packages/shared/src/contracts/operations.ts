import type { z } from 'zod';

import { ACCESS_OPERATIONS } from './operations/access.operations.ts';
import { AI_OPERATIONS } from './operations/ai.operations.ts';
import { API_KEYS_OPERATIONS } from './operations/api-keys.operations.ts';
import { CAMPAIGNS_OPERATIONS } from './operations/campaigns.operations.ts';
import { CUSTOMERS_OPERATIONS } from './operations/customers.operations.ts';
import { DASHBOARD_OPERATIONS } from './operations/dashboard.operations.ts';
import { DELIVERY_OPERATIONS } from './operations/delivery.operations.ts';
import { HEALTH_OPERATIONS } from './operations/health.operations.ts';
import { INGESTION_OPERATIONS } from './operations/ingestion.operations.ts';
import { MEMBERS_OPERATIONS } from './operations/members.operations.ts';
import { MOCK_VENDOR_OPERATIONS } from './operations/mock-vendor.operations.ts';
import { SEGMENTS_OPERATIONS } from './operations/segments.operations.ts';
import { WORKSPACE_OPERATIONS } from './operations/workspace.operations.ts';
import { isRepeatable } from './operations/operation.ts';
import type { Operation } from './operations/operation.ts';

export { isRepeatable };
export type { Operation };

/** Every call of the API. */
export const OPERATIONS = {
  ...INGESTION_OPERATIONS,
  ...CUSTOMERS_OPERATIONS,
  ...SEGMENTS_OPERATIONS,
  ...CAMPAIGNS_OPERATIONS,
  ...DELIVERY_OPERATIONS,
  ...MOCK_VENDOR_OPERATIONS,
  ...ACCESS_OPERATIONS,
  ...API_KEYS_OPERATIONS,
  ...MEMBERS_OPERATIONS,
  ...WORKSPACE_OPERATIONS,
  ...AI_OPERATIONS,
  ...DASHBOARD_OPERATIONS,
  ...HEALTH_OPERATIONS,
} satisfies Record<string, Operation>;

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
