import { type AttentionItem, PAUSED_BY_HAND, type Permission } from '@herald/shared';

import type { Formats } from '../../../lib/formats.ts';

export interface AttentionWords {
  title: string;
  /** Why, or what follows from it. */
  reason: string | null;
  /** Where it is mended. */
  to: string;
  /** Without it there is nothing to see at `to`. */
  needs?: Permission;
}

const SENDING = '/settings/sending';

/** What somebody should look at, in words. */
export function attentionWords(item: AttentionItem, { number, count }: Formats): AttentionWords {
  const { kind, severity, subjectId, reason } = item;
  const name = `“${item.name ?? 'Without a name'}”`;
  const failures = item.count ?? 0;
  switch (kind) {
    case 'sending_stopped':
      return {
        title: 'All sending is stopped',
        reason: reason ?? 'No message goes out until it is started.',
        to: SENDING,
      };
    case 'no_worker':
      return {
        title: 'No worker is running',
        reason: 'Until one is, no data is stored and no message goes out.',
        to: SENDING,
      };
    case 'vendor_failing':
      return {
        title: `The vendor${item.name === null ? '' : ` at ${item.name}`} is failing`,
        reason: sentences(`${count(failures, 'call')} in a row failed`, reason),
        to: SENDING,
      };
    case 'queue_paused':
      return {
        title: `The queue ${item.name} is paused`,
        reason: 'Its work waits until an owner resumes it.',
        to: '/settings/queues',
        needs: 'queues.manage',
      };
    case 'campaign_paused':
      return {
        title: severity === 'critical' ? `${name} paused itself` : `${name} is paused`,
        reason: reason === PAUSED_BY_HAND ? 'Somebody paused it.' : reason,
        to: `/campaigns/${subjectId}`,
      };
    case 'campaign_failed':
      return { title: `${name} could not start`, reason, to: `/campaigns/${subjectId}` };
    case 'many_failures':
      return {
        title: `${count(failures, 'message')} of ${name} failed`,
        reason: 'That is more than one in ten.',
        to: `/campaigns/${subjectId}`,
      };
    case 'rows_rejected':
      return {
        title: failures === 1 ? '1 row was rejected' : `${number(failures)} rows were rejected`,
        reason: failures === 1 ? 'It is not stored; the batch says why.' : 'They are not stored; the batch says why.',
        to: `/data/${subjectId}`,
        needs: 'ingestions.read',
      };
    case 'segment_broken':
      return { title: `The rules of ${name} are no longer understood`, reason, to: `/segments/${subjectId}` };
  }
}

function sentences(first: string, second: string | null): string {
  return second === null ? `${first}.` : `${first}: ${second}`;
}
