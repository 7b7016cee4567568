import { healthOutput, readinessOutput } from '../health.ts';
import { base, operations } from './operation.ts';

export const HEALTH_OPERATIONS = operations({
  getHealth: {
    ...base,
    method: 'get',
    path: '/healthz',
    access: 'anybody',
    isProbe: true,
    tag: 'Health',
    summary: 'Whether the process is alive.',
    responses: { 200: healthOutput },
    refusals: [],
  },
  getReadiness: {
    ...base,
    method: 'get',
    path: '/readyz',
    access: 'anybody',
    isProbe: true,
    tag: 'Health',
    summary: 'Whether it can serve: database and queue answer, and it is not about to end.',
    responses: { 200: readinessOutput, 503: readinessOutput },
    refusals: [],
  },
});
