import { z } from 'zod';

import { storableText } from '../text.ts';
import { timeZoneSchema } from '../time.ts';
import { instantOutputSchema } from './pagination.ts';

export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO currency code, as INR');

export const workspaceOutput = z
  .object({
    name: z.string(),
    timeZone: z.string().meta({ description: 'Whose calendar days rules, messages and figures mean.' }),
    currency: z.string().meta({ description: 'Of every amount. Changing it converts nothing.' }),
    updatedAt: instantOutputSchema.nullable().meta({ description: 'When somebody changed it last.' }),
  })
  .meta({ id: 'Workspace' });
export type WorkspaceOutput = z.infer<typeof workspaceOutput>;

export const updateWorkspaceInput = z
  .strictObject({
    name: storableText(100).trim().min(1, 'must not be empty').optional(),
    timeZone: timeZoneSchema.optional(),
    currency: currencySchema.optional(),
  })
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
    error: 'at least one of name, timeZone and currency must be given',
  });
export type UpdateWorkspaceInput = z.infer<typeof updateWorkspaceInput>;
