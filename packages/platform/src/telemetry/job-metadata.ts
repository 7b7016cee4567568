import { z } from 'zod';

import type { CallContext } from './call-context.ts';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';

const metadataSchema = z.object({
  /** As short as ids are: it stands in every log line of the job. */
  requestId: z.string().regex(/^[\w-]{1,64}$/),
  traceparent: z.unknown().optional(),
});

/** The call, as a job carries it beside what it is about. */
export function writeJobMetadata({ requestId, span }: CallContext): string {
  return JSON.stringify({ requestId, traceparent: span && formatTraceparent(span) });
}

/**
 * The call of a job. Whatever else is found there is nothing: jobs of versions before or after this one
 * are done all the same.
 */
export function readJobMetadata(metadata: unknown): CallContext | undefined {
  if (typeof metadata !== 'string') return undefined;
  try {
    const { requestId, traceparent } = metadataSchema.parse(JSON.parse(metadata));
    return { requestId, span: parseTraceparent(traceparent) };
  } catch {
    return undefined;
  }
}
