import { z } from 'zod';

import { usersSchema } from '../customers.ts';
import {
  MAX_ROWS_PER_CALL,
  acceptedOutputSchema,
  ingestionListedSchema,
  ingestionOutputSchema,
  ingestionQuerySchema,
  ingestionsQuerySchema,
} from '../ingestions.ts';
import { ordersSchema } from '../orders.ts';
import { idParamsSchema } from '../pagination.ts';
import { base, operations } from './operation.ts';

export const INGESTION_OPERATIONS = operations({
  ingestUsers: {
    ...base,
    method: 'post',
    path: '/api/user',
    access: 'ingestions.write',
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
    access: 'ingestions.write',
    tag: 'Ingestion',
    summary: 'Take orders. An order may come before its customer; it waits for a while.',
    body: ordersSchema,
    maxRows: MAX_ROWS_PER_CALL,
    responses: { 202: acceptedOutputSchema },
    refusals: ['invalid_input', 'malformed_json', 'too_large', 'unsupported_media_type'],
  },
  listIngestions: {
    ...base,
    method: 'get',
    path: '/api/ingestions',
    access: 'ingestions.read',
    tag: 'Ingestion',
    summary: 'Accepted batches, newest first.',
    query: ingestionsQuerySchema,
    responses: { 200: z.array(ingestionListedSchema) },
    paged: true,
    refusals: ['invalid_input'],
  },
  getIngestion: {
    ...base,
    method: 'get',
    path: '/api/ingestions/{id}',
    access: 'ingestions.read',
    tag: 'Ingestion',
    summary: 'What became of one accepted batch; its rejected rows are paged.',
    params: idParamsSchema,
    query: ingestionQuerySchema,
    responses: { 200: ingestionOutputSchema },
    paged: true,
    refusals: ['invalid_input', 'not_found'],
  },
});
