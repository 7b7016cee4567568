import { z } from 'zod';

import { storableText } from '../text.ts';
import { instantOutputSchema, pageQuerySchema } from './pagination.ts';

export const auditEventOutput = z
  .object({
    id: z.uuid(),
    at: instantOutputSchema,
    actor: z
      .enum(['member', 'key', 'operator', 'nobody'])
      .meta({ description: 'An operator runs commands on the server; nobody has not signed in.' }),
    actorId: z.uuid().nullable(),
    action: z.string().meta({ description: 'As `campaign.launch`; the name of the operation where that has none.' }),
    outcome: z.enum(['done', 'refused']),
    reason: z
      .string()
      .nullable()
      .meta({ description: 'Why it was refused, or broke off, as a code; of `queues.change`, what was changed.' }),
    subjectId: z.uuid().nullable().meta({ description: 'What it was done to.' }),
    address: z.string().nullable(),
    requestId: z.uuid().nullable(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEventOutput = z.infer<typeof auditEventOutput>;

export const auditQuerySchema = pageQuerySchema.extend({
  action: storableText(60)
    .optional()
    .meta({ description: 'Only this action, as `campaign.launch`, or all that begin so, as `campaign`.' }),
  actorId: z.uuid('must be an id (UUID)').optional(),
  subjectId: z.uuid('must be an id (UUID)').optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;
