import { aiProviderSchema } from '@herald/shared';
import type { AiProviderName } from '@herald/shared';
import { integerVariable } from '@herald/platform';
import { z } from 'zod';

import { isLoopback } from '../auth/this-machine.ts';

const MICROS_PER_UNIT = 1_000_000;

/** An amount of US dollars in an environment variable. */
function dollarsVariable(max: number) {
  return z.coerce.number<string>().min(0).max(max);
}

/** The variables by which suggestions are made. */
export const aiConfigShape = {
  /** Who answers; by default Gemini where there is a key for it. `offline` switches it off. */
  AI_PROVIDER: aiProviderSchema.optional(),
  GEMINI_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must have neither blanks nor letters that a key cannot have')
    .optional(),
  GEMINI_MODEL: z
    .string()
    .regex(/^[a-z0-9][\w.-]{0,99}$/, 'must be the name of a model, as gemini-3.5-flash-lite')
    .default('gemini-3.5-flash-lite'),
  GEMINI_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address', abort: true })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://generativelanguage.googleapis.com'),
  /** A try that takes longer is given up; all tries for one suggestion take twice as long at most. */
  AI_TIMEOUT_MS: integerVariable(100, 50_000).default(20_000),
  /** Tries for one suggestion while the model is busy, cannot be reached or breaks off. */
  AI_MAX_ATTEMPTS: integerVariable(1, 10).default(3),
  /** Calls of the model, and what they may cost, in one day (UTC), over all processes of the API. */
  AI_DAILY_CALLS: integerVariable(0, 100_000).default(500),
  AI_DAILY_COST_USD: dollarsVariable(10_000).default(1),
  /** What a million tokens cost. */
  GEMINI_INPUT_PRICE_USD: dollarsVariable(1_000).default(0.3),
  GEMINI_OUTPUT_PRICE_USD: dollarsVariable(1_000).default(2.5),
};

type AiConfig = z.infer<z.ZodObject<typeof aiConfigShape>> & { NODE_ENV: string };

/** Names every variable with which suggestions could not be made, or not safely. */
export function checkAiConfig(config: AiConfig, context: z.core.$RefinementCtx): void {
  const refuse = (variable: keyof AiConfig, message: string) =>
    context.addIssue({ code: 'custom', path: [variable], message });
  if (config.AI_PROVIDER === 'gemini' && config.GEMINI_API_KEY === undefined) {
    refuse('GEMINI_API_KEY', 'is needed with AI_PROVIDER=gemini');
  }
  const { protocol, hostname } = new URL(config.GEMINI_URL);
  if (config.NODE_ENV === 'production' && protocol !== 'https:' && !isLoopback(hostname)) {
    refuse('GEMINI_URL', 'must be https:// in production: the key is sent there');
  }
}

/** Undefined where nothing is asked of a model. */
export function geminiSettingsOf(config: AiConfig): GeminiSettings | undefined {
  const { GEMINI_API_KEY: apiKey } = config;
  if (apiKey === undefined || aiProviderOf(config) === 'offline') return undefined;
  return {
    apiKey,
    model: config.GEMINI_MODEL,
    baseUrl: config.GEMINI_URL,
    timeoutMs: config.AI_TIMEOUT_MS,
    maxAttempts: config.AI_MAX_ATTEMPTS,
  };
}

export function aiLimitsOf(config: AiConfig): AiLimits {
  return {
    callsPerDay: config.AI_DAILY_CALLS,
    costMicrosPerDay: Math.round(config.AI_DAILY_COST_USD * MICROS_PER_UNIT),
  };
}

export function aiPricesOf(config: AiConfig): TokenPrices {
  // A price in dollars of a million tokens is a price in millionths of a dollar of one.
  return { inputMicros: config.GEMINI_INPUT_PRICE_USD, outputMicros: config.GEMINI_OUTPUT_PRICE_USD };
}

function aiProviderOf({ AI_PROVIDER, GEMINI_API_KEY }: AiConfig): AiProviderName {
  return AI_PROVIDER ?? (GEMINI_API_KEY === undefined ? 'offline' : 'gemini');
}

/** How Gemini is reached, and how long it is waited for. */
export interface GeminiSettings {
  apiKey: string;
  model: string;
  /** Without a slash at its end. */
  baseUrl: string;
  /** Of one try. */
  timeoutMs: number;
  maxAttempts: number;
}

/** What may be asked of the model in one day. */
export interface AiLimits {
  callsPerDay: number;
  /** In millionths of a US dollar. */
  costMicrosPerDay: number;
}

/** In millionths of a US dollar for one token. */
export interface TokenPrices {
  inputMicros: number;
  outputMicros: number;
}
