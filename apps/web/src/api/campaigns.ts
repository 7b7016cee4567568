import {
  campaignBooksOutput,
  campaignDetailOutputSchema,
  campaignOutputSchema,
  campaignRecipientSchema,
  campaignReportOutput,
  previewCampaignOutput,
  retryFailedOutput,
  summariseCampaignOutput,
} from '@herald/shared';
import type { CampaignProgress } from '@herald/shared';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';

import { downloadAddress, endpoint, type EndpointBody, type EndpointQuery, pagedEndpoint } from '../lib/endpoint.ts';
import { SUGGESTING_TIMEOUT_MS } from './ai.ts';

/** A launch freezes the audience first, and a retry walks through the failed messages. */
const LAUNCH_TIMEOUT_MS = 60_000;
const slow = { timeoutMs: LAUNCH_TIMEOUT_MS };

export const listCampaigns = pagedEndpoint<'listCampaigns'>('get', '/api/campaigns', z.array(campaignOutputSchema));
export const getCampaign = pagedEndpoint<'getCampaign'>('get', '/api/campaigns/{id}', campaignDetailOutputSchema);
export const getCampaignBooks = endpoint<'getCampaignBooks'>('get', '/api/campaigns/{id}/books', campaignBooksOutput);
export const getCampaignReport = endpoint<'getCampaignReport'>(
  'get',
  '/api/campaigns/{id}/report',
  campaignReportOutput,
  slow,
);
export const listCampaignRecipients = pagedEndpoint<'listCampaignRecipients'>(
  'get',
  '/api/campaigns/{id}/recipients',
  z.array(campaignRecipientSchema),
  slow,
);
export const previewCampaign = endpoint<'previewCampaign'>(
  'post',
  '/api/campaigns/preview',
  previewCampaignOutput,
  slow,
);
export const createCampaign = endpoint<'createCampaign'>('post', '/api/campaigns', campaignOutputSchema, slow);
export const updateCampaign = endpoint<'updateCampaign'>('patch', '/api/campaigns/{id}', campaignOutputSchema);
export const updateCampaignTags = endpoint<'updateCampaignTags'>(
  'patch',
  '/api/campaigns/{id}/tags',
  campaignOutputSchema,
);
export const deleteCampaign = endpoint<'deleteCampaign'>('delete', '/api/campaigns/{id}', campaignOutputSchema);
export const duplicateCampaign = endpoint<'duplicateCampaign'>(
  'post',
  '/api/campaigns/{id}/duplicate',
  campaignOutputSchema,
);
export const launchCampaign = endpoint<'launchCampaign'>(
  'post',
  '/api/campaigns/{id}/launch',
  campaignOutputSchema,
  slow,
);
export const pauseCampaign = endpoint<'pauseCampaign'>('post', '/api/campaigns/{id}/pause', campaignOutputSchema);
export const resumeCampaign = endpoint<'resumeCampaign'>('post', '/api/campaigns/{id}/resume', campaignOutputSchema);
export const cancelCampaign = endpoint<'cancelCampaign'>('post', '/api/campaigns/{id}/cancel', campaignOutputSchema);
export const retryFailedMessages = endpoint<'retryFailedMessages'>(
  'post',
  '/api/campaigns/{id}/retry-failed',
  retryFailedOutput,
  slow,
);

export const summariseCampaign = endpoint<'summariseCampaign'>(
  'get',
  '/api/campaigns/{id}/summary',
  summariseCampaignOutput,
  { timeoutMs: SUGGESTING_TIMEOUT_MS },
);

/** What became of each recipient as CSV, for a link with `download`. */
export const campaignRecipientsAddress = (id: string, query: EndpointQuery<'exportCampaignRecipients'>) =>
  downloadAddress<'exportCampaignRecipients'>('/api/campaigns/{id}/recipients.csv', { params: { id }, query });

/** Where an `EventSource` listens to a campaign: events `progress` and `end`. */
export const campaignEventsAddress = (id: string) =>
  downloadAddress<'streamCampaign'>('/api/campaigns/{id}/events', { params: { id } });

export const campaignsQuery = (query: EndpointQuery<'listCampaigns'> = {}) =>
  queryOptions({
    queryKey: ['campaigns', 'list', query],
    queryFn: ({ signal }) => listCampaigns({ query }, { signal }),
  });

export const campaignQuery = (id: string, query: EndpointQuery<'getCampaign'> = {}) =>
  queryOptions({
    queryKey: ['campaigns', 'one', id, query],
    queryFn: ({ signal }) => getCampaign({ params: { id }, query }, { signal }),
  });

/** The campaign with its counters, without any of its rows. */
export const campaignProgressQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', 'one', id, 'progress'],
    queryFn: async ({ signal }): Promise<CampaignProgress> => {
      const { rows: _, ...progress } = (await getCampaign({ params: { id }, query: { limit: 1 } }, { signal })).data;
      return progress;
    },
  });

export const campaignBooksQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', 'one', id, 'books'],
    queryFn: ({ signal }) => getCampaignBooks({ params: { id } }, { signal }),
  });

export const campaignReportQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', 'one', id, 'report'],
    queryFn: ({ signal }) => getCampaignReport({ params: { id } }, { signal }),
  });

/** How long a summary that nobody looks at is kept: a model may have been paid for it. */
const SUMMARY_KEPT_MS = 30 * 60_000;

/** In words; asked for once while a campaign goes on, and once more when it has ended, but not with each change. */
export const campaignSummaryQuery = (id: string, hasEnded: boolean) =>
  queryOptions({
    queryKey: ['campaign-summary', id, hasEnded],
    queryFn: ({ signal }) => summariseCampaign({ params: { id } }, { signal }),
    staleTime: 'static',
    gcTime: SUMMARY_KEPT_MS,
    retry: false,
  });

export const campaignRecipientsQuery = (id: string, query: EndpointQuery<'listCampaignRecipients'> = {}) =>
  queryOptions({
    queryKey: ['campaigns', 'one', id, 'recipients', query],
    queryFn: ({ signal }) => listCampaignRecipients({ params: { id }, query }, { signal }),
  });

/** What sending it would do; a newer question stops the one before. */
export const campaignPreviewQuery = (body: EndpointBody<'previewCampaign'>) =>
  queryOptions({
    queryKey: ['campaigns', 'preview', body],
    queryFn: ({ signal }) => previewCampaign({ body }, { signal }),
  });

/** Lists of campaigns, figures, and what segments say of who uses them, are asked for anew; nobody waits for it. */
export function campaignsChanged(queryClient: QueryClient): void {
  for (const queryKey of [['campaigns', 'list'], ['dashboard'], ['segments', 'list']]) {
    void queryClient.invalidateQueries({ queryKey });
  }
}
