import { z } from 'zod';

import type { CallContext } from './call-context.ts';

/** As short as ids are: it stands in every log line of the job. */
const metadataSchema = z.object({ requestId: z.string().regex(/^[\w-]{1,64}$/) });

/** The call, as a job carries it beside what it is about. */
export function writeJobMetadata({ requestId }: CallContext): string {
  return JSON.stringify({ requestId });
}

/**
 * The call of a job. Whatever else is found there is nothing: jobs of versions before or after this one
 * are done all the same.
 */
export function readJobMetadata(metadata: unknown): CallContext | undefined {
  if (typeof metadata !== 'string') return undefined;
  try {
    return metadataSchema.safeParse(JSON.parse(metadata)).data;
  } catch {
    return undefined;
  }
}
