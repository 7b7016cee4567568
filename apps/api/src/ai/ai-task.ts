import type { AiOrigin, AiPurpose } from '@herald/shared';
import type { z } from 'zod';

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Something that can be asked of a model and that Herald can also do without one. `Input` is what
 * the asking service has gathered; `Answer` is plain JSON with the form of `answerSchema`.
 */
export interface AiTask<Input, Answer> {
  purpose: AiPurpose;
  /** What the model is told to do: constant text of ours, into which nothing from outside is ever put. */
  instructions: string;
  /**
   * What the model is told of, sent apart from the instructions and marked as data. It must hold no
   * personal data: field names, types, counts, sums, and values of fields that identify nobody.
   */
  dataOf: (input: Input) => { readonly [key: string]: Json };
  /** Becomes the JSON schema of the model's answer; an answer of another form is malformed. */
  answerSchema: z.ZodType<Answer>;
  /** What is wrong with an answer of the right form, in words that the model is shown once; empty for nothing. */
  complaintsAbout: (answer: Answer, input: Input) => string[];
  /** What can be kept of an answer that was complained about twice; undefined for nothing. */
  salvage?: (answer: Answer, input: Input) => Answer | undefined;
  /** The answer without a model: deterministic, on this machine. */
  offline: (input: Input) => Answer;
}

/** An answer to a task. */
export interface AiResult<Answer> {
  answer: Answer;
  origin: AiOrigin;
  /** The model's answers that were complained about, oldest first. */
  rejected: { answer: Answer; complaints: string[] }[];
}

/** One way to have tasks done. */
export interface AiProvider {
  readonly name: AiOrigin['provider'];
  readonly model: string | null;
  /**
   * Never throws for what a model did: another provider's answer is given then, and `origin.note` says why.
   *
   * @param signal aborted when the caller goes away; then it throws what the signal was aborted for.
   */
  run<Input, Answer>(task: AiTask<Input, Answer>, input: Input, signal: AbortSignal): Promise<AiResult<Answer>>;
}
