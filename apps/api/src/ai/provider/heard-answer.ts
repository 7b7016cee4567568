import type { EnhancedGenerateContentResponse } from '@google/generative-ai';

import { z } from 'zod';

import type { GeminiFailure } from './gemini-failure.ts';

/** What a call is billed by. Thoughts of the model are output. */
export interface TokensUsed {
  input: number;
  output: number;
}

/** Reasons to end that mean that Gemini does not want to answer. */
const REFUSALS = ['SAFETY', 'RECITATION', 'LANGUAGE', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'IMAGE_SAFETY'];

/** The parts of a piece of an answer that are read; the types of the client are older than some of them. */
interface Piece {
  candidates?: { content?: { parts?: { text?: string; thought?: boolean }[] }; finishReason?: string }[];
  promptFeedback?: { blockReason?: string };
  usageMetadata?: unknown;
}

/** More than a model can read or write; the log of calls has room for no more. */
const MOST_TOKENS = 100_000_000;
const tokensSchema = z.int().min(0).max(MOST_TOKENS);
/** What is no count of tokens counts as not known: a negative one would make room in the limit of the day. */
const usageSchema = z
  .object({
    promptTokenCount: tokensSchema,
    candidatesTokenCount: tokensSchema.default(0),
    thoughtsTokenCount: tokensSchema.default(0),
  })
  .transform(({ promptTokenCount, candidatesTokenCount, thoughtsTokenCount }): TokensUsed => ({
    input: promptTokenCount,
    output: candidatesTokenCount + thoughtsTokenCount,
  }));

/** What has come of an answer so far. */
export class HeardAnswer {
  text = '';
  usage: TokensUsed | undefined;
  /** Whether the answer has begun, be it with nothing. */
  hasBegun = false;
  private finishReason: string | undefined;
  private blockReason: string | undefined;

  add(response: EnhancedGenerateContentResponse): void {
    const { candidates, promptFeedback, usageMetadata } = response as Piece;
    const [candidate] = candidates ?? [];
    for (const { text, thought } of candidate?.content?.parts ?? []) if (thought !== true) this.text += text ?? '';
    this.finishReason = candidate?.finishReason ?? this.finishReason;
    this.blockReason = promptFeedback?.blockReason ?? this.blockReason;
    this.usage = usageSchema.safeParse(usageMetadata).data ?? this.usage;
  }

  /** What the answer is once its stream has ended. */
  ending(): 'whole' | GeminiFailure {
    const received = this.text;
    const reason = this.blockReason ?? this.finishReason;
    if (this.blockReason !== undefined || REFUSALS.includes(reason ?? '')) {
      return { outcome: 'refused', received: received || (reason ?? ''), isRetryable: false, isBilled: true };
    }
    switch (reason) {
      case 'STOP':
        return 'whole';
      case undefined:
        // The connection was closed in good order, but too early.
        return { outcome: 'cut_off', received, isRetryable: true, isBilled: true };
      case 'MAX_TOKENS':
        // It would be as long again.
        return { outcome: 'cut_off', received, isRetryable: false, isBilled: true, why: 'too_long' };
      default:
        return { outcome: 'failed', received: received || reason, isRetryable: false, isBilled: true };
    }
  }
}
