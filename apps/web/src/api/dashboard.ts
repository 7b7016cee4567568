import {
  dashboardAttentionOutput,
  dashboardBreakdownsOutput,
  dashboardStatsOutput,
  dashboardTimeseriesOutput,
} from '@herald/shared';
import { queryOptions } from '@tanstack/react-query';

import { endpoint, type EndpointQuery } from '../lib/endpoint.ts';

const REFRESH_MS = 10_000;
/** Of what is dear to sum up and changes little by little. */
const SUMS_REFRESH_MS = 60_000;
/** A period with years in it is summed up anew. */
const SUM_TIMEOUT_MS = 30_000;
const summing = { timeoutMs: SUM_TIMEOUT_MS };

export const getDashboardStats = endpoint<'getDashboardStats'>('get', '/api/dashboard/stats', dashboardStatsOutput);
export const getDashboardTimeseries = endpoint<'getDashboardTimeseries'>(
  'get',
  '/api/dashboard/timeseries',
  dashboardTimeseriesOutput,
  summing,
);
export const getDashboardBreakdowns = endpoint<'getDashboardBreakdowns'>(
  'get',
  '/api/dashboard/breakdowns',
  dashboardBreakdownsOutput,
  summing,
);
export const getDashboardAttention = endpoint<'getDashboardAttention'>(
  'get',
  '/api/dashboard/attention',
  dashboardAttentionOutput,
);

export const dashboardStatsQuery = () =>
  queryOptions({
    queryKey: ['dashboard', 'stats'],
    queryFn: ({ signal }) => getDashboardStats({}, { signal }),
    refetchInterval: REFRESH_MS,
  });

export const dashboardTimeseriesQuery = (query: EndpointQuery<'getDashboardTimeseries'> = {}) =>
  queryOptions({
    queryKey: ['dashboard', 'timeseries', query],
    queryFn: ({ signal }) => getDashboardTimeseries({ query }, { signal }),
    refetchInterval: SUMS_REFRESH_MS,
  });

export const dashboardBreakdownsQuery = (query: EndpointQuery<'getDashboardBreakdowns'> = {}) =>
  queryOptions({
    queryKey: ['dashboard', 'breakdowns', query],
    queryFn: ({ signal }) => getDashboardBreakdowns({ query }, { signal }),
    refetchInterval: SUMS_REFRESH_MS,
  });

export const dashboardAttentionQuery = () =>
  queryOptions({
    queryKey: ['dashboard', 'attention'],
    queryFn: ({ signal }) => getDashboardAttention({}, { signal }),
    refetchInterval: REFRESH_MS,
  });
