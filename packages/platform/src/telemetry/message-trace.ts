import { TraceFlags } from '@opentelemetry/api';
import type { SpanContext } from '@opentelemetry/api';

/**
 * The first span of a message's trace, as everybody knows it who knows the message. A trace id is as
 * long as a UUID, so the id of the message's CommunicationLog is that of its trace, and the second half
 * of it that of the span: whoever hears of the message, be it by a receipt days later, goes on with its
 * trace, and whoever looks for it finds it by its id.
 */
export function messageSpan(communicationLogId: string): SpanContext {
  const traceId = communicationLogId.replaceAll('-', '').toLowerCase();
  return { traceId, spanId: traceId.slice(16), traceFlags: TraceFlags.SAMPLED, isRemote: true };
}
