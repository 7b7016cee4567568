import type { TraceSettings } from '../config/common-config.ts';
import type { Logger } from '../logger.ts';
import { within } from '../queues/within.ts';
import { LossLog } from './loss-log.ts';
import { makeSpansBy } from './tracing.ts';

/** What is not exported by then when a process ends is lost. */
const FLUSH_TIMEOUT_MS = 2_000;

export interface RunningTracing {
  /** Exports what is left, for as long as that takes or two seconds. Never throws. */
  stop(): Promise<void>;
}

/**
 * Makes traces of what this process does, where it is said to whom they go; otherwise nothing of what
 * makes them is even loaded.
 *
 * @param service the process, as it is named in traces.
 */
export async function startTracing(
  service: 'herald-api' | 'herald-worker' | 'herald-mock-vendor',
  settings: TraceSettings,
  logger: Logger,
): Promise<RunningTracing> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers = {} } = settings;
  if (endpoint === undefined) return { stop: async () => {} };
  const { openOtlpExport } = await import('./otlp-export.ts');
  const loss = new LossLog(logger, () => performance.now());
  const share = settings.OTEL_TRACES_SAMPLER_ARG;
  const { maker, flushAndClose } = openOtlpExport({ service, endpoint, headers, share, loss });
  makeSpansBy(maker);
  return {
    stop: async () => {
      makeSpansBy(undefined);
      await within(FLUSH_TIMEOUT_MS, flushAndClose()).catch((error: unknown) => loss.note(0, error));
    },
  };
}
