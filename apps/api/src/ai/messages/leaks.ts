import { repeatsRunOf } from '../segment-rules/repeated-run.ts';

/** Messages are short, and say little in the words that instructions are given in: fewer in a row are no chance. */
const RUN_LENGTH = 7;

const GIVEAWAYS =
  /\b(?:system (?:prompt|message|instruction)s?|my instructions?|(?:ignore|disregard) (?:all|the|any|your|previous)|as an ai\b|(?:large )?language model|json schema)\b/iu;

/** Whether a text tells what a model was told, or speaks as one. */
export function leaksInstructions(text: string, instructions: string): boolean {
  return GIVEAWAYS.test(text) || repeatsRunOf(instructions, RUN_LENGTH)(text);
}
