import { acceptedOutputSchema, ingestionListedSchema, ingestionOutputSchema } from '@herald/shared';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';

import { endpoint, type EndpointQuery, pagedEndpoint } from '../lib/endpoint.ts';

/** A call carries up to 10 MB. */
const INGEST_TIMEOUT_MS = 60_000;

export const ingestUsers = endpoint<'ingestUsers'>('post', '/api/user', acceptedOutputSchema, {
  timeoutMs: INGEST_TIMEOUT_MS,
});
export const ingestOrders = endpoint<'ingestOrders'>('post', '/api/order', acceptedOutputSchema, {
  timeoutMs: INGEST_TIMEOUT_MS,
});
export const listIngestions = pagedEndpoint<'listIngestions'>('get', '/api/ingestions', z.array(ingestionListedSchema));
export const getIngestion = pagedEndpoint<'getIngestion'>('get', '/api/ingestions/{id}', ingestionOutputSchema);

export const ingestionsQuery = (query: EndpointQuery<'listIngestions'> = {}) =>
  queryOptions({
    queryKey: ['ingestions', 'list', query],
    queryFn: ({ signal }) => listIngestions({ query }, { signal }),
  });

export const ingestionQuery = (id: string, query: EndpointQuery<'getIngestion'> = {}) =>
  queryOptions({
    queryKey: ['ingestions', 'one', id, query],
    queryFn: ({ signal }) => getIngestion({ params: { id }, query }, { signal }),
  });
