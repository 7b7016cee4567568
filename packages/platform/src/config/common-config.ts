import { timeZoneSchema } from '@herald/shared';
import { z } from 'zod';

import { redisConfigShape } from '../queues/redis-address.ts';

/** A whole number in an environment variable. */
export function integerVariable(min: number, max: number) {
  return z.coerce.number<string>().int().min(min).max(max);
}

const MIN_SECRET_LENGTH = 32;

/** What calls are signed with, in an environment variable. */
export const secretVariable = z.string().min(MIN_SECRET_LENGTH, `must be at least ${MIN_SECRET_LENGTH} characters`);

/** Where a process serves its metrics and probes; nowhere unless it is set. 0 takes any free port. */
export const metricsPortVariable = integerVariable(0, 65_535).optional();

/** `name=value,name=value`, percent-encoded where it must be, as OpenTelemetry takes headers. */
const headersVariable = z.string().transform((text, context) => {
  const headers: Record<string, string> = {};
  for (const pair of text.split(',')) {
    const [, name, value = ''] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
    const decoded = decode(value);
    if (name === undefined || decoded === undefined) {
      context.addIssue({ code: 'custom', message: 'must be name=value, with commas between several' });
      return z.NEVER;
    }
    headers[name] = decoded;
  }
  return headers;
});

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The variables that every process of Herald reads. */
export const commonConfigShape = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }),
  DATABASE_POOL_SIZE: integerVariable(2, 200).default(10),
  ...redisConfigShape,
  /** An audience that would take longer to compute and save, or to download, is given up. */
  FREEZE_TIMEOUT_MS: integerVariable(1_000, 3_600_000).default(120_000),
  QUEUE_PREFIX: z
    .string()
    .regex(/^[\w-]{1,40}$/, 'must be 1 to 40 letters, digits, - or _')
    .default('herald'),
  METRICS_HOST: z.string().default('127.0.0.1'),
  TIME_ZONE: timeZoneSchema.default('UTC'),
  CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO currency code, as INR')
    .default('INR'),
  /** Where traces go, as OTLP over HTTP; without it none are made. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: headersVariable.optional(),
  /** The share of traces that is recorded. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number<string>().min(0).max(1).default(1),
};

/** What a process knows of its traces. */
export interface TraceSettings {
  OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  OTEL_EXPORTER_OTLP_HEADERS?: Record<string, string> | undefined;
  OTEL_TRACES_SAMPLER_ARG: number;
}
