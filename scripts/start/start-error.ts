/** Herald cannot start or go on; the message is one sentence for whoever started it. */
export class StartError extends Error {
  override readonly name = 'StartError';
  /** Lines to print before the sentence: what another program said. */
  readonly details: string[];

  constructor(message: string, details: string[] = []) {
    super(message);
    this.details = details;
  }
}

const FULL_DISK = /No space left on device|ENOSPC|EDQUOT|Disk quota exceeded/;
const FULL_DISK_SENTENCE = 'The disk is full: Herald needs space for its data and its logs.';

/** @returns the lines to print; the stack only for a mistake in the program. */
export function explain(error: unknown): string[] {
  const { name, code, message, stack, details } = error as NodeJS.ErrnoException & { details?: string[] };
  // By name: the built package has a class of its own.
  if (name === 'EmbeddedPostgresError') return [message];
  if (FULL_DISK.test([message, ...(details ?? [])].join('\n'))) return [FULL_DISK_SENTENCE];
  if (name === 'StartError') return [...(details ?? []).map((line) => `  ${line}`), message];
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return [`Herald is not permitted to go on: ${message}.`];
  return [stack ?? String(error)];
}
