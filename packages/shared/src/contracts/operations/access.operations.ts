import { z } from 'zod';

import { auditEventOutput, auditQuerySchema } from '../audit.ts';
import { base, operations } from './operation.ts';

export const ACCESS_OPERATIONS = operations({
  listAuditEvents: {
    ...base,
    method: 'get',
    path: '/api/audit',
    access: 'audit.read',
    tag: 'Access',
    summary: 'Who did what to which thing, when and from where, newest first.',
    query: auditQuerySchema,
    responses: { 200: z.array(auditEventOutput) },
    paged: true,
    refusals: ['invalid_input'],
  },
});
