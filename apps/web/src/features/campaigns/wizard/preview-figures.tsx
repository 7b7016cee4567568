import { EXCLUSION_REASONS } from '@herald/shared';
import type { PreviewCampaignOutput } from '@herald/shared';
import { Group, Stack, Text, VisuallyHidden } from '@mantine/core';

import { ErrorNotice } from '../../../components/error-notice.tsx';
import { ShareBar } from '../../../components/share-bar.tsx';
import { EXCLUSION_WORDS, OUTCOME_LOOKS } from '../../../lib/campaign-words.ts';
import { useFormats } from '../../../lib/formats.ts';
import classes from './preview-figures.module.css';
import type { Preview } from './use-preview.ts';
import { FiguresSkeleton } from './wizard-skeleton.tsx';

/** Who would get it and who not, and why not. */
export function PreviewFigures({ preview }: { preview: Preview }) {
  const { data, error, isCurrent, refetch } = preview;
  if (error !== null) return <ErrorNotice title="It could not be counted" error={error} onRetry={refetch} />;
  if (data === undefined) return <FiguresSkeleton />;
  return (
    <div aria-busy={!isCurrent} className={classes.figures}>
      <Figures counted={data} />
    </div>
  );
}

function Figures({ counted }: { counted: PreviewCampaignOutput }) {
  const { number, count } = useFormats();
  const { audienceSize, willReceive, heldOut, heldOutIsExact, excluded } = counted;
  const leftOut = EXCLUSION_REASONS.filter((reason) => excluded[reason] > 0);
  const leftOutSum = EXCLUSION_REASONS.reduce((sum, reason) => sum + excluded[reason], 0);
  return (
    <Stack gap="md">
      <Stack gap={0}>
        <Text component="p" fz={32} fw={680} lh={1.2} className={classes.number}>
          {number(willReceive)}
        </Text>
        <Text c="dimmed">{willReceive === 1 ? 'person will receive it' : 'people will receive it'}</Text>
        <VisuallyHidden aria-live="polite">{count(willReceive, 'person', 'people')} will receive it</VisuallyHidden>
      </Stack>
      <ShareBar
        label="Audience"
        total={audienceSize}
        shares={[
          { key: 'receive', label: 'will receive it', value: willReceive, color: OUTCOME_LOOKS.sent.color },
          {
            key: 'left-out',
            label: OUTCOME_LOOKS.excluded.words,
            value: leftOutSum,
            color: OUTCOME_LOOKS.excluded.color,
          },
          { key: 'held-out', label: OUTCOME_LOOKS.heldOut.words, value: heldOut, color: OUTCOME_LOOKS.heldOut.color },
        ]}
      />
      <Stack component="dl" gap={6} m={0}>
        <Row label="In the segment" value={number(audienceSize)} isStrong />
        {leftOut.map((reason) => (
          <Row key={reason} label={EXCLUSION_WORDS[reason]} value={`− ${number(excluded[reason])}`} />
        ))}
        {heldOut > 0 && (
          <Row
            label={heldOutIsExact ? 'Held out to compare with' : 'Held out to compare with, about'}
            value={`− ${number(heldOut)}`}
          />
        )}
        <Row label="Will receive it" value={number(willReceive)} isStrong />
      </Stack>
    </Stack>
  );
}

function Row({ label, value, isStrong = false }: { label: string; value: string; isStrong?: boolean }) {
  const weight = isStrong ? 550 : 400;
  return (
    <Group justify="space-between" gap="md" wrap="nowrap">
      <Text component="dt" size="sm" fw={weight} c={isStrong ? undefined : 'dimmed'}>
        {label}
      </Text>
      <Text component="dd" m={0} size="sm" fw={weight} className={classes.number}>
        {value}
      </Text>
    </Group>
  );
}
