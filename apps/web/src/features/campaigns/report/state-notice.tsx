import { PAUSED_BY_HAND } from '@herald/shared';
import type { CampaignProgress } from '@herald/shared';
import { Alert, Text } from '@mantine/core';
import {
  IconBan,
  IconCalendarClock,
  IconClockPause,
  type Icon,
  IconPencil,
  IconPlayerPause,
  IconX,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { deliveryStateQuery } from '../../../api/delivery.ts';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { useMay } from '../../../lib/may.ts';
import { outcomesOf } from '../../../components/outcome-shares.ts';

interface Notice {
  color: string;
  icon: Icon;
  title: string;
  words: ReactNode;
}

/** Why the campaign is not simply going on, and what to do about it. */
export function StateNotice({ campaign }: { campaign: CampaignProgress }) {
  const notice = useNotice(campaign);
  if (notice === undefined) return null;
  const { color, icon: Glyph, title, words } = notice;
  return (
    <Alert color={color} icon={<Glyph aria-hidden />} title={title}>
      <Text size="sm">{words}</Text>
    </Alert>
  );
}

function useNotice(campaign: CampaignProgress): Notice | undefined {
  const { dateTime, count, timeZone } = useFormats();
  const mayWrite = useMay('campaigns.write');
  const { data: delivery } = useQuery(deliveryStateQuery());
  const { status, scheduledAt, launchedAt, pausedAt, pauseReason, cancelledAt, failureReason } = campaign;
  const { open, sent, cancelled } = outcomesOf(campaign);
  switch (status) {
    case 'DRAFT':
      return { color: 'gray', icon: IconPencil, title: 'This is a draft', words: 'Nothing was sent of it yet.' };
    case 'SCHEDULED':
      return {
        color: 'violet',
        icon: IconCalendarClock,
        title: scheduledAt === null ? 'It is scheduled' : `It starts on ${dateTime(scheduledAt)} (${timeZone})`,
        words: 'It goes to whoever is in the segment then. Who unsubscribes before that is left out.',
      };
    case 'PAUSED':
      return {
        color: 'orange',
        icon: IconPlayerPause,
        title: 'It is paused',
        words: (
          <>
            {pauseReason === null || pauseReason === PAUSED_BY_HAND ? 'Somebody paused it' : asSentence(pauseReason)}
            {pausedAt !== null && (
              <>
                , <RelativeTime at={pausedAt} />
              </>
            )}
            . {count(open, 'message')} {open === 1 ? 'is' : 'are'} still open
            {mayWrite ? '; resume it to go on with them.' : '.'}
          </>
        ),
      };
    case 'CANCELLED':
      return {
        color: 'gray',
        icon: IconBan,
        title: 'It was cancelled',
        words: (
          <>
            {cancelledAt !== null && <RelativeTime at={cancelledAt} />}
            {cancelledAt !== null && ': '}
            {launchedAt === null
              ? 'it had not started, and nobody got a message.'
              : `${count(sent, 'person', 'people')} had it by then, ${count(cancelled, 'message was', 'messages were')} not sent.`}{' '}
            {mayWrite && 'To send it after all, duplicate it.'}
          </>
        ),
      };
    case 'FAILED':
      return {
        color: 'red',
        icon: IconX,
        title: 'It could not start',
        words: (
          <>
            {asSentence(failureReason ?? 'Nobody knows why')}. Nobody got a message.{' '}
            {mayWrite && 'Mend the cause, then duplicate the campaign and launch it again.'}
          </>
        ),
      };
    default:
      return delivery?.workers.length === 0 && (status === 'PROCESSING' || status === 'SENDING') ? noWorker : undefined;
  }
}

const noWorker: Notice = {
  color: 'orange',
  icon: IconClockPause,
  title: 'No worker is running',
  words: 'Messages wait until one is started; nothing is lost.',
};

function asSentence(reason: string): string {
  return reason.charAt(0).toUpperCase() + reason.slice(1).replace(/\.$/, '');
}
