import { GoogleGenerativeAI } from '@google/generative-ai';
import type { GenerateContentRequest, GenerativeModel } from '@google/generative-ai';

import type { GeminiSettings } from '../ai-config.ts';
import type { Clock } from './clock.ts';
import { failureOf, retryable } from './gemini-failure.ts';
import type { GeminiFailure } from './gemini-failure.ts';
import type { GeminiBody } from './gemini-request.ts';
import { HeardAnswer } from './heard-answer.ts';
import type { TokensUsed } from './heard-answer.ts';

/** Longest answer, in characters: more than `MAX_OUTPUT_TOKENS` are, unless a model repeats itself without end. */
const MAX_ANSWER_LENGTH = 100_000;

/** What became of one call. */
export type GeminiReply = { usage: TokensUsed | undefined } & (
  { kind: 'answer'; text: string } | ({ kind: 'failure' } & GeminiFailure)
);

/**
 * Calls the Gemini API. Answers are read as streams: only of a stream can it be told whether it came to its
 * end, broke off, or was too slow.
 */
export class GeminiClient {
  private readonly model: GenerativeModel;
  private readonly apiKey: string;
  private readonly clock: Clock;

  constructor({ apiKey, model, baseUrl }: GeminiSettings, clock: Clock) {
    this.model = new GoogleGenerativeAI(apiKey).getGenerativeModel({ model }, { baseUrl });
    this.apiKey = apiKey;
    this.clock = clock;
  }

  /** Throws nothing, whatever Gemini does; once the signal is aborted the outcome is `cancelled`. */
  async call(body: GeminiBody, timeoutMs: number, signal: AbortSignal): Promise<GeminiReply> {
    const heard = new HeardAnswer();
    // The client does not see that a signal is aborted already.
    if (signal.aborted) return { kind: 'failure', usage: undefined, ...cancelled(null), isBilled: false };
    const time = this.clock.expire(timeoutMs);
    const reply = await this.readAnswer(body, heard, AbortSignal.any([signal, time.signal])).catch(
      (error: unknown): GeminiFailure => {
        if (signal.aborted) return cancelled(heard.text);
        if (time.signal.aborted) return retryable('timed_out', heard.text);
        return failureOf(error, heard);
      },
    );
    time.cancel();
    const { usage } = heard;
    if (reply === 'whole') return { kind: 'answer', text: this.withoutKey(heard.text), usage };
    return {
      kind: 'failure',
      usage,
      ...reply,
      received: reply.received === '' ? null : this.withoutKey(reply.received),
    };
  }

  private async readAnswer(
    body: GeminiBody,
    heard: HeardAnswer,
    signal: AbortSignal,
  ): Promise<'whole' | GeminiFailure> {
    const tooMuch = new AbortController();
    // Its types do not know `responseJsonSchema`; it sends what it is given.
    const request = body as unknown as GenerateContentRequest;
    const answer = await this.model.generateContentStream(request, {
      signal: AbortSignal.any([signal, tooMuch.signal]),
    });
    heard.hasBegun = true;
    // The same stream a second time, which would fail with nobody looking.
    answer.response.catch(() => undefined);
    for await (const piece of answer.stream) {
      heard.add(piece);
      if (heard.text.length <= MAX_ANSWER_LENGTH) continue;
      tooMuch.abort();
      return { outcome: 'failed', received: null, isRetryable: false, isBilled: true, why: 'too_long' };
    }
    return heard.ending();
  }

  /** What comes from outside is shown to people: whoever may have put the key into it, it is not shown. */
  private withoutKey<T extends string | null>(text: T): T {
    return (text === null ? null : text.replaceAll(this.apiKey, '(key)')) as T;
  }
}

function cancelled(received: string | null): GeminiFailure {
  return { outcome: 'cancelled', received, isRetryable: false, isBilled: true };
}
