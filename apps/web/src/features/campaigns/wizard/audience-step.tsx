import type { ContactChannel, SegmentOutput } from '@herald/shared';
import { Grid, Input, NumberInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { SectionCard } from '../../../components/section-card.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { MAX_HOLDOUT_PERCENT, problemsOf } from './draft-fields.ts';
import { PreviewFigures } from './preview-figures.tsx';
import { proposedName } from './proposed-name.ts';
import { firstSegmentsQuery, SegmentChoice } from './segment-choice.tsx';
import { StepFooter } from './step-footer.tsx';
import classes from './campaign-wizard.module.css';
import type { Draft } from './use-draft.ts';
import type { Preview } from './use-preview.ts';
import { StepSkeleton } from './wizard-skeleton.tsx';

interface AudienceStepProps {
  draft: Draft;
  preview: Preview;
  /** Of the segment that was chosen, where it is known. */
  segmentName: string | undefined;
  onContinue: () => void;
}

/** Who gets it. */
export function AudienceStep({ draft, preview, segmentName, onContinue }: AudienceStepProps) {
  const { fields, store } = draft;
  const { timeZone } = useFormats();
  const { isPending } = useQuery(firstSegmentsQuery());
  const choose = (segment: SegmentOutput) => {
    const isOwnName =
      fields.name !== '' &&
      (segmentName === undefined || fields.name !== proposedName(segmentName, new Date(), timeZone));
    const name = isOwnName ? fields.name : proposedName(segment.name, new Date(), timeZone);
    store.change({ segmentId: segment.id, name });
  };
  if (isPending) return <StepSkeleton />;
  return (
    <>
      <Grid gap="lg" align="flex-start">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <SectionCard title="Who is it for?">
              <SegmentChoice value={fields.segmentId} onChoose={choose} />
            </SectionCard>
            <SectionCard title="Details">
              <Details draft={draft} />
            </SectionCard>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }} className={classes.sticky}>
          <SectionCard title="Who will receive it">
            {fields.segmentId === null ? (
              <Text c="dimmed" size="sm">
                Choose a segment, and this says at once how many people will get the message, and who will not and why.
              </Text>
            ) : (
              <PreviewFigures preview={preview} />
            )}
          </SectionCard>
        </Grid.Col>
      </Grid>
      <StepFooter
        next={{ label: 'Continue to the message', onClick: onContinue, isDisabled: fields.segmentId === null }}
      />
    </>
  );
}

const EVERYBODY = 'everybody';
const REACH_CHOICES = [
  { value: 'email', label: 'By email' },
  { value: 'phone', label: 'By phone' },
  { value: EVERYBODY, label: 'Everybody' },
];
const REACH_WORDS: Readonly<Record<string, string>> = {
  email: 'Who has no email address is left out.',
  phone: 'Who has no phone number is left out.',
  [EVERYBODY]: 'Nobody is left out for lack of an address; your vendor decides how to reach them.',
};

function Details({ draft: { fields, store } }: { draft: Draft }) {
  const problems = problemsOf(fields);
  const reach = fields.reachBy ?? EVERYBODY;
  return (
    <Stack gap="md">
      <TextInput
        label="Name"
        description="For you and your colleagues; customers do not see it."
        value={fields.name}
        onChange={({ currentTarget }) => store.change({ name: currentTarget.value })}
        error={fields.segmentId === null ? undefined : problems.name}
      />
      <Input.Wrapper label="Reach people" labelElement="div" description={REACH_WORDS[reach]}>
        <SegmentedControl
          mt={4}
          fullWidth
          aria-label="Reach people"
          data={REACH_CHOICES}
          value={reach}
          onChange={(value) => store.change({ reachBy: value === EVERYBODY ? null : (value as ContactChannel) })}
        />
      </Input.Wrapper>
      <NumberInput
        label="Hold out"
        description="These people get nothing, so that you can compare later whether the message made a difference."
        suffix=" %"
        min={0}
        max={MAX_HOLDOUT_PERCENT}
        clampBehavior="none"
        allowDecimal={false}
        value={Number.isNaN(fields.holdoutPercent) ? '' : fields.holdoutPercent}
        onChange={(value) => store.change({ holdoutPercent: typeof value === 'number' ? value : Number.NaN })}
        error={problems.holdoutPercent}
        classNames={{ wrapper: classes.short }}
      />
    </Stack>
  );
}
