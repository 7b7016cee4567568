import { auditEventOutput } from '@herald/shared';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';

import { type EndpointQuery, pagedEndpoint } from '../lib/endpoint.ts';

export const listAuditEvents = pagedEndpoint<'listAuditEvents'>('get', '/api/audit', z.array(auditEventOutput));

export const auditEventsQuery = (query: EndpointQuery<'listAuditEvents'> = {}) =>
  queryOptions({
    queryKey: ['audit', 'list', query],
    queryFn: ({ signal }) => listAuditEvents({ query }, { signal }),
  });
