/** How a job can end: done; failed, which BullMQ tries again; or put off because there is something to wait for. */
export const JOB_OUTCOMES = ['done', 'failed', 'later'] as const;
export type JobOutcome = (typeof JOB_OUTCOMES)[number];

/** Is told what became of jobs, by the name of their queue. */
export interface JobObserver {
  ended(queue: string, outcome: JobOutcome, durationMs: number): void;
  /** Its worker was not heard of any more. */
  takenOver(queue: string): void;
}
