import { z } from 'zod';

import { storableText } from '../text.ts';

export const emailSchema = z.email('must be an email address').max(254, 'must be at most 254 characters');
export const externalIdSchema = storableText(200).min(1, 'must not be empty');
