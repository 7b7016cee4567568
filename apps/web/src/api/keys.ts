import { apiKeyOutput, newApiKeyOutput } from '@herald/shared';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';

import { endpoint, type EndpointQuery, pagedEndpoint } from '../lib/endpoint.ts';

export const listApiKeys = pagedEndpoint<'listApiKeys'>('get', '/api/keys', z.array(apiKeyOutput));
/** Its answer is the only place where the token is. */
export const createApiKey = endpoint<'createApiKey'>('post', '/api/keys', newApiKeyOutput);
export const renameApiKey = endpoint<'renameApiKey'>('patch', '/api/keys/{id}', apiKeyOutput);
export const rotateApiKey = endpoint<'rotateApiKey'>('post', '/api/keys/{id}/rotate', newApiKeyOutput);
export const revokeApiKey = endpoint<'revokeApiKey'>('delete', '/api/keys/{id}', apiKeyOutput);

export const apiKeysQuery = (query: EndpointQuery<'listApiKeys'> = {}) =>
  queryOptions({
    queryKey: ['keys', 'list', query],
    queryFn: ({ signal }) => listApiKeys({ query }, { signal }),
  });
