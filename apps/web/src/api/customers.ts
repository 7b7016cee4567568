import {
  customerCountOutput,
  customerDetailOutputSchema,
  customerExportOutputSchema,
  customerMessageSchema,
  customerOutputSchema,
  customerSegmentsOutput,
  erasureOutputSchema,
  timelineEventSchema,
} from '@herald/shared';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';

import type { Answer } from '../lib/api-client.ts';
import { endpoint, type EndpointQuery, pagedEndpoint } from '../lib/endpoint.ts';

/** Erasing walks through everything that is kept of a customer. */
const ERASE_TIMEOUT_MS = 60_000;
const HISTORY_PAGE_SIZE = 50;

export const listCustomers = pagedEndpoint<'listCustomers'>('get', '/api/customers', z.array(customerOutputSchema));
export const countCustomers = endpoint<'countCustomers'>('get', '/api/customers/count', customerCountOutput);
export const listCustomerMessages = pagedEndpoint<'listCustomerMessages'>(
  'get',
  '/api/customers/{id}/messages',
  z.array(customerMessageSchema),
);
export const listCustomerSegments = endpoint<'listCustomerSegments'>(
  'get',
  '/api/customers/{id}/segments',
  customerSegmentsOutput,
);
export const listCustomerTimeline = pagedEndpoint<'listCustomerTimeline'>(
  'get',
  '/api/customers/{id}/timeline',
  z.array(timelineEventSchema),
);
export const getCustomer = endpoint<'getCustomer'>('get', '/api/customers/{id}', customerDetailOutputSchema);
export const exportCustomer = endpoint<'exportCustomer'>(
  'get',
  '/api/customers/{id}/export',
  customerExportOutputSchema,
  { timeoutMs: ERASE_TIMEOUT_MS },
);
export const eraseCustomer = endpoint<'eraseCustomer'>('delete', '/api/customers/{id}', erasureOutputSchema, {
  timeoutMs: ERASE_TIMEOUT_MS,
});

export const customersQuery = (query: EndpointQuery<'listCustomers'> = {}) =>
  queryOptions({
    queryKey: ['customers', 'list', query],
    queryFn: ({ signal }) => listCustomers({ query }, { signal }),
  });

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: ['customers', 'one', id],
    queryFn: ({ signal }) => getCustomer({ params: { id } }, { signal }),
  });

/** How many the filters select, and how many there are altogether. */
export const customerCountQuery = (query: EndpointQuery<'countCustomers'> = {}) =>
  queryOptions({
    queryKey: ['customers', 'count', query],
    queryFn: ({ signal }) => countCustomers({ query }, { signal }),
  });

/** Page after page, each with the cursor of the next one. */
export const customerMessagesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['customers', 'one', id, 'messages'],
    queryFn: ({ signal, pageParam }) =>
      listCustomerMessages({ params: { id }, query: { limit: HISTORY_PAGE_SIZE, ...pageParam } }, { signal }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: nextCursorParam,
  });

export const customerSegmentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['customers', 'one', id, 'segments'],
    queryFn: ({ signal }) => listCustomerSegments({ params: { id } }, { signal }),
  });

/** Page after page, each with the cursor of the next one. */
export const customerTimelineQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['customers', 'one', id, 'timeline'],
    queryFn: ({ signal, pageParam }) =>
      listCustomerTimeline({ params: { id }, query: { limit: HISTORY_PAGE_SIZE, ...pageParam } }, { signal }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: nextCursorParam,
  });

interface CursorParam {
  cursor?: string;
}

const FIRST_PAGE: CursorParam = {};

function nextCursorParam({ next }: Answer<unknown>): CursorParam | undefined {
  return next === null ? undefined : { cursor: next };
}
