import type { ExplainSegmentOutput, SegmentRules } from '@herald/shared';
import { Alert, Text } from '@mantine/core';
import { IconSnowflake } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { segmentExplanationQuery } from '../../../api/segments.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { CustomerPicker } from '../../../components/pickers/customer-picker.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonLines } from '../../../components/skeletons.tsx';
import { useFormats } from '../../../lib/formats.ts';
import classes from './explain.module.css';
import { ExplainedTree } from './explained-tree.tsx';
import { Verdict } from './verdict.tsx';

interface ExplainCardProps {
  /** The rules to explain: those that are written just now, or those of a saved segment. */
  of: { rules: SegmentRules | undefined } | { segmentId: string };
}

/** "Why is this person in or out?": every rule with its answer for one customer. */
export function ExplainCard({ of }: ExplainCardProps) {
  const [customerId, setCustomerId] = useState<string | null>(null);
  const isComplete = 'segmentId' in of || of.rules !== undefined;
  const asked = customerId !== null && isComplete;
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery({
    ...segmentExplanationQuery({
      ...('segmentId' in of ? { segmentId: of.segmentId } : { rules: of.rules }),
      customerId: customerId ?? '',
    }),
    enabled: asked,
    placeholderData: keepPreviousData,
  });
  return (
    <SectionCard
      title="Why is this person in or out?"
      description="Pick somebody, and see each rule with its answer for them."
    >
      <CustomerPicker value={customerId} onChange={setCustomerId} maw={420} />
      <div className={classes.answer} aria-live="polite" aria-busy={isFetching}>
        {customerId !== null && !isComplete && (
          <Text size="sm" c="dimmed">
            Complete the rules to see the answer.
          </Text>
        )}
        {asked && error && (
          <ErrorNotice
            title="This could not be explained"
            error={error}
            onRetry={() => void refetch()}
            isRetrying={isFetching}
          />
        )}
        {asked && !error && !data && <SkeletonLines />}
        {asked && !error && data && (
          <div className={classes.fading} data-dimmed={isPlaceholderData || undefined}>
            <Explanation explanation={data} />
          </div>
        )}
      </div>
    </SectionCard>
  );
}

function Explanation({ explanation }: { explanation: ExplainSegmentOutput }) {
  const { day } = useFormats();
  const { isTrue, isInAudience, changesOn } = explanation;
  return (
    <>
      <Text fw={600} mb={4} className={classes.verdictLine}>
        <Verdict isTrue={isTrue} trueWords="In" falseWords="Out" />
        {isTrue ? 'The rules find this person' : 'The rules do not find this person'}
        {changesOn !== null && (
          <Text span c="dimmed" size="sm">
            {' '}
            until {day(changesOn)}
          </Text>
        )}
      </Text>
      {isInAudience !== null && isInAudience !== isTrue && (
        <Alert color="blue" icon={<IconSnowflake aria-hidden />} my="sm">
          {isInAudience
            ? 'They are in the frozen audience all the same: they matched when it was computed. Refreshing the segment would take them out.'
            : 'They are not in the frozen audience: they did not match when it was computed. Refreshing the segment would bring them in.'}
        </Alert>
      )}
      {isInAudience !== null && isInAudience === isTrue && (
        <Text size="sm" c="dimmed" mb={4}>
          {isInAudience ? 'They are in the frozen audience too.' : 'They are not in the frozen audience either.'}
        </Text>
      )}
      <ExplainedTree group={explanation.explanation} />
    </>
  );
}
