import {
  dashboardAttentionOutput,
  dashboardBreakdownsOutput,
  dashboardQuerySchema,
  dashboardStatsOutput,
  dashboardTimeseriesOutput,
} from '../dashboard.ts';
import { base, operations } from './operation.ts';

export const DASHBOARD_OPERATIONS = operations({
  getDashboardStats: {
    ...base,
    method: 'get',
    path: '/api/dashboard/stats',
    access: 'reports.read',
    tag: 'Dashboard',
    summary: 'The four numbers of the dashboard.',
    responses: { 200: dashboardStatsOutput },
    refusals: [],
  },
  getDashboardTimeseries: {
    ...base,
    method: 'get',
    path: '/api/dashboard/timeseries',
    access: 'reports.read',
    tag: 'Dashboard',
    summary: 'New customers, orders, revenue and messages over time, with the period before to compare with.',
    query: dashboardQuerySchema,
    responses: { 200: dashboardTimeseriesOutput },
    refusals: ['invalid_input', 'timed_out'],
  },
  getDashboardBreakdowns: {
    ...base,
    method: 'get',
    path: '/api/dashboard/breakdowns',
    access: 'reports.read',
    tag: 'Dashboard',
    summary: 'The messages, campaigns and orders of a period by outcome, status, city and product.',
    query: dashboardQuerySchema,
    responses: { 200: dashboardBreakdownsOutput },
    refusals: ['invalid_input', 'timed_out'],
  },
  getDashboardAttention: {
    ...base,
    method: 'get',
    path: '/api/dashboard/attention',
    access: 'reports.read',
    tag: 'Dashboard',
    summary: 'What somebody should look at.',
    responses: { 200: dashboardAttentionOutput },
    refusals: ['timed_out'],
  },
});
