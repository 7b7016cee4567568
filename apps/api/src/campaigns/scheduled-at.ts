import { DomainError } from '@herald/shared';

const DAY_MS = 86_400_000;
const FURTHEST_MS = 366 * DAY_MS;

/**
 * The time that a campaign is to be launched at; undefined for now.
 *
 * @throws DomainError `invalid_input` for a time that has passed or is more than a year away
 */
export function readScheduledAt(text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined;
  const scheduledAt = new Date(text);
  const aheadMs = scheduledAt.getTime() - now.getTime();
  if (aheadMs <= 0) throw refused('must be in the future');
  if (aheadMs > FURTHEST_MS) throw refused('must be at most a year ahead');
  return scheduledAt;
}

function refused(message: string): DomainError {
  return new DomainError('invalid_input', `scheduledAt: ${message}`, [{ path: 'scheduledAt', message }]);
}
