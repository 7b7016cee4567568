import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { DiagLogger, Span, SpanContext } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  RandomIdGenerator,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { IdGenerator, SpanExporter } from '@opentelemetry/sdk-trace-node';
import { newId } from '@herald/shared';

import type { LossLog } from './loss-log.ts';
import type { SpanMaker } from './tracing.ts';

/** In memory at most, while the collector is slow or away; more are dropped. */
const MAX_WAITING_SPANS = 10_000;
const SPANS_PER_EXPORT = 1_000;
const EXPORT_INTERVAL_MS = 1_000;
const EXPORT_TIMEOUT_MS = 5_000;
/** The exporter gives up by itself, and says why. */
const GIVE_UP_AFTER_MS = EXPORT_TIMEOUT_MS + 1_000;
/** What OpenTelemetry appends to the endpoint. */
const TRACES_PATH = 'v1/traces';

interface OtlpExportOptions {
  service: string;
  endpoint: string;
  headers: Record<string, string>;
  /** Of traces, by their ids: every process keeps or leaves out the same ones. */
  share: number;
  loss: LossLog;
}

/** Loads OpenTelemetry's SDK; only to be imported where there are traces. */
export function openOtlpExport({ service, endpoint, headers, share, loss }: OtlpExportOptions): {
  maker: SpanMaker;
  flushAndClose: () => Promise<void>;
} {
  diag.setLogger(diagnosticsTo(loss), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const url = new URL(TRACES_PATH, endpoint.endsWith('/') ? endpoint : `${endpoint}/`).href;
  const exporter = new OTLPTraceExporter({ url, headers, timeoutMillis: EXPORT_TIMEOUT_MS });
  const ids = new GivenIds();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.instance.id': newId() }),
    // Also below spans of others: what a message's trace is recorded by is its id alone.
    sampler: new TraceIdRatioBasedSampler(share),
    idGenerator: ids,
    spanProcessors: [
      new BatchSpanProcessor(countingLosses(exporter, loss), {
        maxQueueSize: MAX_WAITING_SPANS,
        maxExportBatchSize: SPANS_PER_EXPORT,
        scheduledDelayMillis: EXPORT_INTERVAL_MS,
        exportTimeoutMillis: GIVE_UP_AFTER_MS,
      }),
    ],
  });
  return {
    maker: { tracer: provider.getTracer('herald'), as: (identity, make) => ids.giving(identity, make) },
    flushAndClose: () => provider.shutdown(),
  };
}

/** Random ids, but for a root span that is known by another name. */
class GivenIds implements IdGenerator {
  private readonly random = new RandomIdGenerator();
  private given: SpanContext | undefined;

  giving(identity: SpanContext, make: () => Span): Span {
    this.given = identity;
    try {
      return make();
    } finally {
      this.given = undefined;
    }
  }

  generateTraceId = () => this.given?.traceId ?? this.random.generateTraceId();
  generateSpanId = () => this.given?.spanId ?? this.random.generateSpanId();
}

function countingLosses(exporter: SpanExporter, loss: LossLog): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error !== undefined) loss.note(spans.length, result.error);
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}

/** Of spans for which there was no room OpenTelemetry tells only here; its errors are exports that failed, counted above. */
function diagnosticsTo(loss: LossLog): DiagLogger {
  const nothing = () => {};
  return {
    error: nothing,
    warn: (message) => loss.note(0, message),
    info: nothing,
    debug: nothing,
    verbose: nothing,
  };
}
