import { pino, stdSerializers, stdTimeFunctions } from 'pino';
import type { DestinationStream, Logger } from 'pino';

import { isDatabaseError } from './db/database-error.ts';
import { currentCall } from './telemetry/call-context.ts';

export type { Logger } from 'pino';

/**
 * One JSON line per fact: an event name (`campaign.launch.page_written`), ids and
 * counts, and of which request it came, as `requestId`. Never names, addresses or message bodies.
 *
 * @param destination takes the lines; by default standard output does.
 */
export function createLogger(processName: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    name: processName,
    level,
    timestamp: stdTimeFunctions.isoTime,
    messageKey: 'event',
    serializers: { err: serializeError },
    mixin: () => {
      const call = currentCall();
      return call === undefined ? {} : { requestId: call.requestId };
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** The texts of PostgreSQL's errors quote values, which may be personal: only the codes are logged. */
function serializeError(error: unknown): unknown {
  if (isDatabaseError(error)) {
    const { code, table, column, constraint, routine } = error;
    return { type: 'DatabaseError', code, table, column, constraint, routine };
  }
  return error instanceof Error ? stdSerializers.err(error) : error;
}
