import type { CampaignProgress } from '@herald/shared';
import { Button, Collapse, ColorSwatch, Group, SimpleGrid, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useId } from 'react';

import { RelativeTime } from '../../../components/relative-time.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { ShareBar } from '../../../components/share-bar.tsx';
import { OUTCOME_LOOKS, type Outcome } from '../../../lib/campaign-words.ts';
import { useFormats } from '../../../lib/formats.ts';
import { colorOf, outcomesOf, settledShare, sharesOf } from '../../../components/outcome-shares.ts';
import { Books } from './books.tsx';
import classes from './progress-card.module.css';
import { timeLeft, useRate } from './use-rate.ts';

const SHOWN: readonly Outcome[] = ['sent', 'failed', 'excluded', 'heldOut', 'open'];
const TOLD_STEP = 0.1;

/** How far it is: big numbers, one bar, and whether everybody is accounted for. */
export function ProgressCard({ campaign }: { campaign: CampaignProgress }) {
  const { number, percent, count } = useFormats();
  const outcomes = outcomesOf(campaign);
  const shown = outcomes.cancelled > 0 ? [...SHOWN, 'cancelled' as const] : SHOWN;
  const share = (value: number) => (campaign.audienceSize === 0 ? 0 : value / campaign.audienceSize);
  return (
    <SectionCard title="Progress" description={<Pace campaign={campaign} />}>
      <Stack gap="lg">
        <SimpleGrid component="dl" cols={{ base: 2, sm: shown.length }} m={0} spacing="md">
          {shown.map((outcome) => (
            <OutcomeStat
              key={outcome}
              outcome={outcome}
              value={number(outcomes[outcome])}
              share={percent(share(outcomes[outcome]))}
            />
          ))}
        </SimpleGrid>
        <ShareBar label="Outcome" size="lg" shares={sharesOf(outcomes)} total={campaign.audienceSize} />
        <Told campaign={campaign} />
        <BooksLine campaign={campaign} words={count(campaign.audienceSize, 'person', 'people')} />
      </Stack>
    </SectionCard>
  );
}

/** A number in the colour of its part of the bar, in its place also while it is 0. */
function OutcomeStat({ outcome, value, share }: { outcome: Outcome; value: string; share: string }) {
  return (
    <div>
      <Group component="dt" gap={8} wrap="nowrap">
        <ColorSwatch color={colorOf(outcome)} size={9} withShadow={false} aria-hidden />
        <Text size="sm" c="dimmed" fw={500}>
          {OUTCOME_LOOKS[outcome].words}
        </Text>
      </Group>
      <Text component="dd" m={0} className={classes.number}>
        {value}
      </Text>
      <Text component="dd" m={0} size="xs" c="dimmed">
        {share}
      </Text>
    </div>
  );
}

/** The rate and the time left while it is sent; else nothing that would jump. */
function Pace({ campaign }: { campaign: CampaignProgress }) {
  const { count, number } = useFormats();
  const { sent, failed, open } = outcomesOf(campaign);
  const isSending = campaign.status === 'SENDING' || campaign.status === 'PROCESSING';
  const rate = useRate(sent + failed, isSending);
  if (!isSending) return <>{count(campaign.audienceSize, 'person', 'people')} in the audience.</>;
  if (rate === undefined) return <>{count(open, 'message')} to go.</>;
  const perSec = rate >= 10 ? Math.round(rate) : Math.round(rate * 10) / 10;
  return (
    <>
      {count(open, 'message')} to go, about {number(perSec)} in a second, {timeLeft(open, rate)}.
    </>
  );
}

/** For those who listen: the state, and every tenth of the way, not each tick. */
function Told({ campaign }: { campaign: CampaignProgress }) {
  const { percent } = useFormats();
  const share = settledShare(outcomesOf(campaign));
  const reached = share === null ? undefined : Math.floor(share / TOLD_STEP) * TOLD_STEP;
  return (
    <VisuallyHidden aria-live="polite">
      {campaign.status === 'SENDING' && reached !== undefined && `${percent(reached)} of the messages have ended`}
      {campaign.status === 'COMPLETED' && 'The campaign has finished'}
    </VisuallyHidden>
  );
}

function BooksLine({ campaign, words }: { campaign: CampaignProgress; words: string }) {
  const [isOpen, { toggle }] = useDisclosure();
  const id = useId();
  const { sealedAt } = campaign;
  const Chevron = isOpen ? IconChevronUp : IconChevronDown;
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <Group gap={8} wrap="nowrap" c={sealedAt === null ? 'dimmed' : 'teal'}>
          {sealedAt === null ? <IconCircleDashed size={18} aria-hidden /> : <IconCircleCheck size={18} aria-hidden />}
          <Text size="sm" c="inherit">
            {sealedAt === null ? (
              'The numbers are compared with the recipients once the last message has ended.'
            ) : (
              <>
                The books balance: each of the {words} is accounted for, checked <RelativeTime at={sealedAt} />.
              </>
            )}
          </Text>
        </Group>
        <Button
          size="xs"
          variant="subtle"
          rightSection={<Chevron size={14} aria-hidden />}
          onClick={toggle}
          aria-expanded={isOpen}
          aria-controls={id}
        >
          {isOpen ? 'Hide the books' : 'See the books'}
        </Button>
      </Group>
      <Collapse expanded={isOpen} id={id}>
        {isOpen && <Books id={campaign.id} />}
      </Collapse>
    </Stack>
  );
}
