import { DomainError } from '@herald/shared';
import { QueryCancelled, QueryTimedOut } from '@herald/platform';

const MS_PER_SECOND = 1_000;

/** Says to the caller that a query over an audience was stopped, and what can be done. */
export async function explainStopped<T>(timeoutMs: number, advice: string, query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    if (error instanceof QueryTimedOut) {
      const seconds = timeoutMs / MS_PER_SECOND;
      throw new DomainError('timed_out', `it took longer than ${seconds} s and was stopped; ${advice}`);
    }
    if (error instanceof QueryCancelled)
      throw new DomainError('conflict', 'it was stopped: a newer one took its place');
    throw error;
  }
}
