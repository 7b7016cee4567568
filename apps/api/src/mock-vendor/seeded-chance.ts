import { createHash } from 'node:crypto';

/**
 * A number in [0, 1) that depends on the seed, the message and the question only, so that
 * a run can be repeated whatever the order of its calls.
 */
export function seededChance(seed: string, messageId: string, question: string): number {
  const digest = createHash('sha256').update(`${seed}\n${messageId}\n${question}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
