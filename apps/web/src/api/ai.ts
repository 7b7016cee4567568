import {
  aiCallSchema,
  aiStateOutput,
  suggestCampaignTagsOutput,
  suggestMessagesOutput,
  suggestSegmentRulesOutput,
} from '@herald/shared';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';

import { endpoint, type EndpointQuery, pagedEndpoint } from '../lib/endpoint.ts';

/** A model is asked more than once when it does not answer, or not as it should. */
export const SUGGESTING_TIMEOUT_MS = 120_000;
const suggesting = { timeoutMs: SUGGESTING_TIMEOUT_MS };

export const getAiState = endpoint<'getAiState'>('get', '/api/ai', aiStateOutput);
export const listAiCalls = pagedEndpoint<'listAiCalls'>('get', '/api/ai/calls', z.array(aiCallSchema));
export const suggestSegmentRules = endpoint<'suggestSegmentRules'>(
  'post',
  '/api/ai/segment-rules',
  suggestSegmentRulesOutput,
  suggesting,
);
export const suggestMessages = endpoint<'suggestMessages'>(
  'post',
  '/api/ai/messages',
  suggestMessagesOutput,
  suggesting,
);
export const suggestCampaignTags = endpoint<'suggestCampaignTags'>(
  'post',
  '/api/ai/campaign-tags',
  suggestCampaignTagsOutput,
  suggesting,
);

export const aiStateQuery = () =>
  queryOptions({
    queryKey: ['ai', 'state'],
    queryFn: ({ signal }) => getAiState({}, { signal }),
  });

export const aiCallsQuery = (query: EndpointQuery<'listAiCalls'> = {}) =>
  queryOptions({
    queryKey: ['ai', 'calls', query],
    queryFn: ({ signal }) => listAiCalls({ query }, { signal }),
  });
